using System.Text.Json;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Verification;
using Gemeinwerk.Merger.Inventories;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Merger;

/// <summary>
/// Re-derives a merger from its events: form, bodies, state, mapping, shareholdings, runs, and where the journals
/// stood.
/// </summary>
sealed class EventVerification
{
    internal static VerificationPass Pass { get; } =
        new VerificationPass("merger.events", "Fusionen: Stand aus den Ereignissen", Run);

    readonly Session db;
    readonly MergerCase merger;
    readonly PassReport report;
    readonly SortedSet<string> mapping = new(StringComparer.Ordinal);
    readonly List<string> shareholdings = [];
    readonly SortedSet<string> moments = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> lastMapping = [], decisions = [], weights = [];
    readonly List<(long No, long At, long? Undone)> runs = [];
    readonly Dictionary<long, string> dunning = [];

    EventVerification(Session db, MergerCase merger, PassReport report) =>
        (this.db, this.merger, this.report) = (db, merger, report);

    static async Task Run(Session db, Body body, PassReport report)
    {
        foreach (var merger in (await Mergers.All(db)).Where(merger => merger.Target == body))
        {
            await new EventVerification(db, merger, report).Check();
        }
    }

    async Task Check()
    {
        var (next, created) = (1L, (string?)null);
        foreach (var happened in await MergerEvents.All(db, merger))
        {
            if (happened.No != next++)
            {
                Fail("merger_event", $"{happened.No}", "lückenlose Nummern", happened.No);
                next = happened.No + 1;
            }
            var payload = JsonDocument.Parse(happened.Payload).RootElement;
            if (happened.Kind == MergerEventKind.Created) created = happened.Payload;
            else Replay(happened, payload);
        }
        var now = MergerEvents.Text(MergerEvents.Creation(merger));
        if (created != now) Fail("merger_case", "", created, now);
        mapping.UnionWith(lastMapping.Values);
        Compare("merger_mapping", mapping, (await Mappings.All(db, merger)).Select(Line));
        Compare("merger_inventory", decisions.Values, (await InventoryDecisions.All(db, merger)).Select(decision =>
            MergerEvents.Text(InventoryDecisions.Said(decision))));
        Compare("merger_inventory_weight", weights.Values, (await UseWeights.All(db, merger)).Select(weight =>
            MergerEvents.Text(UseWeights.Said(weight))));
        Compare("merger_shareholding", shareholdings, (await Shareholdings.All(db, merger)).Select(share =>
            MergerEvents.Text(MergerEvents.Declaration(share))));
        await CheckRuns();
    }

    /// <summary>What was decided of inventories, where it is about them.</summary>
    Dictionary<string, string>? OfInventory(JsonElement payload) => Text(payload, "kind") switch
    {
        InventoryDecisions.Kind => decisions,
        UseWeights.Kind => weights,
        _ => null,
    };

    void Replay(MergerEvent happened, JsonElement payload)
    {
        switch (happened.Kind)
        {
            case MergerEventKind.Mapped when OfInventory(payload) is { } kept:
                kept[Key(payload)] = happened.Payload;
                break;
            case MergerEventKind.Unmapped when OfInventory(payload) is { } kept:
                kept.Remove(Key(payload));
                break;
            case MergerEventKind.Mapped:
                lastMapping[Key(payload)] = Line(new(Codes.Parse<MappingKind>(Text(payload, "kind")),
                    Text(payload, "body"), Text(payload, "source"), Text(payload, "target"), Text(payload, "reason")));
                break;
            case MergerEventKind.Unmapped:
                lastMapping.Remove(Key(payload));
                break;
            case MergerEventKind.Shareholding:
                if (!happened.IsWithdrawal) shareholdings.Add(happened.Payload);
                else if (!shareholdings.Remove(MergerEvents.Text(MergerEvents.Declaration(Share(payload)))))
                {
                    Fail("merger_event", $"{happened.No} payload", "eine angegebene Beteiligung", happened.Payload);
                }
                break;
            case MergerEventKind.Executed:
                runs.Add((payload.GetProperty("run").GetInt64(), Moment.Microseconds(happened.HappenedAt), null));
                dunning[runs[^1].No] = Text(payload, "dunning");
                moments.UnionWith(payload.GetProperty("moments").EnumerateArray()
                    .Select(at => $"{runs[^1].No} {at.GetRawText()}"));
                break;
            case MergerEventKind.Undone:
                if (runs.Count == 0 || runs[^1].No != payload.GetProperty("run").GetInt64()
                    || runs[^1].Undone is not null)
                {
                    Fail("merger_event", $"{happened.No} payload", "der letzte Vollzug", happened.Payload);
                    break;
                }
                runs[^1] = runs[^1] with { Undone = Moment.Microseconds(happened.HappenedAt) };
                break;
        }
    }

