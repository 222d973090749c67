using Gemeinwerk.Ledger;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Merger;

/// <summary>A usual correspondence of a commercial account with a type of the NKF chart.</summary>
/// <param name="Kind">Null for any.</param>
/// <param name="Role">Null for any.</param>
/// <param name="Words">Parts of names, any of them; empty for any name.</param>
sealed record Correspondence(AccountKind? Kind, AccountRole? Role, IReadOnlyList<string> Words, string NkfType)
{
    internal bool Covers(Account account)
    {
        var name = Similarity.Normal(account.Name);
        return (Kind is null || Kind == account.Kind) && (Role is null || Role == account.Role)
            && (Words.Count == 0 || Words.Any(word => name.Contains(word, StringComparison.Ordinal)));
    }
}

/// <summary>The data of <c>Data/hgb-nkf.csv</c>; the first line that covers an account counts.</summary>
static class Correspondences
{
    static readonly Lazy<IReadOnlyList<Correspondence>> all = new(Read);

    internal static Correspondence? Of(Account account) => all.Value.FirstOrDefault(line => line.Covers(account));

    internal static IReadOnlyList<Correspondence> All => all.Value;

    static List<Correspondence> Read()
    {
        var assembly = typeof(Correspondences).Assembly;
        var name = assembly.GetManifestResourceNames().Single(n => n.EndsWith("hgb-nkf.csv", StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        var lines = new List<Correspondence>();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            if (line.StartsWith('#') || cells[0] == "kind") continue;
            lines.Add(new Correspondence(
                cells[0] == "*" ? null : Codes.Parse<AccountKind>(cells[0]),
                cells[1] == "*" ? null : Codes.Parse<AccountRole>(cells[1]),
                cells[2] == "*" ? [] : [.. cells[2].Split('|').Select(Similarity.Normal)], cells[3]));
        }
        return lines;
    }
}
