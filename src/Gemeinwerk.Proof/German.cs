using System.Globalization;
using System.Numerics;

namespace Gemeinwerk.Proof;

/// <summary>How the checker shows amounts and counts to an auditor.</summary>
static class German
{
    static readonly CultureInfo Culture = Build();

    public static string Amount(BigInteger cents)
    {
        var whole = BigInteger.Abs(cents) / 100;
        var rest = (int)(BigInteger.Abs(cents) % 100);
        var sign = cents.Sign < 0 ? "−" : "";
        return string.Create(Culture, $"{sign}{whole:#,##0},{rest:00} €");
    }

    public static string Count(long number) => number.ToString("#,##0", Culture);

    // Not de-DE from the system: an auditor's machine may lack the locale data, and the output must not depend on it.
    static CultureInfo Build()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        return culture;
    }
}
