using Gemeinwerk.Basics;
using Gemeinwerk.Printing;

namespace Gemeinwerk.Council.Papers;

/// <summary>The minutes (Niederschrift) of a sitting: who was there with how many votes, what was moved, how was voted
/// and what came of it. GO NRW § 52 (1) mit GkG NRW § 8.</summary>
public static class Minutes
{
    /// <param name="no">Of the sitting.</param>
    /// <param name="body">What the association is called where no statute is in force.</param>
    /// <returns>The minutes, or <c>council.sitting-unknown</c>, <c>council.sitting-state</c> where it was not opened,
    /// <c>printing.too-large</c>.</returns>
    public static Result<Paper> Of(Assembly assembly, int no, string body, PaperReaders readers)
    {
        if (assembly.Sitting(no) is not { } sitting) return SittingRules.Unknown(no);
        if (sitting.State is SittingState.Called or SittingState.Cancelled) return SittingRules.Over(sitting);
        var name = PaperWords.Name(assembly, sitting.On, body);
        var title = $"Niederschrift über Sitzung {no} der Verbandsversammlung am {German.Date(sitting.On)}";
        List<Block> blocks =
        [
            new Heading(1, title),
            new Paragraph(name, IsStrong: true),
            .. Draft(sitting),
            Opening(sitting, readers),
            .. Attendance(assembly, sitting),
            .. Agenda(sitting, readers),
            .. sitting.Items.Where(item => IsShown(item, readers)).SelectMany(item =>
                Item(assembly, sitting, item, readers)),
            new Heading(2, "Unterschriften"),
            new Signatures([$"Vorsitz: {sitting.Chair}", "Schriftführung"]),
        ];
        return Paper.Of($"{title}, {name}", blocks);
    }

    internal static bool IsShown(AgendaItem item, PaperReaders readers) =>
        item.IsPublic || readers == PaperReaders.Members;

    static IEnumerable<Block> Draft(Sitting sitting) => sitting.State == SittingState.Open
        ? [new Paragraph("Entwurf: Die Sitzung ist noch nicht geschlossen.", IsStrong: true)]
        : [];

    static Facts Opening(Sitting sitting, PaperReaders readers)
    {
        List<Fact> facts =
        [
            new("Tag", German.Date(sitting.On)),
            new("Beginn", sitting.Time is { } time ? $"{time} Uhr" : "ohne Angabe"),
            new("Ort", sitting.Place), new("Vorsitz", sitting.Chair ?? "ohne Angabe"),
            new("Eingeladen am", German.Date(sitting.InvitedOn)),
        ];
        if (sitting.Repeats is { } earlier)
        {
            facts.Add(new("Wiederholt", $"Sitzung {earlier}, die nicht beschlussfähig war"));
        }
        facts.Add(new("Fassung", readers == PaperReaders.Members
            ? "für die Mitglieder, mit nicht öffentlichen Punkten; nicht zu veröffentlichen"
            : "öffentlich"));
        return new Facts(facts);
    }

    static IEnumerable<Block> Attendance(Assembly assembly, Sitting sitting)
    {
        var weights = assembly.Weights(sitting.On);
        var atOpening = new Dictionary<string, string>();
        foreach (var coming in sitting.Comings.Where(coming => !coming.IsDuring))
        {
            if (coming.IsPresent) atOpening[coming.Member] = coming.Person;
            else atOpening.Remove(coming.Member);
        }
        yield return new Heading(2, "Anwesenheit");
        yield return new Grid("Mitglieder, ihre Stimmen und wer sie bei der Eröffnung vertritt",
            [new("Mitglied"), new("Stimmen", IsNumber: true), new("Vertreten durch")],
            [.. weights.Select(weight => (string[])[weight.Member.Name,
                weight.Votes is { } votes ? German.Count(votes) : "offen",
                atOpening.GetValueOrDefault(weight.Member.Number, "nicht vertreten")])]);
        var later = sitting.Comings.Where(coming => coming.IsDuring).ToList();
        if (later.Count > 0)
        {
            yield return new Paragraph("Während der Sitzung:");
            yield return new Items(false, [.. later.Select(coming => Said(assembly, coming))]);
        }
        yield return new Heading(2, "Beschlussfähigkeit");
        var (there, all) = (weights.Where(weight => atOpening.ContainsKey(weight.Member.Number))
            .Sum(weight => weight.Votes ?? 0L), assembly.StatutoryVotes(sitting.On));
        yield return new Paragraph($"Bei der Eröffnung sind {German.Count(there)} von {German.Count(all)} "
            + $"satzungsmäßigen Stimmen vertreten. {Quorum(sitting, there, all)}");
    }

