using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger;

/// <summary>
/// A fixed asset (Vermögensgegenstand des Anlagevermögens), depreciated straight-line by months, KomHVO NRW § 36 (1).
/// </summary>
/// <param name="Number">Unique in the body, up to 60 characters.</param>
/// <param name="Account">Carries its book value: cost and depreciation are posted to it directly.</param>
/// <param name="ExpenseAccount">Takes its depreciation.</param>
/// <param name="UsefulLifeMonths">0 for assets that do not wear out.</param>
/// <param name="Cost">Acquisition and production cost, positive; derived from its postings.</param>
/// <param name="Depreciation">Accumulated, negative or zero; derived from its postings.</param>
public sealed record Asset(
    Id<Asset> Id, string Number, string Name, Id<Account> Account, Id<Account> ExpenseAccount,
    Id<Product>? Product, Id<CostCentre>? CostCentre, DateOnly InServiceOn, int UsefulLifeMonths,
    DateOnly? DisposedOn, Money Cost, Money Depreciation)
{
    public Money BookValue => Cost + Depreciation;
}

public static partial class Assets
{
    /// <summary>Creates an asset without any value; the postings that name it give it one.</summary>
    /// <param name="asset">Its id, cost and depreciation are ignored.</param>
    /// <returns>Its id, or <c>ledger.asset-number</c>, <c>ledger.asset-name</c>, <c>ledger.asset-exists</c>,
    /// <c>ledger.asset-account</c>, <c>ledger.asset-life</c>.</returns>
    public static async Task<Result<Id<Asset>>> Create(Work work, Book book, Asset asset)
    {
        var created = await Insert(work, book, asset);
        if (created.Ok(out var id, out _))
        {
            await MasterData.Assets.RecordAdded(work, book.Body.AuditLog(), id.Value);
        }
        return created;
    }

    /// <summary>As <see cref="Create"/> for a caller that records what it creates when it has created all of it.
    /// </summary>
    internal static async Task<Result<Id<Asset>>> Insert(Work work, Book book, Asset asset)
    {
        var body = book.Body.Id;
        if (Texts.Refuse(asset.Number, 60) is { } badNumber)
        {
            return new Rejection("ledger.asset-number", $"Inventarnummer: {badNumber}");
        }
        if (Texts.Refuse(asset.Name, 200) is { } badName)
        {
            return new Rejection("ledger.asset-name", $"Bezeichnung der Anlage „{asset.Number}“: {badName}");
        }
        if (await work.Db.Any($"select 1 from ledger_asset where body_id = {body} and number = {asset.Number}"))
        {
            return new Rejection("ledger.asset-exists", $"Die Anlage „{asset.Number}“ gibt es schon.");
        }
        if (await Accounts.Find(work.Db, body, asset.Account) is not { Role: AccountRole.FixedAsset }
            || await Accounts.Find(work.Db, body, asset.ExpenseAccount) is not { Kind: AccountKind.Expense })
        {
            return new Rejection("ledger.asset-account",
                $"Die Anlage „{asset.Number}“ braucht ein Anlagekonto und ein Aufwandskonto für die Abschreibung.");
        }
        if (asset.UsefulLifeMonths is < 0 or > 2400)
        {
            return new Rejection("ledger.asset-life",
                $"Die Nutzungsdauer der Anlage „{asset.Number}“ liegt nicht zwischen 0 und 2.400 Monaten.");
        }
        var id = new Id<Asset>(await LastKey(work.Db, body) + 1);
        await work.Db.Run($"""
            insert into ledger_asset (body_id, asset_id, number, name, account_id, expense_account_id, product_id,
              cost_centre_id, in_service_on, useful_life_months, disposed_on, cost, depreciation)
            values ({body}, {id}, {asset.Number}, {asset.Name}, {asset.Account}, {asset.ExpenseAccount},
              {asset.Product}, {asset.CostCentre}, {asset.InServiceOn},
              {asset.UsefulLifeMonths}, {asset.DisposedOn}, 0, 0)
            """);
        return id;
    }

