using System.CommandLine;
using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk council …</c>: the records of an assembly (Verbandsversammlung).</summary>
static class CouncilCommands
{
    /// <summary>Largest file of events.</summary>
    const int MostBytes = 16 << 20;

    static readonly Argument<string> kind = new("EVENT")
    {
        Description = "was geschah; „council events“ zählt sie auf",
    };

    static readonly Argument<string> file = new("FILE") { Description = "ein Ereignis je Zeile, JSON" };
    static readonly Option<DateOnly?> on = Inputs.OptionalDay("--on", "Stichtag; heute, wenn er fehlt");

    internal static Command Create() => new("council", "die Verbandsversammlung: Mitglieder, Sitzungen, Beschlüsse")
    {
        Record(), Import(),
        EventInput.ListCommand("zählt auf, was aufgeschrieben werden kann", CouncilForm.Kinds, EventFields.Of),
        BookShell.Reading("members", "Mitglieder, ihre Stimmen und wer sie vertritt", [on], async (db, body, parsed) =>
            Members(await Councils.Read(db, body.Id), EventInput.Day(parsed, on)), MembersText),
        BookShell.Reading("association", "was der Verband ist und wer ihn beaufsichtigt", [on],
            async (db, body, parsed) =>
                Association(await Councils.Read(db, body.Id), EventInput.Day(parsed, on)), AssociationText),
        BookShell.Reading("sittings", "Sitzungen und ihre Tagesordnungen", [], async (db, body, parsed) =>
            Sittings(await Councils.Read(db, body.Id)), SittingsText),
        BookShell.Reading("resolutions", "Beschlüsse mit Mehrheit, Genehmigung und Bekanntmachung", [on],
            async (db, body, parsed) =>
                Resolutions(await Councils.Read(db, body.Id), EventInput.Day(parsed, on)), ResolutionsText),
        BookShell.Reading("statute", "Fassungen der Satzung", [], async (db, body, parsed) =>
            Statutes(await Councils.Read(db, body.Id)), StatutesText),
        PaperCommands.Minutes(), PaperCommands.Invitation(), PaperCommands.Papers(), LevyCommands.Create(),
    };

    static Command Record()
    {
        var command = new Command("record", "schreibt auf, was geschah")
        {
            kind, EventInput.Fields, ChartCommands.BodyCode,
        };
        Shell.Run(command, async (shell, parsed) =>
        {
            if (!EventInput.Values(parsed).Ok(out var values, out var wrong)) return shell.Refused(wrong);
            var (happened, findings) = EventFields.Read(parsed.GetRequiredValue(kind), values);
            if (happened is null) return shell.Refused(findings);
            return await Write(shell, parsed, [happened]);
        });
        return command;
    }

    static Command Import()
    {
        var command = new Command("import", "liest Ereignisse aus einer Datei, alle oder keines")
        {
            file, ChartCommands.BodyCode,
        };
        Shell.Run(command, async (shell, parsed) =>
        {
            if (!InFile.Of(parsed.GetRequiredValue(file)).Ok(out var source, out var why)) return shell.Refused(why);
            await using var stream = source.Open();
            if (stream.Length > MostBytes)
            {
                return shell.Refused(new Rejection("event.form", "Die Datei ist größer als 16 MB."));
            }
            using var reader = new StreamReader(stream);
            var (events, findings, line) = (new List<CouncilEvent>(), new List<Finding>(), 0L);
            while (await reader.ReadLineAsync() is { } text)
            {
                line++;
                if (string.IsNullOrWhiteSpace(text)) continue;
                if (CouncilForm.Read(text).Ok(out var happened, out var wrong)) events.Add(happened);
                else findings.Add(new Finding(line, "", wrong));
            }
            return findings.Count > 0 ? shell.Refused(findings) : await Write(shell, parsed, events);
        });
        return command;
    }

