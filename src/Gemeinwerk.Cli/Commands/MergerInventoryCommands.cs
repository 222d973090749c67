using System.CommandLine;
using Gemeinwerk.Basics;
using Gemeinwerk.Merger;
using Gemeinwerk.Merger.Inventories;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk merger inventory …</c>: what becomes of each item of the sources' data centres.</summary>
static class MergerInventoryCommands
{
    internal static Command Create() => new("inventory", "Überleitung der Bestände")
    {
        Suggest(), Accept(), Show(), Set(), Remove(), Export(), Import(),
    };

    static Command Suggest()
    {
        var code = MergerCommands.Code();
        var command = new Command("suggest", "zeigt, was zu entscheiden ist, mit Vorschlag") { code };
        Shell.Run(command, async (shell, parsed) =>
        {
            if (!(await Plan(shell, parsed.GetRequiredValue(code))).Ok(out var plan, out var why))
            {
                return shell.Refused(why);
            }
            var table = new Table("Stück", "Was", "Vorschlag");
            foreach (var open in plan.Open)
            {
                table.Add($"{open.Source.Code}:{open.Item.Id.Value}", open.Why, open.Decision?.NewName ?? "");
            }
            return shell.Done(plan.Open.Select(open => new
            {
                source = open.Source.Code,
                item = open.Item.Id.Value,
                kind = open.Item.Kind.Code,
                name = open.Item.Name,
                why = open.Why,
                newName = open.Decision?.NewName,
            }), $"{table}{German.Count(plan.Open.Count)} zu entscheiden; „merger inventory accept“ nimmt alle "
                + "Vorschläge an.");
        });
        return command;
    }

    static Command Accept()
    {
        var code = MergerCommands.Code();
        var command = new Command("accept", "nimmt alle Vorschläge an") { code };
        Shell.Run(command, async (shell, parsed) =>
        {
            var done = await shell.Act(work => InventoryDecisions.Accept(work, parsed.GetRequiredValue(code)));
            return done.Ok(out var accepted, out var why)
                ? shell.Done(new { accepted }, $"{German.Count(accepted)} Vorschläge angenommen.")
                : shell.Refused(why);
        });
        return command;
    }

    static Command Show()
    {
        var code = MergerCommands.Code();
        var command = new Command("show", "zeigt, was aus jedem Stück wird") { code };
        Shell.Run(command, async (shell, parsed) =>
        {
            if (!(await Plan(shell, parsed.GetRequiredValue(code))).Ok(out var plan, out var why))
            {
                return shell.Refused(why);
            }
            var table = new Table("Stück", "Art", "Name", "Verbleib", "im Ziel", "neu", "Grund");
            foreach (var move in plan.Moves)
            {
                table.Add($"{move.Source.Code}:{move.From.Id.Value}", move.From.Kind.German, move.From.Name,
                    MergerTexts.Word(move.Fate), $"{move.Target}", move.NewName ?? "", move.Reason ?? "");
            }
            return shell.Done(plan.Moves.Select(move => new
            {
                source = move.Source.Code,
                item = move.From.Id.Value,
                kind = move.From.Kind.Code,
                name = move.From.Name,
                fate = move.Fate.Code(),
                target = move.Target,
                newName = move.NewName,
                reason = move.Reason,
            }), table.ToString());
        });
        return command;
    }

    static Command Set()
    {
        var code = MergerCommands.Code();
        var (body, item) = (Body(), Item());
        var fate = Inputs.CodeArgument<ItemFate>("FATE", "Verbleib");
        var target = new Option<string?>("--target") { Description = "Stück des Ziels oder einer Quelle: sit:17" };
        var name = new Option<string?>("--name") { Description = "neuer Name, neues Netz oder neue VLAN-ID" };
        var reason = new Option<string?>("--reason") { Description = "Grund" };
        var command = new Command("set", "legt fest, was aus einem Stück wird")
        {
            code, body, item, fate, target, name, reason,
        };
        Shell.Run(command, async (shell, parsed) =>
        {
            var address = parsed.GetValue(target) is { } text ? ItemAddress.Parse(text) : null;
            if (address is null && parsed.GetValue(target) is { } wrong)
            {
                return shell.Refused(new("merger.inventory-address",
                    $"„{Texts.Shown(wrong)}“ ist kein Stück in der Form Körperschaft:Schlüssel."));
            }
            var decision = new InventoryDecision(parsed.GetRequiredValue(body), parsed.GetValue(item),
                parsed.GetValue(fate), parsed.GetValue(name), address,
                parsed.GetValue(reason) ?? $"entschieden von {shell.Actor}");
            var set = await shell.Act(work => InventoryDecisions.Set(work, parsed.GetRequiredValue(code), [decision]));
            return set.Ok(out _, out var why)
                ? shell.Done(decision, $"{decision.SourceBody}:{decision.Item}: {MergerTexts.Word(decision.Fate)}.")
                : shell.Refused(why);
        });
        return command;
    }

