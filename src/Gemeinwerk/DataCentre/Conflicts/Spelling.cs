using System.Text;

namespace Gemeinwerk.DataCentre.Conflicts;

/// <summary>How names that people spell differently are seen to be one: „Eichscheid, Kreis“ and „Kreis Eichscheid“.
/// </summary>
static class Spelling
{
    /// <summary>What makers print where a serial number should be.</summary>
    static readonly HashSet<string> placeholders = new(StringComparer.Ordinal)
    {
        "tobefilledbyoem", "defaultstring", "systemserialnumber", "notspecified", "notapplicable", "none", "na",
        "unknown", "unbekannt", "keine", "ohne", "serial", "serialnumber", "seriennummer", "oem", "invalid", "empty",
        "null", "test", "chassisserialnumber", "baseboardserialnumber", "123456789", "1234567890", "0123456789",
    };

    /// <summary>A serial number in the form in which it is compared.</summary>
    /// <returns>Null for none, and for what only stands in the place of one.</returns>
    internal static string? Serial(string? serial)
    {
        if (serial is null) return null;
        var letters = string.Concat(serial.Where(char.IsLetterOrDigit)).ToLowerInvariant();
        return letters.Length < 3 || placeholders.Contains(letters) || letters.Distinct().Count() == 1 ? null : letters;
    }

    /// <summary>The words of a name, in one case and one spelling of umlauts, sorted.</summary>
    internal static string Words(string name, string? without = null)
    {
        var left = Split(without ?? "").ToHashSet(StringComparer.Ordinal);
        return string.Join(' ', Split(name).Where(word => !left.Contains(word)).Order(StringComparer.Ordinal));
    }

    internal static IEnumerable<string> Split(string name)
    {
        var word = new StringBuilder();
        foreach (var letter in name.Normalize().ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(letter))
            {
                word.Append(letter switch { 'ä' => "ae", 'ö' => "oe", 'ü' => "ue", 'ß' => "ss", _ => $"{letter}" });
            }
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }
        if (word.Length > 0) yield return word.ToString();
    }
}
