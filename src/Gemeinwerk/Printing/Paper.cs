using Gemeinwerk.Basics;

namespace Gemeinwerk.Printing;

/// <summary>
/// A paper (Schriftstück) as it is meant, before it is HTML or PDF: a title, a language and blocks in reading order.
/// </summary>
public sealed record Paper
{
    /// <summary>Largest paper, in characters, where each line and each cell counts <see cref="Line"/> more: about a
    /// thousand pages.</summary>
    public const int Most = 4_000_000;

    const int Line = 60, MostTitle = 500, MostColumns = 12;

    Paper(string title, IReadOnlyList<Block> blocks) => (Title, Blocks) = (title, blocks);

    public string Title { get; }

    /// <summary>As HTML and PDF name it.</summary>
    public string Language { get; } = "de-DE";

    public IReadOnlyList<Block> Blocks { get; }

    /// <summary>A paper of blocks whose headings leave no level out.</summary>
    /// <param name="title">Of the document, at most 500 characters of it.</param>
    /// <returns>The paper, or <c>printing.too-large</c>.</returns>
    public static Result<Paper> Of(string title, IReadOnlyList<Block> blocks)
    {
        var (size, level) = (0L, 0);
        foreach (var block in blocks)
        {
            size += block.Texts.Sum(text => (long)text.Length + Line + (long)Line * text.AsSpan().Count('\n'));
            if (size > Most)
            {
                return new Rejection("printing.too-large",
                    $"Das Schriftstück ist zu groß: mehr als {German.Count(Most)} Zeichen oder zu viele Zeilen.");
            }
            if (block is Heading heading)
            {
                Invariant.Holds(heading.Level is >= 1 and <= 3 && heading.Level <= level + 1);
                level = heading.Level;
            }
            if (block is Grid grid)
            {
                Invariant.Holds(grid.Columns.Count is > 0 and <= MostColumns);
                Invariant.Holds(grid.Rows.All(row => row.Count == grid.Columns.Count));
            }
        }
        return new Paper(title.Length > MostTitle ? title[..MostTitle] : title, blocks);
    }
}

/// <summary>A part of a paper. Line ends in its texts are kept, other white space is one space.</summary>
public abstract record Block
{
    /// <summary>All that it says, in reading order.</summary>
    internal abstract IEnumerable<string> Texts { get; }
}

/// <param name="Level">1 to 3.</param>
public sealed record Heading(int Level, string Text) : Block
{
    internal override IEnumerable<string> Texts => [Text];
}

public sealed record Paragraph(string Text, bool IsStrong = false) : Block
{
    internal override IEnumerable<string> Texts => [Text];
}

/// <summary>A list, numbered or with bullets.</summary>
public sealed record Items(bool IsOrdered, IReadOnlyList<string> Each) : Block
{
    internal override IEnumerable<string> Texts => Each;
}

/// <summary>What is called by a term, one below the other: <c>Ort: Hemer</c>.</summary>
public sealed record Facts(IReadOnlyList<Fact> Each) : Block
{
    internal override IEnumerable<string> Texts => Each.SelectMany(fact => new[] { fact.Term, fact.Says });
}

public sealed record Fact(string Term, string Says);

/// <summary>A table with header cells; the first cell of a row names the row.</summary>
/// <param name="Caption">Says what the table shows.</param>
public sealed record Grid(
    string Caption, IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) : Block
{
    internal override IEnumerable<string> Texts =>
        [Caption, .. Columns.Select(column => column.Name), .. Rows.SelectMany(row => row)];
}

/// <param name="IsNumber">Its cells stand to the right.</param>
public sealed record Column(string Name, bool IsNumber = false);

/// <summary>Lines for signatures, each with who signs below it.</summary>
public sealed record Signatures(IReadOnlyList<string> Each) : Block
{
    internal override IEnumerable<string> Texts => Each;
}

/// <summary>What follows begins a page, where the paper has pages.</summary>
public sealed record PageBreak : Block
{
    internal override IEnumerable<string> Texts => [];
}
