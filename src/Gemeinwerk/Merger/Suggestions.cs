using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Merger;

/// <summary>Suggested lines with their reasons, and what people have to decide.</summary>
public sealed record Suggested(IReadOnlyList<MappingLine> Lines, IReadOnlyList<Finding> Open);

/// <summary>Suggests the mapping; what is ambiguous is a finding and never guessed.</summary>
public static class Suggestions
{
    /// <summary>Suggests for all that is used and not mapped yet, and writes it.</summary>
    /// <returns>What was written and what is open, or <c>merger.unknown</c>, <c>merger.executed</c>.</returns>
    public static async Task<Result<Suggested>> Write(Work work, string code)
    {
        if (!(await Mergers.FindDraft(work, code)).Ok(out var merger, out var why)) return why;
        var suggested = await Of(work.Db, merger);
        await Mappings.Write(work, merger, suggested.Lines);
        return suggested;
    }

    /// <summary>Writes those of the suggestions that somebody chose.</summary>
    /// <returns>How many were written, or <c>merger.unknown</c>, <c>merger.executed</c>.</returns>
    public static async Task<Result<int>> Accept(Work work, string code, Func<MappingLine, bool> isChosen)
    {
        if (!(await Mergers.FindDraft(work, code)).Ok(out var merger, out var why)) return why;
        var suggested = await Of(work.Db, merger);
        return await Mappings.Write(work, merger, [.. suggested.Lines.Where(isChosen)]);
    }

    /// <summary>The mapping as a table to work on, with what is still open; see <see cref="MappingCsv"/>.</summary>
    /// <returns>CSV, or <c>merger.unknown</c>.</returns>
    public static async Task<Result<string>> Table(Session db, string code)
    {
        if (!(await Mergers.Find(db, code)).Ok(out var merger, out var why)) return why;
        var suggested = merger.State == MergerState.Draft ? await Of(db, merger) : new Suggested([], []);
        var open = suggested.Open.Select(finding => (finding.Field.Split('/', 3), finding.Why.Message))
            .Select(it => (Codes.Parse<MappingKind>(it.Item1[0]), it.Item1[1], it.Item1[2], it.Message));
        return MappingCsv.Write(await Mappings.All(db, merger), open);
    }

    /// <summary>Suggests for all that is used and not mapped yet, and writes nothing.</summary>
    public static async Task<Suggested> Of(Session db, MergerCase merger)
    {
        var sources = new List<BookSnapshot>();
        foreach (var source in merger.Sources) sources.Add(await BookSnapshot.Read(db, source, merger));
        var target = await BookSnapshot.Read(db, merger.Target, merger);
        return Suggest(sources, target, new MappingTable(await Mappings.All(db, merger)));
    }

    internal static Suggested Suggest(
        IReadOnlyList<BookSnapshot> sources, BookSnapshot target, MappingTable mapping)
    {
        var (lines, open) = (new List<MappingLine>(), new List<Finding>());
        var accounts = new AccountSuggestions(target);
        var parties = new PartySuggestions(target);
        var products = target.Products.Values.Select(product => (product.Code, product.Name)).ToList();
        var centres = target.CostCentres.Values.Select(centre => (centre.Code, centre.Name)).ToList();
        foreach (var source in sources)
        {
            foreach (var account in UsedAccounts(source))
            {
                Take(MappingKind.Account, source, account.Number, () => accounts.For(source, account));
            }
            foreach (var product in source.Products.Values.OrderBy(p => p.Code, StringComparer.Ordinal))
            {
                Take(MappingKind.Product, source, product.Code, () => Dimension(products, product.Code, product.Name));
            }
            foreach (var centre in source.CostCentres.Values.OrderBy(c => c.Code, StringComparer.Ordinal))
            {
                Take(MappingKind.CostCentre, source, centre.Code, () => Dimension(centres, centre.Code, centre.Name));
            }
            foreach (var party in source.Items.Select(item => source.Parties[item.Item.Party]).Distinct()
                .OrderBy(p => p.Number, StringComparer.Ordinal))
            {
                Take(MappingKind.Party, source, party.Number, () => parties.For(source, party));
            }
        }
        return new Suggested(lines, open);

        void Take(MappingKind kind, BookSnapshot source, string number, Func<Suggestion> suggest)
        {
            if (mapping.Find(kind, source.Body.Code, number) is not null) return;
            var suggestion = suggest();
            if (suggestion.Target is { } found)
            {
                lines.Add(new MappingLine(kind, source.Body.Code, number, found, suggestion.Reason));
                return;
            }
            open.Add(new Finding(0, MappingResolver.Place(kind, source.Body.Code, number), new Rejection(
                "merger.no-suggestion", $"{kind.German()} {number} der {source.Body.Code}: {suggestion.Reason}.")));
        }
    }

    /// <summary>Accounts that were ever used, and those that assets or the budget name.</summary>
    static IEnumerable<Account> UsedAccounts(BookSnapshot source)
    {
        var used = source.Used.Concat(source.Assets.SelectMany(asset => new[] { asset.Account, asset.ExpenseAccount }))
            .Concat(source.Items.Select(item => item.Item.Account)).ToHashSet();
        var planned = source.Budget.Select(amount => amount.Key).Concat(source.Commitments.Select(it => it.Key))
            .Concat(source.Covers.Select(line => line.Key)).Select(key => key.Position).ToHashSet();
        used.UnionWith(source.Accounts.Values.Where(account => planned.Contains(account.Number))
            .Select(account => account.Id));
        if (source.ResultAccount is { } result && !source.Result.IsZero) used.Add(result.Id);
        return used.Select(id => source.Accounts[id]).OrderBy(account => account.Number, StringComparer.Ordinal);
    }

    static Suggestion Dimension(List<(string Code, string Name)> known, string code, string name)
    {
        if (known.Exists(other => other.Code == code && Similarity.Normal(other.Name) == Similarity.Normal(name)))
        {
            return new(code, "gleicher Schlüssel und Name");
        }
        var sameName = known.FindAll(other => Similarity.Normal(other.Name) == Similarity.Normal(name));
        if (sameName is [var only]) return new(only.Code, "gleicher Name");
        if (sameName.Count > 1)
        {
            return Suggestion.None($"mehrdeutig: {string.Join(", ", sameName.Select(other => other.Code))}");
        }
        if (!known.Exists(other => other.Code == code)) return new(MappingLine.New, "im Ziel nicht vorhanden");
        var there = known.Find(other => other.Code == code);
        return Similarity.Percent(there.Name, name) is var percent and >= 50
            ? new(code, $"gleicher Schlüssel, ähnlicher Name ({percent} %)")
            : Suggestion.None($"der Schlüssel steht im Ziel für „{there.Name}“");
    }
}
