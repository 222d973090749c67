using Gemeinwerk.Basics;
using Gemeinwerk.Printing;

namespace Gemeinwerk.Council.Papers;

/// <summary>A version of the statute (Verbandssatzung): how it came about, what GkG NRW § 9 (2) wants, its wording.
/// </summary>
public static class StatutePaper
{
    /// <param name="on">The day as of which approvals are told.</param>
    /// <returns>The paper, or <c>council.statute-unknown</c>, <c>printing.too-large</c>.</returns>
    public static Result<Paper> Of(Assembly assembly, int version, DateOnly on)
    {
        if (assembly.Statute(version) is not { } statute) return StatuteRules.Unknown(version);
        var name = string.IsNullOrWhiteSpace(statute.Text.Name) ? "Verband ohne Namen" : statute.Text.Name;
        var title = $"Verbandssatzung, Fassung {version}{(statute.AdoptedOn is null ? " (Entwurf)" : "")}";
        List<Block> blocks =
        [
            new Heading(1, title),
            new Paragraph(name, IsStrong: true),
            new Facts([new("Rechtsform", LegalForm.Of(assembly, statute.Start ?? on))]),
            new Heading(2, "Zustandekommen"),
            new Facts([.. History(assembly, statute, on)]),
            .. Fields(assembly, statute.Text),
            new Heading(2, "Wortlaut"),
            .. PaperWords.Wording(statute.Text.Wording),
        ];
        return Paper.Of($"{title}, {name}", blocks);
    }

    static IEnumerable<Fact> History(Assembly assembly, Statute statute, DateOnly on)
    {
        var resolution = statute.AdoptedBy is { } no ? assembly.Resolution(no) : null;
        yield return new("Beschlossen", (statute.AdoptedOn, resolution) switch
        {
            (null, _) => "noch nicht",
            ({ } day, null) => $"am {German.Date(day)} durch die Gründer vereinbart",
            ({ } day, _) => $"am {German.Date(day)}, Beschluss {resolution.Citation} mit "
                + $"{German.Count(resolution.Tally.Votes.Yes)} von {German.Count(resolution.Tally.Statutory)} Stimmen",
        });
        if (resolution is not null)
        {
            yield return new("Genehmigung", resolution.Approval is { } approval
                ? Shown(approval, on)
                : "nicht beantragt");
            if (resolution.Order is { } order)
            {
                yield return new("Bekanntmachung angeordnet", $"am {German.Date(order.On)} durch {order.Signer}");
            }
            foreach (var publication in resolution.Publications)
            {
                yield return new("Bekannt gemacht", Shown(publication));
            }
        }
        if (statute.Gazette is { } gazette) yield return new("Bekannt gemacht", gazette);
        yield return new("In Kraft", statute.Start is { } start ? $"ab {German.Date(start)}" : "noch nicht");
        yield return new("Prüfsumme (SHA-256)", statute.Text.Hash);
    }

    internal static string Shown(Approval approval, DateOnly on) => $"{approval.Authority}: {approval.State(on)}"
        + (approval.Reference is { } reference ? $", Aktenzeichen {reference}" : "");

    internal static string Shown(Publication publication) =>
        $"am {German.Date(publication.On)}, {publication.Gazette}, {publication.Reference}";

    /// <summary>The six must-fields, and what the statute says besides.</summary>
    internal static IEnumerable<Block> Fields(Assembly assembly, StatuteText text)
    {
        yield return new Heading(2, "Inhalt nach GkG NRW § 9 (2)");
        yield return new Facts(
        [
            Must("Mitglieder", text.Members), Must("Aufgaben", text.Tasks), Must("Name", text.Name),
            Must("Sitz", text.Seat), Must("Form der Bekanntmachungen", text.NoticeForm),
            Must("Maßstab der Beiträge", text.ContributionKey),
        ]);
        yield return new Heading(2, "Weitere Regelungen");
        List<Fact> more = [new("Stimmen", Votes(text.Votes))];
        if (text.Majority is { } majority)
        {
            more.Add(new("Mehrheit für Änderungen", $"{majority} der satzungsmäßigen Stimmen"));
        }
        if (text.ConsentOf is { Count: > 0 } members)
        {
            more.Add(new("Zustimmung von", string.Join(", ", members.Select(number =>
                assembly.Member(number)?.Name ?? number))));
        }
        if (text.InvitationDays is { } days) more.Add(new("Ladungsfrist", German.Count(days, "Tag", "Tage")));
        if (text.NoticeMonths is { } months) more.Add(new("Kündigungsfrist", German.Count(months, "Monat", "Monate")));
        if (text.Settlement is { } settlement) more.Add(new("Auseinandersetzung", settlement));
        if (text.Director is { } director) more.Add(new("Geschäftsführung nach GkG NRW § 16 (3)", director));
        if (text.PrivateVotesAllowedBy is { } exception) more.Add(new("Ausnahme nach GkG NRW § 15 (1)", exception));
        yield return new Facts(more);
    }

    static Fact Must(string term, string says) => new(term, string.IsNullOrWhiteSpace(says) ? "fehlt" : says);

    /// <summary>A rule of votes in words.</summary>
    static string Votes(string rule) => rule.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
    {
        ["je", var size] when long.TryParse(size, out var each) =>
            $"je angefangene {German.Count(each)} Einwohner eine Stimme",
        ["stufen", .. var steps] => $"nach Einwohnern in Stufen: {string.Join(", ", steps.Select(Step))}",
        _ => "für jedes Mitglied in der Satzung festgelegt",
    };

    static string Step(string step) => step.Split(':') is [var from, var votes] && long.TryParse(from, out var start)
        && long.TryParse(votes, out var count)
            ? $"ab {German.Count(start)} {PaperWords.Votes(count)}"
            : step;
}
