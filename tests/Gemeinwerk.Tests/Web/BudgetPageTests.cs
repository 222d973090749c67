using System.Net;
using System.Text.RegularExpressions;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Web.Frame.Tables;

namespace Gemeinwerk.Tests.Web;

public class BudgetPageTests
{
    const string Home = "/b/testverband/finance";

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task The_watch_list_leads_from_a_position_to_its_accounts_and_their_postings(Engine engine)
    {
        await using var books = await Books.On(engine);
        await PostPageTests.Plan(books);
        (await books.Act((work, book) => Budget.Add(work, book, 2026, BudgetChangeKind.Original,
            [new(new(null, "53"), new(7_00)), new(new(null, "72"), new(50_00))], "Satzung"))).Expect();
        var (expense, cash, payment) =
            (await books.Account("5241"), await books.Account("1811"), await books.Account("7241"));
        (await books.Post(new EntryDraft(new(2026, 3, 1), new(2026, 3, 1), "R-1", "Strom",
            [new(expense, new(30_00), new Id<Product>(1)), new(cash, new(-30_00), Payment: payment)]))).Expect();
        await using var site = await Site.Of(books);
        var list = await site.Html($"{Home}/budget?year=2026");
        Assert.Contains($"{Home}/budget/2026/52?product=0111", list, StringComparison.Ordinal);
        Assert.Contains(">70,00</td>", list, StringComparison.Ordinal);
        Assert.Contains("<svg", list, StringComparison.Ordinal);
        var ofProduct = await site.Html($"{Home}/budget?year=2026&product=0111");
        Assert.DoesNotContain("/budget/2026/53", ofProduct, StringComparison.Ordinal);
        var line = await site.Html($"{Home}/budget/2026/52?product=0111");
        Assert.Contains($"{Home}/accounts/5241?from=2026-01-01", line, StringComparison.Ordinal);
        Assert.Contains(">30,00</td>", line, StringComparison.Ordinal);
        var paid = await site.Html($"{Home}/budget/2026/72");
        Assert.Contains($"{Home}/journal?account=7241", paid, StringComparison.Ordinal);
        Assert.Contains("Für dieses Jahr gibt es keinen Haushaltsplan.", await site.Html($"{Home}/budget?year=2025"),
            StringComparison.Ordinal);
        Assert.Equal(404, await site.Status($"{Home}/budget/2026/54"));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_statement_shows_the_prior_year_of_each_account_and_any_day_of_its_year(Engine engine)
    {
        await using var books = await Books.On(engine);
        await books.Account("2081");
        await books.Act((work, book) => FiscalYears.Open(work, book, 2027));
        await books.Given(FinancePageTests.Entries);
        await books.Given("""
            2027-02-01 Strom
              5241    10
              3511   -10
            2027-04-01 Strom
              5241    11
              3511   -11
            """);
        await using var site = await Site.Of(books);
        async Task<string> Row(string query, string account) => (await site.Html($"{Home}/statements/results?{query}"))
            .Split("<tr").Single(row => row.Contains($">{account}</a>", StringComparison.Ordinal));
        var strom = await Row("year=2027", "5241");
        Assert.Contains(">40,00</td>", strom, StringComparison.Ordinal);
        Assert.Contains(">21,00</td>", strom, StringComparison.Ordinal);
        Assert.Contains(">1,00</td>", await Row("year=2027", "5431"), StringComparison.Ordinal);
        Assert.Contains(">10,00</td>", await Row("year=2027&on=2027-03-15", "5241"), StringComparison.Ordinal);
        Assert.Contains(">40,00</td>", await Row("year=2026&on=2027-03-15", "5241"), StringComparison.Ordinal);
        Assert.Contains("Stand 15.03.2027", await site.Html($"{Home}/statements/results?year=2027&on=2027-03-15"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_says_what_is_unknown_and_how_far_it_has_searched()
    {
        await using var books = await Books.On(Engine.Sqlite);
        var draft = (await books.Drafts("""
            2026-01-31 viele
              1611   1
              4182  -1
            """))[0];
        await books.Act(async Task<Result<long>> (work, book) => await Journal.PostAll(work, book,
            Enumerable.Range(0, JournalList.MostSearched + 1)
                .Select(i => draft with { Text = i == 0 ? "Nadel" : "Heu" }),
            new List<Finding>()));
        await using var site = await Site.Of(books);
        Assert.Contains("Das Konto 9999 gibt es nicht.", await site.Html($"{Home}/journal?account=9999&q=Heu"),
            StringComparison.Ordinal);
        var first = await site.Html($"{Home}/journal?q=Nadel");
        Assert.Contains("In den ersten 40.000 Buchungen nichts gefunden.", first, StringComparison.Ordinal);
        var next = Regex.Match(first, "rel=\"next\" href=\"([^\"]+)\"").Groups[1].Value;
        Assert.Contains("entries/1\"", await site.Html(WebUtility.HtmlDecode(next)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_spreadsheet_with_more_rows_than_Excel_takes_is_refused()
    {
        var table = new Table<long>("many", "Viele", [Column.Number<long>("no", "Nr.", no => no)], "Keine.");
        async Task<string?> Refused(int rows)
        {
            var written = await TableFile.Write("xlsx", table, Numbers(rows).ToAsyncEnumerable());
            if (!written.Ok(out var file, out var why)) return why.Code;
            await file.DisposeAsync();
            return null;
        }

        Assert.Null(await Refused(TableFile.MostSheetRows - 1));
        Assert.Equal("web.sheet-rows", await Refused(TableFile.MostSheetRows));

        static IEnumerable<long> Numbers(int count) => Enumerable.Range(0, count).Select(no => (long)no);
    }
}
