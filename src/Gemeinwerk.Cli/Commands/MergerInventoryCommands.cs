using System.CommandLine;
using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.Merger;
using Gemeinwerk.Merger.Inventories;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk merger inventory …</c>: what becomes of each item of the sources' data centres.</summary>
static class MergerInventoryCommands
{
    internal static Command Create() => new("inventory", "Überleitung der Bestände")
    {
        Suggest(), Accept(), Show(), Set(), Weigh(), Remove(), UsesOf(), Export(), Import(),
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
                table.Add($"{open.Source.Code}:{open.Item.Id.Value}", open.Why, open.Shown ?? "");
            }
            return shell.Done(plan.Open.Select(open => new
            {
                source = open.Source.Code,
                item = open.Item.Id.Value,
                kind = open.Item.Kind.Code,
                name = open.Item.Name,
                why = open.Why,
                newName = open.Decision?.NewName,
                weights = open.Weights.Count == 0 ? null : open.Weights.Select(it => new
                {
                    item = $"{it.Item}",
                    weight = it.Weight,
                }),
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

    static Command Weigh()
    {
        var (code, body, item) = (MergerCommands.Code(),
            new Argument<string>("BODY") { Description = "Kürzel der Quelle oder des Ziels" },
            Inputs.Number<long>("ITEM", "Schlüssel des Stücks dort"));
        var weight = Inputs.Number<long>("WEIGHT", "ganze Zahl ab 1, etwa die Zahl seiner Nutzer");
        var reason = new Option<string?>("--reason") { Description = "Grund" };
        var command = new Command("weigh", "legt fest, wie viel ein früheres Stück am gemeinsamen wiegt")
        {
            code, body, item, weight, reason,
        };
        Shell.Run(command, async (shell, parsed) =>
        {
            var decided = new UseWeight(
                new ItemAddress(parsed.GetRequiredValue(body), parsed.GetValue(item)), parsed.GetValue(weight),
                parsed.GetValue(reason) ?? $"entschieden von {shell.Actor}");
            var set = await shell.Act(work =>
                InventoryDecisions.Set(work, parsed.GetRequiredValue(code), [], [decided]));
            return set.Ok(out _, out var why)
                ? shell.Done(new { item = $"{decided.Item}", decided.Weight, decided.Reason },
                    $"{decided.Item}: Gewicht {German.Count(decided.Weight)}.")
                : shell.Refused(why);
        });
        return command;
    }

    static Command UsesOf()
    {
        var code = MergerCommands.Code();
        var command = new Command("uses", "zeigt, was aus jeder Nutzung wird und was im Ziel daraus entsteht") { code };
        Shell.Run(command, async (shell, parsed) =>
        {
            if (!(await Plan(shell, parsed.GetRequiredValue(code))).Ok(out var plan, out var why))
            {
                return shell.Refused(why);
            }
            var (before, after) = (new Table("Nutzung", "Stück", "Mitglied", "ab", "bis vor", "Anteil", "Verbleib",
                "Gewicht"), new Table("Stück im Ziel", "Mitglied im Ziel", "ab", "bis vor", "Anteil"));
            foreach (var (body, use, fate, weight) in plan.Uses?.Moves ?? [])
            {
                before.Add($"{body.Code}:{use.Id.Value}", $"{use.Item.Value}", $"{use.Member.Value}",
                    German.Date(use.Since), Until(use), $"{use.Share}", MergerTexts.Word(fate), $"{weight}");
            }
            foreach (var use in plan.Uses?.Added ?? [])
            {
                after.Add($"{use.Item.Value}", $"{use.Member.Value}", German.Date(use.Since), Until(use),
                    $"{use.Share}");
            }
            return shell.Done(new
            {
                uses = plan.Uses?.Moves.Select(move => new
                {
                    body = move.Body.Code,
                    use = move.Use.Id.Value,
                    item = move.Use.Item.Value,
                    member = move.Use.Member.Value,
                    since = move.Use.Since,
                    until = move.Use.Until,
                    share = $"{move.Use.Share}",
                    fate = move.Fate.Code(),
                    weight = move.Weight,
                }),
                added = plan.Uses?.Added.Select(use => new
                {
                    item = use.Item.Value,
                    member = use.Member.Value,
                    since = use.Since,
                    until = use.Until,
                    share = $"{use.Share}",
                }),
            }, plan.Uses is null ? "Keine der Körperschaften hat Nutzungen." : $"{before}\n{after}");
        });
        return command;

        static string Until(ItemUse use) => use.Until is { } until ? German.Date(until) : "";
    }

    static Command Remove()
    {
        var (code, body, item) = (MergerCommands.Code(), Body(), Item());
        var command = new Command("remove", "nimmt zurück, was über ein Stück entschieden ist") { code, body, item };
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
            var csv = await shell.Database.Read(async db =>
            {
                var merger = (await Mergers.Find(db, parsed.GetRequiredValue(code))).Expect();
                return InventoryCsv.Write(
                    plan, await InventoryDecisions.All(db, merger), await UseWeights.All(db, merger));
            });
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
            Description = "CSV: source_body,item,fate,target,new_name,reason,weight",
        };
        var command = new Command("import", "liest Entscheidungen aus CSV, ganz oder gar nicht") { code, file };
        Shell.Run(command, async (shell, parsed) =>
        {
            if (!InFile.Of(parsed.GetRequiredValue(file)).Ok(out var source, out var why)) return shell.Refused(why);
            var (decisions, weights, report) = InventoryCsv.Read(source);
            if (report.IsRefused) return shell.Refused(report.Findings);
            var set = await shell.Act(work => InventoryDecisions.Set(work, parsed.GetRequiredValue(code), decisions,
                weights));
            var lines = decisions.Count + weights.Count;
            return set.Ok(out var changed, out why)
                ? shell.Done(new { lines, changed }, $"{German.Count(lines)} Entscheidungen "
                    + $"gelesen, {German.Count(changed)} neu oder geändert.")
                : shell.Refused(why);
        });
        return command;
    }

    /// <summary><c>gemeinwerk merger debt</c>.</summary>
    internal static Command Debt()
    {
        var code = MergerCommands.Code();
        var command = new Command("debt",
            "zeigt über die Zeit, was in den Rechenzentren doppelt bleibt (Fusionsschuld), auch als Bild (SVG)")
        {
            code, CentreCommands.Svg, OutFile.Force,
        };
        Shell.Run(command, async (shell, parsed) =>
        {
            var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
            var found = await shell.Database.Read(db => MergeDebts.Of(db, parsed.GetRequiredValue(code), today));
            if (!found.Ok(out var course, out var why)) return shell.Refused(why);
            if (!CentreCommands.Picture(parsed, () => MergeDebtPicture.Of(course)).Ok(out var file, out why))
            {
                return shell.Refused(why);
            }
            return shell.Done(new { moments = course.Moments, stages = course.Stages.Select(Shown), file },
                course.Moments.Count == 0 ? "Keine der Körperschaften hat einen Bestand." : Text(course));
        });
        return command;

        static object Shown(RoadmapDebt it) =>
            new { stage = it.Stage.No, it.Stage.Title, it.Stage.From, it.Stage.Until, it.AtStart, it.AtEnd };
    }

    static string Text(MergeDebtCourse course)
    {
        var table = new Table("Tag", "Stand", "Fusion", "Stufe im Fahrplan", "Fachverfahren", "Systemversionen",
            "Domänen", "Netze", "Standorte", "Summe");
        foreach (var (stage, on, merger, isUndone, ofRoadmap, debt) in course.Moments)
        {
            table.Add(German.Date(on), stage, isUndone ? $"{merger} (rückgängig)" : merger ?? "", ofRoadmap ?? "",
                German.Count(debt.Products), German.Count(debt.Platforms), German.Count(debt.Domains),
                German.Count(debt.Networks), German.Count(debt.Sites), German.Count(debt.Total));
        }
        if (course.Stages.Count == 0) return $"{table}";
        var stages = new Table("Stufe", "von", "bis", "am Anfang", "am Ende");
        foreach (var (stage, start, end) in course.Stages)
        {
            stages.Add($"{stage.No}. {stage.Title}", German.Date(stage.From), German.Date(stage.Until),
                start is null ? "" : German.Count(start.Total), end is null ? "" : German.Count(end.Total));
        }
        return $"{table}\n{stages}";
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