    /// <summary>Creates many assets at once, whose numbers and accounts the caller has checked.</summary>
    /// <returns>Them with their ids, in the same order; the book knows them.</returns>
    internal static async Task<List<Asset>> CreateAll(Work work, Book book, IReadOnlyList<Asset> assets)
    {
        var body = book.Body.Id;
        var last = await LastKey(work.Db, body);
        var next = last;
        var created = assets.Select(asset =>
            asset with { Id = new(++next), Cost = Money.Zero, Depreciation = Money.Zero }).ToList();
        await work.Db.Bulk("ledger_asset", """
            body_id, asset_id, number, name, account_id, expense_account_id, product_id, cost_centre_id, in_service_on,
            useful_life_months, disposed_on, cost, depreciation
            """, created, (to, asset) => to.Add(body).Add(asset.Id).Add(asset.Number).Add(asset.Name)
            .Add(asset.Account).Add(asset.ExpenseAccount).Add(asset.Product).Add(asset.CostCentre)
            .Add(asset.InServiceOn).Add(asset.UsefulLifeMonths).Add(asset.DisposedOn).Add(asset.Cost)
            .Add(asset.Depreciation));
        await MasterData.Assets.RecordAdded(work, book.Body.AuditLog(), last + 1);
        book.Know(created);
        return created;
    }

    /// <summary>Takes assets without value out of use, as those of a merger that is undone.</summary>
    internal static async Task Retire(Work work, Book book, IEnumerable<string> numbers, DateOnly disposedOn)
    {
        var keys = new List<long>();
        foreach (var number in numbers)
        {
            keys.AddRange(await work.Db.All($"""
                select asset_id from ledger_asset
                where body_id = {book.Body.Id} and number = {number} and cost = 0 and depreciation = 0
                """, row => row.Number()));
        }
        await SetDisposed(work, book, keys, disposedOn);
    }

    static Task SetDisposed(Work work, Book book, IReadOnlyCollection<long> keys, DateOnly? on) =>
        MasterData.Assets.RecordChange(work, book.Body.AuditLog(), keys, async () =>
        {
            foreach (var key in keys)
            {
                await work.Db.Run($"""
                    update ledger_asset set disposed_on = {on} where body_id = {book.Body.Id} and asset_id = {key}
                    """);
            }
        });

    /// <summary>The key of the newest asset, 0 where there is none.</summary>
    internal static Task<long> LastKey(Session db, Id<Body> body) => db.One(
        $"select coalesce(max(asset_id), 0) from ledger_asset where body_id = {body}", row => row.Number());

    /// <summary>The assets that are not disposed of, by number.</summary>
    public static Task<List<Asset>> InUse(Session db, Id<Body> body) => db.All($"""
        select asset_id, number, name, account_id, expense_account_id, product_id, cost_centre_id, in_service_on,
          useful_life_months, disposed_on, cost, depreciation
        from ledger_asset where body_id = {body} and disposed_on is null order by number
        """, Map);

    public static Task<Asset?> Find(Session db, Id<Body> body, string number) => db.Maybe($"""
        select asset_id, number, name, account_id, expense_account_id, product_id, cost_centre_id, in_service_on,
          useful_life_months, disposed_on, cost, depreciation
        from ledger_asset where body_id = {body} and number = {number}
        """, Map);

    /// <summary>The assets in use at a length of the journal, with their values from the postings.</summary>
    /// <param name="lastAsset">The key of the last asset that there was.</param>
    internal static async Task<List<Asset>> InUseAt(Session db, Id<Body> body, long size, Id<Asset> lastAsset) =>
        (await db.All($"""
            select a.asset_id, a.number, a.name, a.account_id, a.expense_account_id, a.product_id, a.cost_centre_id,
              a.in_service_on, a.useful_life_months, a.disposed_on,
              cast(coalesce(sum(case when p.movement in ('addition', 'disposal', 'transfer') then p.amount end), 0)
                as bigint),
              cast(coalesce(sum(case when p.movement not in ('addition', 'disposal', 'transfer') then p.amount end), 0)
                as bigint)
            from ledger_asset a
            left join ledger_posting p on p.body_id = a.body_id and p.asset_id = a.asset_id and p.entry_no <= {size}
            where a.body_id = {body} and a.asset_id <= {lastAsset}
            group by a.asset_id, a.number, a.name, a.account_id, a.expense_account_id, a.product_id, a.cost_centre_id,
              a.in_service_on, a.useful_life_months, a.disposed_on
            order by a.number
            """, Map)).FindAll(asset => asset is not { DisposedOn: not null, Cost.Cents: 0, Depreciation.Cents: 0 });

    static Asset Map(Row row) => new(
        row.Id<Asset>(), row.Text(), row.Text(), row.Id<Account>(), row.Id<Account>(), row.IdOrNull<Product>(),
        row.IdOrNull<CostCentre>(), row.Day(), row.Int(), row.DayOrNull(), row.Money(), row.Money());
}
