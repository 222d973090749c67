using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.Council.Papers;
using Gemeinwerk.Printing;
using Gemeinwerk.Printing.Pdf;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Council;

/// <summary>What an assembly writes.</summary>
public enum CouncilPaper { Invitation, Minutes, Statute, Notice }

/// <summary>A paper to be taken along.</summary>
sealed record PaperFile(byte[] Content, string Type, string Name)
{
    /// <summary>In what forms there are papers.</summary>
    internal static readonly IReadOnlyList<string> Types = ["application/pdf", "text/html"];

    /// <param name="name">Without ending.</param>
    /// <param name="format"><c>pdf</c>, also where it is missing, or <c>html</c>.</param>
    /// <returns>The file, or <c>printing.format</c>.</returns>
    internal static Result<PaperFile> Of(Paper paper, string name, string? format) => format switch
    {
        null or "" or "pdf" => new PaperFile(PaperPdf.Write(paper, PrintFonts.Noto), "application/pdf", $"{name}.pdf"),
        "html" => new PaperFile(
            Encoding.UTF8.GetBytes(PaperHtml.Write(paper)), "text/html; charset=utf-8", $"{name}.html"),
        _ => new Rejection("printing.format", $"„{Texts.Shown(format)}“ ist keine Form; es gibt: pdf, html."),
    };

    internal IResult Answer() => Results.File(Content, Type, Name);
}

/// <summary>The papers of an assembly as files; they are made when they are asked for.</summary>
static class PaperFiles
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var paper in Enum.GetValues<CouncilPaper>())
        {
            routes.MapGet($"/council/papers/{paper.Code()}/{{no:int}}", async (
                Visit visit, int no, string? readers, string? format, TimeProvider clock) =>
                (await Of(visit, paper, no, readers, format, clock)).Ok(out var file, out var why)
                    ? file.Answer()
                    : Errors.Page(why)).NeedsRole(BodyRoles.Staff);
        }
    }

    internal static void MapApi(IEndpointRouteBuilder routes)
    {
        foreach (var paper in Enum.GetValues<CouncilPaper>())
        {
            routes.MapGet($"/papers/{paper.Code()}/{{no:int}}", async (
                Visit visit, int no, string? readers, string? format, TimeProvider clock) =>
                (await Of(visit, paper, no, readers, format, clock)).Ok(out var file, out var why)
                    ? file.Answer()
                    : Problems.Of(why)).ReadsFile(
                        $"getCouncil{paper}Paper", $"{Summary(paper)}, as PDF or HTML.", PaperFile.Types);
        }
    }

    static string Summary(CouncilPaper paper) => paper switch
    {
        CouncilPaper.Invitation => "The invitation to a sitting",
        CouncilPaper.Minutes => "The minutes of a sitting",
        CouncilPaper.Statute => "A version of the statute with how it came about",
        _ => "The public notice of a resolution",
    };

    static async Task<Result<PaperFile>> Of(
        Visit visit, CouncilPaper paper, int no, string? readers, string? format, TimeProvider clock)
    {
        if (readers is not (null or "" or "public" or "members"))
        {
            return new Rejection("printing.readers",
                $"„{Texts.Shown(readers)}“ sind keine Leser; es gibt: public, members.");
        }
        var (assembly, today) = (await visit.Assembly(), CouncilVisits.Today(clock));
        var isForMembers = readers == "members";
        var made = Made(assembly, paper, no, visit.Body.Name,
            isForMembers ? PaperReaders.Members : PaperReaders.Public, today);
        return made.Ok(out var it, out var why)
            ? PaperFile.Of(it, $"{visit.Body.Code}-{paper.Code()}-{no}{(isForMembers ? "-members" : "")}", format)
            : why;
    }

    static Result<Paper> Made(
        Assembly assembly, CouncilPaper paper, int no, string body, PaperReaders readers, DateOnly today) =>
        paper switch
        {
            CouncilPaper.Invitation => Invitation.Of(assembly, no, body, readers),
            CouncilPaper.Minutes => Minutes.Of(assembly, no, body, readers),
            CouncilPaper.Statute => StatutePaper.Of(assembly, no, today),
            _ => NoticePaper.Of(assembly, no, body, today),
        };
}
