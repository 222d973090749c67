using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger.Imports;

/// <summary>
/// Imports fixed assets (Anlagevermögen) and posts their values against the counter account, one entry each. The
/// entry's external id is <c>asset:</c> and the asset's number, so that a second import of the row changes nothing.
/// </summary>
public static class AssetImport
{
    const int Number = 0, Name = 1, AccountNo = 2, Expense = 3, InService = 4, Life = 5, Cost = 6, Depreciation = 7,
        Counter = 8, Date = 9, ProductCode = 10, CentreCode = 11;
    static readonly CsvShape shape = new([
        "number", "name", "account", "expense_account", "in_service", "life_months", "cost", "depreciation",
        "counter_account", "date"], ["product", "cost_centre"]);

    public static string Example => """
        number;name;account;expense_account;product;in_service;life_months;cost;depreciation;counter_account;date
        A-1;Server Rechenzentrum;0811;5711;0111;01.07.2024;60;5000,00;-1500,00;2011;01.01.2026

        """;

    /// <param name="kind">Regular, or Opening for assets that are taken over with the opening balance.</param>
    public static Task<ImportReport> Run(
        Database database, string actor, string bodyCode, ImportSource source, EntryKind kind = EntryKind.Regular,
        ImportLimits? limits = null) =>
        ListImport.Run(database, actor, bodyCode, source, shape, limits, list => Import(list, kind));

    static async Task Import(ListWork list, EntryKind kind)
    {
        var names = await ImportNames.Load(list.Work.Db, list.Book.Body.Id, withItems: false);
        var known = (await Assets.InUse(list.Work.Db, list.Book.Body.Id)).ToDictionary(asset => asset.Number);
        var last = await Assets.LastKey(list.Work.Db, list.Book.Body.Id);
        var posting = new ListPosting(list);
        while (list.Table.Read())
        {
            if (!list.Table.IsWellFormed || Row(list, names) is not { } row) continue;
            if (await AssetOf(list, known, row.Asset) is not { } id) continue;
            if (Draft(row, id, kind) is { } draft) await posting.Add(draft);
        }
        await posting.Complete();
        if (list.Added > 0 && list.Findings.Total == 0)
        {
            await MasterData.Assets.RecordAdded(list.Work, list.Book.Body.AuditLog(), last + 1);
        }
    }

    static (Asset Asset, Id<Account> Counter, DateOnly BookedOn)? Row(ListWork list, ImportNames names)
    {
        var table = list.Table;
        var (number, name) = (list.Required(Number, 60), list.Required(Name, 200));
        var (account, expense) = (list.Account(names, AccountNo), list.Account(names, Expense));
        var counter = list.Account(names, Counter);
        var (product, centre) = (list.Find(names.Products, ProductCode), list.Find(names.CostCentres, CentreCode));
        var (inService, bookedOn) = (list.Date(InService), list.Date(Date));
        var life = list.Number(Life, 2400);
        var (cost, depreciation) = (list.Amount(Cost), -list.Amount(Depreciation).Absolute);
        if (account is { Role: not AccountRole.FixedAsset })
        {
            table.Finding(AccountNo, "ledger.asset-account", $"Konto {account.Number} ist kein Anlagekonto.");
        }
        if (expense is { Kind: not AccountKind.Expense })
        {
            table.Finding(Expense, "ledger.asset-account", $"Konto {expense.Number} ist kein Aufwandskonto.");
        }
        if (cost < Money.Zero) table.Finding(Cost, "import.asset-cost", "Die Anschaffungskosten sind negativ.");
        if (-depreciation > cost)
        {
            table.Finding(Depreciation, "import.asset-depreciation",
                "Die Abschreibung ist höher als die Anschaffungskosten.");
        }
        return !list.IsFine || account is null || expense is null || counter is null ? null : (new Asset(
            default, number, name, account.Id, expense.Id, product, centre, inService, life, null, cost, depreciation),
            counter.Id, bookedOn);
    }

    static async Task<Id<Asset>?> AssetOf(ListWork list, Dictionary<string, Asset> known, Asset wanted)
    {
        if (known.TryGetValue(wanted.Number, out var there))
        {
            // Its values may have moved on since; the entry's external id guards what this row says of them.
            if (there with { Id = default, Cost = wanted.Cost, Depreciation = wanted.Depreciation } == wanted)
            {
                list.Known++;
                return there.Id;
            }
            list.Table.Finding(Number, "ledger.asset-exists",
                $"Die Anlage „{Texts.Shown(wanted.Number)}“ gibt es schon mit anderem Inhalt.");
            return null;
        }
        if (!(await Assets.Insert(list.Work, list.Book, wanted)).Ok(out var id, out var why))
        {
            list.Table.Finding(Number, why);
            return null;
        }
        known.Add(wanted.Number, wanted with { Id = id });
        list.Added++;
        return id;
    }

    static EntryDraft? Draft((Asset Asset, Id<Account> Counter, DateOnly BookedOn) row, Id<Asset> id, EntryKind kind)
    {
        var asset = row.Asset;
        var postings = new List<Posting>
        {
            new(asset.Account, asset.Cost, asset.Product, asset.CostCentre, Asset: id,
                Movement: AssetMovement.Addition),
            new(asset.Account, asset.Depreciation, asset.Product, asset.CostCentre, Asset: id,
                Movement: AssetMovement.Depreciation),
            new(row.Counter, -asset.BookValue, asset.Product, asset.CostCentre),
        };
        postings.RemoveAll(posting => posting.Amount.IsZero);
        return postings.Count == 0 ? null : new EntryDraft(
            row.BookedOn, row.BookedOn, asset.Number, asset.Name, postings, kind, $"asset:{asset.Number}");
    }
}
