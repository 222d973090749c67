using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.Installation;
using Gemeinwerk.Ledger;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Council;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Crash;

/// <summary>
/// A process that crash tests kill: it records one act after another in an assembly, each of several events. What an
/// act records follows from its number and from what stands there, so that the test knows what must stand there.
/// </summary>
static class CouncilWriter
{
    internal const string Verb = "council-writer";
    internal const int EventsPerAct = 7;

    /// <param name="addressAndFirst">The database, and the act to begin with.</param>
    internal static Task<int> Run(string[] addressAndFirst) => Kills.ActUntilKilled(addressAndFirst, Act);

    internal static async Task Found(Database database, Body body) => (await database.Act("test", work =>
        Councils.RecordAll(work, body, Founding))).Expect();

    internal static IReadOnlyList<CouncilEvent> Founding => [.. Scene.Founded().Records.Select(it => it.Event)];

    internal static async Task Act(Database database, Body body, long act) => (await database.Act("test", work =>
        Councils.RecordAll(work, body, Events(act)))).Expect();

    /// <summary>A sitting with one vote, whose number is that of the act.</summary>
    internal static IReadOnlyList<CouncilEvent> Events(long act)
    {
        var (no, on) = ((int)act, Scene.Start.AddDays((int)act * 7));
        return
        [
            new SittingCalled(no, on, "10:00", "Hemer", on.AddDays(-14), null),
            new Attended(no, "hemer", "Person hemer", true), new Attended(no, "siegen", "Person siegen", true),
            new SittingOpened(no, "Person hemer"),
            new ItemPlaced(no, 1, MotionKind.Ordinary, $"Punkt {act}", "Beschlossen wird …", true, null, null, null,
                null),
            new BallotsCast(no, 1, [new("hemer", act % 2 == 0 ? Choice.Yes : Choice.No), new("siegen", Choice.Yes)]),
            new VoteClosed(no, 1, null),
        ];
    }

    /// <summary>How many acts stand there, each whole, once and in its order; the passes of <c>verify</c> hold.
    /// </summary>
    /// <remarks>Opens the book first: on PostgreSQL the session of a killed client may still be committing.</remarks>
    internal static async Task<long> Acts(Database database, Body body)
    {
        (await database.Act("test", async Task<Result<long>> (work) =>
            (await Book.Open(work, body)).EntryCount)).Expect();
        var records = await database.Read(db => Councils.Records(db, body.Id));
        var acts = Math.DivRem(records.Count - Founding.Count, EventsPerAct, out var rest);
        Assert.Equal(0, rest);
        var expected = Founding.Concat(Enumerable.Range(1, acts).SelectMany(act => Events(act)));
        Assert.Equal(expected.Select(CouncilForm.Write), records.Select(it => CouncilForm.Write(it.Event)));
        Assert.Equal(Enumerable.Range(1, records.Count).Select(no => (long)no), records.Select(it => it.No));
        foreach (var report in await WholeVerification.OfBody(database, body))
        {
            Assert.True(report.Verdict == Verdict.Pass, $"{report.Name}: {string.Join("; ", report.Rows.Take(5))}");
        }
        return acts;
    }
}