    static async Task<int> Write(Shell shell, ParseResult parsed, IReadOnlyList<CouncilEvent> events)
    {
        var done = await shell.Act(async work =>
            (await Book.Open(work, parsed.GetValue(ChartCommands.BodyCode)!)).Ok(out var book, out var why)
                ? await Councils.RecordAll(work, book.Body, events)
                : why);
        if (!done.Ok(out var recorded, out var refused)) return shell.Refused(refused);
        var warnings = recorded.SelectMany(it => it.Warnings).ToList();
        return shell.Done(new { recorded = recorded.Count, warnings },
            string.Join('\n', [$"{German.Count(recorded.Count)} aufgeschrieben.",
                .. warnings.Select(warning => $"Achtung: {warning}")]));
    }

    static Result<ShownMembers> Members(Assembly assembly, DateOnly day) => new ShownMembers(day,
        assembly.StatutoryVotes(day), [.. assembly.Weights(day).Select(weight => new ShownMember(
            weight.Member.Number, weight.Member.Name, weight.Member.Kind.Code(), weight.Member.Since, weight.Votes,
            weight.Basis, [.. assembly.DelegatesOf(weight.Member.Number, day).Select(seat =>
                seat.IsSubstitute ? $"{seat.Person} (Stellvertretung)" : seat.Person)]))],
        assembly.Holder(Office.Chair, day), assembly.Holder(Office.Head, day));

    static string MembersText(ShownMembers shown)
    {
        var table = new Table("Nr.", "Mitglied", "Seit", "Stimmen", "Woher", "Vertreten durch");
        foreach (var member in shown.Members)
        {
            table.Add(member.Number, member.Name, German.Date(member.Since), $"{member.Votes}", member.Basis,
                string.Join(", ", member.Delegates));
        }
        return $"{table}{German.Count(shown.StatutoryVotes)} satzungsmäßige Stimmen am {German.Date(shown.On)}. "
            + $"Vorsitz: {shown.Chair ?? "nicht gewählt"}; Verbandsvorsteher: {shown.Head ?? "nicht gewählt"}.";
    }

    static Result<ShownAssociation> Association(Assembly assembly, DateOnly day)
    {
        var its = Supervision.Of(assembly, day);
        return new ShownAssociation(day, LegalForm.Of(assembly, day), assembly.NatureOn(day)?.Code(),
            its.Authority.Code(), its.Upper.Code(), its.Highest.Code(), its.Says, assembly.Holder(Office.Head, day),
            assembly.GroundTerminationUntil, [.. assembly.Declarations.Select(it => new ShownDeclaration(it.Title,
                it.Partner, it.On, it.Signers, it.Reference, CouncilRules.Warn(assembly, it)))]);
    }

    static string AssociationText(ShownAssociation shown)
    {
        string[] lines =
        [
            shown.LegalForm,
            $"{shown.Because} (GkG NRW § 29)",
            $"Verbandsvorsteher am {German.Date(shown.On)}: {shown.Head ?? "nicht gewählt"}",
            .. shown.LeaveUntil is { } until
                ? [$"Mitglieder können bis zum {German.Date(until)} ausscheiden (GkG NRW § 20 (3))."]
                : Array.Empty<string>(),
            .. shown.Declarations.SelectMany(it => it.Warnings.Select(warning => $"Achtung: {warning}").Prepend(
                $"Erklärung „{it.Title}“ vom {German.Date(it.On)}: {string.Join(", ", it.Signers)}")),
        ];
        return string.Join('\n', lines);
    }

    static Result<List<ShownAgendaItem>> Sittings(Assembly assembly) => assembly.Sittings.SelectMany(sitting =>
        sitting.Items.DefaultIfEmpty().Select(item => new ShownAgendaItem(sitting.No, sitting.On, sitting.Place,
            sitting.State.Code(), item?.No, item?.Title, item?.Kind.Code(), item?.Resolution))).ToList();

