using Gemeinwerk.Audit;
using Gemeinwerk.Council;
using Gemeinwerk.DataCentre;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Verification;
using Gemeinwerk.Merger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Treasury;

namespace Gemeinwerk.Installation;

/// <summary>
/// All that <c>verify</c> checks, over all modules. Command line and browser take it from here, so that neither forgets
/// a pass that the other has.
/// </summary>
public static class WholeVerification
{
    /// <summary>The passes beside those of the ledger.</summary>
    static readonly IReadOnlyList<VerificationPass> passes =
    [
        StatementVerification.Pass, BudgetRegisters.Pass, TreasuryVerification.Pass, LevyVerification.Pass,
        AssociationTaxes.Pass, .. CouncilVerification.Passes,
        .. InventoryVerification.Passes,
        .. MergerVerification.Passes,
        new(AuditVerification.RecordsName, AuditVerification.RecordsTitle,
            (db, body, report) => AuditVerification.Records(db, body.AuditLog(), report)),
        new(AuditVerification.CheckpointsName, AuditVerification.CheckpointsTitle, (db, body, report) =>
            AuditVerification.Checkpoints(db, body.AuditLog(), body.AuditLog().KnownVerifier(), report)),
    ];

    /// <summary>Verifies what belongs to no body: tables and locks, and the installation's own change log.</summary>
    /// <param name="bodies">The report of <see cref="OfBodies"/>, where the caller has asked for it.</param>
    public static async Task<IReadOnlyList<PassReport>> OfDatabase(Database database, PassReport? bodies = null)
    {
        var log = AuditLog.Installation;
        return
        [
            await SchemaVerification.Run(database),
            bodies ?? (await OfBodies(database)).Report,
            await Read("installation.records", "Protokoll der Installation",
                (db, report) => AuditVerification.Records(db, log, report)),
            await Read("installation.checkpoints", "Checkpoints des Protokolls der Installation",
                (db, report) => AuditVerification.Checkpoints(db, log, log.KnownVerifier(), report)),
        ];

        async Task<PassReport> Read(string name, string title, Func<Session, PassReport, Task> run)
        {
            var report = new PassReport(name, title);
            await LedgerVerification.Guarded(report, () => database.Read(async db =>
            {
                await run(db, report);
                return report;
            }));
            return report;
        }
    }

    /// <summary>The bodies whose books are to be verified; none where their list cannot be read, which the report
    /// says.</summary>
    public static async Task<(IReadOnlyList<Body> Bodies, PassReport Report)> OfBodies(Database database)
    {
        var report = new PassReport("installation.bodies", "Liste der Körperschaften");
        IReadOnlyList<Body> all = [];
        await LedgerVerification.Guarded(report, async () => all = await database.Read(Bodies.All));
        return (all, report);
    }

    /// <summary>Verifies all that belongs to a body; signatures where its keys lie on this machine.</summary>
    /// <param name="progress">Gets the part of the journal that is read, 0 to 100.</param>
    public static Task<IReadOnlyList<PassReport>> OfBody(
        Database database, Body body, IProgress<int>? progress = null) =>
        LedgerVerification.Run(database, body, SigningKey.KnownVerifier(body), passes, progress);
}
