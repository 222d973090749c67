using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Frame;
using Microsoft.Extensions.Localization;

namespace Gemeinwerk.Web.Finance.Api;

/// <summary>A fiscal year (Haushaltsjahr).</summary>
/// <param name="Year">The calendar year.</param>
/// <param name="IsClosed">Closed for good.</param>
/// <param name="IsClosing">Only year-end entries go in; it can still be taken back.</param>
/// <param name="ClosedThroughMonth">The last month that is closed for good, 0 for none.</param>
/// <param name="Periods">The states of periods 0 (opening), 1 to 12, 13 (adjustments), 14 (closing of the
/// accounts).</param>
public sealed record ApiYear(
    int Year, bool IsClosed, bool IsClosing, int ClosedThroughMonth, IReadOnlyList<PeriodState> Periods)
{
    internal static ApiYear Of(FiscalYear it) => new(it.Year, it.IsClosed, it.IsClosing, it.ClosedThrough, it.States);
}

/// <summary>A year to be opened.</summary>
/// <param name="Year">1900 to 2999.</param>
public sealed record NewYear(int Year) : IExample<NewYear>
{
    public static NewYear Example => new(2027);
}

/// <summary>Through which month the books are to be closed for good.</summary>
/// <param name="ThroughMonth">1 to 12.</param>
public sealed record MonthsToClose(int ThroughMonth) : IExample<MonthsToClose>
{
    public static MonthsToClose Example => new(3);
}

/// <summary>A step of closing a year that was done.</summary>
/// <param name="Said">What was done, one German sentence.</param>
/// <param name="Year">The year as it is now.</param>
public sealed record ApiClosingStep(string Said, ApiYear Year);

/// <summary>Fiscal years, their periods, and how they close; the steps are those of the pages.</summary>
static class ClosingApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes = routes.MapGroup("").WithTags("Periods and closing");
        routes.MapGet("/years", List).Lists<ApiYear>("listYears", "Fiscal years, oldest first.");
        routes.MapPost("/years", Open).Creates<NewYear, ApiYear>("openYear",
            "Opens a year; one that is open already stays as it is.", BodyRoles.Close);
        var year = routes.MapGroup($"/years/{{year:int:range({Day.FirstYear},{Day.LastYear})}}");
        year.MapGet("", Get).Reads<ApiYear>("getYear", "One fiscal year with its periods.");
        year.MapPost($"/{ClosingStep.MonthsPath}", CloseMonths).Creates<MonthsToClose, ApiClosingStep>("closeMonths",
            "Closes months for good; closed ones stay as they are.", BodyRoles.Close);
        Map("begin", "beginClosing", "First step of closing the year: only year-end entries go in; can be taken back.");
        Map("reopen", "reopenYear", "Takes the first step back; months that were closed stay closed.");
        Map("finish", "finishClosing", "Closes the year for good and opens the next with its balances.");

        void Map(string path, string name, string summary)
        {
            var step = ClosingStep.All.Single(it => it.Path == path);
            year.MapPost($"/{path}", (Visit visit, int year, IStringLocalizer<FinanceWords> words) =>
                Acts.Do(visit, (work, book) => Take(step, work, book, year, 0, words)))
                .Does<ApiClosingStep>(name, summary, BodyRoles.Close);
        }
    }

    static Task<IResult> List(Visit visit, string? after, int? limit) => Lists.Of(
        visit, new(after, limit), async db => (await FiscalYears.All(db, visit.Body.Id)).Select(ApiYear.Of),
        it => $"{it.Year}");

    static Task<IResult> Get(Visit visit, int year) => Answers.Read(visit, db => Find(db, visit.Body.Id, year));

    static Task<IResult> Open(Visit visit) => Acts.Create(visit, async Task<Result<Made<ApiYear>>> (
        NewYear sent, Work work, Book book) =>
    {
        if ((await FiscalYears.Open(work, book, sent.Year)).Rejection is { } why) return why;
        return new Made<ApiYear>((await Find(work.Db, book.Body.Id, sent.Year)).Expect(),
            $"{visit.Api()}/years/{sent.Year}");
    });

    static Task<IResult> CloseMonths(Visit visit, int year, IStringLocalizer<FinanceWords> words) =>
        Acts.Create(visit, (MonthsToClose sent, Work work, Book book) => Take(
            ClosingStep.All.Single(it => it.Path == ClosingStep.MonthsPath), work, book, year, sent.ThroughMonth,
            words));

    static async Task<Result<Made<ApiClosingStep>>> Take(
        ClosingStep step, Work work, Book book, int year, int month, IStringLocalizer<FinanceWords> words)
    {
        if (!(await step.Act(work, book, year, month, words)).Ok(out var said, out var why)) return why;
        return (await Find(work.Db, book.Body.Id, year)).Ok(out var now, out why)
            ? new Made<ApiClosingStep>(new(said, now))
            : why;
    }

    static async Task<Result<ApiYear>> Find(Session db, Id<Body> body, int year) =>
        (await FiscalYears.All(db, body)).Find(it => it.Year == year) is { } found
            ? ApiYear.Of(found)
            : Problems.NotFound;
}
