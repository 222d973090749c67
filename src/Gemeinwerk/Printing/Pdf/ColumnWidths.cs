namespace Gemeinwerk.Printing.Pdf;

/// <summary>How wide the columns of a table are, so that no word is broken that need not be.</summary>
static class ColumnWidths
{
    /// <param name="room">For all columns, thousandths of a point.</param>
    /// <param name="padding">Of each column, both sides together.</param>
    internal static int[] Of(Grid grid, Font head, Font body, int room, int padding)
    {
        var count = grid.Columns.Count;
        var (least, whole) = (new long[count], new long[count]);
        for (var i = 0; i < count; i++)
        {
            Take(i, grid.Columns[i].Name, head);
            foreach (var row in grid.Rows) Take(i, row[i], body);
        }
        var spare = room - least.Sum();
        if (spare < 0) return Fitted(Cramped(least, room), room);
        // What is left goes to those that would like more, and what nobody needs to all.
        var wish = whole.Zip(least, (want, must) => want - must).ToArray();
        var given = wish.Sum() > spare
            ? [.. wish.Select((more, i) => least[i] + spare * more / wish.Sum())]
            : whole.Select(width => width * room / whole.Sum()).ToArray();
        return Fitted(given, room);

        void Take(int column, string text, Font font)
        {
            least[column] = Math.Max(least[column], LineBreaker.WidestPart(text, font) + padding);
            whole[column] = Math.Max(whole[column], Math.Min(font.Width(PaperText.Clean(text)), 3L * room) + padding);
        }
    }

    /// <summary>Where words have to be broken: nobody gets less than a fair part, and so those with long words more.
    /// </summary>
    static long[] Cramped(long[] least, int room)
    {
        var sure = least.Select(width => Math.Min(width, room / least.Length)).ToArray();
        var (spare, wish) = (room - sure.Sum(), least.Sum() - sure.Sum());
        return [.. sure.Select((width, i) => width + spare * (least[i] - width) / wish)];
    }

    /// <summary>What rounding left over goes to the last.</summary>
    static int[] Fitted(long[] widths, int room)
    {
        var fitted = widths.Select(width => (int)width).ToArray();
        fitted[^1] += room - fitted.Sum();
        return fitted;
    }
}
