using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Ledger;

public class JournalTests
{
    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task An_entry_is_numbered_and_moves_the_balances_of_its_accounts(Engine engine)
    {
        await using var books = await Books.On(engine);
        await books.Given("""
            2026-01-31 Grundsteuer B
              1811   125,00 6012
              4012  -125,00
            2026-02-15 Strom
              5241    40,00
              1811   -40,00 7241
            """);

        var january = await books.TrialBalance("2026-01-31");
        var february = await books.TrialBalance("2026-02-28");
        Assert.Equal(new Money(12_500), january["1811"]);
        Assert.Equal(new Money(8_500), february["1811"]);
        Assert.Equal(new Money(-12_500), february["4012"]);
        var entry = await books.Database.Read(db => Entries.Find(db, books.Body, 2));
        Assert.Equal("Strom", entry!.Draft.Text);
        Assert.Equal(2, entry.Draft.Postings.Count);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_reversal_restores_every_balance_and_happens_once(Engine engine)
    {
        await using var books = await Books.On(engine);
        await books.Given("""
            2026-01-31 Grundsteuer B
              1811   125,00 6012
              4012  -125,00
            """);

        Task<Result<Posted>> Reverse() => books.Act((work, book) =>
            Journal.Reverse(work, book, 1, new DateOnly(2026, 2, 1), "S-1", "falsch"));
        Assert.Equal(2, (await Reverse()).Expect().EntryNo);
        Assert.Equal("ledger.already-reversed", (await Reverse()).Rejection?.Code);
        Assert.All(await books.TrialBalance("2026-02-28"), balance => Assert.True(balance.Value.IsZero));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Many_entries_in_one_act_get_gapless_numbers_and_one_log(Engine engine)
    {
        await using var books = await Books.On(engine);
        var draft = (await books.Drafts("""
            2026-01-31 Grundsteuer B
              1811   1,00 6012
              4012  -1,00
            """))[0];
        var findings = new List<Finding>();
        var count = (await books.Act(async Task<Result<long>> (work, book) => await Journal.PostAll(work, book,
            Enumerable.Range(0, 10_000).Select(i => draft with { ExternalId = $"X{i % 9_000}" }), findings))).Expect();

        Assert.Empty(findings);
        Assert.Equal(9_000, count);
        Assert.Equal(new Money(900_000), (await books.TrialBalance("2026-12-31"))["1811"]);
        var counted = await books.Act((_, book) => Task.FromResult<Result<long>>(book.EntryCount));
        Assert.Equal(9_000, counted.Expect());
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_line_of_an_open_item_names_its_party_and_a_known_id_is_named_before_a_retired_account(
        Engine engine)
    {
        await using var books = await Books.On(engine);
        foreach (var number in new[] { "1611", "4182" }) await books.Account(number);
        var (claim, revenue) = (await books.Account("1611"), await books.Account("4182"));
        (await books.Act((work, book) => Parties.Add(work, book, [new Party(default, "D-1", "Stadt Hemer")]))).Expect();
        var party = (await books.Database.Read(db => Parties.Find(db, books.Body.Id, "D-1")))!.Id;
        var day = new DateOnly(2026, 3, 1);
        var item = (await books.Act((work, book) => OpenItems.Create(work, book,
            new OpenItem(default, "R-1", claim, party, day, day.AddDays(30), 0, default)))).Expect();
        var draft = new EntryDraft(day, day, "B-1", "Umlage",
            [new(revenue, new Money(-5)), new(claim, new Money(5), Item: item)], ExternalId: "X-1");

        Task<Result<Posted>> Post() => books.Act((work, book) => Journal.Post(work, book, draft));
        var first = (await Post()).Expect();
        var entry = await books.Database.Read(db => Entries.Find(db, books.Body, first.EntryNo));
        Assert.Equal([null, party], entry!.Draft.Postings.Select(posting => posting.Party));

        Assert.Equal(first with { WasKnown = true }, (await Post()).Expect());
        (await books.Act((work, book) => Accounts.Retire(work, book, "4182", day.AddDays(5)))).Expect();
        draft = draft with { BookedOn = day.AddDays(9) };
        Assert.Equal("ledger.external-id-conflict", (await Post()).Rejection?.Code);
    }
}
