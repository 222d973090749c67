namespace Gemeinwerk.Printing.Pdf;

/// <summary>A text in lines at a place of a row.</summary>
sealed record Cell(Tag? Tag, int X, int Width, Font Font, IReadOnlyList<string> Lines, bool IsRight)
{
    internal static Cell Of(Tag? tag, int x, int width, Font font, string text, bool isRight = false) =>
        new(tag, x, width, font, LineBreaker.Break(text, font, width), isRight);
}

/// <summary>Texts beside each other that begin at the same height and go on over pages together.</summary>
sealed class Row(IReadOnlyList<Cell> cells)
{
    readonly int leading = cells.Max(cell => cell.Font.Leading);
    readonly int count = cells.Max(cell => cell.Lines.Count);

    internal int Height => leading * count;

    /// <summary>What at least stands before a page is turned: a row on two pages has two lines on the first.</summary>
    internal int Least => leading * Math.Min(count, 2);

    /// <param name="turn">Turns the page, and repeats there what stands above.</param>
    internal void Write(Pages pages, Action turn)
    {
        // What fits on a page is not torn, unless it is long.
        if (Height > pages.Left && (Height <= Pages.Whole / 4 || Least > pages.Left)) turn();
        for (var at = 0; at < count;)
        {
            var most = Math.Max(1, pages.Left / leading);
            var now = Math.Min(most, count - at);
            foreach (var cell in cells) Write(pages, cell, at, now);
            pages.Use(now * leading);
            at += now;
            if (at < count) turn();
        }
    }

    void Write(Pages pages, Cell cell, int from, int count)
    {
        for (var i = from; i < Math.Min(from + count, cell.Lines.Count); i++)
        {
            var line = cell.Lines[i];
            var x = cell.IsRight ? cell.X + cell.Width - (int)cell.Font.Width(line.TrimEnd(' ')) : cell.X;
            pages.Write(cell.Tag, x, (i - from) * leading + cell.Font.Size, cell.Font, line);
        }
    }
}
