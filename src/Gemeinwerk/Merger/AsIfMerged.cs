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
/// with the target's own books of that year. Mutual business of the bodies is not taken out.
/// </summary>
public static class AsIfMerged
{
    /// <returns>The statement, or <c>merger.unknown</c>, <c>nkf.statement-unavailable</c>.</returns>
    public static async Task<Result<JointStatement>> Compute(Session db, string code, StatementKind kind, int year)
    {
        if (!(await Mergers.Find(db, code)).Ok(out var merger, out var why)) return why;
        var mapping = merger.State == MergerState.Executed
            ? new MappingTable(await Mappings.All(db, merger))
            : (await Execution.Plan(db, code)).Expect().Resolved;
        var accounts = (await Accounts.All(db, merger.Target.Id)).ToDictionary(account => account.Number);
        var findings = new List<Finding>();
        var actual = await Figures(db, merger, mapping, accounts, year, findings);
        var prior = await Figures(db, merger, mapping, accounts, year - 1, []);
        var statement = Statements.Of(merger.Target, kind, year, actual, prior.Rows.Count > 0 ? prior : null);
        if (!statement.Ok(out var computed, out why)) return why;
        return new JointStatement(computed, [.. findings.DistinctBy(finding => finding.Field)]);
    }

    static async Task<YearFigures> Figures(Session db, MergerCase merger, MappingTable mapping,
        Dictionary<string, Account> accounts, int year, List<Finding> findings)
    {
        var (rows, balances) = (new List<FigureRow>(), new Dictionary<string, TrialBalanceLine>());
        foreach (var body in merger.Bodies)
        {
            var figures = await YearFigures.Read(db, body.Id, year, new DateOnly(year, 12, 31), null);
            rows.AddRange(figures.Rows.Select(row => row with
            {
                Account = Account(body, row.Account),
                Product = Number(MappingKind.Product, body, row.Product),
                Payment = Number(MappingKind.Account, body, row.Payment),
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

        Account Account(Body body, Account account)
        {
            var number = Number(MappingKind.Account, body, account.Number)!;
            return accounts.GetValueOrDefault(number) ?? account with { Number = number };
        }

        string? Number(MappingKind kind, Body body, string? number)
        {
            if (number is null || body == merger.Target) return number;
            if (mapping.Find(kind, body.Code, number) is { IsNew: false } line) return line.Target;
            findings.Add(new Finding(0, MappingResolver.Place(kind, body.Code, number), new Rejection("merger.unmapped",
                $"{kind.German()} {number} der {body.Code}: ist keinem Ziel zugeordnet.")));
            return number;
        }
    }
}
