using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Merger;

public enum MappingKind { Account, Product, CostCentre, Party, Item, Asset }

/// <summary>What becomes of one number of a source (Überleitung).</summary>
/// <param name="Target">A number of the target; <c>NEU</c> creates one there, with the source's number where it is
/// free; <c>NEU=4711</c> creates exactly that one.</param>
/// <param name="Reason">Why, for people: a suggestion's reason, or who decided.</param>
public sealed record MappingLine(MappingKind Kind, string SourceBody, string Source, string Target, string Reason)
{
    public const string New = "NEU";

    public bool IsNew => Target == New || Target.StartsWith(New + "=", StringComparison.Ordinal);

    /// <summary>The number wished for a new one, or null for the source's.</summary>
    public string? WishedNumber => IsNew && Target != New ? Target[(New.Length + 1)..] : null;
}

/// <summary>All lines of a merger's mapping, for looking up.</summary>
public sealed class MappingTable(IEnumerable<MappingLine> lines)
{
    readonly Dictionary<(MappingKind, string, string), MappingLine> all =
        lines.ToDictionary(line => (line.Kind, line.SourceBody, line.Source));

    public MappingLine? Find(MappingKind kind, string sourceBody, string source) =>
        all.GetValueOrDefault((kind, sourceBody, source));

    public IEnumerable<MappingLine> Lines => all.Values;
}

/// <summary>The stored mapping of a merger.</summary>
public static class Mappings
{
    /// <summary>By kind, source body and source number.</summary>
    public static async Task<List<MappingLine>> All(Session db, MergerCase merger)
    {
        var codes = merger.Sources.ToDictionary(source => source.Id, source => source.Code);
        var lines = await db.All($"""
            select kind, source_body_id, source, target, reason from merger_mapping
            where body_id = {merger.Target.Id} and merger_id = {merger.Id}
            """, row => new MappingLine(
            Codes.Parse<MappingKind>(row.Text()), codes[row.Id<Body>()], row.Text(), row.Text(), row.Text()));
        return [.. lines.OrderBy(line => line.Kind).ThenBy(line => line.SourceBody, StringComparer.Ordinal)
            .ThenBy(line => line.Source, StringComparer.Ordinal)];
    }

    /// <summary>Sets lines; a line of the same kind, body and source is replaced. Whether the numbers exist and fit is
    /// asked by the plan, so that all answers come at once.</summary>
    /// <returns>How many lines are new or different, or <c>merger.unknown</c>, <c>merger.executed</c>,
    /// <c>merger.mapping</c>.</returns>
    public static async Task<Result<int>> Set(Work work, string code, IReadOnlyList<MappingLine> lines)
    {
        if (!(await Mergers.FindDraft(work, code)).Ok(out var merger, out var why)) return why;
        foreach (var line in lines)
        {
            if (Refuse(merger, line) is { } refused) return refused;
        }
        return await Write(work, merger, lines);
    }

    /// <returns>Whether there was such a line, or <c>merger.unknown</c>, <c>merger.executed</c>.</returns>
    public static async Task<Result<bool>> Remove(
        Work work, string code, MappingKind kind, string sourceBody, string source)
    {
        if (!(await Mergers.FindDraft(work, code)).Ok(out var merger, out var why)) return why;
        var body = merger.Sources.FirstOrDefault(b => b.Code == sourceBody)?.Id;
        var removed = await work.Db.Run($"""
            delete from merger_mapping where body_id = {merger.Target.Id} and merger_id = {merger.Id}
              and kind = {kind.Code()} and source_body_id = {body} and source = {source}
            """);
        if (removed > 0)
        {
            await MergerEvents.Add(work, merger, MergerEventKind.Unmapped,
                new { kind = kind.Code(), body = sourceBody, source });
        }
        return removed > 0;
    }

    internal static Rejection? Refuse(MergerCase merger, MappingLine line)
    {
        if (!merger.Sources.Any(source => source.Code == line.SourceBody))
        {
            return new("merger.mapping", $"„{line.SourceBody}“ ist keine Quelle der Fusion „{merger.Code}“.");
        }
        if (Texts.Refuse(line.Source, 60) is { } source) return new("merger.mapping", $"Nummer der Quelle: {source}");
        if (Texts.Refuse(line.Target, 64) is { } target) return new("merger.mapping", $"Nummer im Ziel: {target}");
        return line.Reason.Length == 0 ? null
            : Texts.Refuse(line.Reason, 500) is { } reason ? new("merger.mapping", $"Grund: {reason}") : null;
    }

    internal static async Task<int> Write(Work work, MergerCase merger, IReadOnlyList<MappingLine> lines)
    {
        var bodies = merger.Sources.ToDictionary(source => source.Code, source => source.Id);
        var known = new MappingTable(await All(work.Db, merger));
        var changed = lines
            .GroupBy(line => (line.Kind, line.SourceBody, line.Source)).Select(same => same.Last())
            .Where(line => known.Find(line.Kind, line.SourceBody, line.Source) != line).ToList();
        await work.Db.Bulk("merger_mapping", "body_id, merger_id, kind, source_body_id, source, target, reason",
            changed,
            (to, line) => to.Add(merger.Target.Id).Add(merger.Id).Add(line.Kind.Code()).Add(bodies[line.SourceBody])
                .Add(line.Source).Add(line.Target).Add(line.Reason), """
            on conflict (body_id, merger_id, kind, source_body_id, source)
            do update set target = excluded.target, reason = excluded.reason
            """);
        await MergerEvents.AddAll(work, merger, MergerEventKind.Mapped, changed.Select(line => new
        {
            kind = line.Kind.Code(),
            body = line.SourceBody,
            source = line.Source,
            target = line.Target,
            reason = line.Reason,
        }));
        return changed.Count;
    }
}
