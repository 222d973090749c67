using System.CommandLine;
using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Conflicts;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk inventory conflicts</c>: what two inventories have against each other.</summary>
static class ConflictCommand
{
    static readonly Argument<string> left = new("LEFT") { Description = "Kürzel der Körperschaft, die bleibt" };
    static readonly Argument<string> right = new("RIGHT") { Description = "Kürzel der Körperschaft, die dazukommt" };
    static readonly Option<DateOnly> on = Inputs.Day("--on", "Tag, an dem beide eins werden");

    static readonly Option<int> years = Inputs.NumberOption<int>(
        "--hardware-years", "Geräte, die älter sind, werden genannt", 8);

    internal static Command Create()
    {
        var command = new Command("conflicts", "prüft zwei Bestände gegeneinander, bevor sie eins werden")
        {
            left, right, on, years,
        };
        Shell.Run(command, async (shell, parsed) =>
        {
            var found = await shell.Database.Read(async Task<Result<ConflictReport>> (db) =>
            {
                if (!(await Snapshot(db, parsed.GetRequiredValue(left))).Ok(out var one, out var why)) return why;
                if (!(await Snapshot(db, parsed.GetRequiredValue(right))).Ok(out var other, out why)) return why;
                return ConflictCheck.Run(one, other,
                    new ConflictRules(parsed.GetValue(on), parsed.GetValue(years)));
            });
            return found.Ok(out var report, out var refused) ? Answer(shell, report) : shell.Refused(refused);
        });
        return command;
    }

    static async Task<Result<InventorySnapshot>> Snapshot(Session db, string code) =>
        (await Bodies.Find(db, code)).Ok(out var body, out var why) ? await InventorySnapshot.Load(db, body) : why;

    static int Answer(Shell shell, ConflictReport report) => shell.Done(new
    {
        conflicts = report.Conflicts.Select(conflict => new
        {
            kind = conflict.Kind.Code(),
            side = conflict.Side,
            items = conflict.Items.Select(item => item.Name),
            conflict.Text,
            conflict.Proposal,
            conflict.NewName,
            conflict.Saving,
            conflict.Until,
        }),
        matches = report.Matches.Select(match => new
        {
            kind = match.Left.Kind.Code,
            left = match.Left.Name,
            right = match.Right.Name,
            match.By,
        }),
        report.Saving,
    }, Text(report));

    static string Text(ConflictReport report)
    {
        var table = new Table("Art", "Seite", "Was", "Vorschlag");
        foreach (var conflict in report.Conflicts)
        {
            table.Add(ConflictTexts.Of(conflict.Kind), conflict.Side, conflict.Text, conflict.Proposal ?? "");
        }
        var same = new Table("Art", "Links", "Rechts", "Erkannt an");
        foreach (var match in report.Matches)
        {
            same.Add(match.Left.Kind.German, match.Left.Name, match.Right.Name, match.By);
        }
        return $"{German.Count(report.Conflicts.Count)} Konflikte, die Vorschläge sparen {report.Saving} im Jahr.\n"
            + $"{table}\n"
            + $"{German.Count(report.Matches.Count)} mal dasselbe auf beiden Seiten.\n{same}";
    }
}
