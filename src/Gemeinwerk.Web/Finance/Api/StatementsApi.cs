using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Nkf;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Finance.Api;

/// <summary>A statutory statement of one body.</summary>
/// <param name="Body">Whose.</param>
/// <param name="Kind">Which.</param>
/// <param name="Title">What stands above it, German.</param>
/// <param name="Year">Of which fiscal year.</param>
/// <param name="AsOf">The last day that it covers.</param>
/// <param name="Segment">Which part of the body; null for the whole.</param>
/// <param name="Lines">In the order of the form.</param>
/// <param name="WithoutLine">Accounts with an amount that no line takes; empty when all is well.</param>
public sealed record ApiStatement(
    string Body, StatementKind Kind, string Title, int Year, DateOnly AsOf, string? Segment,
    IReadOnlyList<ApiStatementLine> Lines, IReadOnlyList<string> WithoutLine)
{
    internal static ApiStatement Of(Statement it, IReadOnlyList<LinePart> parts)
    {
        var byLine = parts.ToLookup(part => (part.Section, part.Line));
        return new(it.Body.Code, it.Kind, it.Title, it.Year, it.AsOf, it.Segment?.Title,
            [.. it.Lines.Select(line => ApiStatementLine.Of(line, byLine[(line.Section, line.Number)]))],
            it.WithoutLine);
    }
}

/// <summary>A line of a statement; amounts in the natural direction: expenses and payments are positive.</summary>
/// <param name="Section">`aktiva` or `passiva` on a balance sheet, else empty.</param>
/// <param name="Number">As the form prints it; unique within the section.</param>
/// <param name="Name">As the form prints it.</param>
/// <param name="Sign">`+` adds, `-` is deducted in the next sum, `=` sum, `i` information.</param>
/// <param name="PlanCents">Budget as first decided (Ansatz).</param>
/// <param name="UpdatedPlanCents">With everything that changed it since.</param>
/// <param name="PriorYearCents">Null where there are no books for that year.</param>
/// <param name="ActualCents">What was booked.</param>
/// <param name="DifferenceCents">Actual less updated plan.</param>
/// <param name="Accounts">What each account adds to the line.</param>
public sealed record ApiStatementLine(
    string Section, string Number, string Name, string Sign, long? PlanCents, long? UpdatedPlanCents,
    long? PriorYearCents, long ActualCents, long? DifferenceCents, IReadOnlyList<ApiLinePart> Accounts)
{
    internal static ApiStatementLine Of(StatementLine it, IEnumerable<LinePart> parts) => new(
        it.Section, it.Number, it.Name, it.Sign, it.Plan?.Cents, it.UpdatedPlan?.Cents, it.PriorYear?.Cents,
        it.Actual.Cents, it.Difference?.Cents, [.. parts.Select(part => new ApiLinePart(
            part.Account.Number, part.Account.Name, part.Amount.Cents, part.PriorYear?.Cents))]);
}

/// <summary>What one account adds to a line of a statement.</summary>
/// <param name="Account">Its number.</param>
/// <param name="Name">What it is called.</param>
/// <param name="AmountCents">In the natural direction of the line.</param>
/// <param name="PriorYearCents">In the year before.</param>
public sealed record ApiLinePart(string Account, string Name, long AmountCents, long? PriorYearCents);

/// <summary>Ergebnisrechnung, Finanzrechnung, Bilanz and their parts.</summary>
static class StatementsApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes = routes.MapGroup("").WithTags("Statements");
        routes.MapGet("/statements/{kind}", Get).Reads<ApiStatement>("getStatement",
            "A statement of a year: `results`, `cash-flow` or `balance-sheet`, with plan, prior year and actual.");
        routes.MapGet("/statements/{kind}/file", File).ReadsFile("getStatementFile",
            "A statement as a file: `format` is `text`, `csv` or `xlsx`.", "application/octet-stream");
    }

    static async Task<IResult> Get(
        Visit visit, string kind, int? year, IsoDay? on, string? area, string? products, bool? accounts,
        TimeProvider clock)
    {
        if (!Codes.TryParse(kind, out StatementKind which)) return Problems.Of(Problems.NotFound);
        if (!(await Years.Of(visit, year, clock)).Ok(out var of, out var why)) return Problems.Of(why);
        return await Answers.Read(visit, async Task<Result<ApiStatement>> (db) =>
        {
            var computed = await Statements.Compute(db, visit.Body, which, of, Part(area, products), on?.Day);
            if (!computed.Ok(out var statement, out var refused)) return refused;
            return ApiStatement.Of(statement, accounts == false ? [] : await Statements.Parts(db, statement));
        });
    }

    static async Task<IResult> File(
        Visit visit, string kind, int? year, IsoDay? on, string? area, string? products, string? format,
        TimeProvider clock)
    {
        if (!Codes.TryParse(kind, out StatementKind which)) return Problems.Of(Problems.NotFound);
        if (!(await Years.Of(visit, year, clock)).Ok(out var of, out var why)) return Problems.Of(why);
        var computed = await visit.Read(db =>
            Statements.Compute(db, visit.Body, which, of, Part(area, products), on?.Day));
        if (!computed.Ok(out var statement, out why)) return Problems.Of(why);
        return format switch
        {
            null or "text" => Named(Encoding.UTF8.GetBytes(StatementText.Text(statement)), "txt"),
            "csv" => Named(Encoding.UTF8.GetBytes(StatementText.Csv(statement)), "csv"),
            "xlsx" => Named(Sheet(statement), "xlsx"),
            _ => Problems.Of(new Rejection("api.parameter", "„format“ ist text, csv oder xlsx.")),
        };

        IResult Named(byte[] content, string ending) => Results.File(
            content, "application/octet-stream", $"{visit.Body.Code}-{kind}-{of}.{ending}");
    }

    static byte[] Sheet(Statement statement)
    {
        using var file = new MemoryStream();
        StatementSheet.Write(statement, file);
        return file.ToArray();
    }

    static Segment? Part(string? area, string? products) =>
        area is not null ? Segment.OfArea(area) : products is not null ? Segment.OfProducts(products) : null;
}
