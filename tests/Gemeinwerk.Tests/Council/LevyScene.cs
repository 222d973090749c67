using Gemeinwerk.Council;

namespace Gemeinwerk.Tests.Council;

/// <summary>What tests tell of levies, on a <see cref="Scene"/>: drafts, their parts, and the way to the approval.
/// </summary>
static class LevyScene
{
    static readonly string[] members = ["hemer", "siegen", "iserlohn", "kreis", "gmbh"];

    internal static readonly DateOnly Resolved = new(2025, 12, 10), Approved = new(2026, 1, 8);

    /// <summary>A draft for a year with expenses of 1,000,000.00 and other revenues of 400,000.00, in two instalments.
    /// </summary>
    internal static Scene DraftLevy(
        this Scene scene, int year = 2026, long reserve = 0, long deficit = 0, bool isOfSavingsBank = false) =>
        scene.Do(Draft(scene, year, reserve, deficit, isOfSavingsBank));

    internal static LevyDrafted Draft(
        Scene scene, int year = 2026, long reserve = 0, long deficit = 0, bool isOfSavingsBank = false) => new(
        scene.Now.Levies.All.Count + 1, year, 1_000_000_00, 400_000_00, reserve, deficit,
        [new(year, 2, 15), new(year, 8, 15)], $"Haushaltssatzung {year}", isOfSavingsBank);

    internal static Scene Part(
        this Scene scene, long cents, LevyKey key, DateOnly? on = null, string? task = null,
        IReadOnlyList<string>? members = null, string name = "Umlage") =>
        scene.Do(PartOf(scene, cents, key, on, task, members, name));

    internal static LevyPartAdded PartOf(
        Scene scene, long cents, LevyKey key, DateOnly? on = null, string? task = null,
        IReadOnlyList<string>? members = null, string name = "Umlage") => new(
        scene.Now.Levies.All.Count, name, cents, key, on ?? new(2025, 12, 31), task, members);

    /// <summary>Work places of hemer, siegen, iserlohn, kreis and gmbh, all of a task.</summary>
    internal static Scene Count(
        this Scene scene, LevyKey key, string? task = null, DateOnly? on = null, params long[] counts)
    {
        foreach (var (member, count) in members.Zip(counts))
        {
            scene.Do(new KeyCounted(member, key, count, on ?? new(2025, 12, 31), task, "Erhebung"));
        }
        return scene;
    }

    /// <summary>The assembly sets the last draft; nobody has approved it.</summary>
    internal static Scene SetLevy(this Scene scene, DateOnly? on = null)
    {
        scene.Sit(on ?? Resolved);
        var sitting = scene.Now.Sittings[^1];
        scene.Do(Placed(scene))
            .Do(new BallotsCast(sitting.No, 1, [.. sitting.Present.Keys.Select(it => new Ballot(it, Choice.Yes))]))
            .Do(new VoteClosed(sitting.No, 1, null));
        return scene.Do(new SittingClosed(sitting.No));
    }

    internal static ItemPlaced Placed(Scene scene, MotionKind kind = MotionKind.Budget) => new(
        scene.Now.Sittings.Count, 1, kind, "Haushaltssatzung", "Die Haushaltssatzung wird beschlossen.", true, null,
        null, null, null, scene.Now.Levies.All.Count);

    internal static Scene ApproveLevy(this Scene scene, DateOnly? given = null)
    {
        var no = scene.Now.Resolutions.Count;
        return scene.Approve(no, scene.Now.Resolution(no)!.On, given ?? Approved);
    }

    /// <summary>What members pay, in their order: <c>hemer 40.00</c>.</summary>
    internal static string Shares(this Assembly assembly, int no = 1)
    {
        var computed = LevyShares.Of(assembly, assembly.Levies.Find(no)!);
        return computed.Table is { } table
            ? string.Join(", ", table.Shares.Select(share => $"{share.Member} {share.Amount.ToPlainText()}"))
            : string.Join('\n', computed.Findings);
    }
}
