using Gemeinwerk.Basics;

namespace Gemeinwerk.Web.Frame.Tables;

/// <summary>The typed values of cells, as people, programs and spreadsheets get them.</summary>
static class Cells
{
    /// <summary>As the page shows it.</summary>
    internal static string Shown(object? value) => value switch
    {
        null => "",
        Money money => German.Amount(money),
        DateOnly day => German.Date(day),
        // Numbers here are names (of entries, of lines) as often as counts, so they get no points.
        long number => number.ToString(German.Culture),
        _ => (string)value,
    };

    /// <summary>For spreadsheets: without points between thousands, so that German ones read a number.</summary>
    internal static string Plain(object? value) => value switch
    {
        Money money => money.ToPlainText().Replace('.', ','),
        string text => Unarmed(text),
        _ => Shown(value),
    };

    internal static object? Json(object? value) => value switch
    {
        Money money => money.Cents,
        DateOnly day => Day.Iso(day),
        _ => value,
    };

    internal static object? Sheet(object? value) => value switch
    {
        Money money => money.Cents / 100m,
        DateOnly day => day.ToDateTime(TimeOnly.MinValue),
        _ => value,
    };

    internal static int Compare(object? a, object? b) => (a, b) switch
    {
        (null, null) => 0,
        (null, _) => 1,
        (_, null) => -1,
        (Money left, Money right) => left.CompareTo(right),
        (string left, string right) => German.Culture.CompareInfo.Compare(left, right),
        _ => Comparer<object>.Default.Compare(a, b),
    };

    /// <summary>
    /// Spreadsheets take a text that begins like this for a formula; an apostrophe in front stops them.
    /// </summary>
    static string Unarmed(string text) =>
        text.Length > 0 && "=+-@\t\r\n＝＋－＠".Contains(text[0], StringComparison.Ordinal) ? $"'{text}" : text;
}
