using Gemeinwerk.Basics;
using Gemeinwerk.Printing;

namespace Gemeinwerk.Council.Papers;

/// <summary>The public notice (Bekanntmachung) of a resolution, GkG NRW § 11.</summary>
public static class NoticePaper
{
    /// <param name="no">Of the resolution.</param>
    /// <param name="body">What the association is called where no statute is in force.</param>
    /// <param name="on">The day as of which approvals are told.</param>
    /// <returns>The notice, or <c>council.resolution-unknown</c>, <c>council.resolution-rejected</c>,
    /// <c>council.not-public</c>, <c>printing.too-large</c>.</returns>
    public static Result<Paper> Of(Assembly assembly, int no, string body, DateOnly on)
    {
        if (assembly.Resolution(no) is not { } resolution) return ResolutionRules.Unknown(no);
        if (Refuse(resolution) is { } why) return why;
        var name = PaperWords.Name(assembly, resolution.On, body);
        List<Block> blocks =
        [
            new Heading(1, "Bekanntmachung"),
            new Paragraph(name, IsStrong: true),
            new Facts([new("Rechtsform", LegalForm.Of(assembly, on))]),
            new Paragraph($"Die Verbandsversammlung hat am {German.Date(resolution.On)} beschlossen "
                + $"(Beschluss {resolution.Citation}):"),
            new Heading(2, resolution.Title),
            .. PaperWords.Paragraphs(resolution.Motion),
            new Facts(
            [
                .. PaperWords.About(assembly, resolution.Candidate, resolution.Statute, resolution.Interim),
                .. PaperWords.Result(assembly, resolution),
            ]),
        ];
        if (resolution.Order is { } order)
        {
            blocks.Add(new Heading(2, "Bekanntmachungsanordnung"));
            blocks.Add(new Paragraph($"Die Bekanntmachung hat {order.Signer} am {German.Date(order.On)} angeordnet "
                + "(GkG NRW § 16 (2))."));
        }
        if (resolution.Approval is { } approval)
        {
            blocks.Add(new Heading(2, "Aufsichtsbehörde"));
            blocks.Add(new Paragraph($"{StatutePaper.Shown(approval, on)}."));
        }
        if (resolution.Statute is { } version)
        {
            var text = assembly.Statute(version)!.Text;
            blocks.AddRange([.. StatutePaper.Fields(assembly, text), new Heading(2, "Wortlaut der Satzung"),
                .. PaperWords.Wording(text.Wording)]);
        }
        blocks.Add(new Signatures([Signed(assembly, on)]));
        return Paper.Of($"Bekanntmachung des Beschlusses {resolution.Citation}, {name}", blocks);
    }

    /// <summary>Only what was resolved in public is made public.</summary>
    internal static Rejection? Refuse(Resolution resolution)
    {
        if (!resolution.IsPassed) return ResolutionRules.Rejected(resolution);
        return resolution.IsPublic ? null : new("council.not-public",
            $"Beschluss {resolution.Citation} wurde in nicht öffentlicher Sitzung gefasst und wird nicht bekannt "
            + "gemacht.");
    }

    internal static string Signed(Assembly assembly, DateOnly on) => assembly.Holder(Office.Head, on) is { } head
        ? $"Ort, Tag; Verbandsvorsteherin oder Verbandsvorsteher: {head}"
        : "Ort, Tag; Verbandsvorsteherin oder Verbandsvorsteher";
}
