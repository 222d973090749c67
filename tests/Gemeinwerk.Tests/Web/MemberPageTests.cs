using System.Net;
using System.Text.RegularExpressions;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Tests.Web;

/// <summary>A member's people see what concerns their member, and nothing else of the association.</summary>
public class MemberPageTests
{
    const string Home = "/b/testverband/member";

    public static TheoryData<Engine> Engines => Databases.Engines;

    /// <summary>An association that has charged two towns; the first has paid a part.</summary>
    internal static async Task<Books> Association(Engine engine)
    {
        var books = await Books.On(engine);
        var (claim, revenue, cash, receipt) = (await books.Account("1611"), await books.Account("4182"),
            await books.Account("1811"), await books.Account("6182"));
        var towns = new[] { await books.Beside("hemer"), await books.Beside("siegen") };
        (await books.Act(async Task<Result<Posted>> (work, book) =>
        {
            var body = book.Body.Id;
            await Parties.Add(work, book, towns.Select((town, i) =>
                new Party(default, $"M-{i + 1}", i == 0 ? "Stadt Hemer" : "Stadt Siegen", Counterpart: town.Body.Id)));
            var day = new DateOnly(2026, 1, 15);
            var levy = new List<Posting>();
            foreach (var (number, cents) in new[] { ("M-1", 1_111_00L), ("M-2", 2_222_00L) })
            {
                var party = (await Parties.Find(work.Db, body, number))!.Id;
                var item = (await OpenItems.Create(work, book,
                    new(default, $"U-{number}", claim, party, day, day.AddDays(30), 0, default))).Expect();
                levy.Add(new(claim, new(cents), Party: party, Item: item, Text: $"Umlage {number}"));
            }
            await Journal.Post(work, book, new EntryDraft(day, day, "U-2026", "Umlage 2026",
                [.. levy, new(revenue, new(-3_333_00))]));
            var first = levy[0] with { Amount = new(-400_00), Text = "Abschlag" };
            await Journal.Post(work, book, new EntryDraft(day.AddDays(20), day.AddDays(20), "Z-1", "Zahlung",
                [new(cash, new(400_00), Payment: receipt), first]));
            var credit = new Posting(claim, new(-11_00), Party: first.Party);
            return await Journal.Post(work, book, new EntryDraft(day.AddDays(40), day.AddDays(40), "G-1", "Gutschrift",
                [new(revenue, new(11_00)), credit]));
        })).Expect();
        return books;
    }

    internal static Visitor Of(string town, BodyRoles inTown = BodyRoles.Post) => new("mara",
        new Dictionary<string, BodyRoles> { ["testverband"] = BodyRoles.Member, [town] = inTown });

