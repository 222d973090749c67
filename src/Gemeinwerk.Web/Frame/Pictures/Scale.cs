using System.Globalization;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Web.Frame.Pictures;

/// <summary>A row of values under one name.</summary>
/// <param name="Values">One per label of the picture; null where there is none.</param>
public sealed record Series(string Name, IReadOnlyList<Money?> Values);

/// <summary>Where amounts lie between two ends of an axis; zero is always on it.</summary>
sealed class Scale
{
    readonly double low, high, start, length;

    internal Scale(IEnumerable<Money> amounts, double start, double length)
    {
        (this.start, this.length) = (start, length);
        foreach (var amount in amounts)
        {
            low = Math.Min(low, amount.Cents);
            high = Math.Max(high, amount.Cents);
        }
        if (low == high) high = low + 1;
    }

    internal double Zero => At(Money.Zero);

    internal double At(Money amount) => start + (amount.Cents - low) / (high - low) * length;

    /// <summary>A coordinate as SVG wants it.</summary>
    internal static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>An amount as short as a picture needs it: <c>1,2 Mio.</c>.</summary>
    internal static string Short(Money amount) => Math.Abs(amount.Cents) switch
    {
        >= 100_000_000_000 => $"{(amount.Cents / 100_000_000_000m).ToString("0.0", German.Culture)} Mrd.",
        >= 100_000_000 => $"{(amount.Cents / 100_000_000m).ToString("0.0", German.Culture)} Mio.",
        >= 100_000 => $"{(amount.Cents / 100_000m).ToString("0", German.Culture)} T",
        _ => (amount.Cents / 100m).ToString("0", German.Culture),
    };

    internal static string Cut(string text, int most) => text.Length <= most ? text : $"{text[..(most - 1)]}…";
}
