using System.IO.Compression;
using System.Text.Json;
using System.Xml.Linq;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Web;

public class JournalPageTests
{
    const string Address = "/b/testverband/finance/journal";

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Pages_in_either_order_show_each_entry_once_and_as_posted(Engine engine)
    {
        await using var books = await Books.On(engine);
        var draft = (await books.Drafts("""
            2026-01-31 Umlage
              1611   0,05
              4182  -0,05
            """))[0];
        await books.Act(async Task<Result<long>> (work, book) => await Journal.PostAll(work, book,
            Enumerable.Range(0, 130).Select(i => draft with { BookedOn = new(2026, 1 + i % 7, 1) }),
            new List<Finding>()));
        await using var site = await Site.Of(books);
        foreach (var sort in (string[])["booked", "-booked"])
        {
            var seen = new List<long>();
            for (var path = $"{Address}?sort={sort}&size=25"; path is not null; path = Next(await site.Html(path)))
            {
                seen.AddRange(Numbers(await site.Html(path)));
            }
            var all = Enumerable.Range(0, 130).OrderBy(i => i % 7).ThenBy(i => i).Select(i => i + 1L);
            Assert.Equal(sort == "booked" ? all : all.Reverse(), seen);
        }
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Filters_by_day_account_payment_account_and_text_find_what_the_ledger_holds(Engine engine)
    {
        await using var books = await Books.On(engine);
        await books.Given("""
            2026-01-31 Umlage der Stadt Köln
              1811   125 6182
              4182  -125
            2026-02-01 Strom
              5241    40
              1811   -40 7241
            2026-03-01 Ärztekammer
              5241    7
              3511   -7
            """);
        await using var site = await Site.Of(books);
        async Task<IEnumerable<long>> Found(string query) => Numbers(await site.Html($"{Address}?{query}"));
        Assert.Equal([3L, 2, 1], await Found(""));
        Assert.Equal([2L], await Found("from=2026-02-01&to=2026-02-28"));
        Assert.Equal([3L, 2], await Found("account=5241"));
        Assert.Equal([2L], await Found("account=7241"));
        Assert.Equal([1L], await Found("q=KÖLN"));
        Assert.Equal([3L], await Found("q=ärzte&account=5241"));
        Assert.Empty(await Found("account=9999"));
        Assert.Contains("Nichts enthält „Gas“.", await site.Html($"{Address}?q=Gas"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_holds_exactly_what_is_seen_on_all_pages_and_no_formula()
    {
        await using var books = await Books.On(Engine.Sqlite);
        var draft = (await books.Drafts("""
            2026-01-31 =1+1
              1611   1234,50
              4182  -1234,50
            """))[0];
        await books.Act(async Task<Result<long>> (work, book) => await Journal.PostAll(work, book,
            Enumerable.Range(0, 60).Select(i => draft with { Document = i < 5 ? $"\"A{i}" : $"-B{i}" }),
            new List<Finding>()));
        await using var site = await Site.Of(books);

        var lines = (await site.Html($"{Address}?format=csv&sort=booked&q=-B")).Split("\r\n")[..^1];
        Assert.Equal(56, lines.Length);
        Assert.Equal("6;31.01.2026;\"'-B5\";\"'=1+1\";\"Buchung\";1234,50;\"test\"", lines[1]);
        var quoted = (await site.Html($"{Address}?format=csv&q=%22A0")).Split("\r\n");
        Assert.StartsWith("1;31.01.2026;\"\"\"A0\";", quoted[1], StringComparison.Ordinal);

        var json = JsonDocument.Parse(await site.Html($"{Address}?format=json")).RootElement;
        Assert.Equal(60, json.GetArrayLength());
        Assert.Equal(123_450, json[0].GetProperty("amountCents").GetInt64());
        Assert.Equal("2026-01-31", json[0].GetProperty("booked").GetString());

        using var book = new ZipArchive(await site.Client.GetStreamAsync($"{Address}?format=xlsx"));
        using var sheet = book.GetEntry("xl/worksheets/sheet1.xml")!.Open();
        var cells = XDocument.Load(sheet);
        Assert.Equal(61, cells.Descendants().Count(cell => cell.Name.LocalName == "row"));
        Assert.DoesNotContain(cells.Descendants(), cell => cell.Name.LocalName == "f");
        Assert.Contains(cells.Descendants(), cell => cell.Name.LocalName == "v" && cell.Value == "1234.5");
    }

    [Fact]
    public async Task What_is_posted_is_shown_as_text_and_never_as_markup()
    {
        await using var books = await Books.On(Engine.Sqlite);
        await books.Given("""
            2026-01-31 <script>alert(1)</script>
              1611   1
              4182  -1
            """);
        await using var site = await Site.Of(books);
        var html = await site.Html(Address);
        Assert.Contains("&lt;script&gt;alert(1)", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
    }

    internal static IEnumerable<long> Numbers(string html) =>
        System.Text.RegularExpressions.Regex.Matches(html, @"finance/entries/(\d+)""")
            .Select(match => long.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));

    static string? Next(string html) =>
        System.Text.RegularExpressions.Regex.Match(html, @"rel=""next"" href=""([^""]+)""") is { Success: true } match
            ? System.Net.WebUtility.HtmlDecode(match.Groups[1].Value)
            : null;
}
