using System.CommandLine;
using Gemeinwerk.Basics;
using Gemeinwerk.Installation;
using Gemeinwerk.Ledger;
using Gemeinwerk.Proofs;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk verify</c>: everything derived is derived again from the journal and compared.</summary>
static class VerifyCommand
{
    internal static Command Create()
    {
        var code = new Option<string?>("--body") { Description = "Kürzel der Körperschaft; sonst alle" };
        var command = new Command("verify", "leitet alles Abgeleitete neu aus dem Journal ab und vergleicht") { code };
        Shell.Run(command, (shell, parsed) => Run(shell, parsed.GetValue(code), []));
        return command;
    }

    /// <param name="wanted">A body's code, or null for all.</param>
    /// <param name="further">What the caller compared itself.</param>
    internal static async Task<int> Run(Shell shell, string? wanted, IReadOnlyList<PassReport> further)
    {
        var (known, list) = await WholeVerification.OfBodies(shell.Database);
        var bodies = known.Where(body => wanted is null || body.Code == wanted).ToList();
        if (wanted is not null && bodies.Count == 0 && list.Verdict == Verdict.Pass)
        {
            return shell.Refused(new Rejection("ledger.body-unknown", $"Die Körperschaft „{wanted}“ gibt es nicht."));
        }
        var all = new List<(Body Body, IReadOnlyList<PassReport> Reports)>();
        foreach (var body in bodies)
        {
            all.Add((body, await ProgressBar.Percent($"Prüfung {body.Code}", progress =>
                WholeVerification.OfBody(shell.Database, body, progress))));
        }
        return Answer(shell, [.. further, .. await WholeVerification.OfDatabase(shell.Database, list)], all);
    }

    static int Answer(
        Shell shell, IReadOnlyList<PassReport> database, List<(Body Body, IReadOnlyList<PassReport> Reports)> all)
    {
        var verdict = PassReport.Together([.. database, .. all.SelectMany(body => body.Reports)]);
        if (verdict == Verdict.Pass && all.Count == 0) verdict = Verdict.Incomplete;
        var text = new StringWriter();
        text.WriteLine("Datenbank");
        foreach (var report in database) Write(text, report);
        foreach (var (body, reports) in all)
        {
            text.WriteLine($"{body.Name} ({body.Code})");
            foreach (var report in reports) Write(text, report);
        }
        if (all.Count == 0 && verdict == Verdict.Incomplete)
        {
            text.WriteLine("In dieser Datenbank führt keine Körperschaft Bücher.");
        }
        text.Write(Spell(verdict));
        shell.Done(new
        {
            verdict = Spell(verdict),
            database,
            bodies = all.Select(body => new { body = body.Body.Code, passes = body.Reports }),
        }, text.ToString());
        return verdict switch
        {
            Verdict.Pass => ExitCode.Done,
            Verdict.Fail => ExitCode.Failed,
            _ => ExitCode.Incomplete,
        };
    }

    static void Write(StringWriter text, PassReport report)
    {
        text.WriteLine($"  {Spell(report.Verdict),-10}  {report.Title} [{report.Name}]");
        foreach (var row in report.Rows) text.WriteLine($"              {row}");
        if (report.Count > report.Rows.Count)
        {
            text.WriteLine($"              … und {German.Count(report.Count - report.Rows.Count)} weitere");
        }
        foreach (var missing in report.Missing) text.WriteLine($"              {missing}");
    }

    static string Spell(Verdict verdict) => verdict.ToString().ToUpperInvariant();
}
