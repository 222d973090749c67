using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Merger;

/// <summary>
/// Plans a merger: a pure function of the books, the mapping and the declared shareholdings. It finds all faults at
/// once, in this order: books and cut-over, mapping, items, assets, shareholdings, budgets.
/// </summary>
public sealed class Planner
{
    readonly MergerCase merger;
    readonly BookSnapshot target;
    readonly IReadOnlyList<BookSnapshot> sources;
    readonly MappingTable mapping;
    readonly List<Finding> findings = [];
    readonly MappingResolver resolver;
    readonly HashSet<string> itemNumbers, assetNumbers;

    Planner(MergerCase merger, IReadOnlyList<BookSnapshot> sources, BookSnapshot target, MappingTable mapping)
    {
        (this.merger, this.target, this.sources, this.mapping) = (merger, target, sources, mapping);
        resolver = new MappingResolver(merger, target, mapping, findings);
        (itemNumbers, assetNumbers) = ([.. target.ItemNumbers], [.. target.AssetNumbers]);
    }

    public static MergerPlan Plan(
        MergerCase merger, IReadOnlyList<BookSnapshot> sources, BookSnapshot target, MappingTable mapping,
        IReadOnlyList<Shareholding> shareholdings) =>
        new Planner(merger, sources, target, mapping).Plan(shareholdings);

    MergerPlan Plan(IReadOnlyList<Shareholding> shareholdings)
    {
        CutOver.Check(merger, sources, target, findings);
        resolver.ResolveAll(sources);
        var (pairs, notes) = MutualClaims.Pair(merger, [.. sources, target]);
        var vanishing = pairs.SelectMany(pair => new[] { pair.Claim, pair.Debt }).ToList();
        // Before the sources, because their explicit wishes for numbers come first.
        TakeWishes(MappingKind.Item, itemNumbers);
        TakeWishes(MappingKind.Asset, assetNumbers);
        var plans = sources.Select(source => PlanSource(source,
            [.. vanishing.Where(each => each.Book == source).Select(each => each.Item.Item.Id)])).ToList();
        RefuseWithoutLine(plans);
        PartyContradictions.Find(target, sources, resolver.Resolved, findings);

        var eliminations = pairs.Select(pair => new Elimination(
            EliminationReason.MutualClaim, Side(pair.Claim), Side(pair.Debt), pair.Claim.Open)).ToList();
        var books = sources.Append(target).ToDictionary(book => book.Body.Code);
        eliminations.AddRange(new ShareEliminations(books, resolver, merger, findings).Plan(shareholdings));
        var budget = new BudgetPlanner(merger, target, resolver, mapping, findings).Plan(sources, notes);
        notes.AddRange(CutOver.Unpaid(sources));
        return new MergerPlan(merger, target, plans, resolver.Resolved, resolver.New,
            [.. vanishing.Where(each => each.Book == target)
                .Select(each => Vanishing(target, each.Item))],
            eliminations, budget, findings, notes);
    }

    SourcePlan PlanSource(BookSnapshot source, HashSet<Id<OpenItem>> vanishing)
    {
        var closed = source.ClosedBalances();
        if (!source.Result.IsZero && source.ResultAccount is null)
        {
            Fail("", "merger.result-account",
                $"Der Kontenplan der {source.Body.Code} hat kein Konto für das Jahresergebnis.");
        }
        var balances = new Dictionary<TargetPlace, Money>();
        foreach (var (at, amount) in closed)
        {
            var place = Mapped(source, at);
            balances[place] = balances.GetValueOrDefault(place) + amount;
        }
        return new SourcePlan(source, closed, balances,
            [.. source.Items.Select(item => PlanItem(source, item, vanishing.Contains(item.Item.Id)))],
            [.. source.Assets.Select(asset => PlanAsset(source, asset))]);
    }

