using System.Globalization;

namespace Gemeinwerk.Basics;

/// <summary>How numbers and dates are shown to people; one place, so that every report agrees.</summary>
public static class German
{
    public static readonly CultureInfo Culture = CultureInfo.GetCultureInfo("de-DE");

    /// <summary>Euros with two decimals and thousands points, without currency sign: <c>1.234,50</c>.</summary>
    public static string Amount(Money money) => (money.Cents / 100m).ToString("#,##0.00", Culture);

    public static string Count(long number) => number.ToString("#,##0", Culture);

    /// <summary>A number and the word for it: <c>1 Zeile</c>, <c>1.200 Zeilen</c>.</summary>
    public static string Count(long number, string one, string many) => $"{Count(number)} {(number == 1 ? one : many)}";

    public static string Date(DateOnly day) => day.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);
}
