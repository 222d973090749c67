using System.Text;

namespace Gemeinwerk.Basics;

/// <summary>
/// Enum members as the words that stand in tables and files: <c>SpecialFund</c> is <c>special-fund</c>.
/// </summary>
public static class Codes
{
    public static string Code<T>(this T value) where T : struct, Enum => Known<T>.Codes[value];

    /// <summary>The member of a code that is known to be right, as one read back from a table.</summary>
    public static T Parse<T>(string code) where T : struct, Enum => TryParse(code, out T value)
        ? value
        : throw new FormatException($"„{Texts.Shown(code)}“ ist kein Wort für {typeof(T).Name}");

    public static bool TryParse<T>(string code, out T value) where T : struct, Enum =>
        Known<T>.Members.TryGetValue(code, out value);

    /// <summary>All codes of a type, as they stand in a message: <c>asset, equity</c>.</summary>
    public static string All<T>() where T : struct, Enum => string.Join(", ", Known<T>.Members.Keys);

    static class Known<T> where T : struct, Enum
    {
        internal static readonly Dictionary<T, string> Codes = Enum.GetValues<T>().ToDictionary(value => value, Spell);
        internal static readonly Dictionary<string, T> Members =
            Codes.ToDictionary(pair => pair.Value, pair => pair.Key);

        static string Spell(T value)
        {
            var code = new StringBuilder();
            foreach (var letter in value.ToString())
            {
                if (char.IsUpper(letter) && code.Length > 0) code.Append('-');
                code.Append(char.ToLowerInvariant(letter));
            }
            return code.ToString();
        }
    }
}
