using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;
using Gemeinwerk.Treasury;

namespace Gemeinwerk.Merger;

/// <summary>An amount under account, product and cost centre; keys of the snapshot's body.</summary>
public readonly record struct Assignment(Id<Account> Account, Id<Product>? Product, Id<CostCentre>? CostCentre);

/// <summary>An open item with what the plan needs beside it.</summary>
/// <param name="Places">Where its open amount stands, as posted; they add up to it, and one of them may be on the other
/// side, as where a payment named no product.</param>
/// <param name="Documents">Vouchers of the entries that name it; only for claims between bodies of the merger.</param>
public sealed record ItemSnapshot(
    OpenItem Item, IReadOnlyList<(Assignment At, Money Amount)> Places, IReadOnlySet<string> Documents);

/// <summary>What of an asset stands under one account, product and cost centre, where its postings were
/// made.</summary>
public sealed record AssetPlace(Id<Asset> Asset, Assignment At, Money Cost, Money Depreciation);

/// <summary>All that a merger needs to know of a book, at one moment. The journal itself is not in it.</summary>
/// <param name="Size">Entries of the journal.</param>
/// <param name="Balances">Sums of all postings, zeros left out, results included.</param>
/// <param name="AssetPlaces">Where the values of <paramref name="Assets"/> stand, zeros left out.</param>
/// <param name="AfterCutOver">An entry booked on the effective day or later, or null; one that was reversed on or after
/// that day counts no more, and neither does its reversal.</param>
/// <param name="Used">Accounts that were ever posted to, and receipt and payment accounts that were ever named;
/// with what bodies used that went into this one by an earlier merger.</param>
/// <param name="ItemNumbers">All numbers in use, also of settled items; only filled for the target.</param>
/// <param name="AssetNumbers">Likewise.</param>
public sealed record BookSnapshot(
    Body Body, long Size, DateOnly? SealedOn, IReadOnlyList<FiscalYear> Years,
    IReadOnlyDictionary<Id<Account>, Account> Accounts, IReadOnlyDictionary<Id<Product>, Product> Products,
    IReadOnlyDictionary<Id<CostCentre>, CostCentre> CostCentres, IReadOnlyDictionary<Id<Party>, Party> Parties,
    IReadOnlyDictionary<Assignment, Money> Balances, IReadOnlyList<ItemSnapshot> Items,
    IReadOnlyList<Asset> Assets, ILookup<Id<Asset>, AssetPlace> AssetPlaces, long? AfterCutOver,
    IReadOnlySet<Id<Account>> Used, IReadOnlySet<string> ItemNumbers, IReadOnlySet<string> AssetNumbers)
{
    /// <summary>The budget from the year of the merger on; of a source within a year what is left of it.</summary>
    public IReadOnlyList<BudgetAmount> Budget { get; init; } = [];

    public IReadOnlyList<OpenCommitment> Commitments { get; init; } = [];

    /// <summary>Lines that are in a cover group, of all years.</summary>
    public IReadOnlyList<CoverLine> Covers { get; init; } = [];

    /// <summary>All cover groups, also those without lines.</summary>
    public IReadOnlyList<(int Year, string Code, string Name)> CoverGroups { get; init; } = [];

    /// <summary>All numbers of commitments in use; only filled for the target.</summary>
    public IReadOnlySet<string> CommitmentNumbers { get; init; } = new HashSet<string>();

    /// <summary>Cash orders that are neither posted nor withdrawn; only filled for a source.</summary>
    public IReadOnlyList<long> OpenOrders { get; init; } = [];

    /// <summary>Payment runs that wait for a release; only filled for a source.</summary>
    public IReadOnlyList<long> OpenRuns { get; init; } = [];

    /// <summary>How many ordered payments are posted and neither paid nor in a run; only filled for a
    /// source.</summary>
    public long Unpaid { get; init; }

    public PeriodState Period(int year, int period) =>
        Years.FirstOrDefault(y => y.Year == year)?.States[period] ?? PeriodState.Missing;

    /// <summary>What stands on the balance sheet once all results are in the annual result.</summary>
    public IReadOnlyDictionary<Assignment, Money> ClosedBalances()
    {
        var closed = Balances.Where(pair => Accounts[pair.Key.Account].IsOnBalanceSheet)
            .ToDictionary(pair => pair.Key, pair => pair.Value);
        if (ResultAccount is not { } account || Result is not { IsZero: false } result) return closed;
        var at = new Assignment(account.Id, null, null);
        closed[at] = closed.GetValueOrDefault(at) + result;
        if (closed[at].IsZero) closed.Remove(at);
        return closed;
    }

    public Account? ResultAccount => Accounts.Values.FirstOrDefault(account => account.Role == AccountRole.Result);

    /// <summary>Revenue negative, expense positive, as they stand on the accounts.</summary>
    public Money Result => Balances.Where(pair => !Accounts[pair.Key.Account].IsOnBalanceSheet)
        .Aggregate(Money.Zero, (sum, pair) => sum + pair.Value);

    static Task<long?> ReadAfterCutOver(Session db, Id<Body> body, DateOnly day) => db.Maybe($"""
        select e.entry_no from ledger_entry e
        where e.body_id = {body} and e.booked_on >= {day}
          and not exists (select 1 from ledger_entry r
            where r.body_id = e.body_id and r.reverses_no = e.entry_no and r.booked_on >= {day})
          and not exists (select 1 from ledger_entry o
            where o.body_id = e.body_id and o.entry_no = e.reverses_no and o.booked_on >= {day})
        order by e.booked_on limit 1
        """, row => row.NumberOrNull());

    /// <summary>Reads a book. All of one merger are read in the same transaction.</summary>
    internal static async Task<BookSnapshot> Read(Session db, Body body, MergerCase merger)
    {
        var isTarget = body == merger.Target;
        var (size, sealedOn) = await Book.State(db, body.Id);
        var parties = (await Ledger.Parties.All(db, body.Id)).ToDictionary(party => party.Id);
        return new BookSnapshot(
            body, size, sealedOn, await FiscalYears.All(db, body.Id),
            (await Ledger.Accounts.All(db, body.Id)).ToDictionary(account => account.Id),
            (await Dimensions.Products(db, body.Id)).ToDictionary(product => product.Id),
            (await Dimensions.CostCentres(db, body.Id)).ToDictionary(centre => centre.Id),
            parties, await ReadBalances(db, body.Id), await ReadItems(db, merger, body.Id, parties),
            await Ledger.Assets.InUse(db, body.Id), await ReadAssetPlaces(db, body.Id),
            await ReadAfterCutOver(db, body.Id, merger.EffectiveOn),
            await ReadUsed(db, body.Id),
            await Numbers(db, isTarget, $"select number from ledger_item where body_id = {body.Id}"),
            await Numbers(db, isTarget, $"select number from ledger_asset where body_id = {body.Id}"))
        {
            Budget = isTarget || merger.EffectiveOn is { Month: 1, Day: 1 }
                ? await BudgetAmounts.From(db, body.Id, merger.EffectiveOn.Year)
                : await BudgetAmounts.Unused(db, body, merger.EffectiveOn.Year),
            Commitments = await Nkf.Commitments.Open(db, body.Id),
            Covers = await Nkf.CoverGroups.Lines(db, body.Id),
            CoverGroups = await Nkf.CoverGroups.All(db, body.Id),
            CommitmentNumbers = isTarget ? await Nkf.Commitments.Numbers(db, body.Id) : new HashSet<string>(),
            OpenOrders = isTarget ? [] : (await CashOrders.Open(db, body)).ConvertAll(order => order.No),
            OpenRuns = isTarget ? [] : (await PaymentRuns.Unfinished(db, body)).ConvertAll(run => run.No),
            Unpaid = isTarget ? 0 : await PaymentRuns.CountDue(db, body),
        };
    }

    static async Task<HashSet<Id<Account>>> ReadUsed(Session db, Id<Body> body) =>
        [.. await db.All($"""
            select account_id from ledger_balance where body_id = {body}
            union select payment_account_id from ledger_balance where body_id = {body} and payment_account_id <> 0
            union select a.account_id
            from merger_case c
            join merger_mapping m on m.body_id = c.body_id and m.merger_id = c.merger_id and m.kind = 'account'
            join ledger_account a on a.body_id = c.body_id and a.number = m.target
            where c.body_id = {body} and c.state = 'executed'
            """, row => row.Id<Account>())];

    static async Task<HashSet<string>> Numbers(Session db, bool isTarget, Sql sql) =>
        isTarget ? [.. await db.All(sql, row => row.Text())] : [];

    /// <summary>From the maintained balances over all years: closings and openings of years cancel out in the
    /// sum.</summary>
    internal static async Task<Dictionary<Assignment, Money>> ReadBalances(Session db, Id<Body> body) =>
        (await db.All($"""
            select account_id, nullif(product_id, 0), nullif(cost_centre_id, 0), cast(sum(debit - credit) as bigint)
            from ledger_balance where body_id = {body}
            group by account_id, product_id, cost_centre_id having sum(debit - credit) <> 0
            """, row => (At: new Assignment(row.Id<Account>(), row.IdOrNull<Product>(), row.IdOrNull<CostCentre>()),
            Amount: row.Money()))).ToDictionary(balance => balance.At, balance => balance.Amount);

    /// <summary>Reads only the postings of unsettled items, through their index.</summary>
    static async Task<List<ItemSnapshot>> ReadItems(
        Session db, MergerCase merger, Id<Body> body, Dictionary<Id<Party>, Party> parties)
    {
        var places = (await db.All($"""
            select i.item_id, i.account_id, p.product_id, p.cost_centre_id, cast(sum(p.amount) as bigint)
            from ledger_item i join ledger_posting p on p.body_id = i.body_id and p.item_id = i.item_id
            where i.body_id = {body} and i.open <> 0
            group by i.item_id, i.account_id, p.product_id, p.cost_centre_id having sum(p.amount) <> 0
            order by i.item_id, p.product_id nulls first, p.cost_centre_id nulls first
            """, row => (Item: row.Id<OpenItem>(),
            At: new Assignment(row.Id<Account>(), row.IdOrNull<Product>(), row.IdOrNull<CostCentre>()),
            Amount: row.Money())))
            .ToLookup(place => place.Item, place => (place.At, place.Amount));
        var snapshots = new List<ItemSnapshot>();
        foreach (var item in await OpenItems.Unsettled(db, body))
        {
            var isMutual = parties[item.Party].Counterpart is { } other && merger.Bodies.Any(b => b.Id == other);
            snapshots.Add(new ItemSnapshot(item, [.. places[item.Id]], isMutual ? await Documents(db, body, item.Id)
                : new HashSet<string>()));
        }
        return snapshots;
    }

    static async Task<ILookup<Id<Asset>, AssetPlace>> ReadAssetPlaces(Session db, Id<Body> body) =>
        (await db.All($"""
            select a.asset_id, a.account_id, p.product_id, p.cost_centre_id,
              cast(sum(case when p.movement in ('addition', 'disposal', 'transfer') then p.amount else 0 end)
                as bigint),
              cast(sum(case when p.movement in ('addition', 'disposal', 'transfer') then 0 else p.amount end)
                as bigint)
            from ledger_asset a join ledger_posting p on p.body_id = a.body_id and p.asset_id = a.asset_id
            where a.body_id = {body} and a.disposed_on is null
            group by a.asset_id, a.account_id, p.product_id, p.cost_centre_id
            order by a.asset_id, p.product_id nulls first, p.cost_centre_id nulls first
            """, row => new AssetPlace(row.Id<Asset>(),
            new Assignment(row.Id<Account>(), row.IdOrNull<Product>(), row.IdOrNull<CostCentre>()),
            row.Money(), row.Money())))
        .Where(place => !place.Cost.IsZero || !place.Depreciation.IsZero).ToLookup(place => place.Asset);

    static async Task<HashSet<string>> Documents(Session db, Id<Body> body, Id<OpenItem> item) =>
        [.. await db.All($"""
            select distinct e.document
            from ledger_posting p join ledger_entry e on e.body_id = p.body_id and e.entry_no = p.entry_no
            where p.body_id = {body} and p.item_id = {item}
            """, row => row.Text())];
}
