using System.Globalization;

namespace Gemeinwerk.Bench;

static class Numbers
{
    internal static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    internal static string Two(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>A time in the unit that suits it.</summary>
    internal static string Time(double seconds) => seconds switch
    {
        >= 10 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"),
        >= 1 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s"),
        >= 0.1 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0.00} ms"),
    };

    internal static string Count(long number) => number.ToString("#,##0", CultureInfo.InvariantCulture);
}
