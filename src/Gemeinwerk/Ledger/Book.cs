using System.Collections.Concurrent;
using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger;

/// <summary>
/// A body's book, opened for writing: no other act writes to the same body until this one ends. Acts that change
/// anything of a body open its book first.
/// </summary>
public sealed class Book
{
    readonly Work work;

    Book(Work work, Body body, long entryCount, byte[] frontier, DateOnly? sealedOn)
    {
        this.work = work;
        Body = body;
        Frontier = new MerkleFrontier(entryCount, frontier);
        SealedOn = sealedOn;
        BodyCode = Encoding.UTF8.GetBytes(body.Code);
    }

    public Body Body { get; }

    /// <summary>
    /// From this day on the body is dissolved; the book takes winding-up entries only, GkG NRW § 20 (5).
    /// </summary>
    public DateOnly? SealedOn { get; }

    /// <summary>Why nothing but winding up is possible: <c>ledger.book-sealed</c>; null while the book is
    /// open.</summary>
    internal Rejection? Sealed => Refuse(SealedOn);

    internal static Rejection? Refuse(DateOnly? sealedOn) => sealedOn is { } day
        ? new("ledger.book-sealed",
            $"Die Körperschaft ist seit {German.Date(day)} aufgelöst; es sind nur Abwicklungsbuchungen möglich.",
            "GkG NRW § 20 (5)")
        : null;

    /// <summary>How many entries the journal has.</summary>
    public long EntryCount => Frontier.Size;

    internal MerkleFrontier Frontier { get; }
    internal byte[] BodyCode { get; }

    // Read by the hashing thread while the posting thread adds to them.
    internal ConcurrentDictionary<long, AccountFacts> Accounts { get; } = [];
    internal ConcurrentDictionary<long, byte[]> Products { get; } = [];
    internal ConcurrentDictionary<long, byte[]> CostCentres { get; } = [];
    internal ConcurrentDictionary<long, byte[]> Parties { get; } = [];
    internal ConcurrentDictionary<long, ItemFacts> Items { get; } = [];
    internal ConcurrentDictionary<long, AssetFacts> Assets { get; } = [];
    internal Dictionary<(int Year, int Period), PeriodState> Periods { get; } = [];

    /// <returns>The book, or <c>ledger.body-unknown</c>.</returns>
    public static async Task<Result<Book>> Open(Work work, string bodyCode)
    {
        if (!(await Bodies.Find(work.Db, bodyCode)).Ok(out var body, out var why)) return why;
        return await Open(work, body);
    }

    public static Task<Book> Open(Work work, Body body) =>
        // An update that changes nothing takes the row's lock on both engines; "for update" only one of them knows.
        work.Db.One($"""
            update ledger_book set entry_count = entry_count where body_id = {body.Id}
            returning entry_count, log_frontier, sealed_on
            """, row => new Book(work, body, row.Number(), row.Bytes(), row.DayOrNull()));

    /// <summary>Reads all names at once; worth it when more than a few entries are to be posted.</summary>
    internal async Task LoadNames()
    {
        foreach (var account in await Ledger.Accounts.All(work.Db, Body.Id)) Accounts[account.Id.Value] = new(account);
        foreach (var product in await Dimensions.Products(work.Db, Body.Id))
        {
            Products[product.Id.Value] = Encoding.UTF8.GetBytes(product.Code);
        }
        foreach (var centre in await Dimensions.CostCentres(work.Db, Body.Id))
        {
            CostCentres[centre.Id.Value] = Encoding.UTF8.GetBytes(centre.Code);
        }
    }

    /// <summary>Spares a look-up for each item that is to be posted to.</summary>
    internal void Know(IEnumerable<OpenItem> items)
    {
        foreach (var item in items)
        {
            Items[item.Id.Value] = new ItemFacts(Encoding.UTF8.GetBytes(item.Number), item.Account, item.Party);
        }
    }

    /// <summary>Spares a look-up for each asset that is to be posted to.</summary>
    internal void Know(IEnumerable<Asset> assets)
    {
        foreach (var asset in assets)
        {
            Assets[asset.Id.Value] = new AssetFacts(Encoding.UTF8.GetBytes(asset.Number), asset.Account);
        }
    }

    /// <summary>How long a body's journal is, and whether its book is sealed; without opening it for writing.</summary>
    internal static Task<(long EntryCount, DateOnly? SealedOn)> State(Session db, Id<Body> body) => db.One($"""
        select entry_count, sealed_on from ledger_book where body_id = {body}
        """, row => (row.Number(), row.DayOrNull()));

