using Gemeinwerk.Ledger;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Finance;

/// <summary>The day that pages show when nobody chose one: the last that was booked on, or today.</summary>
static class LastDay
{
    internal static async Task<DateOnly> Of(Visit visit, TimeProvider clock)
    {
        var figures = await visit.Read(db => BookFigures.Of(db, [visit.Body]));
        return figures[0].LastBookedOn ?? Today(clock);
    }

    /// <summary>The day that a form begins with whose content is to be posted: today, where that can be booked on.
    /// </summary>
    internal static async Task<DateOnly> ToPost(Visit visit, TimeProvider clock)
    {
        var today = Today(clock);
        var years = await visit.Read(db => FiscalYears.All(db, visit.Body.Id));
        return years.Exists(year => year.Year == today.Year && !year.IsClosed) ? today : await Of(visit, clock);
    }

    internal static DateOnly Today(TimeProvider clock) => DateOnly.FromDateTime(clock.GetLocalNow().DateTime);
}
