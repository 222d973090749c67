using Gemeinwerk.Basics;
using Gemeinwerk.Printing;

namespace Gemeinwerk.Council.Papers;

/// <summary>The notice (Umlagebescheid) by which a member is asked for its part of a levy: what, why, and how it was
/// worked out. GkG NRW § 19.</summary>
public static class LevyNotice
{
    /// <param name="no">Of the levy; one that is not claimed yet gives a draft, which says so.</param>
    /// <param name="body">What the association is called where no statute is in force.</param>
    /// <param name="on">The day as of which approval is told.</param>
    /// <returns>The notice, or <c>council.levy-unknown</c>, <c>council.levy-member</c> where the member has a share
    /// neither in it nor in the one that it corrects, the first finding of a draft that cannot be worked out,
    /// <c>printing.too-large</c>.</returns>
    public static Result<Paper> Of(Assembly assembly, int no, string member, string body, DateOnly on)
    {
        if (!assembly.Levies.Known(no).Ok(out var levy, out var why)) return why;
        var computed = LevyShares.Shown(assembly, levy);
        if (computed.Table is not { } table) return computed.Findings[0];
        if (LevyDemand.Of(assembly, levy, table, member) is not { } demand)
        {
            return new Rejection("council.levy-member",
                $"„{Texts.Shown(member)}“ ist {levy.Year} kein Mitglied und zahlt nichts von Umlage {no}.");
        }
        var name = PaperWords.Name(assembly, levy.ClaimedOn ?? on, body);
        var share = demand.Share;
        var title = $"Umlagebescheid {levy.Year} für {share.Name}";
        List<Block> blocks =
        [
            new Heading(1, title),
            new Paragraph(name, IsStrong: true),
            .. Draft(levy),
            new Facts([.. Facts(assembly, levy, demand, on)]),
            new Heading(2, "Warum"),
            new Paragraph(Why(levy)),
            new Grid("Wie hoch die Umlage ist", [new("Posten"), new("Euro", IsNumber: true)], [.. Need(levy)]),
            new Heading(2, "Wie gerechnet wurde"),
            new Paragraph("Jede Zahl zählt mit den Tagen der Mitgliedschaft im Jahr. Der Anteil an einem Teil ist sein "
                + "Betrag mal eigene Zahl durch Zahl aller Mitglieder; übrige Cent gehen an die größten Reste "
                + $"({AssociationRule.Of("levy-days", on).Shown})."),
            .. levy.Parts.SelectMany(part => Part(assembly, table, part, share.Parts[part.No - 1])),
            .. Cap(levy, share),
            .. Due(demand),
            .. Remedy(levy, on),
            new Signatures([NoticePaper.Signed(assembly, levy.ClaimedOn ?? on)]),
        ];
        return Paper.Of($"{title}, {name}", blocks);
    }

    static IEnumerable<Block> Draft(Levy levy) => levy.ClaimedOn is null
        ? [new Paragraph("Entwurf: Die Umlage ist nicht erhoben; niemand muss danach zahlen.", IsStrong: true)]
        : [];

    static IEnumerable<Fact> Facts(Assembly assembly, Levy levy, LevyDemand demand, DateOnly on)
    {
        var share = demand.Share;
        yield return new("Bescheid vom", levy.ClaimedOn is { } claimed ? German.Date(claimed) : "offen");
        yield return new("An", $"{share.Name} (Nr. {share.Member})");
        yield return new("Haushaltsjahr", $"{levy.Year}");
        yield return new("Ihre Umlage", $"{share.Amount}");
        if (demand.Before is { } before)
        {
            yield return new("Bisher festgesetzt", $"{before}");
            yield return new(demand.IsRefund ? "Sie bekommen zurück" : "Sie zahlen nach",
                $"{demand.Difference.Absolute}");
        }
        if (levy.Resolution is { } no && assembly.Resolution(no) is { } resolution)
        {
            yield return new("Beschlossen", $"durch die Verbandsversammlung am {German.Date(resolution.On)}, Beschluss "
                + resolution.Citation);
            yield return new("Genehmigung", resolution.Approval is { } approval
                ? StatutePaper.Shown(approval, on)
                : "nicht beantragt");
        }
        yield return new("Haushaltssatzung", levy.Budget);
        yield return new("Prüfsumme (SHA-256)", levy.Hash);
    }

