using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.DataCentre.Conflicts;
using Gemeinwerk.Merger;
using Gemeinwerk.Merger.Governance;
using Gemeinwerk.Merger.Inventories;

namespace Gemeinwerk.Cli.Demo;

/// <summary>What the demo tells at its end: short, for a treasurer.</summary>
static class DemoSummary
{
    internal sealed record Facts(
        int Members, long MemberEntries, int BalanceSheets, ControlTotals Totals, long AssociationEntries,
        DemoMerger Merger, DemoCouncil Council, DemoCentres Centres, DemoLevy Levy, string Folder, TimeSpan Took);

    internal static string Text(Facts facts)
    {
        var text = new StringBuilder();
        text.AppendLine().AppendLine("FUSION ZUR SÜDWESTFALEN-IT ZUM 01.01.2018").AppendLine();
        Members(text, facts);
        Gates(text, facts);
        if (facts.Merger.Refused.Count > 0) return text.ToString();
        Books(text, facts);
        Eliminations(text, facts.Merger);
        Centres(text, facts.Centres);
        text.AppendLine(facts.Levy.Says).AppendLine();
        text.AppendLine("Prüfung durch das getrennte Programm gemeinwerk-proof:").AppendLine();
        foreach (var line in facts.Merger.Verdict.Split('\n')) text.Append("    ").AppendLine(line);
        Places(text, facts);
        return text.ToString();
    }

    static void Members(StringBuilder text, Facts facts)
    {
        var totals = facts.Totals;
        text.AppendLine(German.Culture,
            $"{facts.Members} Mitglieder, {German.Count(facts.MemberEntries)} Buchungen aus der"
            + $" Finanzrechnungsstatistik 2009–2011 (IT.NRW):");
        text.AppendLine(German.Culture,
            $"  {totals.Checked - totals.Differences.Count} von {totals.Checked} Jahren treffen"
            + $" die veröffentlichten Summen auf den Euro");
        text.AppendLine(German.Culture, $"  Einzahlungen {totals.Receipts}, Auszahlungen {totals.Payments}");
        foreach (var difference in totals.Differences.Take(5)) text.Append("  ABWEICHUNG ").AppendLine(difference);
        text.AppendLine(facts.BalanceSheets > 0
            ? $"  {facts.BalanceSheets} veröffentlichte Bilanzen 2009 wurden Eröffnungsbilanzen 2010"
            : "  Bilanzen 2009: nicht beigelegt (ohne Lizenzangabe), mit --balance-sheets DATEI");
        text.AppendLine().AppendLine(German.Culture,
            $"3 Verbände, {German.Count(facts.AssociationEntries)} Buchungen 2017: erzeugt aus veröffentlichten Größen"
            + $" und den Zahlungen der");
        text.AppendLine("  Mitglieder, weil die einzelnen Buchungen nicht öffentlich sind; immer dieselben.");
        text.AppendLine();
    }

    static void Gates(StringBuilder text, Facts facts)
    {
        text.AppendLine("Beschlüsse, Genehmigung und Bekanntmachung (Tore der Fusion):");
        foreach (var requirement in facts.Council.Gates.Single(gate => gate.Step == GateStep.Execute).Requirements)
        {
            text.AppendLine(German.Culture, $"  {(requirement.IsMet ? "ja   " : "FEHLT")} {requirement.Says} "
                + $"({requirement.Source})");
        }
        if (facts.Merger.Refused.Count > 0)
        {
            text.AppendLine().AppendLine("ABGELEHNT: die Fusion wurde nicht vollzogen, geändert ist nichts:");
            foreach (var finding in facts.Merger.Refused) text.Append("  ").AppendLine(finding.Why.ToString());
            return;
        }
        var umbrella = facts.Council.Umbrella!;
        var head = umbrella.Resolutions.Last(it => it.Candidate?.Office == Office.Head);
        text.AppendLine(German.Culture, $"  Am {German.Date(head.On)} wählen "
            + $"{umbrella.MembersOn(head.On).Count()} Mitglieder mit {German.Count(head.Tally.Votes.Yes)} von "
            + $"{German.Count(head.Tally.Statutory)} Stimmen den Verbandsvorsteher; seit dem 01.01.2020 sind es "
            + $"{umbrella.MembersOn(DemoAssemblies.Enlarged).Count()}.");
        text.AppendLine("  Nach bestandener Prüfung sind beide Quellen endgültig gesiegelt; rückgängig macht die")
            .AppendLine("  Fusion niemand mehr.");
        var tasks = facts.Council.Roadmap!.Tasks;
        text.AppendLine(German.Culture, $"  Fahrplan: {tasks.Count(task => task.DoneOn is not null)} von {tasks.Count} "
            + $"Aufgaben getan, die letzte mit {tasks[^1].Delay} Tagen Verzug gegen den Plan von 2013");
        text.AppendLine();
    }

