namespace Gemeinwerk.Printing.Pdf;

/// <summary>Pages as they fill from top to bottom.</summary>
sealed class Pages
{
    readonly List<Sheet> sheets = [];

    internal Pages() => Turn();

    internal IReadOnlyList<Sheet> Sheets => sheets;

    /// <summary>Where the next thing begins, thousandths of a point from the lower edge.</summary>
    internal int Y { get; private set; }

    internal int Left => Y - Sheet.Bottom;

    internal bool IsFresh => Y == Sheet.Top;

    internal const int Whole = Sheet.Top - Sheet.Bottom;

    internal void Turn()
    {
        sheets.Add(new Sheet());
        Y = Sheet.Top;
    }

    /// <summary>Room above the next thing, except at the top of a page.</summary>
    internal void Skip(int height)
    {
        if (!IsFresh) Y -= Math.Min(height, Left);
    }

    /// <summary>Turns the page where a height does not fit any more.</summary>
    internal void Need(int height)
    {
        if (height > Left && !IsFresh) Turn();
    }

    internal void Use(int height) => Y -= height;

    /// <param name="down">The base line, below <see cref="Y"/>.</param>
    internal void Write(Tag? tag, int x, int down, Font font, string text) =>
        sheets[^1].Pieces.Add(new Words(tag, x, Y - down, font, text));

    internal void Draw(int x, int down, int length, int thickness) =>
        sheets[^1].Pieces.Add(new Rule(x, Y - down, length, thickness));
}
