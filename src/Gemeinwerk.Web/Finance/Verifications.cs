using System.Collections.Concurrent;
using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Verification;
using Gemeinwerk.Merger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Web.Finance;

/// <summary>
/// The last verification of each body, kept until the program ends: it writes nothing, and who wants it again starts
/// it again.
/// </summary>
public sealed class Verifications(Database database)
{
    /// <summary>The passes of the modules above the ledger.</summary>
    public static readonly IReadOnlyList<VerificationPass> Passes =
    [
        StatementVerification.Pass, .. MergerVerification.Passes,
        new(AuditVerification.RecordsName, AuditVerification.RecordsTitle,
            (db, body, report) => AuditVerification.Records(db, body.AuditLog(), report)),
        new(AuditVerification.CheckpointsName, AuditVerification.CheckpointsTitle, (db, body, report) =>
            AuditVerification.Checkpoints(db, body.AuditLog(), body.AuditLog().KnownVerifier(), report)),
    ];

    readonly ConcurrentDictionary<Id<Body>, VerificationRun> runs = [];

    internal VerificationRun? Of(Body body) => runs.GetValueOrDefault(body.Id);

    /// <summary>Starts one; where one is in progress, that goes on.</summary>
    internal void Start(Body body, string who, DateTimeOffset now)
    {
        lock (runs)
        {
            if (Of(body) is not { Reports.IsCompleted: false }) runs[body.Id] = new(database, body, who, now);
        }
    }
}

/// <summary>A verification of one body, in progress or done.</summary>
public sealed class VerificationRun : IProgress<int>
{
    int percent;

    internal VerificationRun(Database database, Body body, string startedBy, DateTimeOffset startedAt)
    {
        (StartedBy, StartedAt) = (startedBy, startedAt);
        Reports = Task.Run(() => LedgerVerification.Run(
            database, body, SigningKey.KnownVerifier(body), Verifications.Passes, this));
    }

    internal string StartedBy { get; }

    internal DateTimeOffset StartedAt { get; }

    internal Task<IReadOnlyList<PassReport>> Reports { get; }

    /// <summary>The part of the journal that is read, 0 to 100.</summary>
    internal int Percent => Volatile.Read(ref percent);

    public void Report(int value) => Volatile.Write(ref percent, value);
}
