using System.Collections.Concurrent;
using Gemeinwerk.Basics;
using Gemeinwerk.Installation;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger;
using Gemeinwerk.Operating;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Finance.Api;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Finance;

/// <summary>
/// The last verification of each body. It changes nothing; what it found is kept in the database, so that it is known
/// after a restart, and where the program ended before it did, that is known too.
/// </summary>
public sealed class Verifications(BackgroundWork work, TimeProvider clock)
{
    const string Name = "verification";

    /// <summary>A merger is checked against the books of all its bodies, and the installation's log too.</summary>
    internal static readonly Beside Concerns = async (db, _, bodies) =>
        (await Mergers.Partners(db, bodies[0])).Select(body => body.Id.Value).Append(0);

    readonly ConcurrentDictionary<Id<Body>, VerificationRun> runs = [];

    /// <summary>The last one that this program has begun or read; cheap to ask.</summary>
    internal VerificationRun? Known(Body body) => runs.GetValueOrDefault(body.Id);

    /// <summary>The last one, before a restart too.</summary>
    internal async Task<VerificationRun?> Of(Database door, Body body)
    {
        if (Known(body) is { } known) return known;
        var kept = await door.Read(db => KeptWork.Find(db, body.Id, Name, "", clock.GetUtcNow()));
        if (kept is null || ApiJson.Read<ApiVerification>(kept.State) is not { } state) return null;
        lock (runs)
        {
            if (!runs.ContainsKey(body.Id)) runs[body.Id] = VerificationRun.Of(state, isOver: kept.EndedAt is not null);
            return runs[body.Id];
        }
    }

    /// <summary>Starts one; where one is in progress, that goes on.</summary>
    /// <param name="database">As far as the verification concerns it.</param>
    internal void Start(Database database, Body body, string who, DateTimeOffset now)
    {
        lock (runs)
        {
            if (Known(body) is { Reports.IsCompleted: false }) return;
            var run = new VerificationRun(who, now);
            run.Reports = work.Run("verification", () => Run(database, body, run));
            runs[body.Id] = run;
        }
    }

    static async Task<IReadOnlyList<PassReport>> Run(Database database, Body body, VerificationRun run)
    {
        await Keep((work, state) => KeptWork.Begin(work, body.Id, Name, "", state), ApiVerification.Begun(run));
        IReadOnlyList<PassReport> reports;
        try
        {
            reports =
            [
                .. await WholeVerification.OfDatabase(database),
                .. await WholeVerification.OfBody(database, body, run),
            ];
        }
        catch
        {
            await End(ApiVerification.Begun(run) with { State = WorkState.Failed });
            throw;
        }
        await End(ApiVerification.Done(run, reports));
        return reports;

        Task End(ApiVerification state) =>
            Keep((work, content) => KeptWork.End(work, body.Id, Name, "", content), state);

        async Task Keep(Func<Work, byte[], Task> write, ApiVerification state) => (await database.Act(run.StartedBy,
            async Task<Result<Nothing>> (work) =>
            {
                await write(work, ApiJson.Bytes(state));
                return default(Nothing);
            })).Expect();
    }
}

/// <summary>A verification of one body and of the database around it, in progress or done.</summary>
public sealed class VerificationRun : IProgress<int>
{
    int percent;

    internal VerificationRun(string startedBy, DateTimeOffset startedAt) =>
        (StartedBy, StartedAt) = (startedBy, startedAt);

    internal string StartedBy { get; }

    internal DateTimeOffset StartedAt { get; }

    internal Task<IReadOnlyList<PassReport>> Reports { get; set; } = Task.FromResult<IReadOnlyList<PassReport>>([]);

    /// <summary>The program ended before it did.</summary>
    internal bool IsInterrupted => Reports.IsCanceled;

    /// <summary>The part of the journal that is read, 0 to 100.</summary>
    internal int Percent => Volatile.Read(ref percent);

    public void Report(int value) => Volatile.Write(ref percent, value);

    /// <summary>As it was written down before a restart.</summary>
    internal static VerificationRun Of(ApiVerification state, bool isOver) => new(state.StartedBy, state.StartedAt)
    {
        Reports = (isOver, state.State) switch
        {
            (true, WorkState.Done) => Task.FromResult<IReadOnlyList<PassReport>>(
                [.. state.Passes.Select(pass => pass.Report())]),
            (true, _) => Task.FromException<IReadOnlyList<PassReport>>(new InvalidOperationException("It failed.")),
            _ => Task.FromCanceled<IReadOnlyList<PassReport>>(new CancellationToken(canceled: true)),
        },
    };
}
