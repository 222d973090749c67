using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Council;

/// <summary>What came of an event.</summary>
/// <param name="Assembly">As it is now.</param>
/// <param name="Warnings">What is allowed and should be looked at, German: a vote against an instruction.</param>
public sealed record Recorded(CouncilRecord Record, Assembly Assembly, IReadOnlyList<string> Warnings);

/// <summary>The one door to the records of a body's assembly (Verbandsversammlung).</summary>
public static class Councils
{
    /// <summary>All events, in their order.</summary>
    public static Task<List<CouncilRecord>> Records(Session db, Id<Body> body) => db.All($"""
        select event_no, recorded_at, actor, payload from council_event where body_id = {body} order by event_no
        """, row => new CouncilRecord(
            row.Number(), row.Moment(), row.Text(), CouncilForm.Stored(row.Text()).Expect()));

    /// <summary>The assembly as it stands; empty where the body keeps none.</summary>
    public static async Task<Assembly> Read(Session db, Id<Body> body) =>
        Assembly.Of(await Records(db, body), await DemandsFrom(db, body));

    /// <summary>The first event that is held to all demands.</summary>
    internal static async Task<long> DemandsFrom(Session db, Id<Body> body) => (await db.Maybe($"""
        select from_event_no from council_demand where body_id = {body}
        """, row => (long?)row.Number())) ?? 1;

    /// <summary>Records what happened.</summary>
    /// <returns>What came of it, or why the law or the statute does not let it: a code <c>council.…</c> of
    /// docs/errors.md with its source.</returns>
    public static async Task<Result<Recorded>> Record(Work work, Body body, CouncilEvent happened)
    {
        var all = await RecordAll(work, body, [happened]);
        return all.Ok(out var recorded, out var why) ? recorded[0] : why;
    }

    /// <summary>Records several events, each after the one before, all or none. That a levy is claimed is not among
    /// them: its cash orders come in the same act. The events of another installation, where a levy was claimed, are
    /// refused whole as long as that event is among them; without it they are taken, and the levy is claimed here,
    /// because the orders of there are not here.</summary>
    /// <returns>As <see cref="Record"/>; <c>council.levy-treasury</c> for <see cref="LevyClaimed"/>.</returns>
    public static async Task<Result<IReadOnlyList<Recorded>>> RecordAll(
        Work work, Body body, IReadOnlyList<CouncilEvent> events)
    {
        if (events.OfType<LevyClaimed>().FirstOrDefault() is { } claim) return LevyRules.OnlyWithOrders(claim);
        return await Append(work, body, events);
    }

    /// <summary>Records that a levy is claimed; who calls this makes its cash orders in the same act.</summary>
    /// <returns>As <see cref="Record"/>.</returns>
    internal static async Task<Result<Recorded>> RecordClaim(Work work, Body body, LevyClaimed claim)
    {
        var all = await Append(work, body, [claim]);
        return all.Ok(out var recorded, out var why) ? recorded[0] : why;
    }

    static async Task<Result<IReadOnlyList<Recorded>>> Append(
        Work work, Body body, IReadOnlyList<CouncilEvent> events)
    {
        // Nobody else records here until this act ends.
        await Audit.AuditTrail.Hold(work, body.AuditLog());
        var assembly = await Read(work.Db, body.Id);
        var recorded = new List<Recorded>();
        var first = assembly.Size + 1;
        foreach (var happened in events)
        {
            if (CouncilForm.Form.IsTooLong(CouncilForm.Write(happened))) return CouncilForm.Form.TooLong;
            if (CouncilRules.Refuse(assembly, happened) is { } why) return why;
            var warnings = CouncilRules.Warn(assembly, happened);
            var record = new CouncilRecord(assembly.Size + 1, work.Now, work.Actor, happened);
            assembly.Apply(record);
            recorded.Add(new Recorded(record, assembly, warnings));
        }
        await work.Db.Bulk("council_event", "body_id, event_no, kind, actor, recorded_at, payload", recorded,
            (to, it) => to.Add(body.Id).Add(it.Record.No).Add(CouncilForm.Kind(it.Record.Event)).Add(work.Actor)
                .Add(work.Now).Add(CouncilForm.Write(it.Record.Event)));
        await CouncilRegister.Events.RecordAdded(work, body.AuditLog(), first);
        return recorded;
    }
}
