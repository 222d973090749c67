namespace Gemeinwerk.Web.Api;

/// <summary>A day in an address, <c>2026-01-31</c> and nothing else; in the years that books are kept for.</summary>
readonly record struct IsoDay(DateOnly Day)
{
    public static bool TryParse(string? text, IFormatProvider? provider, out IsoDay day)
    {
        var isDay = DateOnly.TryParseExact(text, "yyyy-MM-dd", provider, System.Globalization.DateTimeStyles.None,
            out var parsed) && Basics.Day.IsNamed(parsed);
        day = new IsoDay(parsed);
        return isDay;
    }
}
