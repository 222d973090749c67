using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Cli.Demo;

/// <summary>Whether the members' Finanzrechnungen, as the product computes them, hit the published totals to the
/// euro.</summary>
/// <param name="Checked">Member-years with published totals.</param>
/// <param name="Differences">One sentence each.</param>
sealed record ControlTotals(int Checked, Money Receipts, Money Payments, IReadOnlyList<string> Differences)
{
    internal static async Task<ControlTotals> Check(
        Database database, IReadOnlyList<DemoMember> members, IProgress<double> progress)
    {
        var published = DemoData.ControlTotals();
        var (count, receipts, payments, differences) = (0, Money.Zero, Money.Zero, new List<string>());
        for (var i = 0; i < members.Count; i++)
        {
            var member = members[i];
            foreach (var total in published[member.Ags])
            {
                var (received, paid) = await database.Read(async db =>
                {
                    var body = (await Bodies.Find(db, member.BodyCode)).Expect();
                    var statement = (await Statements.Compute(db, body, StatementKind.CashFlow, total.Year)).Expect();
                    return (Sum(statement, "09", "23", "33", "34"), Sum(statement, "16", "30", "35", "36"));
                });
                count++;
                receipts += received;
                payments += paid;
                if ((received, paid) == (total.Receipts, total.Payments)) continue;
                differences.Add($"{member.Name} {total.Year}: Einzahlungen {received} statt {total.Receipts}, "
                    + $"Auszahlungen {paid} statt {total.Payments}");
            }
            progress.Report((i + 1.0) / members.Count);
        }
        return new ControlTotals(count, receipts, payments, differences);
    }

    static Money Sum(Statement statement, params string[] lines) =>
        lines.Aggregate(Money.Zero, (sum, number) => sum + statement.Line(number).Actual);
}
