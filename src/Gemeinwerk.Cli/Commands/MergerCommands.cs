using System.CommandLine;
using System.Globalization;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk merger …</c>: mergers of bodies, from mapping to certificate.</summary>
static class MergerCommands
{
    internal static Argument<string> Code() => new("CODE") { Description = "Kürzel der Fusion" };

    static Option<string?> Out() => new("--out") { Description = "Ordner für Zertifikat und Exporte" };

    internal static Command Create() => new("merger", "Fusionen von Körperschaften")
    {
        CreateOne(), List(), MergerMapCommands.Create(), MergerInventoryCommands.Create(),
        RoadmapCommands.Gates(), MergerStepCommands.FixDay(), MergerStepCommands.Seal(),
        MergerShareholdingCommands.Create(), Plan(), DryRun(), Run(), Certificate(), Undo(), Resolve(), Events(),
        MergerReportCommand.Create(), MergerInventoryCommands.Debt(),
    };

    static Command CreateOne()
    {
        var code = Code();
        var form = new Option<string>("--form") { Description = "Zusammenschluss oder Eingliederung", Required = true };
        form.AcceptOnlyFromAmong("Zusammenschluss", "Eingliederung");
        var target = new Option<string>("--target")
        {
            Description = "Kürzel der Körperschaft, die bleibt",
            Required = true
        };
        var sources = new Option<string[]>("--source") { Description = "Kürzel einer, die aufgeht", Required = true };
        var effective = Inputs.Day("--effective", "erster Tag danach");
        var command = new Command("create", "legt eine Fusion an") { code, form, target, sources, effective };
        Shell.Run(command, async (shell, parsed) =>
        {
            var made = await shell.Act(work => Mergers.Create(work, parsed.GetRequiredValue(code),
                Enum.Parse<MergerForm>(parsed.GetRequiredValue(form)), parsed.GetRequiredValue(target),
                parsed.GetRequiredValue(sources), parsed.GetValue(effective)));
            if (!made.Ok(out var merger, out var why)) return shell.Refused(why);
            return shell.Done(Describe(merger), $"Fusion „{merger.Code}“ angelegt: {Sentence(merger)}. Weiter mit "
                + "der Überleitung der Nummern und dem Plan:\n"
                + $"  gemeinwerk merger map suggest {merger.Code}\n  gemeinwerk merger plan {merger.Code}");
        });
        return command;
    }

    static Command List()
    {
        var command = new Command("list", "zeigt alle Fusionen");
        Shell.Run(command, async (shell, _) =>
        {
            var mergers = await shell.Database.Read(Mergers.All);
            var table = new Table("Kürzel", "Form", "Quellen", "Ziel", "Wirksam", "Stand");
            foreach (var merger in mergers)
            {
                table.Add(merger.Code, $"{merger.Form}",
                    string.Join(", ", merger.Sources.Select(source => source.Code)),
                    merger.Target.Code, German.Date(merger.EffectiveOn),
                    merger.State == MergerState.Executed ? "vollzogen" : "in Vorbereitung");
            }
            return shell.Done(mergers.Select(Describe), table.ToString());
        });
        return command;
    }

    static Command Plan()
    {
        var code = Code();
        var command = new Command("plan", "zeigt, was die Fusion bewegt und was ihr entgegensteht") { code };
        Shell.Run(command, async (shell, parsed) =>
        {
            var planned = await shell.Database.Read(db => Execution.Plan(db, parsed.GetRequiredValue(code)));
            if (!planned.Ok(out var plan, out var why)) return shell.Refused(why);
            if (!shell.AsJson) shell.Out.Write(MergerTexts.Summary(plan));
            if (plan.Findings.Count > 0) return shell.Refused(plan.Findings);
            return shell.Done(new { eliminations = plan.Eliminations.Count, notes = plan.Notes },
                $"Der Fusion steht nichts entgegen. Weiter zur Probe:\n  gemeinwerk merger dry-run {plan.Merger.Code}");
        });
        return command;
    }