    static Command Remove()
    {
        var (code, body, item) = (MergerCommands.Code(), Body(), Item());
        var command = new Command("remove", "nimmt eine Entscheidung zurück") { code, body, item };
        Shell.Run(command, async (shell, parsed) =>
        {
            var done = await shell.Act(work => InventoryDecisions.Remove(
                work, parsed.GetRequiredValue(code), parsed.GetRequiredValue(body), parsed.GetValue(item)));
            return done.Ok(out var removed, out var why)
                ? shell.Done(new { removed }, removed ? "Die Entscheidung ist zurückgenommen." : "Es gab keine.")
                : shell.Refused(why);
        });
        return command;
    }

    static Command Export()
    {
        var code = MergerCommands.Code();
        var command = new Command("export", "schreibt die Entscheidungen als CSV, Offenes ohne Verbleib")
        {
            code, OutFile.Out, OutFile.Force,
        };
        Shell.Run(command, async (shell, parsed) =>
        {
            if (!OutFile.Of(parsed).Ok(out var path, out var exists)) return shell.Refused(exists);
            if (!(await Plan(shell, parsed.GetRequiredValue(code))).Ok(out var plan, out var why))
            {
                return shell.Refused(why);
            }
            var decisions = await shell.Database.Read(async db => await InventoryDecisions.All(
                db, (await Mergers.Find(db, parsed.GetRequiredValue(code))).Expect()));
            var csv = InventoryCsv.Write(plan, decisions);
            if (path is null) return shell.Done(new { csv }, csv.TrimEnd('\n'));
            await File.WriteAllTextAsync(path, csv);
            return shell.Done(new { file = path }, $"Die Entscheidungen stehen in {path}.");
        });
        return command;
    }

    static Command Import()
    {
        var code = MergerCommands.Code();
        var file = new Argument<string>("FILE")
        {
            Description = "CSV: source_body,item,fate,target,new_name,reason",
        };
        var command = new Command("import", "liest Entscheidungen aus CSV, ganz oder gar nicht") { code, file };
        Shell.Run(command, async (shell, parsed) =>
        {
            if (!InFile.Of(parsed.GetRequiredValue(file)).Ok(out var source, out var why)) return shell.Refused(why);
            var (decisions, report) = InventoryCsv.Read(source);
            if (report.IsRefused) return shell.Refused(report.Findings);
            var set = await shell.Act(work => InventoryDecisions.Set(work, parsed.GetRequiredValue(code), decisions));
            return set.Ok(out var changed, out why)
                ? shell.Done(new { lines = decisions.Count, changed }, $"{German.Count(decisions.Count)} Zeilen "
                    + $"gelesen, {German.Count(changed)} neu oder geändert.")
                : shell.Refused(why);
        });
        return command;
    }

    /// <summary><c>gemeinwerk merger debt</c>.</summary>
    internal static Command Debt()
    {
        var code = MergerCommands.Code();
        var command = new Command("debt", "zeigt, was in den Rechenzentren doppelt bleibt (Fusionsschuld)") { code };
        Shell.Run(command, async (shell, parsed) =>
        {
            var found = await shell.Database.Read(db => MergeDebts.Of(db, parsed.GetRequiredValue(code)));
            if (!found.Ok(out var stages, out var why)) return shell.Refused(why);
            var table = new Table(
                "Stand", "Fachverfahren", "Systemversionen", "Domänen", "Netze", "Standorte", "Summe");
            foreach (var (stage, debt) in stages)
            {
                table.Add(stage, German.Count(debt.Products), German.Count(debt.Platforms), German.Count(debt.Domains),
                    German.Count(debt.Networks), German.Count(debt.Sites), German.Count(debt.Total));
            }
            return shell.Done(stages, stages.Count == 0 ? "Keine der Körperschaften hat einen Bestand." : $"{table}");
        });
        return command;
    }

    static Task<Result<InventoryPlan>> Plan(Shell shell, string code) =>
        shell.Database.Read(async Task<Result<InventoryPlan>> (db) =>
        {
            if (!(await Execution.Plan(db, code)).Ok(out var plan, out var why)) return why;
            if (plan.Merger.State == MergerState.Executed) return Mergers.Executed(code);
            return plan.Inventory ?? (Result<InventoryPlan>)new Rejection(
                "merger.inventory-empty", "Keine der Körperschaften hat einen Bestand.");
        });

    static Argument<string> Body() => new("SOURCE_BODY") { Description = "Kürzel der Quelle" };

    static Argument<long> Item() => Inputs.Number<long>("ITEM", "Schlüssel des Stücks in der Quelle");
}
