using Gemeinwerk.Basics;

namespace Gemeinwerk.Web.Council;

/// <summary>A cell of a <see cref="SmallTable"/>.</summary>
/// <param name="Address">Where it leads; null for nowhere.</param>
public readonly record struct SmallCell(string? Text, string? Address = null)
{
    public static implicit operator SmallCell(string? text) => new(text);

    public static implicit operator SmallCell(long? number) => new(number is { } known ? German.Count(known) : "");

    public static implicit operator SmallCell(DateOnly? day) => new(day is { } known ? German.Date(known) : "");
}
