using System.CommandLine;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk item …</c>: open items.</summary>
static class ItemCommands
{
    static readonly Argument<string> number = new("NUMBER") { Description = "Nummer des Postens" };
    static readonly Argument<int> level = new("LEVEL") { Description = "Mahnstufe, 0 bis 9" };
    static readonly Option<DateOnly> on = BookShell.DayOption("--on", "Stichtag");

    internal static Command Create() => new("item", "offene Posten")
    {
        BookShell.Reading("list", "zeigt die offenen Posten", [],
            async (db, body, _) => (Result<List<OpenItem>>)await OpenItems.Unsettled(db, body.Id), rows =>
                MasterDataCommands.Rows(["Posten", "Entstanden", "Fällig", "Mahnstufe", "Offen"], rows, it =>
                    [it.Number, German.Date(it.OriginatedOn), German.Date(it.DueOn), $"{it.DunningLevel}",
                        German.Amount(it.Open)])),
        BookShell.Reading("aged", "Fälligkeiten je Geschäftspartner an einem Tag", [on],
            async (db, body, parsed) => (Result<IReadOnlyList<AgedItems>>)new List<AgedItems>(
                await AgedItems.AsOf(db, body.Id, parsed.GetValue(on))), rows => MasterDataCommands.Rows(
                ["Partner", "Name", "Posten", "nicht fällig", "bis 30", "bis 60", "bis 90", "älter", "Summe"],
                rows, it =>
                    [it.Party.Number, it.Party.Name, $"{it.Items}", German.Amount(it.NotDue), German.Amount(it.Days30),
                        German.Amount(it.Days60), German.Amount(it.Days90), German.Amount(it.Older),
                        German.Amount(it.Total)])),
        BookShell.Writing("dun", "setzt die Mahnstufe", [number, level], (work, book, parsed) =>
            OpenItems.SetDunningLevel(work, book, parsed.GetValue(number)!, parsed.GetValue(level)),
            it => $"Posten {it.Number} hat Mahnstufe {it.DunningLevel}."),
    };
}