    static string SittingsText(List<ShownAgendaItem> items) => items.Count == 0
        ? "Noch keine. „gemeinwerk council record sitting-called“ ruft eine ein."
        : MasterDataCommands.Rows(["Sitzung", "Tag", "Ort", "Stand", "Punkt", "Titel", "Art", "Beschluss"], items,
            item => [$"{item.Sitting}", German.Date(item.On), item.Place, item.State, $"{item.Item}",
                item.Title ?? "", item.Kind ?? "", $"{item.Resolution}"]);

    static Result<List<ShownResolution>> Resolutions(Assembly assembly, DateOnly day) =>
        assembly.Resolutions.Select(it => new ShownResolution(it.Citation, it.On, it.Kind.Code(), it.Title, it.IsPassed,
            it.Tally.Votes.Yes, it.Tally.Votes.No, it.Tally.Votes.Abstain, it.Tally.Statutory, it.Tally.Required,
            it.Tally.Rule, it.StatuteHash, it.Approval?.State(day),
            it.IsPublished ? it.Publications[0].On : null)).ToList();

    static string ResolutionsText(List<ShownResolution> all) => all.Count == 0
        ? "Noch keine."
        : MasterDataCommands.Rows(
            ["Nr.", "Tag", "Gegenstand", "Ja", "Nein", "Enth.", "nötig", "von", "Ergebnis", "Genehmigung", "bekannt"],
            all, it => [it.No, German.Date(it.On), it.Title, $"{it.Yes}", $"{it.Against}", $"{it.Abstain}",
                $"{it.Required}", $"{it.Statutory}", it.IsPassed ? "angenommen" : "abgelehnt", it.Approval ?? "",
                it.PublishedOn is { } published ? German.Date(published) : ""]);

    static Result<List<ShownStatute>> Statutes(Assembly assembly) => assembly.Statutes.Select(it => new ShownStatute(
        it.Version, it.Text.Name, it.AdoptedOn, it.Start, it.Text.Hash, it.Text.Missing)).ToList();

    static string StatutesText(List<ShownStatute> all) => all.Count == 0
        ? "Noch keine. „gemeinwerk council record statute-drafted“ schreibt einen Entwurf auf."
        : MasterDataCommands.Rows(["Fassung", "Name", "Beschlossen", "In Kraft", "Prüfsumme", "Es fehlt"], all, it =>
            [$"{it.Version}", it.Name, it.AdoptedOn is { } adopted ? German.Date(adopted) : "Entwurf",
                it.Start is { } start ? German.Date(start) : "", it.Hash[..16], string.Join(", ", it.Missing)]);

    sealed record ShownMembers(
        DateOnly On, long StatutoryVotes, IReadOnlyList<ShownMember> Members, string? Chair, string? Head);

    sealed record ShownMember(
        string Number, string Name, string Kind, DateOnly Since, int? Votes, string Basis,
        IReadOnlyList<string> Delegates);

    sealed record ShownAssociation(
        DateOnly On, string LegalForm, string? Nature, string Authority, string Upper, string Highest, string Because,
        string? Head, DateOnly? LeaveUntil, IReadOnlyList<ShownDeclaration> Declarations);

    sealed record ShownDeclaration(
        string Title, string Partner, DateOnly On, IReadOnlyList<string> Signers, string Reference,
        IReadOnlyList<string> Warnings);

    sealed record ShownAgendaItem(
        int Sitting, DateOnly On, string Place, string State, int? Item, string? Title, string? Kind, int? Resolution);

    sealed record ShownResolution(
        string No, DateOnly On, string Kind, string Title, bool IsPassed, long Yes, long Against, long Abstain,
        long Statutory, long Required, string Majority, string? StatuteHash, string? Approval, DateOnly? PublishedOn);

    sealed record ShownStatute(
        int Version, string Name, DateOnly? AdoptedOn, DateOnly? Start, string Hash, IReadOnlyList<string> Missing);
}
