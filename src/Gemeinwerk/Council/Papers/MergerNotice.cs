using Gemeinwerk.Basics;
using Gemeinwerk.Printing;

namespace Gemeinwerk.Council.Papers;

/// <summary>An association that takes part in a merger.</summary>
/// <param name="Body">What it is called where no statute is in force.</param>
public sealed record MergerSide(string Body, Assembly Assembly);

/// <summary>The public notice (Bekanntmachung) of a merger of associations, by the resolutions of all their assemblies,
/// GkG NRW § 22.</summary>
public static class MergerNotice
{
    sealed record Resolved(string Name, Assembly Assembly, Resolution Resolution);

    /// <param name="merger">The merger's code.</param>
    /// <param name="on">The day as of which approvals are told.</param>
    /// <returns>The notice, or <c>council.merger-undecided</c> where an assembly has not resolved on it,
    /// <c>council.resolution-rejected</c>, <c>council.not-public</c>, <c>council.merger-statutes</c> where they did not
    /// adopt the same statute, <c>printing.too-large</c>.</returns>
    public static Result<Paper> Of(IReadOnlyList<MergerSide> sides, string merger, DateOnly on)
    {
        Invariant.Holds(sides.Count > 0);
        var all = new List<Resolved>();
        foreach (var side in sides)
        {
            var found = side.Assembly.Resolutions.LastOrDefault(resolution => resolution.Merger == merger);
            if (found is null)
            {
                return new Rejection("council.merger-undecided",
                    $"Die Versammlung von {Texts.Shown(side.Body)} hat über die Fusion „{Texts.Shown(merger)}“ nicht "
                    + "beschlossen.", "GkG NRW § 22 (1)");
            }
            if (NoticePaper.Refuse(found) is { } why) return why;
            all.Add(new Resolved(PaperWords.Name(side.Assembly, found.On, side.Body), side.Assembly, found));
        }
        if (all.Select(it => it.Resolution.StatuteHash).Distinct().Count() > 1)
        {
            return new Rejection("council.merger-statutes",
                "Die Versammlungen haben nicht dieselbe Satzung beschlossen.", "GkG NRW § 22 (1)");
        }
        return Notice(all, merger, on);
    }

    static Result<Paper> Notice(List<Resolved> all, string merger, DateOnly on)
    {
        var first = all[0];
        var statute = first.Assembly.Statute(first.Resolution.Statute!.Value)!;
        var origin = all.SelectMany(it => it.Assembly.Origins).Where(it => it.Merger == merger)
            .MaxBy(it => it.On);
        // What is known of its start also stands in the statute that takes effect with it.
        var effective = origin?.On ?? all.Select(it => it.Assembly.Statute(it.Resolution.Statute!.Value)!.Start).Max();
        List<Block> blocks =
        [
            new Heading(1, "Bekanntmachung einer Fusion von Zweckverbänden"),
            new Paragraph($"{statute.Text.Name}, {statute.Text.Seat}", IsStrong: true),
            new Facts(
            [
                new("Beteiligte", string.Join("; ", all.Select(it => it.Name))),
                new("Wirksam", PaperWords.Day(effective, "am Tag nach der Bekanntmachung, noch nicht festgestellt")),
                new("Satzung", "von allen Versammlungen im selben Wortlaut beschlossen"),
                new("Prüfsumme (SHA-256)", statute.Text.Hash),
            ]),
            .. Resolutions(all, on),
            .. UntilElection(all),
            .. Termination(effective, on),
            .. StatutePaper.Fields(first.Assembly, statute.Text),
            new Heading(2, "Wortlaut der Satzung"),
            .. PaperWords.Wording(statute.Text.Wording),
            new Signatures([.. all.Select(it => $"{it.Name}: {NoticePaper.Signed(it.Assembly, on)}")]),
        ];
        return Paper.Of($"Bekanntmachung einer Fusion: {statute.Text.Name}", blocks);
    }

    static IEnumerable<Block> Resolutions(List<Resolved> all, DateOnly on)
    {
        yield return new Heading(2, "Beschlüsse");
        yield return new Grid("Beschlüsse der Versammlungen über die Fusion",
            [new("Verband"), new("Beschluss"), new("Ja", true), new("Nein", true), new("Enth.", true),
                new("Nötig", true), new("Aufsichtsbehörde")],
            [.. all.Select(it => (string[])[it.Name,
                $"{it.Resolution.Citation} vom {German.Date(it.Resolution.On)}",
                German.Count(it.Resolution.Tally.Votes.Yes), German.Count(it.Resolution.Tally.Votes.No),
                German.Count(it.Resolution.Tally.Votes.Abstain), German.Count(it.Resolution.Tally.Required),
                it.Resolution.Approval is { } approval ? StatutePaper.Shown(approval, on) : "nicht beantragt"])]);
        foreach (var (name, _, resolution) in all)
        {
            yield return new Heading(3, $"{name}: {resolution.Title}");
            foreach (var block in PaperWords.Paragraphs(resolution.Motion)) yield return block;
            yield return new Paragraph($"Nötig war: {resolution.Tally.Rule}.");
        }
    }

    static IEnumerable<Block> UntilElection(List<Resolved> all)
    {
        var named = all.Select(it => it.Resolution.Interim).OfType<Interim>().Distinct().ToList();
        if (named.Count == 0) yield break;
        yield return new Heading(2, "Bis zur ersten Wahl");
        yield return new Paragraph("Bis zu den ersten Wahlen, die ohne Verzug stattfinden, haben diese Rechte "
            + "(GkG NRW § 22 (2)):");
        yield return new Facts([.. named.SelectMany(it => new[]
        {
            new Fact("Verbandsvorsteher", it.Head), new Fact("Vorsitz der Versammlung", it.Chair),
        })]);
    }

    static IEnumerable<Block> Termination(DateOnly? effective, DateOnly on)
    {
        var rule = AssociationRule.Of("merger-termination", effective ?? on);
        yield return new Heading(2, "Recht zur Kündigung");
        yield return new Paragraph($"Mitglieder können binnen {rule.Value.Numerator} Monaten kündigen, nachdem die "
            + "Fusion wirksam wurde"
            + (effective is { } day ? $", also bis zum {German.Date(rule.After(day))}" : "") + $" ({rule.Shown}).");
    }
}
