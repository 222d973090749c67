namespace Gemeinwerk.Printing.Pdf;

/// <summary>Headings as bookmarks (outline) that a reader shows beside the pages.</summary>
static class Outline
{
    sealed class Entry(int no, Bookmark? bookmark, Entry? parent)
    {
        internal int No => no;
        internal Bookmark? Bookmark => bookmark;
        internal Entry? Parent => parent;
        internal List<Entry> Children { get; } = [];

        internal int Count => Children.Count + Children.Sum(child => child.Count);
    }

    /// <param name="pages">The objects of the pages.</param>
    /// <returns>The object of the outline; null where there are no headings.</returns>
    internal static int? Add(PdfFile file, IReadOnlyList<Bookmark> bookmarks, IReadOnlyList<int> pages)
    {
        if (bookmarks.Count == 0) return null;
        var root = new Entry(file.Reserve(), null, null);
        var open = new Stack<Entry>([root]);
        foreach (var bookmark in bookmarks)
        {
            while (open.Peek().Bookmark?.Level >= bookmark.Level) open.Pop();
            var entry = new Entry(file.Reserve(), bookmark, open.Peek());
            open.Peek().Children.Add(entry);
            open.Push(entry);
        }
        file.Set(root.No, $"<< /Type /Outlines{Range(root)} >>");
        WriteAll(root);
        return root.No;

        void WriteAll(Entry parent)
        {
            for (var at = 0; at < parent.Children.Count; at++) Write(parent.Children[at], parent.Children, at);
        }

        void Write(Entry entry, List<Entry> siblings, int at)
        {
            var bookmark = entry.Bookmark!;
            file.Set(entry.No, $"<< /Title {PdfText.Unicode(bookmark.Text)} /Parent {entry.Parent!.No} 0 R"
                + (at > 0 ? $" /Prev {siblings[at - 1].No} 0 R" : "")
                + (at + 1 < siblings.Count ? $" /Next {siblings[at + 1].No} 0 R" : "") + Range(entry)
                + $" /Dest [{pages[bookmark.Page]} 0 R /XYZ null {PageContent.Point(bookmark.Y)} null] >>");
            WriteAll(entry);
        }
    }

    static string Range(Entry entry) => entry.Children is [var first, ..]
        ? $" /First {first.No} 0 R /Last {entry.Children[^1].No} 0 R /Count {entry.Count}"
        : "";
}
