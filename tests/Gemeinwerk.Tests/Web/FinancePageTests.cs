using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Tests.Web;

public partial class FinancePageTests
{
    const string Home = "/b/testverband/finance";

    internal const string Entries = """
        2026-01-31 Umlage
          1811   125,00 6182
          4182  -125,00
        2026-02-01 Strom und Wasser
          5241    40
          5242     5,50
          1811   -45,50 7241
        2026-02-01 Bankgebühr
          5431     1
          1811    -1 7431
        """;

    [Fact]
    public async Task Days_of_an_account_sheet_that_do_not_fit_are_said_at_their_field()
    {
        await using var books = await Books.On(Engine.Sqlite);
        await books.Account("1811");
        await using var site = await Site.Of(books);
        const string Days = "from=2026-12-31&to=2026-01-01";
        var answer = await site.Client.GetAsync($"{Home}/accounts/1811?{Days}");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Contains("id=\"error-to\"", html, StringComparison.Ordinal);
        Assert.Contains("value=\"2026-12-31\"", html, StringComparison.Ordinal);
        Assert.Equal(404, await site.Status($"{Home}/accounts/99999999?{Days}"));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task An_account_sheet_in_pages_is_the_sheet_of_the_ledger(Engine engine)
    {
        await using var books = await Books.On(engine);
        await books.Account("2081");
        var draft = (await books.Drafts("""
            2026-01-01 viele
              1611   0,02
              1611   0,01
              4182  -0,03
            """))[0];
        await books.Act(async Task<Result<long>> (work, book) => await Journal.PostAll(work, book,
            Enumerable.Range(0, 70).Select(i => draft with { BookedOn = new(2026, 1, 1 + i % 3) }),
            new List<Finding>()));
        var sheet = new List<SheetLine>();
        var totals = (await books.Database.Read(db => AccountSheet.Read(
            db, books.Body.Id, "1611", new(2026, 1, 2), new(2026, 12, 31), sheet.Add))).Expect();
        await using var site = await Site.Of(books);

        var balances = new List<string>();
        var path = $"{Home}/accounts/1611?from=2026-01-02&to=2026-12-31&size=25";
        for (var next = (string?)path; next is not null;)
        {
            var html = await site.Html(next);
            balances.AddRange(LastCell().Matches(html).Select(match => match.Groups[1].Value));
            Assert.Contains(totals.Closing.ToString(), html, StringComparison.Ordinal);
            Assert.Contains(totals.Opening.ToString(), html, StringComparison.Ordinal);
            next = NextPage().Match(html) is { Success: true } found
                ? WebUtility.HtmlDecode(found.Groups[1].Value)
                : null;
        }
        Assert.Equal(sheet.Select(line => German.Amount(line.Balance)), balances);
        Assert.Equal(404, await site.Status($"{Home}/accounts/9999"));
        Assert.Equal(422, await site.Status($"{Home}/accounts/1611?from=2025-01-01&to=2026-12-31"));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task The_parts_of_each_statement_add_up_to_its_lines(Engine engine)
    {
        await using var books = await Books.On(engine);
        await books.Account("2081");
        await books.Given(Entries);
        await books.Given("""
            2026-03-01 Überzogen und überzahlt
              1611   -30
              3511    20
              4182    10
            """);
        await using var site = await Site.Of(books);
        foreach (var kind in Enum.GetValues<StatementKind>())
        {
            var (statement, parts) = await books.Database.Read(async db =>
            {
                var done = (await Statements.Compute(db, books.Body, kind, 2026)).Expect();
                return (done, await Statements.Parts(db, done));
            });
            Assert.NotEmpty(parts);
            foreach (var line in parts.GroupBy(part => (part.Section, part.Line)))
            {
                Assert.Equal(statement.Line(line.Key.Line, line.Key.Section).Actual,
                    line.Aggregate(Money.Zero, (sum, part) => sum + part.Amount));
            }
            var html = await site.Html($"{Home}/statements/{kind.Code()}?year=2026");
            Assert.All(statement.Lines, line =>
                Assert.Contains(German.Amount(line.Actual), html, StringComparison.Ordinal));
            Assert.All(parts, part => Assert.Contains($">{part.Account.Number}</a>", html, StringComparison.Ordinal));
            Assert.Equal(StatementText.Text(statement),
                await site.Html($"{Home}/statements/{kind.Code()}?year=2026&format=text"));
        }
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_trial_balance_of_any_day_and_the_search_lead_to_account_and_entry(Engine engine)
    {
        await using var books = await Books.On(engine);
        await books.Given(Entries);
        await using var site = await Site.Of(books);
        var html = await site.Html($"{Home}/trial-balance?on=2026-01-31");
        Assert.Contains("accounts/4182", html, StringComparison.Ordinal);
        Assert.DoesNotContain("accounts/5241", html, StringComparison.Ordinal);
        var found = await site.Html("/search?q=strom");
        Assert.Contains($"{Home}/entries/2", found, StringComparison.Ordinal);
        Assert.Contains($"{Home}/accounts/5242", await site.Html("/search?q=5242"), StringComparison.Ordinal);
        Assert.Contains($"{Home}/entries/3", await site.Html("/search?q=3"), StringComparison.Ordinal);
        site.Visitor = new Visitor("fremd", new Dictionary<string, BodyRoles>());
        Assert.DoesNotContain(Home, await site.Html("/search?q=strom"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_has_a_proof_that_its_checkpoint_confirms()
    {
        await using var books = await Books.On(Engine.Sqlite);
        await books.Given(Entries);
        var folder = Directory.CreateTempSubdirectory("gemeinwerk-keys-").FullName;
        var key = SigningKey.Of(books.Body, folder).Expect();
        await books.Act(async Task<Result<SignedCheckpoint>> (work, book) => await Checkpoints.Create(work, book, key));
        await using var site = await Site.Of(books);
        Assert.Contains("Strom und Wasser", await site.Html($"{Home}/entries/2"), StringComparison.Ordinal);
        var (proof, checkpoint) = (Path.Combine(folder, "proof"), Path.Combine(folder, "checkpoint"));
        await File.WriteAllTextAsync(proof, await site.Html($"{Home}/entries/2/proof"));
        await File.WriteAllTextAsync(checkpoint, await site.Html($"{Home}/checkpoint"));
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        Assert.Equal(0, Gemeinwerk.Proof.CommandLine.Run(
            ["inclusion", checkpoint, "--proof", proof, "--key", key.Verifier.ToString()], output, output));
        Assert.Equal(404, await site.Status($"{Home}/entries/4"));
        Directory.Delete(folder, recursive: true);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_reversal_is_refused_beside_its_field_and_done_once_confirmed(Engine engine)
    {
        await using var books = await Books.On(engine);
        await books.Given(Entries);
        await using var site = await Site.Of(books);
        var address = $"{Home}/entries/2/reverse";
        var token = Token().Match(await site.Html(address)).Groups[1].Value;
        async Task<HttpResponseMessage> Send(string day, string confirm, string with) =>
            await site.Client.PostAsync(address, new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["__RequestVerificationToken"] = with,
                ["day"] = day,
                ["document"] = "S-1",
                ["text"] = "falsch",
                ["confirm"] = confirm,
            }));

        Assert.Equal(400, (int)(await Send("2026-02-02", "yes", "")).StatusCode);
        var refused = await Send("morgen", "", token);
        var text = await refused.Content.ReadAsStringAsync();
        Assert.Equal(422, (int)refused.StatusCode);
        Assert.Contains("href=\"#field-day\"", text, StringComparison.Ordinal);
        Assert.Contains("id=\"error-day\"", text, StringComparison.Ordinal);
        Assert.Contains("id=\"error-confirm\"", text, StringComparison.Ordinal);
        Assert.Contains("value=\"falsch\"", text, StringComparison.Ordinal);
        var closed = await (await Send("2031-01-01", "yes", token)).Content.ReadAsStringAsync();
        Assert.Contains("[ledger.year-missing]", closed, StringComparison.Ordinal);
        Assert.Contains("id=\"error-day\"", closed, StringComparison.Ordinal);

        var done = await Send("2026-02-02", "yes", token);
        Assert.Equal($"{Home}/entries/4", done.Headers.Location!.ToString());
        var shown = await site.Html($"{Home}/entries/4");
        Assert.Contains("Storniert: Buchung Nr. 4.", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("Storniert: Buchung", await site.Html($"{Home}/entries/4"), StringComparison.Ordinal);
        site.Visitor = new Visitor("pruefer", new Dictionary<string, BodyRoles> { ["testverband"] = BodyRoles.Audit });
        Assert.Equal(403, await site.Status($"{Home}/entries/1/reverse"));
    }

    [GeneratedRegex("<td class=\"[^\"]*gw-amount\">([^<]*)</td></tr>")]
    private static partial Regex LastCell();

    [GeneratedRegex("rel=\"next\" href=\"([^\"]+)\"")]
    private static partial Regex NextPage();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
