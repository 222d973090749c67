namespace Gemeinwerk.Printing.Pdf;

/// <summary>
/// An element of the structure (ISO 32000-1, 14.7): what a reader's software walks through in place of ink. It holds
/// other elements or marked content of pages.
/// </summary>
sealed class Tag
{
    readonly List<Tag> children = [];
    readonly List<Mark> marks = [];

    /// <param name="kind">A standard structure type: <c>H1</c>.</param>
    /// <param name="attributes">A dictionary of them, or null.</param>
    internal Tag(string kind, Tag? parent = null, string? attributes = null)
    {
        (Kind, Parent, Attributes) = (kind, parent, attributes);
        parent?.children.Add(this);
    }

    internal string Kind { get; }
    internal Tag? Parent { get; }
    internal string? Attributes { get; }
    internal IReadOnlyList<Tag> Children => children;
    internal IReadOnlyList<Mark> Marks => marks;

    /// <summary>The number of its object in the file, once it has one.</summary>
    internal int Object { get; set; }

    internal void Add(Mark mark) => marks.Add(mark);
}

/// <summary>Marked content of a page that belongs to an element.</summary>
/// <param name="Page">From 0.</param>
/// <param name="No">Gapless from 0 in the page (MCID).</param>
readonly record struct Mark(int Page, int No);
