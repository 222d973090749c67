using System.Collections.Concurrent;
using Gemeinwerk.Basics;
using Gemeinwerk.Installation;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Finance;

/// <summary>
/// The last verification of each body, kept until the program ends: it writes nothing, and who wants it again starts
/// it again.
/// </summary>
public sealed class Verifications(BackgroundWork work)
{
    /// <summary>A merger is checked against the books of all its bodies, and the installation's log too.</summary>
    internal static readonly Beside Concerns = async (db, _, bodies) =>
        (await Mergers.Partners(db, bodies[0])).Select(body => body.Id.Value).Append(0);

    readonly ConcurrentDictionary<Id<Body>, VerificationRun> runs = [];

    internal VerificationRun? Of(Body body) => runs.GetValueOrDefault(body.Id);

    /// <summary>Starts one; where one is in progress, that goes on.</summary>
    /// <param name="database">As far as the verification concerns it.</param>
    internal void Start(Database database, Body body, string who, DateTimeOffset now)
    {
        lock (runs)
        {
            if (Of(body) is not { Reports.IsCompleted: false }) runs[body.Id] = new(database, work, body, who, now);
        }
    }
}

/// <summary>A verification of one body and of the database around it, in progress or done.</summary>
public sealed class VerificationRun : IProgress<int>
{
    int percent;

    internal VerificationRun(
        Database database, BackgroundWork work, Body body, string startedBy, DateTimeOffset startedAt)
    {
        (StartedBy, StartedAt) = (startedBy, startedAt);
        Reports = work.Run("verification", () => Run(database, body));
    }

    internal string StartedBy { get; }

    internal DateTimeOffset StartedAt { get; }

    internal Task<IReadOnlyList<PassReport>> Reports { get; }

    /// <summary>The part of the journal that is read, 0 to 100.</summary>
    internal int Percent => Volatile.Read(ref percent);

    public void Report(int value) => Volatile.Write(ref percent, value);

    async Task<IReadOnlyList<PassReport>> Run(Database database, Body body) =>
    [
        .. await WholeVerification.OfDatabase(database), .. await WholeVerification.OfBody(database, body, this),
    ];
}
