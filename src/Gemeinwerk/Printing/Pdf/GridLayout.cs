namespace Gemeinwerk.Printing.Pdf;

/// <summary>Tables on pages: a row with its lines on the next page where it is long, the header above each part.
/// </summary>
sealed class GridLayout(Typeset typeset, Pages pages)
{
    const int Padding = 4_000, Above = 2_500, After = 10_000;

    internal void Add(Grid grid, Tag document)
    {
        var table = new Tag("Table", document);
        var widths = ColumnWidths.Of(grid, typeset.CellStrong, typeset.Cell, Sheet.Right - Sheet.Left, 2 * Padding);
        var caption = new Row([Cell.Of(new Tag("Caption", table), Sheet.Left, Sheet.Right - Sheet.Left,
            typeset.CellStrong, grid.Caption)]);
        var head = new Tag("TR", new Tag("THead", table));
        var header = HeaderOf(grid, widths, _ => new Tag("TH", head, "<< /O /Table /Scope /Column >>"));
        var repeated = HeaderOf(grid, widths, _ => null);
        // A header that leaves no room for rows is not repeated.
        var isRepeated = repeated.Height < Pages.Whole / 3;
        pages.Need(Math.Min(Pages.Whole,
            caption.Height + header.Height + 2 * typeset.Cell.Leading + 6 * Above));
        caption.Write(pages, pages.Turn);
        Write(header, pages.Turn, 1_000);
        var body = grid.Rows.Count > 0 ? new Tag("TBody", table) : null;
        foreach (var texts in grid.Rows)
        {
            var tag = new Tag("TR", body);
            var cells = texts.Select((text, i) => Place(grid, widths, i, typeset.Cell, text,
                i == 0 ? new Tag("TH", tag, "<< /O /Table /Scope /Row >>") : new Tag("TD", tag)));
            Write(new Row([.. cells]), Turn, 350);
        }
        pages.Skip(After);

        void Turn()
        {
            pages.Turn();
            if (!isRepeated) return;
            Write(repeated, () => { }, 1_000);
            pages.Skip(Above);
        }
    }

    Row HeaderOf(Grid grid, int[] widths, Func<Column, Tag?> tag) => new([.. grid.Columns.Select((column, i) =>
        Place(grid, widths, i, typeset.CellStrong, column.Name, tag(column)))]);

    static Cell Place(Grid grid, int[] widths, int column, Font font, string text, Tag? tag) => Cell.Of(tag,
        Sheet.Left + widths.Take(column).Sum() + Padding, Math.Max(1, widths[column] - 2 * Padding), font, text,
        grid.Columns[column].IsNumber);

    void Write(Row row, Action turn, int thickness)
    {
        pages.Skip(Above);
        row.Write(pages, turn);
        pages.Skip(Above);
        pages.Draw(Sheet.Left, 0, Sheet.Right - Sheet.Left, thickness);
    }
}
