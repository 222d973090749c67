using System.Globalization;

namespace Gemeinwerk.DataCentre.Space;

/// <summary>Sorts names as people count: R2 before R10.</summary>
static class NumbersInNames
{
    internal static readonly IComparer<string> Order = StringComparer.Create(
        CultureInfo.InvariantCulture, CompareOptions.NumericOrdering | CompareOptions.IgnoreCase);
}