    /// <summary>What no line of the balance sheet takes, the certificate could not prove.</summary>
    void RefuseWithoutLine(List<SourcePlan> plans)
    {
        var standing = target.Balances.Keys.Select(at => target.Accounts[at.Account].Number)
            .Concat(plans.SelectMany(plan => plan.Balances.Keys).Select(at => at.Account)).ToHashSet();
        foreach (var account in target.Accounts.Values.Where(account => account.IsOnBalanceSheet)
            .Select(account => account.Number)
            .Concat(resolver.New.Accounts.Select(account => account.Number.ToString()))
            .Where(standing.Contains).Order(StringComparer.Ordinal))
        {
            if (CertifiedStatement.LineOf(target.Body.Framework, [], account).Line is null)
                Fail(MappingResolver.Place(MappingKind.Account, target.Body.Code, account),
                    "merger.account-without-line",
                    $"Das Konto {account} trägt im Ziel einen Saldo, den keine Zeile der Bilanz aufnimmt.");
        }
    }

    ItemMove PlanItem(BookSnapshot source, ItemSnapshot item, bool vanishes)
    {
        if (vanishes) return Vanishing(source, item);
        var party = resolver.Party(source, source.Parties[item.Item.Party]);
        var number = Number(MappingKind.Item, source, item.Item.Number, itemNumbers);
        return Vanishing(source, item) with { TargetNumber = number, TargetParty = party ?? "" };
    }

    /// <summary>An item without a number in the target, which is one that is eliminated.</summary>
    ItemMove Vanishing(BookSnapshot book, ItemSnapshot item) => new(book.Body, item,
        Mapped(book, new Assignment(item.Item.Account, null, null)).Account, Values(book, item), null, null);

    /// <summary>Places that become one are added up.</summary>
    List<(TargetPlace At, Money Amount)> Values(BookSnapshot book, ItemSnapshot item) =>
        [.. item.Places.GroupBy(place => Mapped(book, place.At), place => place.Amount)
            .Select(same => (same.Key, same.Aggregate(Money.Zero, (sum, amount) => sum + amount)))
            .Where(place => !place.Item2.IsZero)];

    AssetMove PlanAsset(BookSnapshot source, Asset asset)
    {
        var at = new Assignment(asset.Account, asset.Product, asset.CostCentre);
        var to = Mapped(source, at);
        var expense = resolver.Account(source, source.Accounts[asset.ExpenseAccount]) ?? "";
        return new AssetMove(source.Body, asset, to,
            [.. source.AssetPlaces[asset.Id].Select(place => (place, Mapped(source, place.At)))],
            Number(MappingKind.Asset, source, asset.Number, assetNumbers), expense);
    }

    void TakeWishes(MappingKind kind, HashSet<string> numbers)
    {
        foreach (var line in mapping.Lines.Where(line => line.Kind == kind && Wish(line) is not null)
            .OrderBy(line => line.SourceBody, StringComparer.Ordinal).ThenBy(line => line.Source,
                StringComparer.Ordinal))
        {
            var wish = Wish(line)!;
            var place = MappingResolver.Place(kind, line.SourceBody, line.Source);
            if (Texts.Refuse(wish, 60) is { } why) Fail(place, "merger.number", $"„{wish}“ {why}");
            else if (!numbers.Add(wish)) Fail(place, "merger.number-taken", $"„{wish}“ gibt es im Ziel schon.");
        }
    }

    string Number(MappingKind kind, BookSnapshot source, string number, HashSet<string> numbers)
    {
        if (mapping.Find(kind, source.Body.Code, number) is { } line && Wish(line) is { } wish) return wish;
        var free = FreeNumber.For(source.Body.Code, number, 60, numbers.Contains);
        numbers.Add(free);
        return free;
    }

    static string? Wish(MappingLine line) => line.IsNew ? line.WishedNumber : line.Target;

    EliminationSide Side(MutualClaims.Candidate candidate) => new(
        candidate.Book.Body, candidate.Item.Item.Number, Values(candidate.Book, candidate.Item),
        candidate.Book == target ? candidate.Item.Item : null);

    /// <summary>The place in the target; a number that is not mapped is reported once and stands as empty
    /// here.</summary>
    TargetPlace Mapped(BookSnapshot book, Assignment at)
    {
        if (book == target) return MergerPlan.PlaceOf(book, at);
        return new TargetPlace(resolver.Account(book, book.Accounts[at.Account]) ?? "",
            resolver.Product(book, at.Product), resolver.CostCentre(book, at.CostCentre));
    }

    void Fail(string place, string code, string message) =>
        findings.Add(new Finding(0, place, new Rejection(code, message)));
}
