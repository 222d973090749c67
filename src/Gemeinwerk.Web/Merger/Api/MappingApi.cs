using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Imports;
using Gemeinwerk.Merger;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Merger.Api;

/// <summary>The mapping (Überleitung) of a merger: line by line, by its suggestions, or as a file.</summary>
static class MappingApi
{
    const string Line = "/mergers/{code}/mapping/{kind}/{source}";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes = routes.MapGroup("").WithTags("Mapping of mergers");
        routes.MapGet("/mergers/{code}/mapping", Counts).Reads<IReadOnlyList<ApiMappingCount>>("getMappingCounts",
            "How many numbers of each kind are open, suggested and mapped.");
        routes.MapGet("/mergers/{code}/mapping/{kind}", Bench).Lists<ApiMappingLine>("listMapping",
            "What the sources have used of a kind (account, product, cost-centre, party) and what it becomes.");
        routes.MapGet("/mergers/{code}/mapping-targets/{kind}", Targets).Lists<ApiMappingTarget>("listMappingTargets",
            "What the target has of a kind, and what arrives there.");
        routes.MapGet(Line, One).Reads<ApiMappingLine>("getMappingLine", "What one number of a source becomes.");
        routes.MapPut(Line, Set).Replaces<MappingDecision, ApiMappingLine>("setMappingLine",
            "Decides what one number of a source becomes.", BodyRoles.Close);
        routes.MapDelete(Line, Remove).Removes("removeMappingLine", "Takes a decision back.", BodyRoles.Close);
        routes.MapPost("/mergers/{code}/mapping-acceptance", Accept).Creates<Acceptance, MappingChanged>(
            "acceptSuggestions", "Accepts suggestions.", BodyRoles.Close);
        routes.MapGet("/mergers/{code}/mapping-file", Download).ReadsFile("getMappingFile",
            "The mapping as CSV, with an empty target where it is still open.", "text/csv");
        routes.MapPost("/mergers/{code}/mapping-file", Upload).TakesFile<MappingChanged>("importMapping",
            "Sets the mapping from CSV, all of it or nothing: kind,source_body,source,target,reason.",
            BodyRoles.Close, StatusCodes.Status201Created, 1 << 20);
    }

    static async Task<IResult> Counts(Visit visit, string code) => await visit.Merger(code) is { } merger
        ? await Answers.Read(visit, async Task<Result<IReadOnlyList<ApiMappingCount>>> (db) =>
            (List<ApiMappingCount>)[.. (await Workbench.Read(db, merger, MappingKind.Account)).Counts.Select(it =>
                new ApiMappingCount(it.Kind, it.Open, it.Suggested, it.Mapped))])
        : Problems.Of(Problems.NotFound);

    static async Task<IResult> Bench(
        Visit visit, string code, string kind, string? state, string? q, string? after, int? limit)
    {
        if (await visit.Merger(code) is not { } merger || !IsKind(kind, out var which))
        {
            return Problems.Of(Problems.NotFound);
        }
        if (!CodeFilter.Of<WorkbenchState>("state", state).Ok(out var wanted, out var why)) return Problems.Of(why);
        return await Lists.Of(visit, new(after, limit, q), async db =>
            (await Workbench.Read(db, merger, which)).Lines
                .Where(line => wanted is null || line.State == wanted).Select(ApiMappingLine.Of),
            it => $"{it.Source}/{it.Number}", it => [it.Number, it.Name, it.Target, it.TargetName]);
    }

    static async Task<IResult> Targets(
        Visit visit, string code, string kind, string? q, string? after, int? limit) =>
        await visit.Merger(code) is { } merger && IsKind(kind, out var which)
            ? await Lists.Of(visit, new(after, limit, q), async db => (await Workbench.Read(db, merger, which)).Targets
                .Select(it => new ApiMappingTarget(it.Number, it.Name, it.Arriving)),
                it => it.Number, it => [it.Number, it.Name])
            : Problems.Of(Problems.NotFound);

    static async Task<IResult> One(Visit visit, string code, string kind, string source, string number) =>
        await visit.Merger(code) is { } merger && IsKind(kind, out var which)
            ? await Answers.Read(visit, db => Find(db, merger, which, source, number))
            : Problems.Of(Problems.NotFound);

    static async Task<IResult> Set(Visit visit, string code, string kind, string source, string number) =>
        await visit.OwnMerger(code) is { } merger && IsKind(kind, out var which)
            ? await Acts.Replace<MappingDecision, ApiMappingLine>(visit,
                db => Find(db, merger, which, source, number), async (sent, work, book) => (await Mappings.Set(
                    work, code, [new(which, source, number, sent.Target, sent.Reason)])).Rejection)
            : Problems.Of(Problems.NotFound);

    static async Task<IResult> Remove(Visit visit, string code, string kind, string source, string number) =>
        await visit.OwnMerger(code) is { } merger && IsKind(kind, out var which)
            ? await Acts.Remove(visit, db => Find(db, merger, which, source, number), async (work, book) =>
                (await Mappings.Remove(work, code, which, source, number)).Ok(out var wasThere, out var why)
                    ? wasThere ? null : Problems.NotFound
                    : why)
            : Problems.Of(Problems.NotFound);

    static async Task<IResult> Accept(Visit visit, string code) => await visit.OwnMerger(code) is null
        ? Problems.Of(Problems.NotFound)
        : await Acts.Create(visit, async Task<Result<Made<MappingChanged>>> (
            Acceptance sent, Work work, Book book) =>
        {
            var chosen = sent.Numbers?.ToHashSet();
            var accepted = await Suggestions.Accept(work, code, line =>
                (sent.Kind is null || line.Kind == sent.Kind)
                && chosen?.Contains($"{line.SourceBody}/{line.Source}") != false);
            return accepted.Ok(out var count, out var why) ? new Made<MappingChanged>(new(count, count)) : why;
        });

    static async Task<IResult> Download(Visit visit, string code)
    {
        if (await visit.Merger(code) is null) return Problems.Of(Problems.NotFound);
        return (await visit.Read(db => Suggestions.Table(db, code))).Ok(out var csv, out var why)
            ? Answers.Text(csv, $"{code}-mapping.csv", "text/csv")
            : Problems.Of(why);
    }

    static async Task<IResult> Upload(Visit visit, string code)
    {
        if (await visit.OwnMerger(code) is null) return Problems.Of(Problems.NotFound);
        var findings = new List<Finding>();
        return await Acts.CreateOfFile(visit, "text/csv", async Task<Result<Made<MappingChanged>>> (
            byte[] content, Work work, Book book) =>
        {
            var (lines, report) = MappingCsv.Read(new ImportSource("mapping.csv", () => new MemoryStream(content)));
            findings.AddRange(report.Findings);
            if (report.IsRefused) return new Rejection("import.refused", "Die Datei wurde nicht übernommen.");
            return (await Mappings.Set(work, code, lines)).Ok(out var changed, out var why)
                ? new Made<MappingChanged>(new(lines.Count, changed))
                : why;
        }, findings);
    }

    static bool IsKind(string code, out MappingKind kind) =>
        Codes.TryParse(code, out kind) && Workbench.Kinds.Contains(kind);

    static async Task<Result<ApiMappingLine>> Find(
        Session db, MergerCase merger, MappingKind kind, string source, string number) =>
        (await Workbench.Read(db, merger, kind)).Lines
            .FirstOrDefault(line => line.Source.Code == source && line.Number == number) is { } found
            ? ApiMappingLine.Of(found)
            : Problems.NotFound;
}
