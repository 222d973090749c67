using System.Globalization;

namespace Gemeinwerk.Printing.Pdf;

/// <summary>A heading where it stands, for the outline.</summary>
/// <param name="Page">From 0.</param>
/// <param name="Y">Its upper edge, thousandths of a point.</param>
sealed record Bookmark(int Level, string Text, int Page, int Y);

/// <summary>Blocks on pages, and the structure that they have.</summary>
sealed class Layout
{
    const int Gap = 7_000, Indent = 18_000;

    readonly Typeset typeset;
    readonly Pages pages = new();
    readonly List<Bookmark> bookmarks = [];

    Layout(Typeset typeset) => this.typeset = typeset;

    internal IReadOnlyList<Sheet> Sheets => pages.Sheets;
    internal Tag Document { get; } = new("Document");
    internal IReadOnlyList<Bookmark> Bookmarks => bookmarks;

    internal static Layout Of(Paper paper, Typeset typeset)
    {
        var layout = new Layout(typeset);
        for (var i = 0; i < paper.Blocks.Count; i++)
        {
            layout.Add(paper.Blocks[i], paper.Blocks.ElementAtOrDefault(i + 1));
        }
        layout.AddFooters(PaperText.Clean(paper.Title).Replace('\n', ' '));
        return layout;
    }

    void Add(Block block, Block? next)
    {
        switch (block)
        {
            case Heading it: AddHeading(it, next); break;
            case Paragraph it:
                AddText(new Tag("P", Document), it.IsStrong ? typeset.Strong : typeset.Body, it.Text);
                break;
            case Items it: AddItems(it); break;
            case Facts it: AddFacts(it); break;
            case Grid it: new GridLayout(typeset, pages).Add(it, Document); break;
            case Signatures it:
                foreach (var pair in it.Each.Chunk(2)) AddSignatures(pair);
                break;
            case PageBreak:
                if (!pages.IsFresh) pages.Turn();
                break;
            default: throw new InvalidOperationException($"No layout for {block.GetType().Name}.");
        }
    }

    /// <summary>A heading stays with what it is above.</summary>
    void AddHeading(Heading heading, Block? next)
    {
        var font = typeset.Heading(heading.Level);
        var row = new Row([Cell.Of(new Tag($"H{heading.Level}", Document), Sheet.Left, Sheet.Right - Sheet.Left, font,
            heading.Text)]);
        pages.Skip(font.Size);
        if (row.Height < Pages.Whole / 2)
        {
            pages.Need(row.Height + Gap + Beginning(next) * typeset.Body.Leading);
        }
        bookmarks.Add(new Bookmark(heading.Level, PaperText.Clean(heading.Text).Replace('\n', ' '),
            pages.Sheets.Count - 1, pages.Y));
        row.Write(pages, pages.Turn);
        pages.Skip(Gap / 2);
    }

    /// <summary>How many lines of what follows a heading stand on its page.</summary>
    static int Beginning(Block? next) => next switch
    {
        null or PageBreak => 0,
        Heading => 8,
        Grid or Signatures => 7,
        _ => 3,
    };

    void AddText(Tag tag, Font font, string text)
    {
        new Row([Cell.Of(tag, Sheet.Left, Sheet.Right - Sheet.Left, font, text)]).Write(pages, pages.Turn);
        pages.Skip(Gap);
    }

    void AddItems(Items items)
    {
        var list = new Tag("L", Document,
            $"<< /O /List /ListNumbering /{(items.IsOrdered ? "Decimal" : "Disc")} >>");
        var (no, label) = (0, Indent);
        if (items.IsOrdered) label = Math.Max(label, (int)typeset.Body.Width($"{items.Each.Count}.") + 6_000);
        foreach (var each in items.Each)
        {
            var item = new Tag("LI", list);
            var (sign, body) = (new Tag("Lbl", item), new Tag("LBody", item));
            new Row(
            [
                Cell.Of(sign, Sheet.Left, label, typeset.Body,
                    items.IsOrdered ? (++no).ToString(CultureInfo.InvariantCulture) + "." : "•"),
                Cell.Of(body, Sheet.Left + label, Sheet.Right - Sheet.Left - label, typeset.Body, each),
            ]).Write(pages, pages.Turn);
        }
        pages.Skip(Gap);
    }

    void AddFacts(Facts facts)
    {
        var list = new Tag("L", Document, "<< /O /List /ListNumbering /None >>");
        const int term = 130_000, between = 10_000;
        foreach (var fact in facts.Each)
        {
            var item = new Tag("LI", list);
            var (name, says) = (new Tag("Lbl", item), new Tag("LBody", item));
            new Row(
            [
                Cell.Of(name, Sheet.Left, term, typeset.Strong, fact.Term),
                Cell.Of(says, Sheet.Left + term + between, Sheet.Right - Sheet.Left - term - between, typeset.Body,
                    fact.Says),
            ]).Write(pages, pages.Turn);
            pages.Skip(2_000);
        }
        pages.Skip(Gap);
    }

    /// <summary>One or two lines beside each other.</summary>
    void AddSignatures(string[] pair)
    {
        const int room = 45_000, length = 215_000;
        int[] places = [Sheet.Left, Sheet.Right - length];
        var row = new Row([.. pair.Select((who, i) =>
            Cell.Of(new Tag("P", Document), places[i], length, typeset.Small, who))]);
        pages.Need(room + row.Height);
        pages.Use(Math.Min(room, pages.Left));
        for (var i = 0; i < pair.Length; i++) pages.Draw(places[i], 0, length, 500);
        pages.Skip(2_000);
        row.Write(pages, pages.Turn);
        pages.Skip(Gap);
    }

    /// <summary>Title and number of the page, which are no part of what the paper says.</summary>
    void AddFooters(string title)
    {
        const int y = 34_000;
        var font = typeset.Foot;
        for (var i = 0; i < Sheets.Count; i++)
        {
            var number = $"Seite {i + 1} von {Sheets.Count}";
            var room = Sheet.Right - Sheet.Left - (int)font.Width(number) - 20_000;
            Sheets[i].Footer.Add(new Words(null, Sheet.Left, y, font, Cut(title, font, room)));
            Sheets[i].Footer.Add(new Words(null, Sheet.Right - (int)font.Width(number), y, font, number));
        }
    }

    static string Cut(string text, Font font, int room)
    {
        if (font.Width(text) <= room) return text;
        var end = text.Length;
        while (end > 0 && (char.IsLowSurrogate(text, end - 1) || font.Width(text[..end] + "…") > room)) end--;
        if (end > 0 && char.IsHighSurrogate(text[end - 1])) end--;
        return text[..end] + "…";
    }
}
