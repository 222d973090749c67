using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger.Imports;

/// <summary>The names of one kind in a book, found by a piece of text without making a string of it.</summary>
sealed class NameIndex<T>(IEnumerable<KeyValuePair<string, T>> names)
{
    readonly Dictionary<string, T> byName = new(names, StringComparer.Ordinal);

    internal bool Find(ReadOnlySpan<char> name, out T found)
    {
        var known = byName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var value);
        found = value!;
        return known;
    }

    internal void Add(string name, T value) => byName.Add(name, value);
}

/// <summary>An open item as far as an import must know it.</summary>
sealed record ItemName(Id<OpenItem> Id, Id<Account> Account, Id<Party> Party);

/// <summary>
/// Everything of a book that a file may name, read before the file. What the file creates gets its key here, so that
/// the reading thread never waits for the database; the posting thread writes it before the entries that use it.
/// </summary>
sealed class ImportNames
{
    internal required NameIndex<Account> Accounts { get; init; }
    internal required NameIndex<Id<Product>> Products { get; init; }
    internal required NameIndex<Id<CostCentre>> CostCentres { get; init; }
    internal required NameIndex<Id<Party>> Parties { get; init; }
    internal required NameIndex<ItemName> Items { get; init; }
    long firstProduct, firstCentre, nextProduct, nextCentre, nextItem;

    /// <summary>The key of the first item that this import creates.</summary>
    internal long FirstNewItem { get; private init; }

    /// <param name="withItems">Open items too; there may be many.</param>
    internal static async Task<ImportNames> Load(Session db, Id<Body> body, bool withItems)
    {
        var accounts = await Ledger.Accounts.All(db, body);
        var products = await Dimensions.Products(db, body);
        var centres = await Dimensions.CostCentres(db, body);
        var parties = await db.All($"select number, party_id from ledger_party where body_id = {body}",
            row => KeyValuePair.Create(row.Text(), row.Id<Party>()));
        var items = !withItems ? [] : await db.All(
            $"select number, item_id, account_id, party_id from ledger_item where body_id = {body}",
            row => KeyValuePair.Create(
                row.Text(), new ItemName(row.Id<OpenItem>(), row.Id<Account>(), row.Id<Party>())));
        var firstProduct = products.Select(product => product.Id.Value).DefaultIfEmpty(0).Max() + 1;
        var firstCentre = centres.Select(centre => centre.Id.Value).DefaultIfEmpty(0).Max() + 1;
        var firstItem = items.Select(item => item.Value.Id.Value).DefaultIfEmpty(0).Max() + 1;
        return new ImportNames
        {
            Accounts = new(accounts.Select(account => KeyValuePair.Create(account.Number, account))),
            Products = new(products.Select(product => KeyValuePair.Create(product.Code, product.Id))),
            CostCentres = new(centres.Select(centre => KeyValuePair.Create(centre.Code, centre.Id))),
            Parties = new(parties),
            Items = new(items),
            firstProduct = firstProduct,
            nextProduct = firstProduct,
            firstCentre = firstCentre,
            nextCentre = firstCentre,
            nextItem = firstItem,
            FirstNewItem = firstItem,
        };
    }

    internal Product NewProduct(string code)
    {
        var product = new Product(new(nextProduct++), code, code);
        Products.Add(code, product.Id);
        return product;
    }

    internal CostCentre NewCostCentre(string code)
    {
        var centre = new CostCentre(new(nextCentre++), code, code);
        CostCentres.Add(code, centre.Id);
        return centre;
    }

    internal OpenItem NewItem(
        string number, Id<Account> account, Id<Party> party, DateOnly originated, DateOnly due, int dunningLevel = 0)
    {
        var item = new OpenItem(new(nextItem++), number, account, party, originated, due, dunningLevel, Money.Zero);
        Items.Add(number, new ItemName(item.Id, account, party));
        return item;
    }

    /// <summary>Records what the import created, once all is written and what was refused is gone again.</summary>
    internal async Task RecordNew(Work work, Book book)
    {
        var log = book.Body.AuditLog();
        if (nextProduct > firstProduct) await MasterData.Products.RecordAdded(work, log, firstProduct);
        if (nextCentre > firstCentre) await MasterData.CostCentres.RecordAdded(work, log, firstCentre);
        if (nextItem > FirstNewItem) await MasterData.Items.RecordAdded(work, log, FirstNewItem);
    }
}
