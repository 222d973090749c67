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

    internal static DateOnly Today(TimeProvider clock) => DateOnly.FromDateTime(clock.GetLocalNow().DateTime);
}
