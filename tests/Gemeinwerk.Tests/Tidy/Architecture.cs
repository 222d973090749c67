using System.Text.RegularExpressions;

namespace Gemeinwerk.Tests.Tidy;

/// <summary>What <c>docs/architecture.md</c> lays down: the arrows between modules, and who owns which table.</summary>
/// <param name="Arrows">For each module the modules that it may use.</param>
/// <param name="OpenTables">Tables and views that other modules may read along an arrow.</param>
/// <param name="Tables">All documented tables.</param>
sealed partial record Architecture(
    IReadOnlyDictionary<string, IReadOnlySet<string>> Arrows,
    IReadOnlySet<string> OpenTables,
    IReadOnlySet<string> Tables)
{
    public static Architecture Parse(string document)
    {
        var arrows = new Dictionary<string, IReadOnlySet<string>>();
        var open = new HashSet<string>();
        var tables = new HashSet<string>();
        foreach (var line in document.Split('\n'))
        {
            if (ArrowRow().Match(line) is { Success: true } arrow)
            {
                var may = Names().Matches(arrow.Groups[2].Value).Select(name => name.Value);
                arrows[arrow.Groups[1].Value] = may.ToHashSet();
            }
            else if (TableRow().Match(line) is { Success: true } table)
            {
                tables.Add(table.Groups[1].Value);
                if (table.Groups[2].Value == "yes") open.Add(table.Groups[1].Value);
            }
        }
        return new Architecture(arrows, open, tables);
    }

    public bool MayUse(string from, string to) =>
        from == to || (Arrows.TryGetValue(from, out var may) && may.Contains(to));

    /// <summary>
    /// The module whose name a table carries, or null: <c>ledger_posting</c> belongs to <c>Ledger</c>.
    /// </summary>
    public string? OwnerOf(string table) => Arrows.Keys.FirstOrDefault(module =>
        table.StartsWith($"{module.ToLowerInvariant()}_", StringComparison.Ordinal));

    // | `Ledger` | what it is | `Basics`, `Storage` |
    [GeneratedRegex(@"^\| `([A-Z]\w+)` \|[^|]*\|([^|]*)\|\s*$")]
    private static partial Regex ArrowRow();

    // | `ledger_entry` | yes | what it holds |
    [GeneratedRegex(@"^\| `([a-z0-9_]+)` \| (yes|no) \|")]
    private static partial Regex TableRow();

    [GeneratedRegex(@"(?<=`)[A-Z]\w+(?=`)")]
    private static partial Regex Names();
}
