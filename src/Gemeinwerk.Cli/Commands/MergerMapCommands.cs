using System.CommandLine;
using Gemeinwerk.Basics;
using Gemeinwerk.Merger;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk merger map …</c>: what becomes of each number of the sources.</summary>
static class MergerMapCommands
{
    internal static readonly string Kinds = string.Join(", ",
        Enum.GetValues<MappingKind>().Select(kind => kind.Code()));

    internal static Command Create() =>
        new("map", "Überleitung der Nummern") { Suggest(), Show(), Set(), Remove(), Export(), Import() };

    internal static Result<MappingKind> Kind(string text) => Codes.TryParse<MappingKind>(text, out var kind)
        ? kind
        : new Rejection("cli.mapping-kind", $"„{text}“ ist keine Art; möglich sind {Kinds}.");

    static Command Suggest()
    {
        var code = MergerCommands.Code();
        var command = new Command("suggest", "schlägt vor, was noch fehlt, jeweils mit Grund") { code };
        Shell.Run(command, async (shell, parsed) =>
        {
            var result = await shell.Act(work => Suggestions.Write(work, parsed.GetRequiredValue(code)));
            if (!result.Ok(out var suggested, out var why)) return shell.Refused(why);
            if (!shell.AsJson)
            {
                shell.Out.Write(TableOf(suggested.Lines));
                foreach (var open in suggested.Open) shell.Out.WriteLine($"Offen: {open.Why.Message}");
            }
            return shell.Done(suggested, $"{German.Count(suggested.Lines.Count)} vorgeschlagen, "
                + $"{German.Count(suggested.Open.Count)} zu entscheiden.");
        });
        return command;
    }

    static Command Show()
    {
        var code = MergerCommands.Code();
        var command = new Command("show", "zeigt die Überleitung") { code };
        Shell.Run(command, async (shell, parsed) =>
        {
            var lines = await Lines(shell, parsed.GetRequiredValue(code));
            return lines.Ok(out var all, out var why) ? shell.Done(all, TableOf(all)) : shell.Refused(why);
        });
        return command;
    }

    static Command Set()
    {
        var code = MergerCommands.Code();
        var kind = new Argument<string>("KIND") { Description = Kinds };
        var body = new Argument<string>("SOURCE_BODY") { Description = "Kürzel der Quelle" };
        var source = new Argument<string>("SOURCE") { Description = "Nummer in der Quelle" };
        var target = new Argument<string>("TARGET") { Description = "Nummer im Ziel, NEU oder NEU=Nummer" };
        var reason = new Option<string?>("--reason") { Description = "Grund" };
        var command = new Command("set", "legt fest, was aus einer Nummer wird") { code, kind, body, source, target,
            reason };
        Shell.Run(command, async (shell, parsed) =>
        {
            if (!Kind(parsed.GetRequiredValue(kind)).Ok(out var known, out var why)) return shell.Refused(why);
            var line = new MappingLine(known, parsed.GetRequiredValue(body), parsed.GetRequiredValue(source),
                parsed.GetRequiredValue(target), parsed.GetValue(reason) ?? $"entschieden von {shell.Actor}");
            var set = await shell.Act(work => Mappings.Set(work, parsed.GetRequiredValue(code), [line]));
            return set.Ok(out _, out why)
                ? shell.Done(line, $"{line.SourceBody} {line.Source} wird {line.Target}.")
                : shell.Refused(why);
        });
        return command;
    }

    static Command Remove()
    {
        var code = MergerCommands.Code();
        var kind = new Argument<string>("KIND") { Description = Kinds };
        var body = new Argument<string>("SOURCE_BODY") { Description = "Kürzel der Quelle" };
        var source = new Argument<string>("SOURCE") { Description = "Nummer in der Quelle" };
        var command = new Command("remove", "nimmt zurück, was aus einer Nummer wird") { code, kind, body, source };
        Shell.Run(command, async (shell, parsed) =>
        {
            if (!Kind(parsed.GetRequiredValue(kind)).Ok(out var known, out var why)) return shell.Refused(why);
            var (from, number) = (parsed.GetRequiredValue(body), parsed.GetRequiredValue(source));
            var removed = await shell.Act(work =>
                Mappings.Remove(work, parsed.GetRequiredValue(code), known, from, number));
            return removed.Ok(out var wasThere, out why)
                ? shell.Done(new { removed = wasThere }, wasThere
                    ? $"{from} {number} ist nicht mehr zugeordnet." : $"{from} {number} war nicht zugeordnet.")
                : shell.Refused(why);
        });
        return command;
    }

    static Command Export()
    {
        var code = MergerCommands.Code();
        var command = new Command("export", "schreibt die Überleitung als CSV, Offenes ohne Ziel")
        {
            code, OutFile.Out, OutFile.Force,
        };
        Shell.Run(command, async (shell, parsed) =>
        {
            if (!OutFile.Of(parsed).Ok(out var path, out var exists)) return shell.Refused(exists);
            var text = await shell.Database.Read(db => Suggestions.Table(db, parsed.GetRequiredValue(code)));
            if (!text.Ok(out var csv, out var why)) return shell.Refused(why);
            if (path is null) return shell.Done(new { csv }, csv.TrimEnd('\n'));
            await File.WriteAllTextAsync(path, csv);
            return shell.Done(new { file = path }, $"Die Überleitung steht in {path}.");
        });
        return command;
    }

    static Command Import()
    {
        var code = MergerCommands.Code();
        var file = new Argument<string>("FILE") { Description = "CSV: kind,source_body,source,target,reason" };
        var command = new Command("import", "liest die Überleitung aus CSV, ganz oder gar nicht") { code, file };
        Shell.Run(command, async (shell, parsed) =>
        {
            if (!InFile.Of(parsed.GetRequiredValue(file)).Ok(out var source, out var why)) return shell.Refused(why);
            var (lines, report) = MappingCsv.Read(source);
            if (report.IsRefused) return shell.Refused(report.Findings);
            var set = await shell.Act(work => Mappings.Set(work, parsed.GetRequiredValue(code), lines));
            return set.Ok(out var changed, out why)
                ? shell.Done(new { lines = lines.Count, changed }, $"{German.Count(lines.Count)} Zeilen gelesen, "
                    + $"{German.Count(changed)} neu oder geändert.")
                : shell.Refused(why);
        });
        return command;
    }

    static Task<Result<List<MappingLine>>> Lines(Shell shell, string code) =>
        shell.Database.Read(async Task<Result<List<MappingLine>>> (db) =>
            (await Mergers.Find(db, code)).Ok(out var merger, out var why) ? await Mappings.All(db, merger) : why);

    static string TableOf(IReadOnlyList<MappingLine> lines)
    {
        var table = new Table("Art", "Quelle", "Nummer", "Ziel", "Grund");
        foreach (var line in lines) table.Add(line.Kind.Code(), line.SourceBody, line.Source, line.Target, line.Reason);
        return table.ToString();
    }
}
