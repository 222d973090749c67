using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Exports;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Merger.Inventories;

/// <summary>What a certificate says of uses, docs/formats.md section 5; nothing where no body has any.</summary>
static class CertifiedUses
{
    /// <summary>Lines of <c>[use-moments]</c>: of every body before and after, sources in their order, then the target.
    /// </summary>
    internal static IEnumerable<IEnumerable<string?>> Moments(MergerCase merger, RecordedUses uses)
    {
        foreach (var body in merger.Bodies)
        {
            var had = uses.Before(body);
            yield return Line(body, "before", had);
            yield return Line(body, "after",
                body == merger.Target ? uses.After(merger.Target, merger.EffectiveOn) : had);
        }
    }

    static IEnumerable<string?> Line(Body body, string moment, List<ItemUse> uses) =>
        [body.Code, moment, CertificateText.Number(uses.Count), Convert.ToBase64String(UseLines.Root(body, uses))];

    /// <summary>Lines of <c>[uses]</c>.</summary>
    internal static IEnumerable<IEnumerable<string?>> Moves(RecordedUses uses) => uses.Moves.Select(move =>
        (IEnumerable<string?>)[move.Body.Code, .. Fields(move.Use), move.Fate.Code(),
            move.Weight is { } weight ? CertificateText.Number(weight) : null]);

    /// <summary>Lines of <c>[new-uses]</c>.</summary>
    internal static IEnumerable<IEnumerable<string?>> Added(RecordedUses uses) => uses.Added.Select(Fields);

    static IEnumerable<string?> Fields(ItemUse use) =>
    [
        CertificateText.Number(use.Id.Value), CertificateText.Number(use.Item.Value),
        CertificateText.Number(use.Member.Value), Day.Iso(use.Since), use.Until is { } until ? Day.Iso(until) : null,
        CertificateText.Number(use.Share.Numerator), CertificateText.Number(use.Share.Denominator),
    ];

    /// <summary>Lines of <c>[counts]</c>.</summary>
    internal static IEnumerable<IEnumerable<string?>> Counts(RecordedUses? uses)
    {
        if (uses is null) yield break;
        yield return ["uses", CertificateText.Number(uses.Moves.Count)];
        foreach (var fate in Enum.GetValues<UseFate>())
        {
            yield return [$"uses {fate.Code()}", CertificateText.Number(uses.Moves.Count(move => move.Fate == fate))];
        }
        yield return ["new uses", CertificateText.Number(uses.Added.Count)];
    }
}
