using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Tests.Web;

public class PostPageTests
{
    const string Home = "/b/testverband/finance", Address = $"{Home}/post";

    /// <summary>100,00 for accounts 52 of product 0111, refused beyond that.</summary>
    internal static async Task Plan(Books books, bool isOn = true)
    {
        foreach (var number in (string[])["1811", "3511", "5241", "4182", "7241"]) await books.Account(number);
        await books.Act(async (work, book) => await Dimensions.AddProducts(work, book, [("0111", "IT")]));
        await books.Act(async (work, book) => await Dimensions.AddCostCentres(work, book, [("K1", "Saal")]));
        (await books.Act((work, book) =>
            Parties.Add(work, book, [new Party(default, "P/1", "Stadtwerke", City: "Köln")]))).Expect();
        (await books.Act((work, book) => Budget.Add(work, book, 2026, BudgetChangeKind.Original,
            [new BudgetChange(new("0111", "52"), new(100_00))], "Satzung"))).Expect();
        await books.Act(async Task<Result<bool>> (work, book) =>
        {
            await BudgetControl.Switch(work, book, 2026, isOn);
            return true;
        });
    }

    /// <summary>An expense of product 0111 against a debt.</summary>
    internal static List<(string Field, string Value)> Form(string debit, string credit = "", string action = "") =>
    [
        ("day", "2026-05-04"), ("effective", ""), ("document", "R-1"), ("kind", "regular"), ("text", "Strom"),
        ("rows", "3"), ("id", $"web-{debit}-{credit}"), ("do", action),
        ("account-1", "5241"), ("debit-1", debit), ("product-1", "0111"), ("centre-1", "K1"), ("text-1", "Saal"),
        ("account-2", "3511"), ("credit-2", credit.Length > 0 ? credit : debit), ("party-2", "P/1"),
    ];

    static async Task<string> Text(HttpResponseMessage answer, int status)
    {
        Assert.Equal(status, (int)answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task An_entry_is_posted_as_typed_and_a_second_click_posts_nothing(Engine engine)
    {
        await using var books = await Books.On(engine);
        await Plan(books);
        await using var site = await Site.Of(books);
        for (var click = 0; click < 2; click++)
        {
            var answer = await site.Send(Address, Form("10,00"));
            Assert.Equal($"{Home}/entries/1", answer.Headers.Location?.ToString());
        }
        Assert.Contains("Gebucht: Nr. 1.", await site.Html($"{Home}/entries/1"), StringComparison.Ordinal);
        var entry = (await books.Database.Read(db => Entries.Find(db, books.Body, 1)))!;
        Assert.Null(await books.Database.Read(db => Entries.Find(db, books.Body, 2)));
        Assert.Equal(("R-1", "Strom", "erika", new DateOnly(2026, 5, 4)),
            (entry.Draft.Document, entry.Draft.Text, entry.PostedBy, entry.Draft.EffectiveOn));
        Assert.Equal(
            [
                new(await books.Account("5241"), new(10_00), new Id<Product>(1), new Id<CostCentre>(1), Text: "Saal"),
                new Posting(await books.Account("3511"), new(-10_00), Party: new Id<Party>(1)),
            ], entry.Draft.Postings);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task What_is_wrong_stands_at_its_field_and_nothing_is_posted(Engine engine)
    {
        await using var books = await Books.On(engine);
        await Plan(books);
        await using var site = await Site.Of(books);
        async Task<string> Refused(params (string Field, string Value)[] changes) => await Text(await site.Send(Address,
            [.. Form("10").Where(it => changes.All(change => change.Field != it.Field)), .. changes]), 422);

        var wrong = await Refused(("day", "morgen"), ("document", ""), ("account-1", "9999"), ("credit-2", "viel"),
            ("product-3", "0111"), ("kind", "closing"));
        foreach (var field in (string[])["day", "document", "account-1", "credit-2", "account-3", "debit-3", "kind"])
        {
            Assert.Contains($"id=\"error-{field}\"", wrong, StringComparison.Ordinal);
            Assert.Contains($"href=\"#field-{field}\"", wrong, StringComparison.Ordinal);
        }
        Assert.Contains("value=\"viel\"", wrong, StringComparison.Ordinal);
        Assert.Contains("id=\"error-debit-1\"", await Refused(("credit-1", "1")), StringComparison.Ordinal);
        Assert.Contains("[ledger.unbalanced]", await Refused(("credit-2", "11")), StringComparison.Ordinal);
        var year = await Refused(("day", "2031-01-01"));
        Assert.Contains("[ledger.year-missing]", year, StringComparison.Ordinal);
        Assert.Contains("id=\"error-day\"", year, StringComparison.Ordinal);
        Assert.Contains("[ledger.no-postings]", await Text(await site.Send(Address,
            Form("10").Where(it => !it.Field.Contains('-', StringComparison.Ordinal))), 422), StringComparison.Ordinal);
        Assert.Null(await books.Database.Read(db => Entries.Find(db, books.Body, 1)));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task The_budget_is_shown_while_typing_without_script_and_when_it_refuses(Engine engine)
    {
        await using var books = await Books.On(engine);
        await Plan(books);
        await using var site = await Site.Of(books);
        var typing = await Text(await site.Send($"{Address}/preview", Form("130", "120"), Address), 200);
        Assert.DoesNotContain("<html", typing, StringComparison.Ordinal);
        Assert.Contains("Soll 130,00 €, Haben 120,00 €, Unterschied 10,00 €.", typing, StringComparison.Ordinal);
        Assert.Contains("0111/52", typing, StringComparison.Ordinal);
        Assert.Contains("Es fehlen 30,00 €.", typing, StringComparison.Ordinal);

        var asked = await Text(await site.Send(Address, Form("30", action: "check")), 200);
        Assert.Contains(">70,00</td>", asked, StringComparison.Ordinal);
        Assert.DoesNotContain("kern-error", asked, StringComparison.Ordinal);
        var longer = await Text(await site.Send(Address, Form("30", action: "row")), 200);
        Assert.Contains("id=\"line-4\"", longer, StringComparison.Ordinal);
        Assert.Contains("value=\"R-1\"", longer, StringComparison.Ordinal);

        var refused = await Text(await site.Send(Address, Form("130")), 422);
        Assert.Contains("[nkf.budget-exceeded]", refused, StringComparison.Ordinal);
        Assert.Contains("Es fehlen 30,00 €.", refused, StringComparison.Ordinal);
        Assert.Null(await books.Database.Read(db => Entries.Find(db, books.Body, 1)));
    }

    [Fact]
    public async Task Where_the_control_is_off_the_page_says_what_was_exceeded()
    {
        await using var books = await Books.On(Engine.Sqlite);
        await Plan(books, isOn: false);
        await using var site = await Site.Of(books);
        var answer = await site.Send(Address, Form("130"));
        var entry = await site.Html(answer.Headers.Location!.ToString());
        Assert.Contains("es fehlen 30,00 €", entry, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_those_who_keep_the_books_find_the_form()
    {
        await using var books = await Books.On(Engine.Sqlite);
        await using var site = await Site.Of(books, BodyRoles.Staff & ~BodyRoles.Post);
        Assert.Equal(403, await site.Status(Address));
        Assert.DoesNotContain(Address, await site.Html($"{Home}/journal"), StringComparison.Ordinal);
    }
}
