using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Ledger.Log;

/// <summary>Books with every field of an entry in use, as large as a test asks for.</summary>
static class LogBooks
{
    static readonly DateOnly day = new(2026, 1, 1);

    /// <summary>Posts that many entries; each call creates what they refer to when it is not there yet.</summary>
    internal static async Task Post(Books books, int count)
    {
        var (bank, tax, fees) = (await books.Account("1811"), await books.Account("4012"), await books.Account("4321"));
        var (claims, power) = (await books.Account("1691"), await books.Account("5241"));
        var machine = await books.Account("0811");
        var (receipt, paid) = (await books.Account("6012"), await books.Account("7241"));
        (await books.Act(async Task<Result<Nothing>> (work, book) =>
        {
            var body = book.Body.Id;
            (await Dimensions.AddProducts(work, book, [("0111", "Steuern"), ("0112", "Gebühren")])).Expect();
            (await Dimensions.AddCostCentres(work, book, [("K1", "Kämmerei")])).Expect();
            (await Parties.Add(work, book, [new Party(default, "P1", "Müller & Söhne")])).Expect();
            var party = (await Parties.All(work.Db, body))[0].Id;
            var product = (await Dimensions.Products(work.Db, body))[0].Id;
            var centre = (await Dimensions.CostCentres(work.Db, body))[0].Id;
            var (item, asset) = await Holdings(work, book, claims, party, machine, power);
            var start = (int)book.EntryCount;
            var findings = new List<Finding>();
            await Journal.PostAll(work, book, Enumerable.Range(start, count).Select(i => (i % 5) switch
            {
                0 => Entry(i, [new(bank, new(12_500 + i), product, Payment: receipt),
                    new(tax, new(-12_500 - i), product)]),
                1 => Entry(i, [new(claims, new(900), null, centre, null, party, item, Text: "Zeile „eins“"),
                    new(fees, new(-900))])
                    with
                { ExternalId = $"X{i}" },
                2 => Entry(i, [new(machine, new(120_000), Asset: asset, Movement: AssetMovement.Addition),
                    new(bank, new(-120_000), Payment: paid)]),
                3 => Entry(i, [new(power, new(1_000)), new(machine, new(-1_000), Asset: asset,
                    Movement: AssetMovement.Depreciation)]) with
                { Kind = EntryKind.Depreciation },
                _ => Entry(i, [new(bank, new(500), Payment: receipt),
                    new(claims, new(-500), Party: party, Item: item)]),
            }), findings);
            Assert.Empty(findings);
            return default(Nothing);
        })).Expect();
    }

    internal static async Task<byte[][]> Leaves(Books books) => [.. await books.Database.Read(db => db.All(
        $"select leaf_hash from ledger_entry where body_id = {books.Body.Id} order by entry_no", row => row.Bytes()))];

    static EntryDraft Entry(int i, IReadOnlyList<Posting> postings) => new(
        day.AddDays(i % 360), day.AddDays(i % 300), $"B-{i}", $"Vorgang {i}: \"=SUMME(A1)\"; Straße", postings);

    static async Task<(Id<OpenItem>, Id<Asset>)> Holdings(
        Work work, Book book, Id<Account> claims, Id<Party> party, Id<Account> machine, Id<Account> expense)
    {
        if (await OpenItems.Find(work.Db, book.Body.Id, "R-1") is { } known)
        {
            return (known.Id, (await Assets.InUse(work.Db, book.Body.Id))[0].Id);
        }
        var item = await OpenItems.Create(work, book, new OpenItem(
            default, "R-1", claims, party, day, day.AddDays(30), 1, default));
        var asset = await Assets.Create(work, book, new Asset(
            default, "A-1", "Serverschrank", machine, expense, null, null, day, 60, null, default, default));
        return (item.Expect(), asset.Expect());
    }
}
