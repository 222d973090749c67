using System.CommandLine;
using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Exports;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Exports;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk inventory export</c>: the inventory for NetBox, for programs and for people.</summary>
static class InventoryExportCommand
{
    static readonly Option<string> format = Inputs.Choice("--format", "Form", "json", "xlsx", "netbox");

    static readonly Option<string> target = new("--out")
    {
        Description = "Datei, bei netbox ein neuer Ordner",
        Required = true,
        HelpName = "ZIEL",
    };

    internal static Command Create()
    {
        var command = new Command("export", "schreibt den Bestand für NetBox, für Programme oder als Tabelle")
        {
            ChartCommands.BodyCode, format, target, OutFile.Force,
        };
        Shell.Run(command, async (shell, parsed) =>
        {
            var path = parsed.GetRequiredValue(target);
            var isFolder = parsed.GetValue(format) == "netbox";
            if (isFolder && Directory.Exists(path))
            {
                return shell.Refused(new("cli.out-exists", $"Den Ordner {path} gibt es schon."));
            }
            if (!isFolder && OutFile.Refuse(path, parsed) is { } exists) return shell.Refused(exists);
            var read = await shell.Database.Read(async Task<Result<InventorySnapshot>> (db) =>
                (await Bodies.Find(db, parsed.GetRequiredValue(ChartCommands.BodyCode))).Ok(out var body, out var why)
                    ? await InventorySnapshot.Load(db, body)
                    : why);
            if (!read.Ok(out var inventory, out var unknown)) return shell.Refused(unknown);
            return isFolder
                ? WriteFolder(shell, inventory, path)
                : await WriteFile(shell, inventory, path, parsed.GetValue(format) == "xlsx");
        });
        return command;
    }

    static async Task<int> WriteFile(Shell shell, InventorySnapshot inventory, string path, bool isSheet)
    {
        await NewFile.Write(path, to =>
        {
            if (isSheet) InventoryFiles.WriteSheets(inventory, to);
            else InventoryFiles.WriteJson(inventory, to);
            return Task.FromResult((Result<long>)inventory.Items.Count);
        });
        return shell.Done(new { path, items = inventory.Items.Count },
            $"{German.Count(inventory.Items.Count)} Stücke des Bestands in {path} geschrieben.");
    }

    static int WriteFolder(Shell shell, InventorySnapshot inventory, string path)
    {
        var draft = $"{path.TrimEnd('/')}.{Guid.NewGuid():N}.part";
        Directory.CreateDirectory(draft);
        var files = NetBoxExport.Files(inventory).ToList();
        foreach (var (name, text) in files) File.WriteAllText(Path.Combine(draft, name), text);
        Directory.Move(draft, path);
        var left = NetBoxExport.Left(inventory).Select(kind => kind.Plural).ToList();
        return shell.Done(new { path, files = files.Select(file => file.Name), left },
            $"{files.Count} Dateien in {path} geschrieben, in der Reihenfolge ihrer Nummern einzulesen."
            + (left.Count == 0 ? "" : $" Dafür hat NetBox keinen Platz: {string.Join(", ", left)}."));
    }
}
