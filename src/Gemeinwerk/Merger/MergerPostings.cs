using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Merger;

/// <summary>Turns a plan into postings. Pure: it only needs to know which key in the target a number has.</summary>
static class MergerPostings
{
    /// <summary>Moves the result of a source, per account, product and cost centre, into its annual result.</summary>
    internal static List<Posting> Result(BookSnapshot source)
    {
        var postings = source.Balances.Where(pair => !source.Accounts[pair.Key.Account].IsOnBalanceSheet)
            .OrderBy(pair => Key(pair.Key))
            .Select(pair => new Posting(pair.Key.Account, -pair.Value, pair.Key.Product, pair.Key.CostCentre)).ToList();
        if (!source.Result.IsZero) postings.Add(new Posting(source.ResultAccount!.Id, source.Result));
        return postings;
    }

    /// <summary>Takes everything off a source's balance sheet: items and assets one by one, then the rest.</summary>
    internal static List<Posting> Release(SourcePlan source)
    {
        var postings = new List<Posting>();
        foreach (var from in source.Items.Select(move => move.From))
        {
            postings.AddRange(from.Places.Select(place => new Posting(place.At.Account, -place.Amount, place.At.Product,
                place.At.CostCentre, Party: from.Item.Party, Item: from.Item.Id)));
        }
        foreach (var (from, _) in source.Assets.SelectMany(move => move.Values))
        {
            Add(postings, from, -from.Cost, AssetMovement.Transfer);
            Add(postings, from, -from.Depreciation, AssetMovement.ReleasedDepreciation);
        }
        var rest = source.Closed.ToDictionary(pair => pair.Key, pair => -pair.Value);
        foreach (var posting in postings)
        {
            var at = new Assignment(posting.Account, posting.Product, posting.CostCentre);
            rest[at] = rest.GetValueOrDefault(at) - posting.Amount;
        }
        postings.AddRange(rest.Where(pair => !pair.Value.IsZero).OrderBy(pair => Key(pair.Key))
            .Select(pair => new Posting(pair.Key.Account, pair.Value, pair.Key.Product, pair.Key.CostCentre)));
        return postings;

        static void Add(List<Posting> postings, AssetPlace from, Money amount, AssetMovement movement)
        {
            if (amount.IsZero) return;
            postings.Add(new Posting(from.At.Account, amount, from.At.Product, from.At.CostCentre,
                Asset: from.Asset, Movement: movement));
        }
    }

    /// <summary>Brings a source's balance sheet into the target: items and assets one by one, then the rest.</summary>
    internal static List<Posting> CarryOver(
        SourcePlan source, TargetKeys keys, IReadOnlyDictionary<string, Id<OpenItem>> items,
        IReadOnlyDictionary<string, Id<Asset>> assets)
    {
        var postings = new List<Posting>();
        var rest = source.Balances.ToDictionary();
        foreach (var move in source.Items.Where(move => !move.IsEliminated))
        {
            foreach (var (at, amount) in move.Values)
            {
                Add(at, amount, posting => posting with
                {
                    Party = keys.Parties[move.TargetParty!],
                    Item = items[move.TargetNumber!],
                });
            }
        }
        foreach (var move in source.Assets)
        {
            var asset = assets[move.TargetNumber];
            foreach (var (from, to) in move.Values)
            {
                Add(to, from.Cost, posting => posting with { Asset = asset, Movement = AssetMovement.Transfer });
                Add(to, from.Depreciation, posting => posting with
                {
                    Asset = asset,
                    Movement = AssetMovement.Depreciation,
                });
            }
        }
        postings.AddRange(rest.Where(pair => !pair.Value.IsZero).OrderBy(pair => pair.Key, TargetPlace.Order)
            .Select(pair => keys.Posting(pair.Key, pair.Value)));
        return postings;

        void Add(TargetPlace at, Money amount, Func<Posting, Posting> name)
        {
            if (amount.IsZero) return;
            postings.Add(name(keys.Posting(at, amount)));
            rest[at] = rest.GetValueOrDefault(at) - amount;
        }
    }

    internal static List<Posting> Eliminate(Elimination elimination, TargetKeys keys) =>
        [.. new[] { elimination.Debit, elimination.Credit }.SelectMany(side => side.Places.Select(place =>
            keys.Posting(place.At, -place.Amount) with
            {
                Party = side.TargetItem?.Party,
                Item = side.TargetItem?.Id,
            }))];

    static (long, long, long) Key(Assignment at) =>
        (at.Account.Value, at.Product?.Value ?? 0, at.CostCentre?.Value ?? 0);
}

/// <summary>The keys that numbers have in the target.</summary>
sealed record TargetKeys(
    IReadOnlyDictionary<string, Id<Account>> Accounts, IReadOnlyDictionary<string, Id<Product>> Products,
    IReadOnlyDictionary<string, Id<CostCentre>> CostCentres, IReadOnlyDictionary<string, Id<Party>> Parties)
{
    internal static async Task<TargetKeys> Read(Storage.Session db, Id<Body> body) => new(
        (await Ledger.Accounts.All(db, body)).ToDictionary(account => account.Number, account => account.Id),
        (await Dimensions.Products(db, body)).ToDictionary(product => product.Code, product => product.Id),
        (await Dimensions.CostCentres(db, body)).ToDictionary(centre => centre.Code, centre => centre.Id),
        (await Ledger.Parties.All(db, body)).ToDictionary(party => party.Number, party => party.Id));

    internal Posting Posting(TargetPlace at, Money amount) => new(
        Accounts[at.Account], amount, Product(at.Product), CostCentre(at.CostCentre));

    internal Id<Product>? Product(string? code) => code is null ? null : Products[code];

    internal Id<CostCentre>? CostCentre(string? code) => code is null ? null : CostCentres[code];
}
