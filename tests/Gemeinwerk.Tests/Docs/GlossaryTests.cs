using System.Text.RegularExpressions;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Tidy;

namespace Gemeinwerk.Tests.Docs;

/// <summary><c>docs/glossary.md</c> lists the words that the code uses, each once, and no others.</summary>
public partial class GlossaryTests
{
    static readonly string glossary = File.ReadAllText(Repository.PathOf("docs", "glossary.md"));
    static readonly string[] terms = [.. Row().Matches(glossary).Select(row => row.Groups[1].Value)];

    [Fact]
    public void The_words_are_sorted_and_none_stands_twice()
    {
        Assert.NotEmpty(terms);
        Assert.Equal(terms.Distinct().Order(StringComparer.OrdinalIgnoreCase), terms);
    }

    [Fact]
    public void Every_word_is_used_in_the_source()
    {
        var source = SourceFile.All().Where(file => file.IsUnder("src/") && (file.IsCSharp || file.IsSql));
        var words = string.Join(' ', source.Select(file => Words(file.Text)));
        Assert.All(terms, term =>
            Assert.True(words.Contains($" {Words(term).Trim()}", StringComparison.Ordinal), term));
    }

    /// <summary>
    /// Lower-case words of a text: <c>CostCentre</c>, <c>cost_centre</c> and <c>cost centre</c> are the same.
    /// </summary>
    static string Words(string text) =>
        " " + NotLetters().Replace(Hump().Replace(text, " "), " ").ToLowerInvariant();

    // | term | Begriff | meaning |
    [GeneratedRegex(@"^\| ([a-z][^|]*) \| [^|]+ \| [^|]+ \|\r?$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex Hump();

    [GeneratedRegex(@"\P{L}+")]
    private static partial Regex NotLetters();
}
