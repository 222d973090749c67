namespace Gemeinwerk.Printing.Pdf;

/// <summary>What is drawn on a page. Places and sizes are thousandths of a point; <c>Y</c> is from the lower edge.
/// </summary>
sealed class Sheet
{
    /// <summary>A4, upright.</summary>
    internal const int Width = 595_276, Height = 841_890;

    internal const int Left = 70_866, Right = 538_583, Top = 785_197, Bottom = 62_362;

    internal List<Piece> Pieces { get; } = [];

    internal List<Words> Footer { get; } = [];
}

abstract record Piece;

/// <param name="Tag">The element that it belongs to; null for what only decorates (artifact).</param>
sealed record Words(Tag? Tag, int X, int Y, Font Font, string Text) : Piece;

/// <summary>A line from left to right; it says nothing.</summary>
sealed record Rule(int X, int Y, int Length, int Thickness) : Piece;

/// <param name="Size">Thousandths of a point.</param>
/// <param name="Leading">From one base line to the next, thousandths of a point.</param>
sealed record Font(Typeface Face, int Size, int Leading)
{
    /// <summary>Thousandths of a point.</summary>
    internal long Width(string text) => Face.Width(text) * Size / 1000;
}
