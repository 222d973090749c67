using System.CommandLine;
using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Imports;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk inventory use …</c>: which member uses which part of what.</summary>
static class UseCommands
{
    static readonly Argument<string> kind = new("KIND") { Description = "Art des Genutzten, etwa application" };
    static readonly Argument<string> item = new("NAME") { Description = "Name dessen, was genutzt wird" };
    static readonly Argument<string> member = new("MEMBER") { Description = "Name des Mitglieds" };
    static readonly Argument<string> file = new("FILE") { Description = "CSV-Datei: item,member,since,until,share" };
    static readonly Option<DateOnly> since = Inputs.Day("--since", "erster Tag der Nutzung");
    static readonly Option<DateOnly?> until = Inputs.OptionalDay("--until", "erster Tag ohne die Nutzung");
    static readonly Option<DateOnly> end = Inputs.Day("--until", "erster Tag ohne die Nutzung");
    static readonly Option<DateOnly?> on = Inputs.OptionalDay("--on", "nur was an diesem Tag genutzt wird");

    static readonly Option<string> share = new("--share")
    {
        Description = "Anteil wie 1/3, 0,25 oder 25 %; ohne Angabe das Ganze",
        HelpName = "ANTEIL",
        DefaultValueFactory = _ => "1",
    };

    internal static Command Create() => new("use", "wer was nutzt")
    {
        BookShell.Writing("add", "schreibt auf, dass ein Mitglied etwas nutzt",
            [kind, item, member, since, until, share],
            Add, added => added == 0 ? "Das ist schon aufgeschrieben." : "Aufgeschrieben."),
        BookShell.Writing("end", "beendet eine Nutzung", [kind, item, member, end], End, use =>
            $"Die Nutzung vom {German.Date(use.Since)} endet vor dem {German.Date(use.Until!.Value)}."),
        BookShell.Reading("list", "zeigt, wer was nutzt", [on], List, uses => uses.Count == 0
            ? "Noch nichts. „gemeinwerk inventory use add“ schreibt auf, wer was nutzt."
            : MasterDataCommands.Rows(["Art", "Was", "Mitglied", "Ab", "Bis vor", "Anteil"], uses, use =>
                [use.Kind, use.Item, use.Member, German.Date(use.Since),
                    use.Until is { } day ? German.Date(day) : "", use.Share])),
        Import(),
    };

    static Command Import()
    {
        var command = new Command("import", "liest aus einer Datei, wer was nutzt") { file, ChartCommands.BodyCode };
        Shell.Run(command, async (shell, parsed) =>
        {
            var code = parsed.GetRequiredValue(ChartCommands.BodyCode);
            if (await InventoryImportCommand.Closed(shell, code) is { } closed) return shell.Refused(closed);
            return InFile.Of(parsed.GetRequiredValue(file)).Ok(out var source, out var why)
                ? ImportCommands.Answer(shell, await UseImport.Run(shell.Database, shell.Actor, code, source))
                : shell.Refused(why);
        });
        return command;
    }

    static async Task<Result<int>> Add(Work work, Book book, ParseResult parsed)
    {
        if (!Share.Parse(parsed.GetRequiredValue(share)).Ok(out var part, out var why)) return why;
        var snapshot = await InventorySnapshot.Load(work.Db, book.Body);
        if (!Ends(snapshot, parsed).Ok(out var ends, out why)) return why;
        return await Uses.Add(work, book,
            [new UseDraft(ends.Item, ends.Member, parsed.GetValue(since), parsed.GetValue(until), part)]);
    }

    static async Task<Result<ItemUse>> End(Work work, Book book, ParseResult parsed)
    {
        var snapshot = await InventorySnapshot.Load(work.Db, book.Body);
        return Ends(snapshot, parsed).Ok(out var ends, out var why)
            ? await Uses.End(work, book, ends.Item, ends.Member, parsed.GetValue(end))
            : why;
    }

    static Result<(Id<ConfigurationItem> Item, Id<ConfigurationItem> Member)> Ends(
        InventorySnapshot snapshot, ParseResult parsed)
    {
        if (!InventoryCommands.Find(snapshot, parsed.GetRequiredValue(kind), parsed.GetRequiredValue(item))
            .Ok(out var used, out var why))
        {
            return why;
        }
        return snapshot.Find(ItemKinds.Member, parsed.GetRequiredValue(member))
            .Ok(out var user, out why) ? (used.Id, user.Id) : why;
    }

    static async Task<Result<List<ShownUse>>> List(Session db, Body body, ParseResult parsed)
    {
        var snapshot = await InventorySnapshot.Load(db, body);
        return (await Uses.All(db, body.Id)).Where(use => parsed.GetValue(on) is not { } day || use.IsOn(day))
            .Select(use => new ShownUse(snapshot.Find(use.Item.Value).Kind.Code, snapshot.Find(use.Item.Value).Name,
                snapshot.Find(use.Member.Value).Name, use.Since, use.Until, $"{use.Share}")).ToList();
    }
}

sealed record ShownUse(string Kind, string Item, string Member, DateOnly Since, DateOnly? Until, string Share);
