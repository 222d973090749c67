using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Verification;
using Gemeinwerk.Merger.Governance;
using Gemeinwerk.Storage;
using static Gemeinwerk.Audit.RegisterField;

namespace Gemeinwerk.Merger.Roadmaps;

/// <summary>The one door to the roadmap of a body; a body has one.</summary>
public static class RoadmapRecords
{
    const int MostCharacters = 20_000;

    static readonly EventForm<RoadmapEvent> form = new("eines Fahrplans", MostCharacters);

    static readonly EventReader<RoadmapEvent> reader = new(
        form, new Dictionary<Type, (Func<IReadOnlyList<string>, object?>, string)>());

    static readonly Register register = Register.Of("merger.roadmap", "merger_roadmap_event",
        [Text("actor"), Number("at"), Text("event"), Text("payload")], ["event"],
        (body, from, to, most) => $"""
            select event_no, actor, recorded_at, kind, payload from merger_roadmap_event
            where body_id = {body} and event_no between {from} and {to} order by event_no limit {most}
            """);

    internal static VerificationPass Pass { get; } = new("merger.roadmap", "Fahrplan wie im Protokoll",
        (db, body, report) => MasterDataPass.Compare(db, body, [register], report));

    /// <summary>The words of all kinds of events.</summary>
    public static IReadOnlyCollection<string> Kinds => [.. form.Kinds.Values];

    /// <summary>The word of an event's kind: <c>task-done</c>.</summary>
    public static string KindOf(RoadmapEvent happened) => form.Kind(happened);

    public static IReadOnlyList<EventField> Fields(string kind) => reader.Of(kind);

    /// <returns>The event, or all findings at once, as <c>event.field</c>.</returns>
    public static (RoadmapEvent? Event, IReadOnlyList<Finding> Findings) ReadFields(
        string kind, IReadOnlyDictionary<string, string> values) => reader.Read(kind, values);

    /// <returns>The event, or <c>event.form</c>.</returns>
    public static Result<RoadmapEvent> ReadJson(string json) => form.Read(json);

    public static Task<List<RoadmapRecord>> All(Session db, Id<Body> body) => db.All($"""
        select event_no, recorded_at, actor, payload from merger_roadmap_event
        where body_id = {body} order by event_no
        """, row => new RoadmapRecord(row.Number(), row.Moment(), row.Text(), form.Stored(row.Text()).Expect()));

    public static async Task<Roadmap> Read(Session db, Id<Body> body) => Roadmap.Of(await All(db, body));

    /// <summary>Records what was planned or happened, all or none.</summary>
    /// <param name="sees">Whose resolutions and mergers one asks; all where it is null. What one does not see is as if
    /// it were not there.</param>
    /// <returns>The roadmap as it is then, or why it may not be: a code <c>roadmap.…</c>, or <c>merger.gate</c> with
    /// what is missing and its paragraph.</returns>
    public static async Task<Result<Roadmap>> Record(
        Work work, Body body, IReadOnlyList<RoadmapEvent> events, Func<Body, bool>? sees = null)
    {
        await AuditTrail.Hold(work, body.AuditLog());
        var roadmap = await Read(work.Db, body.Id);
        var facts = await Facts(work, roadmap, events, sees ?? (_ => true));
        var first = roadmap.Size + 1;
        foreach (var happened in events)
        {
            if (form.IsTooLong(EventForm<RoadmapEvent>.Write(happened))) return form.TooLong;
            if (RoadmapRules.Refuse(roadmap, facts, happened) is { } why) return why;
            roadmap.Apply(new RoadmapRecord(roadmap.Size + 1, work.Now, work.Actor, happened));
        }
        var no = first - 1;
        await work.Db.Bulk("merger_roadmap_event", "body_id, event_no, kind, actor, recorded_at, payload", events,
            (to, it) => to.Add(body.Id).Add(++no).Add(form.Kind(it)).Add(work.Actor).Add(work.Now)
                .Add(EventForm<RoadmapEvent>.Write(it)));
        await register.RecordAdded(work, body.AuditLog(), first);
        return roadmap;
    }

    static async Task<RoadmapFacts> Facts(
        Work work, Roadmap roadmap, IReadOnlyList<RoadmapEvent> events, Func<Body, bool> sees)
    {
        var (assemblies, gates) = (new Dictionary<string, Assembly>(), new Dictionary<string, IReadOnlyList<Gate>>());
        var bodies = roadmap.Stages.SelectMany(stage => stage.ResolvedBy)
            .Concat(events.OfType<StagePlanned>().SelectMany(stage => stage.ResolvedBy ?? []));
        foreach (var code in bodies.Distinct())
        {
            if (!(await Bodies.Find(work.Db, code)).Ok(out var body, out _) || !sees(body)) continue;
            assemblies[code] = await Councils.Read(work.Db, body.Id);
        }
        var mergers = roadmap.Tasks.Select(task => task.Merger)
            .Concat(events.OfType<TaskPlanned>().Select(task => task.Merger));
        foreach (var code in mergers.OfType<string>().Distinct())
        {
            var found = await Mergers.Find(work.Db, code);
            if (!found.Ok(out var merger, out _) || !merger.Bodies.All(sees)) continue;
            gates[code] = (await MergerGates.Of(work.Db, code, DateOnly.FromDateTime(work.Now.UtcDateTime))).Expect();
        }
        return new RoadmapFacts(code => assemblies.GetValueOrDefault(code), code => gates.GetValueOrDefault(code));
    }
}
