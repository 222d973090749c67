using System.Globalization;

namespace Gemeinwerk.Basics;

/// <summary>
/// Days as numbers <c>yyyymmdd</c>: the one form in tables, in the journal's canonical form and in exports.
/// </summary>
public static class Day
{
    /// <summary>The years that somebody may name: months and years are counted from their days.</summary>
    public const int FirstYear = 1900, LastYear = 2999;

    public static long Number(DateOnly day) => day.Year * 10_000L + day.Month * 100 + day.Day;

    /// <summary>The day of a number that is known to be right, as one read back from a table.</summary>
    public static DateOnly Of(long number)
    {
        var (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
        return year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1
            && day <= DateTime.DaysInMonth((int)year, (int)month)
            ? new((int)year, (int)month, (int)day)
            : throw new FormatException($"{number} ist kein Tag");
    }

    /// <summary>Reads <c>2018-01-31</c> or <c>31.01.2018</c>; days that do not exist are refused.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day)
        || DateOnly.TryParseExact(text, "dd.MM.yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    public static bool IsNamed(DateOnly day) => day.Year is >= FirstYear and <= LastYear;

    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
