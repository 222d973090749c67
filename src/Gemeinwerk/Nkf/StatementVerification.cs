using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Verification;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Nkf;

/// <summary>
/// The statements of all years agree with each other. Only what holds however somebody books is asked here; whether
/// internal charging cancels and what moved the reserve is asked by <see cref="StatementChecks"/> alone.
/// </summary>
public static class StatementVerification
{
    public static VerificationPass Pass { get; } =
        new("nkf.statements", "Bilanz, Ergebnis- und Finanzrechnung stimmen überein", Run);

    static async Task Run(Session db, Body body, PassReport report)
    {
        foreach (var year in await FiscalYears.All(db, body.Id))
        {
            var findings = await StatementChecks.Run(db, body, year.Year);
            var without = findings.Where(finding => finding.Why.Code == "nkf.account-without-line")
                .Select(finding => finding.Field).Distinct().ToList();
            if (without.Count > 0)
            {
                report.Lacks($"{year.Year}: keine Zeile für die Konten {string.Join(", ", without)}");
                continue;
            }
            foreach (var finding in findings.Where(finding => finding.Why.Code is "nkf.check-balance-sheet"
                or "nkf.check-result" or "nkf.check-cash" or "nkf.check-segments"))
            {
                report.Fail("nkf.statements", $"({year.Year}) Zeile {finding.Field}", "Übereinstimmung",
                    finding.Why.Message);
            }
        }
    }
}
