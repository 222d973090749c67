using System.CommandLine;
using System.Globalization;
using Gemeinwerk.Basics;
using Gemeinwerk.Operating;
using Gemeinwerk.Storage;
using Gemeinwerk.Web;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk backup …</c>: copies of the whole database, and the way back.</summary>
static class BackupCommands
{
    static readonly Option<string?> Folder = new("--folder")
    {
        Description = "Ordner der Sicherungen; sonst der der Einstellungen",
        HelpName = "ORDNER",
    };

    static readonly Argument<string> Name = new("BACKUP")
    {
        Description = "Name im Ordner der Sicherungen, oder Pfad einer Sicherung",
    };

    internal static Command Create() => new(
        "backup", "Sicherungen der Datenbank; Schlüssel sind nicht darin, sie liegen für sich")
    {
        Make(), List(), Verify(), Restore(),
    };

    static Command Make()
    {
        var keep = new Option<int?>("--keep")
        {
            Description = "wie viele Sicherungen bleiben; sonst wie in den Einstellungen",
            HelpName = "ZAHL",
            CustomParser = result => int.TryParse(result.Tokens[0].Value, NumberStyles.None,
                CultureInfo.InvariantCulture, out var number) && number > 0 ? number : Wrong(result),
        };
        var command = new Command("create", "sichert die Datenbank, während weiter gebucht wird") { Folder, keep };
        // Before an upgrade the backup is of the database as the old program left it.
        Shell.RunWithSettings(command, async (answer, settings, parsed) =>
        {
            if (!FolderOf(parsed, settings).Ok(out var folder, out var why)) return answer.Refused(why);
            var (ours, address) = (settings.Of<BackupSettings>(), Shell.DatabaseAddress(parsed, settings));
            await using var database = await Database.OpenAsItIs(address);
            if (database is null)
            {
                return answer.Refused(new("operating.backup-nothing",
                    $"Unter {DatabaseSettings.Shown(address)} liegt noch keine Datenbank von Gemeinwerk."));
            }
            var run = new BackupRun(database, address, ours.PostgresTools, WebApp.Version);
            var made = await ProgressBar.Percent("Sicherung", progress => run.Create(
                folder, TimeProvider.System.GetUtcNow(), progress));
            if (!made.Ok(out var backup, out why)) return answer.Refused(why);
            var most = parsed.GetValue(keep) ?? ours.Keep;
            var deleted = most > 0 ? Backups.Prune(folder, most) : [];
            var sentence = $"Gesichert nach {backup.Path}; die Kopie ist gelesen und verglichen.";
            if (deleted.Count > 0) sentence += $"\nGelöscht: {string.Join(", ", deleted)}.";
            return answer.Done(new { backup.Path, Manifest = backup.Manifest.Expect(), deleted }, sentence
                + "\nDie Schlüssel liegen nicht in der Sicherung; sie sind für sich aufzubewahren.");
        });
        return command;

        static int? Wrong(System.CommandLine.Parsing.ArgumentResult result)
        {
            result.AddError($"„{Texts.Shown(result.Tokens[0].Value)}“ ist keine ganze Zahl ab 1.");
            return null;
        }
    }

    static Command List()
    {
        var command = new Command("list", "zeigt die Sicherungen eines Ordners, neueste zuerst") { Folder };
        Shell.RunWithSettings(command, (answer, settings, parsed) =>
        {
            if (!FolderOf(parsed, settings).Ok(out var folder, out var why))
            {
                return Task.FromResult(answer.Refused(why));
            }
            var all = Backups.List(folder);
            var table = new Table("Sicherung", "Zeit (UTC)", "von", "Journale", "Buchungen", "MB");
            foreach (var it in all)
            {
                if (it.Manifest.Ok(out var manifest, out why)) Add(table, it, manifest);
                else table.Add(it.Name, "", why.Message, "", "", "");
            }
            return Task.FromResult(answer.Done(all.Select(it => new
            {
                it.Path,
                manifest = it.Manifest.Ok(out var manifest, out _) ? manifest : null,
                why = it.Manifest.Rejection,
            }), all.Count == 0 ? $"In {folder} liegt noch keine Sicherung." : table.ToString()));
        });
        return command;
    }

    static void Add(Table table, Backup backup, BackupManifest manifest) => table.Add(backup.Name,
        manifest.CreatedAt.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), manifest.Engine,
        German.Count(manifest.Books.Count), German.Count(manifest.Books.Sum(book => book.Size)),
        German.Count(manifest.Files.Sum(file => file.Bytes) / 1_000_000));

    static Command Verify()
    {
        var command = new Command("verify", "liest eine Sicherung ganz und vergleicht sie mit ihren Prüfsummen")
            { Name, Folder };
        Shell.RunWithSettings(command, async (answer, settings, parsed) =>
        {
            if (!PathOf(parsed, settings).Ok(out var path, out var why)) return answer.Refused(why);
            var read = await ProgressBar.Percent("Sicherung", progress => Backups.Verify(path, progress));
            return read.Ok(out var manifest, out why)
                ? answer.Done(manifest, $"Die Sicherung {path} ist unversehrt: {German.Count(manifest.Books.Count)} "
                    + $"Journale mit {German.Count(manifest.Books.Sum(book => book.Size))} Buchungen.")
                : answer.Refused(why);
        });
        return command;
    }

    static Command Restore()
    {
        var into = new Option<string>("--into")
        {
            Description = "neue Datenbank: Datei, die es nicht gibt, oder postgres://… einer leeren",
            HelpName = "ADRESSE",
            Required = true,
        };
        var command = new Command("restore", "spielt eine Sicherung in eine neue Datenbank zurück und prüft sie dort")
            { Name, into, Folder };
        Shell.RunWithSettings(command, async (answer, settings, parsed) =>
        {
            if (!PathOf(parsed, settings).Ok(out var path, out var why)) return answer.Refused(why);
            var address = settings.Of<DatabaseSettings>().WithPassword(parsed.GetRequiredValue(into));
            var restored = await ProgressBar.Percent("Zurückspielen", progress => Restoration.Run(
                path, address, settings.Of<BackupSettings>().PostgresTools, progress));
            if (!restored.Ok(out var manifest, out why)) return answer.Refused(why);
            await using var database = await Database.Open(address);
            var shell = new Shell(database, settings, "restore", answer.AsJson, answer.Out, answer.Error);
            return await VerifyCommand.Run(shell, null, [await Restoration.Compare(database, manifest)]);
        });
        return command;
    }

    static Result<string> FolderOf(ParseResult parsed, Settings settings) =>
        (parsed.GetValue(Folder) ?? settings.Of<BackupSettings>().Folder) is { } folder
            ? Path.GetFullPath(folder)
            : new Rejection("operating.backup-folder",
                "Wo die Sicherungen liegen, sagt --folder, oder [backup] folder in den Einstellungen.");

    static Result<string> PathOf(ParseResult parsed, Settings settings)
    {
        var name = parsed.GetRequiredValue(Name);
        if (Path.GetFileName(name) != name || Directory.Exists(name)) return Path.GetFullPath(name);
        return FolderOf(parsed, settings).Ok(out var folder, out var why) ? Path.Combine(folder, name) : why;
    }
}
