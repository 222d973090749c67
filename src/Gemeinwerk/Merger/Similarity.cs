using System.Text;

namespace Gemeinwerk.Merger;

/// <summary>How alike two names are.</summary>
static class Similarity
{
    /// <summary>Lower case, umlauts spelled out, anything but letters and digits as one space.</summary>
    internal static string Normal(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text.ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(letter)) plain.Append(Spelled(letter));
            else if (plain.Length > 0 && plain[^1] != ' ') plain.Append(' ');
        }
        return plain.ToString().TrimEnd();

        static string Spelled(char letter) => letter switch
        {
            'ä' => "ae",
            'ö' => "oe",
            'ü' => "ue",
            'ß' => "ss",
            _ => letter.ToString(),
        };
    }

    /// <summary>Shared pairs of letters (Dice): 0 nothing, 100 the same.</summary>
    internal static int Percent(string a, string b)
    {
        var (left, right) = (Pairs(Normal(a)), Pairs(Normal(b)));
        var total = left.Count + right.Count;
        if (total == 0) return Normal(a) == Normal(b) ? 100 : 0;
        var shared = 0;
        foreach (var pair in left)
        {
            if (right.Remove(pair)) shared++;
        }
        return 200 * shared / total;
    }

    static List<string> Pairs(string text) =>
        [.. text.Split(' ').SelectMany(word =>
            Enumerable.Range(0, Math.Max(0, word.Length - 1)).Select(i => word.Substring(i, 2)))];
}
