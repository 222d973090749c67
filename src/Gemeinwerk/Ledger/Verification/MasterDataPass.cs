using Gemeinwerk.Audit;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger.Verification;

/// <summary>Whether master data is what the records of its changes say.</summary>
static class MasterDataPass
{
    internal const string Name = "ledger.master-data", Title = "Stammdaten wie im Protokoll";

    internal static Task Run(Session db, Body body, PassReport report) =>
        Compare(db, body, MasterData.All, report);

    /// <summary>Compares registers of a body with its change log, once what is older than the records is recorded.
    /// </summary>
    internal static async Task Compare(
        Session db, Body body, IReadOnlyList<Register> registers, PassReport report)
    {
        if ((await MasterData.Unrecorded(db)).Contains(body))
        {
            report.Lacks("der Bestand aus der Zeit vor dem Protokoll ist noch nicht aufgenommen");
            return;
        }
        await RegisterVerification.Run(db, body.AuditLog(), registers, report);
    }
}
