using System.Numerics;
using Gemeinwerk.Basics;

namespace Gemeinwerk.DataCentre;

/// <summary>A part of a whole as an exact fraction in lowest terms, above zero and at most one.</summary>
public sealed record Share
{
    /// <summary>Largest denominator; sums of many shares stay exact whatever it is.</summary>
    const long Finest = 1_000_000_000;

    Share(long numerator, long denominator) => (Numerator, Denominator) = (numerator, denominator);

    public static readonly Share Whole = new(1, 1);

    public long Numerator { get; }
    public long Denominator { get; }

    /// <summary>Reads <c>1/3</c>, <c>0.25</c>, <c>0,25</c>, <c>1</c> or <c>25 %</c>.</summary>
    /// <returns>The share, or <c>inventory.share</c>.</returns>
    public static Result<Share> Parse(string text)
    {
        var said = text.Trim();
        var isPercent = said.EndsWith('%');
        var parts = (isPercent ? said[..^1].Trim() : said).Split('/');
        if (parts.Length <= 2 && Decimal(parts[0]) is { } over
            && (parts.Length == 2 ? Decimal(parts[1]) : (1, 1)) is { Numerator: > 0 } under)
        {
            var numerator = (BigInteger)over.Numerator * under.Denominator;
            var denominator = (BigInteger)over.Denominator * under.Numerator * (isPercent ? 100 : 1);
            var common = BigInteger.GreatestCommonDivisor(numerator, denominator);
            (numerator, denominator) = (numerator / common, denominator / common);
            if (numerator > 0 && numerator <= denominator && denominator <= Finest)
            {
                return new Share((long)numerator, (long)denominator);
            }
        }
        return new Rejection("inventory.share",
            $"„{Texts.Shown(text)}“ ist kein Anteil über 0 und bis 1 wie 1/3, 0,25 oder 25 %.");
    }

    /// <summary>The share of a row that was written from one.</summary>
    internal static Share Of(long numerator, long denominator) => new(numerator, denominator);

    /// <summary>All shares together are more than the whole.</summary>
    internal static bool IsBeyondWhole(IEnumerable<Share> shares)
    {
        var (numerator, denominator) = (BigInteger.Zero, BigInteger.One);
        foreach (var share in shares)
        {
            numerator = numerator * share.Denominator + share.Numerator * denominator;
            denominator *= share.Denominator;
            var common = BigInteger.GreatestCommonDivisor(numerator, denominator);
            (numerator, denominator) = (numerator / common, denominator / common);
        }
        return numerator > denominator;
    }

    /// <summary>Shares in parts of a whole, added up: each times its weight over all weights.</summary>
    /// <returns>The sum in lowest terms, or null where it is finer than a share may be.</returns>
    internal static Share? Weighed(IEnumerable<(Share Share, long Weight, long Of)> parts)
    {
        var (numerator, denominator) = (BigInteger.Zero, BigInteger.One);
        foreach (var (share, weight, of) in parts)
        {
            var under = (BigInteger)share.Denominator * of;
            numerator = numerator * under + (BigInteger)share.Numerator * weight * denominator;
            denominator *= under;
            var common = BigInteger.GreatestCommonDivisor(numerator, denominator);
            (numerator, denominator) = (numerator / common, denominator / common);
        }
        Invariant.Holds(numerator > 0 && numerator <= denominator);
        return denominator <= Finest ? new Share((long)numerator, (long)denominator) : null;
    }

    public override string ToString() => Denominator == 1 ? $"{Numerator}" : $"{Numerator}/{Denominator}";

    static (long Numerator, long Denominator)? Decimal(string text)
    {
        var digits = text.Trim().Replace(',', '.').Split('.');
        if (digits.Length > 2 || digits.Any(part => part.Length == 0 || !part.All(char.IsAsciiDigit))) return null;
        if (digits.Sum(part => part.Length) > 12) return null;
        var denominator = 1L;
        for (var i = 0; i < (digits.Length == 2 ? digits[1].Length : 0); i++) denominator *= 10;
        return (long.Parse(string.Concat(digits), System.Globalization.CultureInfo.InvariantCulture), denominator);
    }
}

/// <summary>Which part of an item a member uses (Nutzung), from a day on.</summary>
/// <param name="Until">The first day on which it no longer does; null where that is open.</param>
public sealed record ItemUse(
    Id<ItemUse> Id, Id<ConfigurationItem> Item, Id<ConfigurationItem> Member, DateOnly Since, DateOnly? Until,
    Share Share)
{
    public bool IsOn(DateOnly day) => Since <= day && (Until is not { } end || day < end);

    internal bool Overlaps(ItemUse other) =>
        (Until is not { } mine || other.Since < mine) && (other.Until is not { } theirs || Since < theirs);
}

/// <summary>A use that is to be recorded.</summary>
public sealed record UseDraft(
    Id<ConfigurationItem> Item, Id<ConfigurationItem> Member, DateOnly Since, DateOnly? Until, Share Share);
