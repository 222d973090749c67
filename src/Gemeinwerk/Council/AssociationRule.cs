using System.Globalization;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Council;

/// <summary>
/// A rule for associations (Zweckverbandsrecht) as dated data, with its source and how sure it is: V read in the
/// statute, U unverified.
/// </summary>
/// <param name="Value">A fraction such as <c>2/3</c>, or a number of days, weeks or months.</param>
public sealed record AssociationRule(
    string Code, DateOnly ValidFrom, Fraction Value, string Unit, IReadOnlyList<string> AppliesTo, string Source,
    string Certainty)
{
    public static IReadOnlyList<AssociationRule> All { get; } = DataFile.Read("association-rules.csv", cell =>
        new AssociationRule(cell("code"),
            DateOnly.ParseExact(cell("valid_from"), "yyyy-MM-dd", CultureInfo.InvariantCulture),
            Fraction.Parse(cell("value")), cell("unit"), cell("applies_to").Split(' '), cell("source"),
            cell("certainty")), ';');

    /// <summary>The rule of a code that is in force on a day.</summary>
    public static AssociationRule Of(string code, DateOnly on) =>
        All.Where(rule => rule.Code == code && rule.ValidFrom <= on).MaxBy(rule => rule.ValidFrom)
        ?? All.First(rule => rule.Code == code);

    public bool Concerns(MotionKind kind) => AppliesTo.Contains("all") || AppliesTo.Contains(kind.Code());

    /// <summary>A day so much later as a rule of days, weeks or months says.</summary>
    public DateOnly After(DateOnly day) => Unit switch
    {
        "days" => day.AddDays((int)Value.Numerator),
        "weeks" => day.AddDays(7 * (int)Value.Numerator),
        "months" => day.AddMonths((int)Value.Numerator),
        _ => throw new InvalidOperationException($"{Code} is no period."),
    };

    /// <summary>The source as it stands in a message, with a remark where the rule is unverified.</summary>
    public string Shown => Certainty == "U" ? $"{Source}, ungeprüft" : Source;
}

/// <summary>An exact part of a number of votes.</summary>
public readonly record struct Fraction(long Numerator, long Denominator)
{
    /// <summary>Reads <c>2/3</c> or <c>4</c> of data that are known to be right.</summary>
    internal static Fraction Parse(string text)
    {
        var parts = text.Split('/').Select(part => long.Parse(part, CultureInfo.InvariantCulture)).ToList();
        return new Fraction(parts[0], parts.Count > 1 ? parts[1] : 1);
    }

    /// <summary>Whether a part is at least this fraction of a whole.</summary>
    public bool IsReachedBy(long part, long whole) => part * Denominator >= whole * Numerator;

    /// <summary>Whether a part is more than this fraction of a whole.</summary>
    public bool IsExceededBy(long part, long whole) => part * Denominator > whole * Numerator;

    /// <summary>The smallest number of votes that reaches it.</summary>
    public long Least(long whole) => (whole * Numerator + Denominator - 1) / Denominator;

    public override string ToString() => $"{Numerator}/{Denominator}";
}
