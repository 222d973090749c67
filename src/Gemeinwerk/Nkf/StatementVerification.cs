using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Verification;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Nkf;

/// <summary>
/// The statements of all years agree with each other. Only what holds however somebody books is asked here; whether
/// internal charging cancels and what moved the reserve is asked by <see cref="StatementChecks"/> alone.
/// </summary>
public static class StatementVerification
{
    public static VerificationPass Pass { get; } =
        new VerificationPass("nkf.statements", "Bilanz, Ergebnis- und Finanzrechnung stimmen überein", Run);

    static async Task Run(Session db, Body body, PassReport report)
    {
        foreach (var year in (await FiscalYears.All(db, body.Id)).ConvertAll(year => year.Year))
        {
            var figures = await YearFigures.Read(db, body.Id, year, new DateOnly(year, 12, 31), null);
            var differences = new List<(string Line, string What, Money One, Money Other)>();
            var without = StatementChecks.CheckTotals(body, year, figures, (_, line, what, one, other) =>
            {
                if (one != other) differences.Add((line, what, one, other));
            });
            if (without.Count > 0)
            {
                // Then the totals cannot agree, and whether they should is not known.
                report.Lacks($"{year}: keine Zeile für die Konten {string.Join(", ", without.Distinct())}");
                continue;
            }
            foreach (var (line, what, one, other) in differences)
            {
                report.Fail("nkf.statements", $"({year}) Zeile {line}: {what}", one.Cents, other.Cents);
            }
        }
    }
}