    static string Quorum(Sitting sitting, long there, long all)
    {
        var rule = AssociationRule.Of("quorum", sitting.On);
        if (sitting.Repeats is not null)
        {
            return "Weil die Sitzung eine wiederholt, die es nicht war, ist die Versammlung ohne Rücksicht auf die "
                + "Zahl der Vertretenen beschlussfähig (GO NRW § 49 (2)).";
        }
        return rule.Value.IsExceededBy(there, all)
            ? $"Das ist mehr als die Hälfte; die Versammlung ist beschlussfähig ({rule.Shown})."
            : $"Das ist nicht mehr als die Hälfte; die Versammlung ist nicht beschlussfähig ({rule.Shown}).";
    }

    static string Said(Assembly assembly, Coming coming) =>
        $"{coming.Person} ({assembly.Member(coming.Member)?.Name ?? coming.Member}) "
            + $"{(coming.IsPresent ? "kommt" : "geht")} {(coming.After is { } item
                ? $"nach Punkt {item}" : "vor dem ersten Beschluss")}.";

    static IEnumerable<Block> Agenda(Sitting sitting, PaperReaders readers)
    {
        yield return new Heading(2, "Tagesordnung");
        if (sitting.Items.Count == 0)
        {
            yield return new Paragraph("Die Tagesordnung hat keine Punkte.");
            yield break;
        }
        yield return AgendaOf(sitting, readers);
        if (sitting.Items.Any(item => IsShown(item, readers))) yield return new Heading(2, "Beschlüsse");
    }

    /// <summary>The agenda; what is not public stands there without its title.</summary>
    internal static Grid AgendaOf(Sitting sitting, PaperReaders readers) => new("Punkte der Tagesordnung",
        [new("Punkt"), new("Gegenstand"), new("Beratung")],
        [.. sitting.Items.Select(item => (string[])[$"{item.No}",
            IsShown(item, readers) ? item.Title : "Nicht öffentlicher Punkt",
            item.IsPublic ? "öffentlich" : "nicht öffentlich"])]);

    static IEnumerable<Block> Item(Assembly assembly, Sitting sitting, AgendaItem item, PaperReaders readers)
    {
        yield return new Heading(3, $"Punkt {item.No}: {item.Title}");
        foreach (var block in PaperWords.Paragraphs(item.Motion)) yield return block;
        if (PaperWords.About(assembly, item.Candidate, item.Statute, item.Interim).ToList() is { Count: > 0 } about)
        {
            yield return new Facts(about);
        }
        if (assembly.Levies.OfItem(sitting.No, item.No) is { } levy)
        {
            yield return new Facts([new("Umlage", $"{levy.Year}: {levy.Amount}, Entwurf {levy.No}"),
                new("Prüfsumme der Umlage (SHA-256)", levy.Hash)]);
        }
        if (item.Withdrawn is { } reason)
        {
            yield return new Paragraph($"Von der Tagesordnung abgesetzt: {reason}");
            yield break;
        }
        if (item.Resolution is not { } no)
        {
            yield return new Paragraph("Darüber ist nicht beschlossen worden.");
            yield break;
        }
        var resolution = assembly.Resolution(no)!;
        if (item.Ballots.Count > 0) yield return Ballots(assembly, sitting, item);
        if (readers == PaperReaders.Members && item.Instructions.Count > 0) yield return Instructions(assembly, item);
        yield return new Facts([.. PaperWords.Result(assembly, resolution)]);
    }

    static Grid Ballots(Assembly assembly, Sitting sitting, AgendaItem item)
    {
        var weights = assembly.Weights(sitting.On).ToDictionary(weight => weight.Member.Number);
        return new Grid($"Wie zu Punkt {item.No} abgestimmt wurde",
            [new("Mitglied"), new("Stimmen", IsNumber: true), new("Abstimmung")],
            [.. item.Ballots.OrderBy(ballot => ballot.Key, StringComparer.Ordinal).Select(ballot => (string[])[
                assembly.Member(ballot.Key)?.Name ?? ballot.Key,
                German.Count(weights.GetValueOrDefault(ballot.Key)?.Votes ?? 0), PaperWords.Of(ballot.Value)])]);
    }

    static Grid Instructions(Assembly assembly, AgendaItem item) => new(
        $"Weisungen der Räte zu Punkt {item.No} (GkG NRW § 15 (1))",
        [new("Mitglied"), new("Weisung"), new("Abgestimmt")],
        [.. item.Instructions.OrderBy(bound => bound.Key, StringComparer.Ordinal).Select(bound => (string[])[
            assembly.Member(bound.Key)?.Name ?? bound.Key, PaperWords.Of(bound.Value),
            item.Ballots.TryGetValue(bound.Key, out var cast) ? PaperWords.Of(cast) : "geheim oder nicht"])]);
}
