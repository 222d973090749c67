using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger;

/// <summary>How far a body's book is kept.</summary>
/// <param name="Entries">Length of the journal.</param>
/// <param name="SealedOn">From this day on the body is dissolved.</param>
public sealed record BookFigure(
    Body Body, long Entries, DateOnly? LastBookedOn, DateOnly? SealedOn, IReadOnlyList<int> OpenYears);

public static class BookFigures
{
    /// <summary>The figures of bodies, in their order; the cost is the same however long their journals are.</summary>
    public static async Task<List<BookFigure>> Of(Session db, IReadOnlyList<Body> bodies)
    {
        var figures = new List<BookFigure>();
        foreach (var body in bodies)
        {
            var (entries, sealedOn) = await Book.State(db, body.Id);
            var last = await db.Maybe($"""
                select booked_on from ledger_entry where body_id = {body.Id} order by booked_on desc limit 1
                """, row => row.DayOrNull());
            var years = await FiscalYears.All(db, body.Id);
            figures.Add(new BookFigure(body, entries, last, sealedOn,
                [.. years.Where(year => !year.IsClosed).Select(year => year.Year)]));
        }
        return figures;
    }
}