    static string Why(Levy levy) => "Der Verband erhebt von seinen Mitgliedern eine Umlage, soweit seine übrigen "
        + $"Erträge die Aufwendungen nicht decken. Sie ist für {levy.Year} festgesetzt und bedarf der Genehmigung der "
        + $"Aufsichtsbehörde ({AssociationRule.Of("levy-need", new(levy.Year, 1, 1)).Shown}, (2)).";

    static IEnumerable<IReadOnlyList<string>> Need(Levy levy)
    {
        var need = levy.Need;
        yield return ["Aufwendungen des Haushalts", German.Amount(need.Expenses)];
        yield return ["davon ab: übrige Erträge", German.Amount(need.Revenues)];
        if (!need.Reserve.IsZero)
        {
            yield return ["davon ab: aus der Ausgleichsrücklage", German.Amount(need.Reserve)];
        }
        if (!need.Deficit.IsZero) yield return ["dazu: Fehlbeträge früherer Jahre", German.Amount(need.Deficit)];
        yield return ["ungedeckt", German.Amount(need.Most)];
        yield return ["Umlage aller Mitglieder", German.Amount(levy.Amount)];
    }

    static IEnumerable<Block> Part(Assembly assembly, LevyTable table, LevyPart part, LevyPartShare share)
    {
        yield return new Heading(3, part.Name);
        yield return new Paragraph($"{part.Amount} nach dem Schlüssel „{LevyWords.Of(part.Key)}“"
            + (part.Task is { } task ? $" für {task}" : "") + $", Stichtag {German.Date(part.On)} "
            + $"({LevyWords.Source(part)})"
            + (part.Members.Count > 0 ? $"; daran nehmen {German.Count(part.Members.Count)} Mitglieder teil." : "."));
        if (share.Basis.Count == 0)
        {
            yield return new Paragraph("Daran nehmen Sie nicht teil; Sie zahlen davon nichts.");
            yield break;
        }
        yield return new Grid($"Ihr Anteil an „{part.Name}“",
            [new("Zahl von"), new("Zahl", IsNumber: true), new("Tage", IsNumber: true), new("Zahl mal Tage",
                IsNumber: true), new("Quelle")],
            [.. share.Basis.Select(it => (string[])[assembly.Member(it.Of)?.Name ?? it.Of, German.Count(it.Count),
                $"{it.Days}", German.Count(it.Count * it.Days), it.Source])]);
        var isCutElsewhere = table.Shares.Any(it => it.Parts[part.No - 1].IsCapped);
        yield return new Paragraph($"{part.Amount} × {German.Count(share.Weight)} ÷ "
            + $"{German.Count(table.Weight(part.No))} (alle zusammen)" + (share.IsCapped, isCutElsewhere) switch
            {
                (true, _) => $"; begrenzt auf {share.Amount}.",
                (_, true) => $", dazu im selben Verhältnis, was bei anderen begrenzt ist: {share.Amount}.",
                _ => $" = {share.Amount}.",
            });
    }

    static IEnumerable<Block> Cap(Levy levy, LevyShare share) =>
        levy.Caps.FirstOrDefault(cap => cap.Member == share.Member) is { } own
            ? [new Paragraph($"Die Satzung begrenzt, was Sie im Jahr zahlen, auf {own.Most} ({own.Source}).")]
            : levy.Caps.Count > 0
                ? [new Paragraph("Was die Satzung bei anderen Mitgliedern begrenzt, tragen die übrigen im selben "
                    + "Verhältnis; es steckt in den Anteilen.")]
                : [];

    static IEnumerable<Block> Due(LevyDemand demand)
    {
        yield return new Heading(2, demand.IsRefund ? "Erstattung" : "Fälligkeit");
        yield return demand.Difference.IsZero
            ? new Paragraph("Zu zahlen ist nichts, und zu erstatten ist nichts.")
            : new Grid(demand.IsRefund ? "Wann Sie etwas zurückbekommen" : "Wann zu zahlen ist",
                [new("Fällig am"), new("Euro", IsNumber: true)],
                [.. demand.Due.Select(it => (string[])[German.Date(it.DueOn), German.Amount(it.Amount.Absolute)])]);
    }

    static IEnumerable<Block> Remedy(Levy levy, DateOnly on)
    {
        if (levy.ClaimedOn is null) yield break;
        var rule = AssociationRule.Of("levy-remedy", on);
        yield return new Heading(2, "Rechtsbehelf");
        yield return new Paragraph("Gegen diesen Bescheid kann innerhalb eines Monats nach seiner Bekanntgabe Klage "
            + $"beim zuständigen Verwaltungsgericht erhoben werden ({rule.Shown}).");
    }
}
