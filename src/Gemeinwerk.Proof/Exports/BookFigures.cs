
namespace Gemeinwerk.Proof.Exports;

/// <summary>The account, product and cost centre that a sum belongs to; null for no product or cost centre.</summary>
sealed record Assignment(string Account, string? Product, string? Centre)
{
    public override string ToString() =>
        $"Konto {Account}" + (Product is null ? "" : $", Produkt {Product}")
        + (Centre is null ? "" : $", Kostenstelle {Centre}");
}

/// <summary>
/// What a journal says at two moments: sums per account, product and cost centre, per item and per asset.
/// </summary>
sealed class BookFigures(long before)
{
    readonly Sums<(int Account, int Product, int Centre)> balances = new();
    readonly Dictionary<(int, int, int), int> balanceNumbers = [];
    readonly HashSet<int> closed = [];
    readonly HashSet<int> held = [];
    readonly Owners itemOwners = new(), assetOwners = new();
    readonly Totals items = new(), costs = new(), depreciations = new();

    public ByteTable Accounts { get; } = new();
    public ByteTable Products { get; } = new();
    public ByteTable Centres { get; } = new();
    public ByteTable Parties { get; } = new();
    public ByteTable Items { get; } = new();
    public ByteTable Assets { get; } = new();

    public void Add(Entry entry, long position)
    {
        var later = position > before;
        var elimination = later && entry.Kind == "elimination";
        var closing = later && entry.Kind == "closing";
        for (var i = 0; i < entry.Postings.Count; i++)
        {
            var posting = entry.Postings[i];
            var amount = posting[1].Number;
            var account = Accounts.Add(posting[0].In(entry.Buffer));
            var key = (account, Number(Products, posting[2], entry), Number(Centres, posting[3], entry));
            if (!balanceNumbers.TryGetValue(key, out var balance))
                balanceNumbers.Add(key, balance = balanceNumbers.Count);
            balances.Add(balance, key, amount, later, elimination);
            if (closing) closed.Add(account);
            if (posting[4].Present || posting[6].Present || posting[7].Present) held.Add(account);
            See(posting, account, entry);
            if (Number(Items, posting[6], entry) is >= 0 and var item) items.Add(item, amount, later);
            var asset = Number(Assets, posting[7], entry);
            if (asset < 0 || !posting[8].Present) continue;
            var sums = Movement.ChangesCost(posting[8].In(entry.Buffer)) ? costs : depreciations;
            sums.Add(asset, amount, later);
        }
    }

    /// <summary>Takes of an entry only whom its postings name as owners of items and assets.</summary>
    public void AddOwners(Entry entry)
    {
        for (var i = 0; i < entry.Postings.Count; i++)
            See(entry.Postings[i], Accounts.Add(entry.Postings[i][0].In(entry.Buffer)), entry);
    }

    void See(ReadOnlySpan<Field> posting, int account, Entry entry)
    {
        var party = Number(Parties, posting[5], entry);
        if (Number(Items, posting[6], entry) is >= 0 and var item) itemOwners.See(item, account, party);
        if (Number(Assets, posting[7], entry) is >= 0 and var asset) assetOwners.See(asset, account, party);
    }

    /// <summary>Every assignment with its sum before, after, and of the eliminations between.</summary>
    public IEnumerable<(Assignment At, Sum Sum)> Balances()
    {
        foreach (var ((account, product, centre), sum) in balances.All)
            yield return (new Assignment(Accounts.Text(account), product < 0 ? null : Products.Text(product),
                centre < 0 ? null : Centres.Text(centre)), sum);
    }

    /// <summary>The accounts that closing entries after the first moment touched, with what is left on them and whether
    /// any posting on them names a payment, an item or an asset.</summary>
    public IEnumerable<(string Account, Int128 Balance, bool IsHeld)> Closed() =>
        balances.All.Where(each => closed.Contains(each.Key.Account))
            .GroupBy(each => each.Key.Account, each => each.Sum.After)
            .Select(each => (Accounts.Text(each.Key), each.Aggregate((Int128)0, (sum, next) => sum + next),
                held.Contains(each.Key)));