    async Task CheckRuns()
    {
        var isExecuted = runs.Count > 0 && runs[^1].Undone is null;
        if (merger.RunNo != runs.Count) Fail("merger_case", "run_no", runs.Count, merger.RunNo);
        if (isExecuted != (merger.State == MergerState.Executed))
        {
            Fail("merger_case", "state", isExecuted ? "executed" : "draft", merger.State.Code());
        }
        var stored = await db.All($"""
            select run_no, executed_at, undone_at from merger_run
            where body_id = {merger.Target.Id} and merger_id = {merger.Id} order by run_no
            """, row => (No: row.Number(), At: row.Number(), Undone: row.NumberOrNull()));
        Compare("merger_run", runs.Select(run => $"{run}"), stored.Select(run => $"{run}"));
        var found = new List<string>();
        foreach (var run in runs)
        {
            var of = merger with { RunNo = (int)run.No };
            foreach (var at in await RunRecords.Moments(db, of))
            {
                var root = (await MerkleLog.Root(db, at.Body.Id, at.Done)).Ok(out var hash, out _) ? hash : [];
                found.Add($"{run.No} {MergerEvents.Text(MergerEvents.Standing(at, root))}");
            }
            var levels = await RunRecords.DunningDigest(db, of);
            if (levels != dunning[run.No]) Fail("merger_dunning", $"{run.No}", dunning[run.No], levels);
        }
        Compare("merger_moment", moments, found);
    }

    void Compare(string table, IEnumerable<string> expected, IEnumerable<string> found)
    {
        // What stands there twice must have happened twice.
        var counts = expected.CountBy(line => line).ToDictionary(StringComparer.Ordinal);
        var surplus = new List<string>();
        foreach (var line in found)
        {
            if (counts.GetValueOrDefault(line) == 0) surplus.Add(line);
            else counts[line]--;
        }
        foreach (var (line, missing) in counts.Where(it => it.Value > 0).OrderBy(it => it.Key, StringComparer.Ordinal))
        {
            for (var i = 0; i < missing; i++) Fail(table, "", line, null);
        }
        foreach (var line in surplus) Fail(table, "", null, line);
    }

    void Fail(string table, string what, object? expected, object? found) =>
        report.Fail(table, $"{$"{merger.Code} {what}".TrimEnd()}", expected, found);

    static string Line(MappingLine line) =>
        $"{line.Kind.Code()} {line.SourceBody} {line.Source}: {line.Target} ({line.Reason})";

    static Shareholding Share(JsonElement payload) => new(
        Text(payload, "holder"), Text(payload, "account"), Text(payload, "issuer"), Text(payload, "equity"),
        new(payload.GetProperty("cents").GetInt64()));

    static string Key(JsonElement payload) =>
        $"{Text(payload, "kind")} {Text(payload, "body")} {Text(payload, "source")}";

    static string Text(JsonElement payload, string name) => payload.GetProperty(name).GetString()!;
}