    [Theory, MemberData(nameof(Engines))]
    public async Task A_member_sees_its_own_share(Engine engine)
    {
        await using var books = await Association(engine);
        await using var site = await Site.Of(books, () => Of("hemer"));
        var page = WebUtility.HtmlDecode(await site.Html(Home));
        Assert.Contains("711,00", page, StringComparison.Ordinal);
        var statement = WebUtility.HtmlDecode(await site.Html($"{Home}/statement?from=2026-02-01&to=2026-12-31"));
        Assert.Contains("1.111,00 €", statement, StringComparison.Ordinal);
        Assert.Contains("700,00 €", statement, StringComparison.Ordinal);
        Assert.Contains("Abschlag", statement, StringComparison.Ordinal);
        Assert.Contains("Gutschrift", statement, StringComparison.Ordinal);
        Assert.DoesNotContain("Umlage M-1", statement, StringComparison.Ordinal);
        var csv = await site.Html($"{Home}/statement?from=2026-01-01&to=2026-12-31&format=csv");
        Assert.Contains("Umlage M-1", csv, StringComparison.Ordinal);
        foreach (var text in (string[])[page, statement, csv])
        {
            foreach (var secret in (string[])["Siegen", "2.222", "2222", "M-2", "3.333"])
            {
                Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
            }
        }
        Assert.Equal(404, await site.Status($"{Home}?party=M-2"));
        Assert.Equal(404, await site.Status($"{Home}/statement?party=M-2"));
        Assert.DoesNotContain("Buchungen</dt>", await site.Html("/b/testverband/"), StringComparison.Ordinal);
        var start = await site.Html("/");
        Assert.Contains("/b/testverband/member", start, StringComparison.Ordinal);
        Assert.DoesNotContain("15.01.2026", start, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_else_of_the_association_opens_for_a_member()
    {
        await using var books = await Association(Engine.Sqlite);
        await using var site = await Site.Of(books, () => Of("hemer"));
        foreach (var route in site.Routes.Where(route => route.RoutePattern.GetParameter("body") is not null))
        {
            var path = GateTests.Filled(route, "testverband");
            var isGet = route.Metadata.OfType<Microsoft.AspNetCore.Routing.HttpMethodMetadata>()
                .All(it => it.HttpMethods.Contains("GET"));
            if (path.TrimEnd('/') is "/b/testverband" || path.StartsWith(Home, StringComparison.Ordinal)) continue;
            var answer = isGet ? await site.Client.GetAsync(path) : await site.Client.PostAsync(path, null);
            var isClosed = GateTests.IsOfInterface(route)
                ? (int)answer.StatusCode is 401 or 405
                : (int)answer.StatusCode is 403 or 405;
            Assert.True(isClosed, $"{path}: {answer.StatusCode}");
        }
        Assert.DoesNotContain("Umlage 2026", await site.Html("/search?q=umlage"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_pages_of_members_have_no_barriers()
    {
        await using var browser = await Chromium.Start();
        await using var books = await Association(Engine.Sqlite);
        await using var site = await Site.Of(books, () => Of("hemer"));
        await using var context = await browser.NewContextAsync(new() { BaseURL = site.Address, Locale = "de-DE" });
        Assert.Empty(await Barriers.On(
            await context.NewPageAsync(), "/", Home, $"{Home}/statement?to=2026-12-31"));
    }

    [Fact]
    public async Task The_menu_of_a_member_leads_nowhere_but_to_what_is_theirs()
    {
        await using var books = await Association(Engine.Sqlite);
        await using var site = await Site.Of(books, () => new("mara", new Dictionary<string, BodyRoles>
        {
            ["testverband"] = BodyRoles.Member,
            ["hemer"] = BodyRoles.Post,
            ["siegen"] = BodyRoles.Member,
        }));
        foreach (var (body, entries) in new (string, string[])[]
        {
            ("testverband", ["member", "member/statement", "member/levies", "member/services", "member/membership",
                "member/resolutions"]),
            ("siegen", []),
        })
        {
            var html = await site.Html($"/b/{body}");
            var menu = Regex.Match(html, "<nav class=\"gw-menu\"[\\s\\S]*?</nav>").Value;
            var found = Regex.Matches(menu, $"href=\"/b/{body}/([^\"]*)\"").Select(it => it.Groups[1].Value).ToList();
            Assert.Equal(entries, found);
            foreach (var entry in found) Assert.Equal(200, await site.Status($"/b/{body}/{entry}"));
        }
    }

    [Fact]
    public async Task Whoever_is_a_member_s_person_in_a_body_is_not_of_that_body()
    {
        await using var books = await Association(Engine.Sqlite);
        await using var site = await Site.Of(books, () => Of("siegen", BodyRoles.Member));
        Assert.Equal(404, await site.Status($"{Home}?party=M-2"));
        Assert.DoesNotContain("Siegen", await site.Html(Home), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_belongs_to_no_member_is_told_so()
    {
        await using var books = await Association(Engine.Sqlite);
        await using var site = await Site.Of(books, BodyRoles.Member);
        var page = WebUtility.HtmlDecode(await site.Html(Home));
        Assert.Contains("Keine Ihrer Körperschaften ist hier als Geschäftspartner eingetragen.", page,
            StringComparison.Ordinal);
        Assert.Equal(404, await site.Status($"{Home}?party=M-1"));
        Assert.Equal(404, await site.Status($"{Home}/checkpoint"));
    }
}