    static void Books(StringBuilder text, Facts facts)
    {
        var merger = facts.Merger;
        var plan = merger.Plan!;
        text.AppendLine(German.Culture,
            $"Zuordnung: {merger.Suggested} vorgeschlagen, {merger.Decided} entschieden. Übergegangen:");
        var items = plan.Sources.Sum(source => source.Items.Count(item => !item.IsEliminated));
        var assets = plan.Sources.Sum(source => source.Assets.Count);
        var balances = plan.Sources.Sum(source => source.Balances.Count);
        text.AppendLine(German.Culture,
            $"  {items} offene Posten, {assets} Anlagen, {balances} Salden, jeder einzeln belegt");
        if (plan.Inventory?.Uses is { } uses)
        {
            text.AppendLine(German.Culture, $"  {German.Count(plan.Inventory.Moves.Count)} Stücke der Rechenzentren; "
                + $"{German.Count(uses.Moves.Count(move => move.Fate == UseFate.Arrived))} Nutzungen, davon an "
                + $"{German.Count(uses.Shared.Count)} gemeinsamen Stücken neu gewichtet");
        }
        text.AppendLine(German.Culture,
            $"  Gebucht werden konnte bis zum Vollzug; er selbst dauerte {merger.CutOver.TotalSeconds:0.0} Sekunden");
        text.AppendLine();
        var table = new Table("Bilanzsumme", "31.12.2017", "01.01.2018");
        foreach (var (body, before, after) in merger.Totals)
        {
            table.Add(body, German.Amount(before), German.Amount(after));
        }
        table.Add("weggefallen (Konfusion, Beteiligungen)", German.Amount(-Eliminated(plan)), "");
        table.Add("zusammen", German.Amount(Sum(merger.Totals.Select(total => total.Before)) - Eliminated(plan)),
            German.Amount(Sum(merger.Totals.Select(total => total.After))));
        text.AppendLine(table.ToString());
    }

    static void Eliminations(StringBuilder text, DemoMerger merger)
    {
        text.AppendLine("Weggefallen, weil Gläubiger und Schuldner eins wurden:");
        foreach (var elimination in merger.Plan!.Eliminations)
        {
            var what = elimination.Reason == EliminationReason.MutualClaim ? "Forderung" : "Beteiligung";
            text.AppendLine(German.Culture,
                $"  {what} {Name(elimination.Debit)} gegen {Name(elimination.Credit)}: {elimination.Amount}");
        }
        foreach (var note in merger.Notes) text.Append("  Hinweis: ").AppendLine(note.ToString());
        text.AppendLine();
    }

    static void Centres(StringBuilder text, DemoCentres centres)
    {
        var report = centres.Conflicts!;
        text.AppendLine(German.Culture, $"Rechenzentren {string.Join(" und ", centres.Sizes.Select(size =>
            $"{size.Site} ({German.Count(size.Items)} Stücke)"))}, erzeugt nach veröffentlichten Größen:");
        text.AppendLine(German.Culture, $"  {report.Matches.Count} mal dasselbe auf beiden Seiten, "
            + $"{report.Conflicts.Count} Konflikte; die Vorschläge sparen {report.Saving} im Jahr");
        foreach (var kind in report.Conflicts.CountBy(conflict => conflict.Kind))
        {
            text.AppendLine(German.Culture, $"  {kind.Value,5} {ConflictTexts.Of(kind.Key)}");
        }
        foreach (var (site, placement, restart) in centres.Plans)
        {
            var machines = placement.Pools.Sum(pool => pool.Machines.Count);
            text.AppendLine(German.Culture, $"  {site}: {German.Count(machines)} virtuelle Server passen auf "
                + $"{placement.Pools.Sum(pool => pool.Used.Count)} Server, frei werden "
                + $"{placement.Pools.Sum(pool => pool.Freed.Count)} (Strom {placement.Saving.Power} im Jahr, "
                + $"ohne Reserve für einen Ausfall);");
            text.AppendLine(German.Culture, $"    Wiederanlauf in {German.Count(restart.Steps.Count)} Schritten und "
                + $"{restart.Levels} Stufen, {restart.Findings.Count} Hinweise");
        }
        text.AppendLine();
    }

    static void Places(StringBuilder text, Facts facts)
    {
        var database = Path.Combine(facts.Folder, DemoFolder.DatabaseName);
        text.AppendLine().AppendLine(German.Culture, $"Fertig in {facts.Took.TotalSeconds:0} Sekunden. Es liegt:");
        text.AppendLine(German.Culture, $"  Datenbank             {database}");
        text.AppendLine(German.Culture,
            $"  Urkunde und Exporte   {Path.Combine(facts.Folder, DemoFolder.Certificate)}");
        text.AppendLine(German.Culture, $"  Bilanzen              {Path.Combine(facts.Folder, DemoFolder.Statements)}");
        text.AppendLine(German.Culture, $"  Schlüssel             {Path.Combine(facts.Folder, DemoFolder.Keys)}");
        text.AppendLine();
        text.AppendLine("Der Prüfer nahm den Schlüssel aus demselben Ordner. Wer die Urkunde bekommt, vergleicht ihn");
        text.AppendLine("mit dem anderswo veröffentlichten; erst dann beweist die Unterschrift, von wem sie ist.");
        text.AppendLine().AppendLine("Zum Weiterprobieren:");
        text.AppendLine(German.Culture,
            $"  export GEMEINWERK_KEYS='{Path.GetFullPath(DemoFolder.Keys, Path.GetFullPath(facts.Folder))}'");
        text.AppendLine(German.Culture,
            $"  export GEMEINWERK_DB='{(File.Exists(database) ? Path.GetFullPath(database) : database)}'");
        text.AppendLine("  ./gemeinwerk statement cash-flow --body iserlohn --year 2011");
        text.AppendLine("  ./gemeinwerk balance trial --body sit --on 01.01.2018");
        text.AppendLine(German.Culture,
            $"  ./gemeinwerk merger report {DemoMerger.Code} --statement balance-sheet --year 2017");
        text.AppendLine("  ./gemeinwerk verify --body sit");
    }

    static string Name(EliminationSide side) => $"{side.Number} ({side.Body.Code})";

    static Money Eliminated(MergerPlan plan) =>
        Sum(plan.Eliminations.Select(elimination => elimination.Amount));

    static Money Sum(IEnumerable<Money> amounts) => amounts.Aggregate(Money.Zero, (sum, amount) => sum + amount);
}
