using System.Net;
using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Identity;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Ledger;
using Gemeinwerk.Treasury;
using Gemeinwerk.Web.Frame;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Gemeinwerk.Tests.Web;

/// <summary>
/// Walks every address of the application, with all that another body has in its books, as people who have no part in
/// it. Addresses that are added later are walked too.
/// </summary>
public class OtherBodyTests
{
    const string Other = "nachbar", Nobody = "niemand";

    /// <summary>Numbers of the other body, which an address may name.</summary>
    static readonly string[] numbers = ["1", "2026", "1811", "geheim-fusion", "GEHEIM-P", "GEHEIM-R", "GEHEIM-A"];

    /// <summary>What of the other body must never be read; nothing of it is ever sent by these tests.</summary>
    static readonly string[] secrets =
        ["Verband nachbar", "Wasserwerk Verborgen", "Umlage Verborgen", "98.765", "98765", "Server Verborgen"];

    public static TheoryData<Engine> Engines => Databases.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task No_address_shows_or_changes_anything_of_another_body(Engine engine)
    {
        await using var books = await Books.On(engine);
        await books.Given(FinancePageTests.Entries);
        await using var other = await books.Beside(Other);
        await Fill(other);
        await using var third = await books.Beside("dritter");
        (await books.Database.Act("test", work => Gemeinwerk.Merger.Mergers.Create(work, "geheim-fusion",
            Gemeinwerk.Merger.MergerForm.Eingliederung, "dritter", [Other], new(2027, 1, 1)))).Expect();
        var before = await State(other);
        await using var site = await Site.Of(books);
        foreach (var visitor in (Visitor?[])
        [
            new("erika", Roles(BodyRoles.Staff | BodyRoles.Member)), new("karl", Roles(BodyRoles.None)), null,
        ])
        {
            site.Visitor = visitor;
            foreach (var route in site.Routes) await Walk(site, route, visitor);
        }
        Assert.Equal(before, await State(other));
    }

    static Dictionary<string, BodyRoles> Roles(BodyRoles roles) => new() { ["testverband"] = roles };

    static async Task Walk(Site site, RouteEndpoint route, Visitor? visitor)
    {
        var need = route.Metadata.OfType<Need>().Single();
        var ofBody = route.RoutePattern.GetParameter("body") is not null;
        var methods = route.Metadata.OfType<HttpMethodMetadata>().SelectMany(it => it.HttpMethods);
        foreach (var method in methods.DefaultIfEmpty("GET").Distinct())
        {
            foreach (var path in Paths(route, Other).Distinct())
            {
                var (status, text) = await Send(site, method, path);
                Assert.True(status < 500, $"{method} {path}: {status}");
                Assert.DoesNotContain(secrets, secret => text.Contains(secret, StringComparison.Ordinal));
                if (need.IsPublic) continue;
                if (visitor is null)
                {
                    Assert.True(status is 401 or 302, $"{method} {path}: {status}");
                    continue;
                }
                if (!ofBody) continue;
                if (GateTests.IsOfInterface(route))
                {
                    // It knows tokens only, whoever is signed in in the browser.
                    Assert.True(status == 401, $"{method} {path}: {status}");
                    continue;
                }
                Assert.True(status == 404, $"{method} {path}: {status}");
                // A body that is there is not told from one that is not.
                var (_, missing) = await Send(site, method, path.Replace(Other, Nobody, StringComparison.Ordinal));
                Assert.Equal(missing.Replace(Nobody, Other, StringComparison.Ordinal), text);
            }
            if (!ofBody || visitor is null) continue;
            // In the own body, with numbers of the other: nothing is there either, whatever the answer is.
            foreach (var path in Paths(route, "testverband").Distinct())
            {
                var (status, text) = await Send(site, method, path);
                Assert.True(status < 500, $"{method} {path}: {status}");
                Assert.DoesNotContain(secrets, secret => text.Contains(secret, StringComparison.Ordinal));
            }
        }
    }

    /// <summary>The address once for each number, which stands for all of its parameters but the body.</summary>
    static IEnumerable<string> Paths(RouteEndpoint route, string body) => numbers.Select(number => string.Concat(
        route.RoutePattern.PathSegments.Select(segment => "/" + string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternParameterPart { Name: "body" } => body,
            RoutePatternParameterPart { ParameterPolicies: [{ Content: "int" or "long" }, ..] }
                when !number.All(char.IsAsciiDigit) => "1",
            _ => number,
        })))));

    static async Task<(int Status, string Text)> Send(Site site, string method, string path)
    {
        var query = "?number=GEHEIM-P&account=1811&product=0111&party=GEHEIM-P&q=verborgen&body=nachbar&to=2026-12-31";
        for (var tries = 0; ; tries++)
        {
            using var request = new HttpRequestMessage(new(method), path + query.Replace(
                Other, path.Contains(Nobody, StringComparison.Ordinal) ? Nobody : Other, StringComparison.Ordinal));
            if (method is not ("GET" or "HEAD"))
            {
                request.Content = new FormUrlEncodedContent([
                    KeyValuePair.Create("source", Other), KeyValuePair.Create("target", Other),
                    KeyValuePair.Create("code", "geheim-fusion"), KeyValuePair.Create("party", "GEHEIM-P"),
                ]);
            }
            using var answer = await site.Client.SendAsync(request);
            var status = (int)answer.StatusCode;
            if (status == 429 && tries < 200)
            {
                await Task.Delay(50);
                continue;
            }
            return (status, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
        }
    }

    /// <summary>Everything of the other body that somebody could find or change.</summary>
    static async Task Fill(Books other)
    {
        var (claim, revenue) = (await other.Account("1611"), await other.Account("4182"));
        await other.Account("1811");
        var (machine, expense) = (await other.Account("0811"), await other.Account("5711"));
        (await other.Act(async Task<Result<Posted>> (work, book) =>
        {
            var body = book.Body.Id;
            await Parties.Add(work, book, [new(default, "GEHEIM-P", "Wasserwerk Verborgen")]);
            await Dimensions.AddProducts(work, book, [("0111", "Produkt Verborgen")]);
            var party = (await Parties.Find(work.Db, body, "GEHEIM-P"))!.Id;
            var day = new DateOnly(2026, 2, 1);
            var item = (await OpenItems.Create(work, book,
                new(default, "GEHEIM-R", claim, party, day, day, 0, default))).Expect();
            (await Assets.Create(work, book, new(default, "GEHEIM-A", "Server Verborgen", machine, expense, null, null,
                day, 12, null, default, default))).Expect();
            var posted = await Journal.Post(work, book, new EntryDraft(day, day, "GEHEIM-B", "Umlage Verborgen",
                [new(claim, new(98_765_43), Party: party, Item: item), new(revenue, new(-98_765_43))]));
            (await Vouchers.Attach(work, book, 1, "Umlage Verborgen.pdf", VoucherTests.Invoice)).Expect();
            (await CashOrders.Draft(work, book, new(CashOrderKind.Receipt, party, claim, "GEHEIM-B",
                "Umlage Verborgen", day, day, new(98_765_43), [new(revenue, new(98_765_43))]))).Expect();
            await Approvals.Ask(work, book.Body.AuditLog(), Grants.ApprovalKind, "Umlage Verborgen", "{}",
                Role.Administer);
            return posted;
        })).Expect();
    }

    static Task<(long Entries, long Records)> State(Books other) => other.Database.Read(async db => (
        (await Book.State(db, other.Body.Id)).EntryCount, await AuditTrail.Length(db, other.Body.AuditLog())));
}