    /// <summary>Seals the book of a body that is dissolved, or opens it again where that is undone (null).</summary>
    internal static Task Seal(Work work, Id<Body> body, DateOnly? sealedOn) =>
        work.Db.Run($"update ledger_book set sealed_on = {sealedOn} where body_id = {body}");

    internal async Task<PeriodState> Period(int year, int period)
    {
        if (Periods.TryGetValue((year, period), out var known)) return known;
        var state = await work.Db.Maybe($"""
            select state from ledger_period
            where body_id = {Body.Id} and fiscal_year = {year} and period = {period}
            """, row => row.Text());
        return Periods[(year, period)] = state is null ? PeriodState.Missing : Codes.Parse<PeriodState>(state);
    }

    /// <summary>Makes sure that everything a posting refers to is known here.</summary>
    /// <returns>False when something does not exist in this body.</returns>
    internal async Task<bool> Load(Posting posting) =>
        await LoadAccount(posting.Account)
        && (posting.Payment is not { } payment || await LoadAccount(payment))
        && (posting.Product is not { } product || await LoadName(Products, product.Value,
            $"select code from ledger_product where body_id = {Body.Id} and product_id = {product}"))
        && (posting.CostCentre is not { } centre || await LoadName(CostCentres, centre.Value,
            $"select code from ledger_cost_centre where body_id = {Body.Id} and cost_centre_id = {centre}"))
        && (posting.Party is not { } party || await LoadName(Parties, party.Value,
            $"select number from ledger_party where body_id = {Body.Id} and party_id = {party}"))
        && (posting.Item is not { } item || await LoadItem(item))
        && (posting.Asset is not { } asset || await LoadAsset(asset));

    internal bool Knows(Posting posting) =>
        Accounts.ContainsKey(posting.Account.Value)
        && (posting.Payment is not { } payment || Accounts.ContainsKey(payment.Value))
        && (posting.Product is not { } product || Products.ContainsKey(product.Value))
        && (posting.CostCentre is not { } centre || CostCentres.ContainsKey(centre.Value))
        && (posting.Party is not { } party || Parties.ContainsKey(party.Value))
        && (posting.Item is not { } item || Items.ContainsKey(item.Value))
        && (posting.Asset is not { } asset || Assets.ContainsKey(asset.Value));

    async Task<bool> LoadAccount(Id<Account> id)
    {
        if (Accounts.ContainsKey(id.Value)) return true;
        if (await Ledger.Accounts.Find(work.Db, Body.Id, id) is not { } account) return false;
        Accounts[id.Value] = new(account);
        return true;
    }

    async Task<bool> LoadName(ConcurrentDictionary<long, byte[]> names, long id, Sql sql)
    {
        if (names.ContainsKey(id)) return true;
        if (await work.Db.Maybe(sql, row => row.Text()) is not { } name) return false;
        names[id] = Encoding.UTF8.GetBytes(name);
        return true;
    }

    async Task<bool> LoadItem(Id<OpenItem> id)
    {
        if (Items.ContainsKey(id.Value)) return true;
        var item = await work.Db.Maybe($"""
            select number, account_id, party_id from ledger_item where body_id = {Body.Id} and item_id = {id}
            """, row => new ItemFacts(Encoding.UTF8.GetBytes(row.Text()), row.Id<Account>(), row.Id<Party>()));
        if (item is null) return false;
        Items[id.Value] = item;
        return true;
    }

    async Task<bool> LoadAsset(Id<Asset> id)
    {
        if (Assets.ContainsKey(id.Value)) return true;
        var asset = await work.Db.Maybe($"""
            select number, account_id from ledger_asset where body_id = {Body.Id} and asset_id = {id}
            """, row => new AssetFacts(Encoding.UTF8.GetBytes(row.Text()), row.Id<Account>()));
        if (asset is null) return false;
        Assets[id.Value] = asset;
        return true;
    }
}

/// <summary>What posting needs to know of an account, with its number ready for the canonical form.</summary>
sealed class AccountFacts(Account account)
{
    internal Account Account { get; } = account;
    internal byte[] Number { get; } = Encoding.UTF8.GetBytes(account.Number);
}

sealed record ItemFacts(byte[] Number, Id<Account> Account, Id<Party> Party);

sealed record AssetFacts(byte[] Number, Id<Account> Account);

/// <summary>A period is open, in closing (year-end entries only) or closed for good.</summary>
public enum PeriodState { Missing, Open, Closing, Closed }
