using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Merger;

/// <summary>A statement over several books, and the numbers that nothing says what they would be in the
/// target.</summary>
public sealed record JointStatement(Statement Statement, IReadOnlyList<Finding> Unmapped);

/// <summary>
/// Statements of earlier years as if the bodies had been one: the old journals read through the mapping and added up,
/// with the target's own books of that year and those of the bodies that these came out of by earlier mergers. Mutual
/// business of the bodies is not taken out.
/// </summary>
public static class AsIfMerged
{
    /// <returns>The statement, or <c>merger.unknown</c>, <c>nkf.statement-unavailable</c>.</returns>
    public static async Task<Result<JointStatement>> Compute(Session db, string code, StatementKind kind, int year)
    {
        if (!(await Mergers.Find(db, code)).Ok(out var merger, out var why)) return why;
        var lineage = await Ancestor.Of(db, merger);
        var accounts = (await Accounts.All(db, merger.Target.Id)).ToDictionary(account => account.Number);
        var findings = new List<Finding>();
        var actual = await Figures(db, lineage, accounts, year, findings);
        var prior = await Figures(db, lineage, accounts, year - 1, []);
        var statement = Statements.Of(merger.Target, kind, year, actual, prior.Rows.Count > 0 ? prior : null);
        if (!statement.Ok(out var computed, out why)) return why;
        return new JointStatement(computed, [.. findings.DistinctBy(finding => finding.Field)]);
    }

    static async Task<YearFigures> Figures(Session db, List<Ancestor> lineage,
        Dictionary<string, Account> accounts, int year, List<Finding> findings)
    {
        var (rows, balances) = (new List<FigureRow>(), new Dictionary<string, TrialBalanceLine>());
        foreach (var body in lineage)
        {
            var figures = await YearFigures.Read(
                db, body.Body.Id, year, new DateOnly(year, 12, 31), null, byProduct: true);
            rows.AddRange(figures.Rows.Select(row => row with
            {
                Account = Account(body, row.Account),
                Product = body.Number(MappingKind.Product, row.Product, findings),
                Payment = body.Number(MappingKind.Account, row.Payment, findings),
            }));
            foreach (var line in figures.Balances)
            {
                var account = Account(body, line.Account);
                var sum = balances.GetValueOrDefault(account.Number)
                    ?? new TrialBalanceLine(account, Money.Zero, Money.Zero, Money.Zero);
                balances[account.Number] = new TrialBalanceLine(
                    sum.Account, sum.Opening + line.Opening, sum.Debit + line.Debit, sum.Credit + line.Credit);
            }
        }
        return new YearFigures(rows, [.. balances.Values.OrderBy(line => line.Account.Number, StringComparer.Ordinal)]);

        Account Account(Ancestor body, Account account)
        {
            var number = body.Number(MappingKind.Account, account.Number, findings)!;
            return accounts.GetValueOrDefault(number) ?? account with { Number = number };
        }
    }
}

/// <summary>A body that went into a target, with the mergers on the way, one after another.</summary>
sealed record Ancestor(Body Body, IReadOnlyList<(string Body, MappingTable Mapping)> Way)
{
    /// <summary>The bodies of a merger, and those that went into them by earlier mergers.</summary>
    internal static async Task<List<Ancestor>> Of(Session db, MergerCase merger)
    {
        var executed = (await Mergers.All(db)).FindAll(other => other.State == MergerState.Executed);
        var mapping = merger.State == MergerState.Executed
            ? new MappingTable(await Mappings.All(db, merger))
            : (await Execution.Plan(db, merger.Code)).Expect().Resolved;
        var found = new List<Ancestor>();
        await Add(new Ancestor(merger.Target, []), merger);
        foreach (var source in merger.Sources) await Add(new Ancestor(source, [(source.Code, mapping)]), merger);
        return found;

        async Task Add(Ancestor body, MergerCase into)
        {
            found.Add(body);
            foreach (var earlier in executed.Where(other => other.Target == body.Body && IsBefore(other, into)))
            {
                var table = new MappingTable(await Mappings.All(db, earlier));
                foreach (var source in earlier.Sources)
                {
                    await Add(new Ancestor(source, [(source.Code, table), .. body.Way]), earlier);
                }
            }
        }
    }

    static bool IsBefore(MergerCase one, MergerCase other) =>
        (one.EffectiveOn, one.Id.Value).CompareTo((other.EffectiveOn, other.Id.Value)) < 0;

    /// <summary>What a number is in the target; where the way ends it stays as it is and is reported.</summary>
    internal string? Number(MappingKind kind, string? number, List<Finding> findings)
    {
        foreach (var (body, mapping) in Way)
        {
            if (number is null) return null;
            if (mapping.Find(kind, body, number) is { IsNew: false } line)
            {
                number = line.Target;
                continue;
            }
            findings.Add(new Finding(0, MappingResolver.Place(kind, body, number), new Rejection("merger.unmapped",
                $"{kind.German()} {number} der {body}: ist keinem Ziel zugeordnet.")));
            return number;
        }
        return number;
    }
}
