using System.Net;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Microsoft.AspNetCore.Routing;

namespace Gemeinwerk.Tests.Web;

/// <summary>What comes from outside is shown as it is: names that are programs run nowhere.</summary>
public sealed class HostileNameTests
{
    const string Name = "\"><img src=x onerror=alert(1)></a><script>alert('&1')</script>";
    const string Home = "/b/testverband/finance";

    static readonly string[] pages =
    [
        "/", "/search?q=img", "/b/testverband", $"{Home}/journal", $"{Home}/journal?q=img", $"{Home}/entries/1",
        $"{Home}/entries/1/reverse", $"{Home}/accounts/5241", $"{Home}/trial-balance", $"{Home}/post",
        $"{Home}/parties", $"{Home}/parties/one?number=P2", $"{Home}/assets", $"{Home}/assets/one?number=A2",
        $"{Home}/budget", $"{Home}/items/all", $"{Home}/assets/schedule", "/b/testverband/protocol",
    ];

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Hostile_names_are_shown_as_they_are_and_run_nowhere(Engine engine)
    {
        await using var books = await Books.On(engine);
        await Fill(books);
        await using var site = await Site.Of(books);
        var shown = 0;
        foreach (var path in pages)
        {
            var html = await site.Html(path);
            Assert.DoesNotContain("<img src=x", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<script>alert", html, StringComparison.OrdinalIgnoreCase);
            if (WebUtility.HtmlDecode(html).Contains(Name, StringComparison.Ordinal)) shown++;
        }
        Assert.True(shown >= 12, $"{shown} pages show it");
        // In the address of a page that says what was asked for, too.
        var asked = Uri.EscapeDataString(Name);
        foreach (var path in (string[])[$"/search?q={asked}", $"{Home}/journal?q={asked}&sort={asked}&after={asked}",
            $"{Home}/parties?q={asked}", $"/b/{asked}", $"/{asked}", $"{Home}/parties/one?number={asked}",
            $"/sign-in?back={asked}", $"/sign-in/code?back={asked}"])
        {
            var html = await (await site.Client.GetAsync(path)).Content.ReadAsStringAsync();
            Assert.DoesNotContain("<img src=x", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<script>alert", html, StringComparison.OrdinalIgnoreCase);
        }
        // As a file it is a file, whatever it says.
        var file = await site.Client.GetAsync($"{Home}/parties?format=json");
        Assert.Equal("application/json", file.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition!.DispositionType);
    }

    [Fact]
    public async Task A_form_that_did_not_come_from_here_is_refused_everywhere()
    {
        await using var books = await Books.On(Engine.Sqlite);
        await using var site = await Site.Of(books);
        var forms = site.Routes.Where(route => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods
            .Contains("POST") == true && !route.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal));
        var paths = forms.Select(route => GateTests.Filled(route, "testverband")).Distinct().ToList();
        Assert.True(paths.Count > 20);
        foreach (var path in paths)
        {
            using var form = new FormUrlEncodedContent([KeyValuePair.Create("name", "x")]);
            var answer = await site.Client.PostAsync(path, form);
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{path}: {answer.StatusCode}");
        }
    }

    static async Task Fill(Books books)
    {
        var day = new DateOnly(2026, 2, 1);
        (await books.Act((work, book) => Accounts.Add(work, book,
            [new AccountDraft(AccountNumber.Parse("5241").Expect(), Name, AccountKind.Expense, AccountRole.None)])))
            .Expect();
        await books.Act(async (work, book) => await Dimensions.AddProducts(work, book, [("0111", Name)]));
        await books.Act(async (work, book) => await Dimensions.AddCostCentres(work, book, [("K1", Name)]));
        (await books.Act((work, book) =>
            Parties.Add(work, book, [new Party(default, "P2", Name, City: Name)]))).Expect();
        var (payable, machine) = (await books.Account("3511"), await books.Account("0811"));
        var expense = await books.Account("5241");
        (await books.Act((work, book) => Assets.Create(work, book,
            new Asset(default, "A2", Name, machine, expense, null, null, day, 12, null, default, default)))).Expect();
        (await books.Post(new EntryDraft(day, day, Name, Name,
            [new Posting(expense, new(100), Text: Name), new Posting(payable, new(-100), Text: Name)]))).Expect();
    }
}
