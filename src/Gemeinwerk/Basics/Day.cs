using System.Globalization;

namespace Gemeinwerk.Basics;

/// <summary>
/// Days as numbers <c>yyyymmdd</c>: the one form in tables, in the journal's canonical form and in exports.
/// </summary>
public static class Day
{
    public static long Number(DateOnly day) => day.Year * 10_000L + day.Month * 100 + day.Day;

    public static DateOnly Of(long number) =>
        new((int)(number / 10_000), (int)(number / 100 % 100), (int)(number % 100));

    /// <summary>Reads <c>2018-01-31</c> or <c>31.01.2018</c>; days that do not exist are refused.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day)
        || DateOnly.TryParseExact(text, "dd.MM.yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
