using System.Net;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Web;

public class SubledgerPageTests
{
    const string Home = "/b/testverband/finance", ItemNumber = "R/1 ü", AssetNumber = "A/1";

    /// <summary>A party with a claim of 100,00, of which 40,00 is paid, and a server of 1.000,00.</summary>
    internal static async Task Fill(Books books)
    {
        var (claim, revenue, cash) =
            (await books.Account("1611"), await books.Account("4182"), await books.Account("1811"));
        var (receipt, machine, payable) =
            (await books.Account("6182"), await books.Account("0811"), await books.Account("3511"));
        var expense = await books.Account("5711");
        (await books.Act(async Task<Result<Posted>> (work, book) =>
        {
            await Parties.Add(work, book, [new Party(default, "P/1", "Stadt Köln", City: "Köln")]);
            var party = (await Parties.Find(work.Db, book.Body.Id, "P/1"))!.Id;
            var day = new DateOnly(2026, 2, 1);
            var item = (await OpenItems.Create(work, book,
                new OpenItem(default, ItemNumber, claim, party, day, day.AddDays(14), 2, default))).Expect();
            await Journal.Post(work, book, new EntryDraft(day, day, "U-1", "Umlage",
                [new(claim, new(100_00), Party: party, Item: item), new(revenue, new(-100_00))]));
            await Journal.Post(work, book, new EntryDraft(day.AddDays(20), day.AddDays(20), "Z-1", "Zahlung",
                [
                    new(cash, new(40_00), Payment: receipt),
                    new(claim, new(-40_00), Party: party, Item: item, Text: "Teilzahlung"),
                ]));
            var asset = new Asset(
                default, AssetNumber, "Server", machine, expense, null, null, day, 12, null, default, default);
            (await Assets.Create(work, book, asset)).Expect();
            await Assets.Acquire(work, book, AssetNumber, new(day, "R-9", "Server gekauft"), new(1000_00),
                new Posting(payable, default));
            return await Journal.Reverse(work, book, (await Assets.Depreciate(work, book, 2026, 2)).Expect().Entries[0],
                new(2026, 3, 1), "S-1", "zu früh");
        })).Expect();
    }

    static string With(string page, string number) => $"{Home}/{page}/one?number={Uri.EscapeDataString(number)}";

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Parties_and_items_lead_to_each_other_and_to_their_entries(Engine engine)
    {
        await using var books = await Books.On(engine);
        await Fill(books);
        await using var site = await Site.Of(books);
        async Task<string> Html(string path) => WebUtility.HtmlDecode(await site.Html(path));
        var parties = await Html($"{Home}/parties");
        Assert.Contains(With("parties", "P/1"), parties, StringComparison.Ordinal);
        Assert.Contains(">60,00</td>", parties, StringComparison.Ordinal);
        var party = await Html(With("parties", "P/1"));
        Assert.Contains("Stadt Köln", party, StringComparison.Ordinal);
        Assert.Contains(With("items", ItemNumber), party, StringComparison.Ordinal);
        var aged = await Html($"{Home}/items?on=2026-03-20");
        Assert.Contains("60,00", aged, StringComparison.Ordinal);
        var before = await Html($"{Home}/items?on=2026-01-01");
        Assert.Contains("An diesem Tag ist nichts offen.", before, StringComparison.Ordinal);
        var all = await Html($"{Home}/items/all?q=köln");
        Assert.Contains(With("items", ItemNumber), all, StringComparison.Ordinal);
        var item = await Html(With("items", ItemNumber));
        Assert.Contains("<dd>2</dd>", item, StringComparison.Ordinal);
        Assert.Contains("Teilzahlung", item, StringComparison.Ordinal);
        Assert.Contains($"{Home}/entries/1\"", item, StringComparison.Ordinal);
        Assert.Contains($"{Home}/entries/2\"", item, StringComparison.Ordinal);
        Assert.Equal(404, await site.Status(With("items", "R")));
        Assert.Equal(404, await site.Status(With("parties", "")));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task An_asset_shows_its_postings_and_the_schedule_its_account(Engine engine)
    {
        await using var books = await Books.On(engine);
        await Fill(books);
        await using var site = await Site.Of(books);
        Assert.Contains("A/1", await site.Html($"{Home}/assets"), StringComparison.Ordinal);
        var asset = WebUtility.HtmlDecode(await site.Html(With("assets", AssetNumber)));
        Assert.Contains("Zugang", asset, StringComparison.Ordinal);
        Assert.Contains("Abschreibung", asset, StringComparison.Ordinal);
        Assert.Contains("<dd>1.000,00 €</dd>", asset, StringComparison.Ordinal);
        var schedule = await site.Html($"{Home}/assets/schedule?year=2026");
        Assert.Contains("0811 Konto 0811", schedule, StringComparison.Ordinal);
        Assert.Contains("1.000,00", schedule, StringComparison.Ordinal);
        Assert.Equal(404, await site.Status(With("assets", "A-2")));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_payment_posted_to_an_item_settles_it(Engine engine)
    {
        await using var books = await Books.On(engine);
        await Fill(books);
        await using var site = await Site.Of(books);
        var answer = await site.Send($"{Home}/post",
        [
            ("day", "2026-03-02"), ("document", "Z-2"), ("kind", "regular"), ("text", "Rest"),
            ("account-1", "1811"), ("debit-1", "60"), ("payment-1", "6182"),
            ("account-2", "1611"), ("credit-2", "60"), ("item-2", ItemNumber),
        ]);
        Assert.Equal(302, (int)answer.StatusCode);
        Assert.Contains("<dd>0,00 €</dd>", await site.Html(With("items", ItemNumber)), StringComparison.Ordinal);
        Assert.Contains("Es ist nichts offen.", await site.Html($"{Home}/items/all"), StringComparison.Ordinal);
        Assert.Contains(">0,00</td>", await site.Html(With("parties", "P/1")), StringComparison.Ordinal);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task The_search_leads_to_the_page_of_each_thing(Engine engine)
    {
        await using var books = await Books.On(engine);
        await Fill(books);
        await using var site = await Site.Of(books);
        async Task<string> Found(string text) =>
            WebUtility.HtmlDecode(await site.Html($"/search?q={Uri.EscapeDataString(text)}"));
        Assert.Contains(With("parties", "P/1"), await Found("stadt"), StringComparison.Ordinal);
        Assert.Contains(With("items", ItemNumber), await Found(ItemNumber), StringComparison.Ordinal);
        Assert.Contains(With("assets", AssetNumber), await Found("server"), StringComparison.Ordinal);
    }
}