    static Command DryRun()
    {
        var (code, folder) = (Code(), Out());
        var command = new Command("dry-run", "führt die Fusion zur Probe aus und nimmt alles zurück") { code, folder,
            OutFile.Force };
        Shell.Run(command, async (shell, parsed) =>
        {
            var path = parsed.GetValue(folder);
            // The certificate there may be that of the executed merger.
            if (path is not null && OutFile.Refuse(Path.Combine(path, "certificate.txt"), parsed) is { } there)
            {
                return shell.Refused(there);
            }
            var written = default(Result<IReadOnlyList<string>>);
            var result = await Execution.DryRun(shell.Database, shell.Actor, parsed.GetRequiredValue(code),
                path is null ? null : async (work, merger, certificate) =>
                    written = await CertificateFolder.Write(work.Db, merger, certificate, path));
            if (!result.Ok(out var outcome, out var why)) return shell.Refused(written.Rejection ?? why);
            if (outcome.Findings.Count > 0) return shell.Refused(outcome.Findings);
            return shell.Done(new { certificate = outcome.Certificate, outcome.Notes, folder = path },
                path is null ? outcome.Certificate!
                    : $"{Notes(outcome)}Probelauf gelungen; Zertifikat und Exporte: {path}");
        });
        return command;
    }

    static Command Run()
    {
        var (code, folder) = (Code(), Out());
        var command = new Command("run", "vollzieht die Fusion, ganz oder gar nicht") { code, folder };
        Shell.Run(command, async (shell, parsed) =>
        {
            var started = TimeProvider.System.GetTimestamp();
            var result = await Execution.Run(shell.Database, shell.Actor, parsed.GetRequiredValue(code));
            var took = TimeProvider.System.GetElapsedTime(started);
            if (!result.Ok(out var outcome, out var why)) return shell.Refused(why);
            if (outcome.Findings.Count > 0) return shell.Refused(outcome.Findings);
            if (parsed.GetValue(folder) is { } path
                && await Write(shell, parsed.GetRequiredValue(code), path) is { } failed)
            {
                return shell.Refused(failed);
            }
            return shell.Done(new
            {
                done = true,
                outcome.WasDone,
                outcome.Notes,
                folder = parsed.GetValue(folder),
                cutOverSeconds = took.TotalSeconds,
            }, Notes(outcome) + (outcome.WasDone ? "Die Fusion war schon vollzogen; es ist nichts geschehen."
                : string.Create(German.Culture, $"Die Fusion ist vollzogen, in {took.TotalSeconds:0.0} Sekunden. ")
                    + $"Was ankam:\n  gemeinwerk merger certificate {parsed.GetRequiredValue(code)}"));
        });
        return command;
    }

    static Command Certificate()
    {
        var (code, folder) = (Code(), Out());
        var command = new Command("certificate", "zeigt das Zertifikat oder schreibt es mit allen Exporten") { code,
            folder };
        Shell.Run(command, async (shell, parsed) =>
        {
            var found = await shell.Database.Read(db => Stored(db, parsed.GetRequiredValue(code)));
            if (!found.Ok(out var certificate, out var why)) return shell.Refused(why);
            if (parsed.GetValue(folder) is not { } path) return shell.Done(new { certificate },
                certificate.TrimEnd('\n'));
            if (await Write(shell, parsed.GetRequiredValue(code), path) is { } failed) return shell.Refused(failed);
            var key = Path.Combine(path, "key.txt");
            return shell.Done(new { folder = path }, $"Zertifikat und Exporte liegen in {path}; zu prüfen mit:\n"
                + $"./gemeinwerk proof check {Path.Combine(path, "certificate.txt")} {path} --key \"$(cat {key})\"");
        });
        return command;
    }

    static Command Undo()
    {
        var code = Code();
        var command = new Command("undo", "macht die Fusion durch Gegenbuchungen rückgängig") { code };
        Shell.Run(command, async (shell, parsed) =>
        {
            var result = await shell.Act(work => Gemeinwerk.Merger.Undo.Run(work, parsed.GetRequiredValue(code)));
            if (!result.Ok(out var findings, out var why)) return shell.Refused(why);
            return findings.Count > 0 ? shell.Refused(findings)
                : shell.Done(new { undone = true }, "Die Fusion ist rückgängig gemacht; die Bücher stehen wie vorher.");
        });
        return command;
    }

