using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger.Governance;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Merger;

/// <summary>The two legal forms, GkG NRW § 22.</summary>
public enum MergerForm
{
    /// <summary>A new association succeeds all; its book has no entries yet.</summary>
    Zusammenschluss,

    /// <summary>An existing association takes others in.</summary>
    Eingliederung,
}

public enum MergerState { Draft, Executed }

/// <summary>A merger of bodies (Fusion): one target succeeds one or more sources on one day.</summary>
/// <param name="EffectiveOn">The first day on which the sources are gone; their books close the day before.</param>
/// <param name="RunNo">How often it was executed; more than once only after it was undone.</param>
public sealed record MergerCase(
    Id<MergerCase> Id, string Code, MergerForm Form, Body Target, IReadOnlyList<Body> Sources, DateOnly EffectiveOn,
    MergerState State, int RunNo)
{
    /// <summary>The day is fixed by a recorded step; until then it is planned.</summary>
    public bool IsDayFixed { get; init; }

    /// <summary>The last execution is sealed for good.</summary>
    public bool IsSealed { get; init; }

    /// <summary>The sources' last day.</summary>
    public DateOnly LastDay => EffectiveOn.AddDays(-1);

    /// <summary>Sources in their order, then the target.</summary>
    public IEnumerable<Body> Bodies => Sources.Append(Target);

    /// <summary>The bodies whose assemblies have to resolve: of a Zusammenschluss the sources (GkG NRW § 22 (1)), of an
    /// Eingliederung also the target (§ 22a).</summary>
    public IEnumerable<Body> Resolving => Form == MergerForm.Zusammenschluss ? Sources : Bodies;

    public Body? Find(string code) => Bodies.FirstOrDefault(body => body.Code == code);
}

/// <summary>Creates and finds mergers.</summary>
public static class Mergers
{
    /// <returns>The merger, or <c>merger.code</c>, <c>ledger.body-unknown</c>, <c>merger.sources</c>,
    /// <c>merger.target-not-empty</c>, <c>merger.exists</c>.</returns>
    public static async Task<Result<MergerCase>> Create(
        Work work, string code, MergerForm form, string target, IReadOnlyList<string> sources, DateOnly effectiveOn)
    {
        if (code.Length is < 2 or > 40
            || !code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            return new Rejection("merger.code",
                $"„{code}“ ist kein Kürzel aus 2 bis 40 Kleinbuchstaben, Ziffern oder Bindestrichen.");
        }
        if (!(await Book.Open(work, target)).Ok(out var book, out var why)) return why;
        var bodies = new List<Body>();
        foreach (var source in sources)
        {
            if (!(await Bodies.Find(work.Db, source)).Ok(out var body, out why)) return why;
            bodies.Add(body);
        }
        if (bodies.Count == 0 || bodies.Append(book.Body).Distinct().Count() != bodies.Count + 1)
        {
            return new Rejection("merger.sources",
                "Eine Fusion braucht mindestens eine Quelle; Quellen und Ziel sind verschiedene Körperschaften.");
        }
        if (form == MergerForm.Zusammenschluss && book.EntryCount > 0)
        {
            return new Rejection("merger.target-not-empty",
                $"Beim Zusammenschluss entsteht eine neue Körperschaft; „{target}“ hat schon Buchungen.",
                    "GkG NRW § 22");
        }
        return await Insert(work, code, form, book.Body, bodies, effectiveOn);
    }

    /// <returns>The merger, or <c>merger.unknown</c>.</returns>
    public static async Task<Result<MergerCase>> Find(Session db, string code) =>
        (await All(db)).Find(merger => merger.Code == code) is { } found
            ? found
            : new Rejection("merger.unknown", $"Die Fusion „{code}“ gibt es nicht.");

    /// <summary>All mergers, by code; behind a wall those of whose bodies none stands outside.</summary>
    public static async Task<List<MergerCase>> All(Session db)
    {
        var bodies = (await Bodies.All(db)).ToDictionary(body => body.Id);
        var sources = (await db.All($"""
            select body_id, merger_id, source_body_id from merger_source order by body_id, merger_id, place
            """, row => (Merger: (row.Id<Body>(), row.Id<MergerCase>()), Body: row.Id<Body>())))
            .ToLookup(source => source.Merger, source => source.Body);
        var (days, seals) = await RecordedSteps.All(db);
        return (await db.All($"""
            select body_id, merger_id, code, form, effective_on, state, run_no from merger_case order by code
            """, row =>
        {
            var (target, id) = (row.Id<Body>(), row.Id<MergerCase>());
            if (!sources[(target, id)].Append(target).All(bodies.ContainsKey)) return null;
            return new MergerCase(id, row.Text(), Codes.Parse<MergerForm>(row.Text()), bodies[target],
                [.. sources[(target, id)].Select(source => bodies[source])], row.Day(),
                Codes.Parse<MergerState>(row.Text()), row.Int())
            {
                IsDayFixed = days.Contains((target, id)),
            };
        })).OfType<MergerCase>()
            .Select(merger => merger with { IsSealed = seals.Contains((merger.Target.Id, merger.Id, merger.RunNo)) })
            .ToList();
    }

    /// <summary>The other bodies of the mergers that a body takes part in, whatever its part.</summary>
    public static async Task<List<Body>> Partners(Session db, Body body) => [.. (await All(db))
        .Where(merger => merger.Bodies.Contains(body)).SelectMany(merger => merger.Bodies).Distinct()
        .Where(partner => partner != body)];

    /// <summary>A merger whose mapping may still change.</summary>
    internal static async Task<Result<MergerCase>> FindDraft(Work work, string code)
    {
        if (!(await Find(work.Db, code)).Ok(out var merger, out var why)) return why;
        // The target's book is the lock of the merger: no two acts change the same mapping.
        await Book.Open(work, merger.Target);
        return merger.State == MergerState.Draft
            ? merger
            : Executed(code);
    }

    /// <summary>Why a merger that is executed is neither changed nor executed.</summary>
    public static Rejection Executed(string code) => new(
        "merger.executed", $"Die Fusion „{code}“ ist vollzogen; zuerst ist sie rückgängig zu machen.");

    static async Task<Result<MergerCase>> Insert(
        Work work, string code, MergerForm form, Body target, List<Body> sources, DateOnly effectiveOn)
    {
        var id = await work.Db.One($"""
            select coalesce(max(merger_id), 0) + 1 from merger_case where body_id = {target.Id}
            """, row => row.Id<MergerCase>());
        // Codes are unique over all bodies, also those that stand outside of a wall and cannot be asked.
        var inserted = await work.Db.Run($"""
            insert into merger_case (body_id, merger_id, code, form, effective_on, run_no, state)
            values ({target.Id}, {id}, {code}, {form.Code()}, {effectiveOn}, 0, {MergerState.Draft.Code()})
            on conflict (code) do nothing
            """);
        if (inserted == 0) return new Rejection("merger.exists", $"Die Fusion „{code}“ gibt es schon.");
        await work.Db.Bulk("merger_source", "body_id, merger_id, source_body_id, place", sources,
            (to, source) => to.Add(target.Id).Add(id).Add(source.Id).Add(sources.IndexOf(source) + 1));
        var merger = new MergerCase(id, code, form, target, sources, effectiveOn, MergerState.Draft, 0);
        await MergerEvents.Add(work, merger, MergerEventKind.Created, MergerEvents.Creation(merger));
        return merger;
    }
}
