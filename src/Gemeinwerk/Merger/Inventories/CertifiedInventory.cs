using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Exports;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Merger.Inventories;

/// <summary>What a certificate says of inventories, docs/formats.md section 5; nothing where no body has one.</summary>
static class CertifiedInventory
{
    /// <summary>Lines of <c>[inventories]</c>: of every body before and after, sources in their order, then the target.
    /// </summary>
    /// <param name="after">The target's items.</param>
    internal static IEnumerable<IEnumerable<string?>> Moments(
        MergerCase merger, Func<Body, IReadOnlyList<ConfigurationItem>> before, IReadOnlyList<ConfigurationItem> after)
    {
        foreach (var body in merger.Bodies)
        {
            var had = before(body);
            var root = InventoryLines.Root(body, had);
            yield return Line(body, "before", had.Count, root);
            yield return body == merger.Target
                ? Line(body, "after", after.Count, InventoryLines.Root(body, after))
                : Line(body, "after", had.Count, root);
        }
    }

    static IEnumerable<string?> Line(Body body, string moment, int count, byte[] root) =>
        [body.Code, moment, CertificateText.Number(count), Convert.ToBase64String(root)];

    /// <summary>Lines of <c>[inventory]</c>.</summary>
    internal static IEnumerable<IEnumerable<string?>> Moves(IEnumerable<InventoryMove> moves) =>
        moves.Select(move => (IEnumerable<string?>)[move.Source.Code, CertificateText.Number(move.From.Id.Value),
            move.From.Kind.Code, move.From.Name, move.Fate.Code(),
            move.Target is { } target ? CertificateText.Number(target) : null, move.NewName, move.Reason]);

    /// <summary>Lines of <c>[counts]</c>.</summary>
    internal static IEnumerable<IEnumerable<string?>> Counts(IReadOnlyList<InventoryMove>? moves)
    {
        if (moves is null) yield break;
        yield return ["inventory items", CertificateText.Number(moves.Count)];
        foreach (var fate in Enum.GetValues<ItemFate>())
        {
            yield return [$"inventory items {fate.Code()}",
                CertificateText.Number(moves.Count(move => move.Fate == fate))];
        }
    }
}