    /// <summary>Accounts with postings that name a payment, an item or an asset.</summary>
    public IEnumerable<string> HeldAccounts() => held.Select(Accounts.Text);

    /// <summary>The account and party that all postings of an item agree on; null where they do not, and an empty party
    /// where none names one.</summary>
    public (string? Account, string? Party) OwnerOfItem(int item) => Named(itemOwners.At(item));

    public string? AccountOfAsset(int asset) => Named(assetOwners.At(asset)).Account;

    (string? Account, string? Party) Named((int Account, int Party) owner) => (
        owner.Account < 0 ? null : Accounts.Text(owner.Account),
        owner.Party switch { Owners.None => "", Owners.Differing => null, var party => Parties.Text(party) });

    public Int128 ItemOpen(int item, bool after) => items.At(item, after);

    public Int128 Cost(int asset, bool after) => costs.At(asset, after);

    public Int128 Depreciation(int asset, bool after) => depreciations.At(asset, after);

    static int Number(ByteTable table, Field text, Entry entry) =>
        text.Present ? table.Add(text.In(entry.Buffer)) : -1;
}

readonly record struct Sum(Int128 Before, Int128 After, Int128 Eliminated);

/// <summary>
/// Sums by small numbers, with the key each number stands for. 128 bits: no file can make them overflow.
/// </summary>
sealed class Sums<TKey>
{
    (TKey Key, Sum Sum)[] all = new (TKey, Sum)[16];
    int count;

    public IEnumerable<(TKey Key, Sum Sum)> All => all.Take(count);

    public void Add(int number, TKey key, long amount, bool later, bool elimination)
    {
        while (number >= all.Length) Array.Resize(ref all, all.Length * 2);
        count = Math.Max(count, number + 1);
        ref var place = ref all[number];
        place = (key, new Sum(later ? place.Sum.Before : place.Sum.Before + amount, place.Sum.After + amount,
            elimination ? place.Sum.Eliminated + amount : place.Sum.Eliminated));
    }
}

/// <summary>The one account and the one party that postings name for each of millions of items.</summary>
sealed class Owners
{
    public const int None = -1, Differing = -2;

    (int Account, int Party)[] all = [];

    public void See(int number, int account, int party)
    {
        var known = all.Length;
        if (number >= known)
        {
            Array.Resize(ref all, Math.Max(16, Math.Max(number + 1, known * 2)));
            all.AsSpan(known).Fill((None, None));
        }
        ref var place = ref all[number];
        place = (One(place.Account, account), One(place.Party, party));
    }

    public (int Account, int Party) At(int number) =>
        number < 0 || number >= all.Length ? (None, None) : all[number];

    static int One(int known, int next) => next == None || known == next ? known : known == None ? next : Differing;
}

/// <summary>
/// Sums before and after of millions of items in sixteen bytes each. One that leaves the range of 64 bits stays marked
/// and then differs from whatever an export states.
/// </summary>
sealed class Totals
{
    (long Before, long After)[] all = new (long, long)[16];

    public void Add(int number, long amount, bool later)
    {
        while (number >= all.Length) Array.Resize(ref all, all.Length * 2);
        ref var place = ref all[number];
        place = (later ? place.Before : Sum(place.Before, amount), Sum(place.After, amount));
    }

    public Int128 At(int number, bool after) =>
        number < 0 || number >= all.Length ? 0 : Shown(after ? all[number].After : all[number].Before);

    static Int128 Shown(long sum) => sum == long.MinValue ? Int128.MinValue : sum;

    static long Sum(long a, long b) =>
        a != long.MinValue && (Int128)a + b is var sum && sum > long.MinValue && sum <= long.MaxValue
            ? (long)sum : long.MinValue;
}