    static Command Resolve()
    {
        var kind = new Argument<string>("KIND") { Description = $"{MergerMapCommands.Kinds}, inventory" };
        var body = new Argument<string>("BODY") { Description = "Kürzel der alten Körperschaft" };
        var number = new Argument<string>("NUMBER") { Description = "alte Nummer; im Bestand der Schlüssel" };
        var command = new Command("resolve", "sagt, was eine alte Nummer heute ist") { kind, body, number };
        Shell.Run(command, async (shell, parsed) =>
        {
            var (code, old) = (parsed.GetRequiredValue(body), parsed.GetRequiredValue(number));
            var isItem = parsed.GetRequiredValue(kind) == "inventory" && long.TryParse(old, out _);
            var known = default(MappingKind);
            if (!isItem && !MergerMapCommands.Kind(parsed.GetRequiredValue(kind)).Ok(out known, out var why))
            {
                return shell.Refused(why);
            }
            var found = await shell.Database.Read(db => isItem
                ? Resolution.ResolveItem(db, code, long.Parse(old, CultureInfo.InvariantCulture))
                : Resolution.Resolve(db, known, code, old));
            if (!found.Ok(out var resolved, out why)) return shell.Refused(why);
            return shell.Done(new
            {
                body = resolved.Body.Code,
                resolved.Number,
                trail = resolved.Trail.Select(m => m.Code)
            },
                resolved.Number is { } now ? $"{resolved.Body.Code} {now}"
                    : $"{resolved.Body.Code}: dort nicht angekommen (eliminiert oder nicht zugeordnet)");
        });
        return command;
    }

    static Command Events()
    {
        var code = Code();
        var command = new Command("events", "zeigt, was mit der Fusion geschah") { code };
        Shell.Run(command, async (shell, parsed) =>
        {
            var found = await shell.Database.Read(async Task<Result<List<MergerEvent>>> (db) =>
                (await Mergers.Find(db, parsed.GetRequiredValue(code))).Ok(out var merger, out var why)
                    ? await MergerEvents.All(db, merger) : why);
            if (!found.Ok(out var events, out var refused)) return shell.Refused(refused);
            var table = new Table("Nr.", "Art", "Wer", "Inhalt");
            foreach (var it in events) table.Add(German.Count(it.No), it.Kind.Code(), it.Actor, it.Payload);
            return shell.Done(events, table.ToString());
        });
        return command;
    }

    static async Task<Result<string>> Stored(Storage.Session db, string code)
    {
        if (!(await Mergers.Find(db, code)).Ok(out var merger, out var why)) return why;
        return merger.State == MergerState.Executed
            ? await Certificates.Stored(db, merger)
            : new Rejection("merger.not-executed", $"Die Fusion „{code}“ ist nicht vollzogen.");
    }

    static async Task<Rejection?> Write(Shell shell, string code, string path)
    {
        var written = await shell.Database.Read(async Task<Result<IReadOnlyList<string>>> (db) =>
        {
            if (!(await Stored(db, code)).Ok(out var certificate, out var why)) return why;
            var merger = (await Mergers.Find(db, code)).Expect();
            var total = 1L;
            foreach (var body in merger.Bodies) total += await Checkpoints.Length(db, body);
            return await ProgressBar.Around("Export", progress => CertificateFolder.Write(
                db, merger, certificate, path, new Part(progress, total)));
        });
        return written.Rejection;
    }

    static string Notes(MergerOutcome outcome) =>
        string.Concat(outcome.Notes.Select(note => $"Hinweis: {note.Why.Message}\n"));

    static string Sentence(MergerCase merger) =>
        $"{merger.Form} von {string.Join(" und ", merger.Sources.Select(body => body.Name))} in {merger.Target.Name} "
        + $"zum {German.Date(merger.EffectiveOn)}";

    static object Describe(MergerCase merger) => new
    {
        merger.Code,
        merger.Form,
        target = merger.Target.Code,
        sources = merger.Sources.Select(source => source.Code),
        merger.EffectiveOn,
        merger.State,
        merger.IsDayFixed,
        merger.IsSealed,
    };

    sealed class Part(IProgress<double> progress, long total) : IProgress<long>
    {
        public void Report(long value) => progress.Report((double)value / total);
    }
}
