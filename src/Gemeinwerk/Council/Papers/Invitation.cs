using Gemeinwerk.Basics;
using Gemeinwerk.Printing;

namespace Gemeinwerk.Council.Papers;

/// <summary>The invitation (Einladung) to a sitting, with its agenda and the motions.</summary>
public static class Invitation
{
    /// <param name="no">Of the sitting.</param>
    /// <param name="body">What the association is called where no statute is in force.</param>
    /// <returns>The invitation, or <c>council.sitting-unknown</c>, <c>council.sitting-state</c> where it was cancelled,
    /// <c>printing.too-large</c>.</returns>
    public static Result<Paper> Of(Assembly assembly, int no, string body, PaperReaders readers)
    {
        if (assembly.Sitting(no) is not { } sitting) return SittingRules.Unknown(no);
        if (sitting.State == SittingState.Cancelled) return SittingRules.Over(sitting);
        var name = PaperWords.Name(assembly, sitting.On, body);
        var title = $"Einladung zu Sitzung {no} der Verbandsversammlung am {German.Date(sitting.On)}";
        List<Block> blocks =
        [
            new Heading(1, title),
            new Paragraph(name, IsStrong: true),
            new Facts(
            [
                new("Tag", German.Date(sitting.On)),
                new("Beginn", sitting.Time is { } time ? $"{time} Uhr" : "ohne Angabe"), new("Ort", sitting.Place),
                new("Einladung vom", German.Date(sitting.InvitedOn)),
            ]),
        ];
        if (sitting.Repeats is { } earlier)
        {
            // The law asks for this sentence in the second invitation.
            blocks.Add(new Paragraph($"In Sitzung {earlier} war die Versammlung nicht beschlussfähig. Über dieselben "
                + "Gegenstände ist sie in dieser Sitzung ohne Rücksicht auf die Zahl der Erschienenen beschlussfähig "
                + "(GO NRW § 49 (2))."));
        }
        blocks.Add(new Heading(2, "Tagesordnung"));
        blocks.Add(sitting.Items.Count > 0
            ? Minutes.AgendaOf(sitting, readers)
            : new Paragraph("Die Tagesordnung folgt."));
        var shown = sitting.Items.Where(item => Minutes.IsShown(item, readers)).ToList();
        if (shown.Count > 0) blocks.Add(new Heading(2, "Beschlussvorschläge"));
        foreach (var item in shown)
        {
            blocks.Add(new Heading(3, $"Punkt {item.No}: {item.Title}"));
            blocks.AddRange(PaperWords.Paragraphs(item.Motion));
            var about = PaperWords.About(assembly, item.Candidate, item.Statute, item.Interim).ToList();
            if (about.Count > 0) blocks.Add(new Facts(about));
            if (item.Withdrawn is { } reason) blocks.Add(new Paragraph($"Von der Tagesordnung abgesetzt: {reason}"));
        }
        blocks.Add(new Signatures([assembly.Holder(Office.Chair, sitting.InvitedOn) is { } chair
            ? $"Vorsitz: {chair}" : "Vorsitz"]));
        return Paper.Of($"{title}, {name}", blocks);
    }
}
