using System.Text;
using System.Text.RegularExpressions;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger.Imports;

namespace Gemeinwerk.DataCentre.Imports;

/// <summary>One release of a product and the day on which its support ends.</summary>
/// <param name="Product">As the product's page is called: <c>windows-server</c>.</param>
/// <param name="Cycle">The release: <c>2012-r2</c>.</param>
/// <param name="Ends">Null where the end is open, or reached on an unknown day.</param>
sealed record Release(string Product, string Title, string Cycle, string? Label, DateOnly? Ends);

/// <summary>
/// Reads a product's page of endoflife.date: the front matter between two lines of dashes, of whose YAML only the plain
/// lines <c>key: value</c> that such pages have are understood.
/// </summary>
static partial class EndOfLifeFile
{
    const int MostBytes = 1 << 20;

    /// <returns>The releases, with what is wrong by line.</returns>
    internal static (IReadOnlyList<Release> Releases, IReadOnlyList<Finding> Findings) Read(ImportSource source)
    {
        using var stream = source.Open();
        var bytes = new byte[MostBytes + 1];
        var got = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (got > MostBytes) return ([], [new(0, "", new("import.too-large", "Die Datei ist größer als 1 MB."))]);
        var lines = Encoding.UTF8.GetString(bytes, 0, got).Split('\n');
        var (findings, releases) = (new List<Finding>(), new List<Release>());
        var product = Path.GetFileNameWithoutExtension(source.Name);
        var (title, label) = (product, (string?)null);
        Dictionary<string, string>? current = null;
        for (var i = 1; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd('\r', ' ');
            if (line == "---") break;
            if (Entry().Match(line) is not { Success: true } entry) continue;
            var (isNew, depth) = (entry.Groups["dash"].Success, entry.Groups["indent"].Length);
            var (key, value) = (entry.Groups["key"].Value, Plain(entry.Groups["value"].Value));
            if (isNew && key == "releaseCycle")
            {
                Close();
                current = new(StringComparer.Ordinal) { [key] = value };
            }
            else if (current is not null && depth > 0) current[key] = value;
            else if (key == "title") title = value;
            else if (key == "releaseLabel") label = value;
            if (key == "eol" && current is not null && depth > 0 && !IsEnd(value))
            {
                findings.Add(new(i + 1, key, new("inventory.eol",
                    $"„{Texts.Shown(value)}“ ist weder ein Tag noch „true“ oder „false“.")));
            }
        }
        Close();
        if (releases.Count == 0 && findings.Count == 0)
        {
            findings.Add(new(0, "releases", new("inventory.eol", "Die Datei nennt keine Versionen.")));
        }
        return (releases, findings);

        void Close()
        {
            if (current is null) return;
            var cycle = current["releaseCycle"];
            var own = current.GetValueOrDefault("releaseLabel")
                ?? label?.Replace("__RELEASE_CYCLE__", cycle, StringComparison.Ordinal);
            releases.Add(new Release(product, title, cycle, own, Day(current.GetValueOrDefault("eol", ""))));
        }
    }

    /// <summary>
    /// Finds the release that a name such as „Windows Server 2012 R2“ or „SLES 12 SP5“ stands for: its product's page,
    /// title or abbreviation, then its cycle, however they are written.
    /// </summary>
    internal static Release? Find(IReadOnlyList<Release> releases, string name)
    {
        var wanted = Runs(name);
        return releases
            .Where(release => Names(release).Any(known => Runs(known) == wanted))
            .MaxBy(release => release.Cycle.Length);
    }

    static IEnumerable<string> Names(Release release)
    {
        if (release.Label is { } label) yield return label;
        var cycle = release.Cycle;
        // SUSE writes 12.5 for what people call 12 SP5; Microsoft's pages say 2012-r2.
        foreach (var spelled in new[] { cycle, cycle.Replace(".", " SP", StringComparison.Ordinal) })
        {
            yield return $"{release.Product} {spelled}";
            yield return $"{release.Title} {spelled}";
            yield return $"{release.Title.Replace("Microsoft ", "", StringComparison.Ordinal)} {spelled}";
        }
    }

    /// <summary>The runs of letters and of digits in a name: „12 SP5“ is not „1.25“, but it is „12-sp5“.</summary>
    static string Runs(string name) =>
        string.Join(' ', Run().Matches(name.ToLowerInvariant()).Select(run => run.Value));

    static bool IsEnd(string value) => value is "" or "true" or "false" || Day(value) is not null;

    static DateOnly? Day(string value) => Cells.Date(value, out var day, out _) ? day : null;

    static string Plain(string value)
    {
        var cut = value.IndexOf(" #", StringComparison.Ordinal);
        return (cut < 0 ? value : value[..cut]).Trim().Trim('"', '\'');
    }

    [GeneratedRegex("^(?<indent> *)(?<dash>- )?(?<key>[A-Za-z]+):(?: (?<value>.*))?$")]
    private static partial Regex Entry();

    [GeneratedRegex(@"\p{L}+|\d+")]
    private static partial Regex Run();
}
