using System.CommandLine;
using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.Council.Papers;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Exports;
using Gemeinwerk.Merger;
using Gemeinwerk.Merger.Governance;
using Gemeinwerk.Printing;
using Gemeinwerk.Printing.Pdf;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk council minutes</c>, <c>invitation</c> and <c>paper</c>: what an assembly writes, as HTML or
/// PDF.</summary>
static class PaperCommands
{
    static readonly Argument<int> sitting = Inputs.Number<int>("SITTING", "Nummer der Sitzung");
    static readonly Argument<int> version = Inputs.Number<int>("VERSION", "Fassung der Satzung");
    static readonly Argument<int> resolution = Inputs.Number<int>("RESOLUTION", "Nummer des Beschlusses");
    static readonly Argument<string> merger = new("MERGER") { Description = "Kürzel der Fusion" };

    static readonly Option<string[]> others = new("--with")
    {
        Description = "weitere Beteiligte, mehrmals möglich; sonst die der Fusion, die hier angelegt ist",
        HelpName = "KÖRPERSCHAFT",
    };

    static readonly Option<bool> forMembers = new("--for-members")
    {
        Description = "Fassung für die Mitglieder, mit nicht öffentlichen Punkten und Weisungen",
    };

    static readonly Option<DateOnly?> on = Inputs.OptionalDay(
        "--on", "Stichtag der Genehmigungen; heute, wenn er fehlt");

    // What no option says follows from the file's ending.
    static readonly Option<string?> format = new Option<string?>("--format")
    {
        Description = "Form: html oder pdf; sonst nach der Endung von --out",
        HelpName = "FORM",
    }.AcceptOnlyFromAmong("html", "pdf");

    internal static Command Minutes() => Printing("minutes", "druckt die Niederschrift einer Sitzung",
        [sitting, forMembers], (_, body, assembly, parsed) => Now(
            Council.Papers.Minutes.Of(assembly, parsed.GetValue(sitting), body.Name, Readers(parsed))));

    internal static Command Invitation() => Printing("invitation", "druckt die Einladung zu einer Sitzung",
        [sitting, forMembers], (_, body, assembly, parsed) => Now(
            Council.Papers.Invitation.Of(assembly, parsed.GetValue(sitting), body.Name, Readers(parsed))));

    internal static Command Papers() => new("paper", "druckt Satzungen und Bekanntmachungen")
    {
        Printing("statute", "druckt eine Fassung der Satzung", [version, on], (_, _, assembly, parsed) => Now(
            StatutePaper.Of(assembly, parsed.GetValue(version), Day(parsed)))),
        Printing("notice", "druckt die Bekanntmachung eines Beschlusses", [resolution, on],
            (_, body, assembly, parsed) => Now(NoticePaper.Of(
                assembly, parsed.GetValue(resolution), body.Name, Day(parsed)))),
        Printing("merger", "druckt die Bekanntmachung einer Fusion, mit den Beschlüssen aller Beteiligten",
            [merger, others, on], async (db, body, assembly, parsed) =>
            {
                if (parsed.GetValue(others) is not { Length: > 0 } codes)
                {
                    return (await Mergers.Find(db, parsed.GetRequiredValue(merger))).Ok(out var known, out var none)
                        ? MergerNotice.Of(await MergerNotices.Sides(db, known), known.Code, Day(parsed))
                        : none;
                }
                var sides = new List<MergerSide> { new(body.Name, assembly) };
                foreach (var code in codes)
                {
                    if (!(await Bodies.Find(db, code)).Ok(out var other, out var unknown)) return unknown;
                    sides.Add(new MergerSide(other.Name, await Councils.Read(db, other.Id)));
                }
                return MergerNotice.Of(sides, parsed.GetRequiredValue(merger), Day(parsed));
            }),
    };

    internal static Command LevyNotice() => Printing("notice", "druckt den Umlagebescheid eines Mitglieds",
        [LevyCommands.Levy, LevyCommands.Member, on], (_, body, assembly, parsed) => Now(Council.Papers.LevyNotice.Of(
            assembly, parsed.GetValue(LevyCommands.Levy), parsed.GetRequiredValue(LevyCommands.Member), body.Name,
            Day(parsed))));

    static DateOnly Day(ParseResult parsed) => parsed.GetValue(on)
        ?? DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().Date);

    static PaperReaders Readers(ParseResult parsed) =>
        parsed.GetValue(forMembers) ? PaperReaders.Members : PaperReaders.Public;

    static Task<Result<Paper>> Now(Result<Paper> paper) => Task.FromResult(paper);

    static Command Printing(
        string name, string description, IEnumerable<Symbol> symbols,
        Func<Session, Body, Assembly, ParseResult, Task<Result<Paper>>> make)
    {
        var command = BookShell.With(name, description, [.. symbols, format, OutFile.Out, OutFile.Force]);
        Shell.Run(command, async (shell, parsed) =>
        {
            if (!OutFile.Of(parsed).Ok(out var file, out var exists) && exists is not null)
            {
                return shell.Refused(exists);
            }
            if (!Form(parsed, file, shell.AsJson).Ok(out var form, out var wrong)) return shell.Refused(wrong);
            var made = await shell.Database.Read(async Task<Result<Paper>> (db) =>
                (await Bodies.Find(db, parsed.GetValue(ChartCommands.BodyCode)!)).Ok(out var body, out var unknown)
                    ? await make(db, body, await Councils.Read(db, body.Id), parsed)
                    : unknown);
            return made.Ok(out var paper, out var why) ? await Give(shell, paper, form, file) : shell.Refused(why);
        });
        return command;
    }

    static Result<string> Form(ParseResult parsed, string? file, bool asJson)
    {
        var form = parsed.GetValue(format)
            ?? (Path.GetExtension(file)?.ToLowerInvariant() == ".pdf" ? "pdf" : "html");
        if (file is not null) return form;
        if (form == "pdf") return new Rejection("cli.out-missing", "Für PDF fehlt --out DATEI.");
        return asJson ? new Rejection("cli.out-missing", "Für --json fehlt --out DATEI.") : form;
    }

    static async Task<int> Give(Shell shell, Paper paper, string form, string? file)
    {
        if (file is null)
        {
            await shell.Out.WriteAsync(PaperHtml.Write(paper));
            return ExitCode.Done;
        }
        var bytes = form == "pdf"
            ? PaperPdf.Write(paper, PrintFonts.Noto)
            : new UTF8Encoding(false).GetBytes(PaperHtml.Write(paper));
        await NewFile.Write<Nothing>(file, async to =>
        {
            await to.WriteAsync(bytes);
            return default(Nothing);
        });
        return shell.Done(new { file, format = form, title = paper.Title }, $"Geschrieben: {file}");
    }
}
