namespace Gemeinwerk.Printing.Pdf;

/// <summary>The typefaces of a paper and the sizes in which it uses them.</summary>
sealed class Typeset(Typeface regular, Typeface bold)
{
    internal IReadOnlyList<Typeface> Faces => [regular, bold];

    internal Font Body { get; } = new(regular, 10_500, 14_500);
    internal Font Strong { get; } = new(bold, 10_500, 14_500);
    internal Font Cell { get; } = new(regular, 9_500, 12_500);
    internal Font CellStrong { get; } = new(bold, 9_500, 12_500);
    internal Font Small { get; } = new(regular, 9_000, 12_000);
    internal Font Foot { get; } = new(regular, 8_000, 10_000);

    internal Font Heading(int level) => level switch
    {
        1 => new Font(bold, 18_000, 23_000),
        2 => new Font(bold, 13_500, 18_000),
        _ => new Font(bold, 11_500, 15_500),
    };
}
