using System.Globalization;
using Gemeinwerk.Basics;

namespace Gemeinwerk.DataCentre;

/// <summary>Numbers with decimals as integers of their smallest part: 4.5 with one decimal is 45. Nothing is rounded.
/// </summary>
static class Quantity
{
    const int MostDigits = 18;

    /// <summary>Reads a number with a point or a comma, or the German way with points for thousands.</summary>
    /// <param name="decimals">How many decimals are kept.</param>
    /// <param name="factor">What the number is multiplied with: 1024 where gigabytes become megabytes.</param>
    /// <returns>Null where it is no number, is too large, or has more decimals than are kept.</returns>
    internal static long? Parse(string text, int decimals, int factor, bool isGerman)
    {
        var isNegative = text.StartsWith('-');
        var digits = isNegative ? text[1..] : text;
        if (isGerman && !IsGrouped(digits)) return null;
        if (isGerman) digits = digits.Replace(".", "", StringComparison.Ordinal);
        var mark = digits.IndexOfAny(['.', ',']);
        var whole = mark < 0 ? digits : digits[..mark];
        var fraction = mark < 0 ? "" : digits[(mark + 1)..].TrimEnd('0');
        if (whole.Length is 0 or > MostDigits || fraction.Length > MostDigits) return null;
        if (!(whole + fraction).All(char.IsAsciiDigit)) return null;
        var number = Int128.Parse(whole + fraction, CultureInfo.InvariantCulture) * factor * Power(decimals);
        var (scaled, rest) = Int128.DivRem(number, Power(fraction.Length));
        if (rest != 0 || scaled > long.MaxValue) return null;
        return isNegative ? -(long)scaled : (long)scaled;
    }

    /// <summary>As people in Germany read it: <c>1.024,5</c>.</summary>
    internal static string German(long number, int decimals) =>
        Spelled(number, decimals, Basics.German.Count(number / (long)Power(decimals)), ",");

    /// <summary>As machines exchange it: <c>1024.5</c>.</summary>
    internal static string Plain(long number, int decimals) => Spelled(number, decimals,
        (number / (long)Power(decimals)).ToString(CultureInfo.InvariantCulture), ".");

    static string Spelled(long number, int decimals, string whole, string mark)
    {
        Invariant.Holds(number >= 0);
        var rest = number % (long)Power(decimals);
        return rest == 0
            ? whole
            : whole + mark + rest.ToString($"D{decimals}", CultureInfo.InvariantCulture).TrimEnd('0');
    }

    /// <summary>Points stand where German thousands have them.</summary>
    static bool IsGrouped(string text)
    {
        var groups = text.Split(',')[0].Split('.');
        return groups.Length == 1 || (groups[0].Length is >= 1 and <= 3 && groups.Skip(1).All(it => it.Length == 3));
    }

    static Int128 Power(int digits)
    {
        Int128 power = 1;
        for (var i = 0; i < digits; i++) power *= 10;
        return power;
    }
}
