using System.Text.RegularExpressions;
using System.Xml.Linq;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Web;

/// <summary>Every text of the pages has an English translation, and there is none that no page uses.</summary>
public partial class WordsTests
{
    static readonly string web = Repository.PathOf("src", "Gemeinwerk.Web");

    public static TheoryData<string> Modules =>
        [.. Directory.GetFiles(web, "*.en.resx", SearchOption.AllDirectories)
            .Select(file => Path.GetFileName(Path.GetDirectoryName(file)!))];

    [Theory, MemberData(nameof(Modules))]
    public void Every_text_is_translated_and_every_translation_used(string module)
    {
        var folder = Path.Combine(web, module);
        var translated = XDocument.Load(Directory.GetFiles(folder, "*.en.resx").Single()).Descendants("data")
            .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);
        // Names of kinds and fields stand in the module behind the pages.
        var behind = Repository.PathOf("src", "Gemeinwerk", module);
        var source = string.Join('\n', Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Concat(module is "DataCentre" or "Merger" or "Council"
                ? Directory.EnumerateFiles(behind, "*", SearchOption.AllDirectories)
                : [])
            .Where(file => Path.GetExtension(file) is ".razor" or ".cs").Select(File.ReadAllText));
        var used = Use().Matches(source).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.NotEmpty(used);
        Assert.DoesNotContain(used, text => !translated.ContainsKey(text));
        Assert.DoesNotContain(translated.Keys, text => !source.Contains($"\"{text}\"", StringComparison.Ordinal));
        Assert.All(translated, pair => Assert.Equal(Holes(pair.Key), Holes(pair.Value)));
    }

    [Fact]
    public async Task English_pages_have_English_words_and_German_numbers()
    {
        await using var books = await Books.On(Engine.Sqlite);
        await books.Given("""
            2026-01-31 Umlage
              1611   1234,50
              4182  -1234,50
            """);
        await using var site = await Site.Of(books);
        site.Client.DefaultRequestHeaders.Add("Cookie", "gw-language=c%3Dde-DE%7Cuic%3Den");
        var html = await site.Html("/b/testverband/finance/journal");
        Assert.Contains("<html lang=\"en\">", html, StringComparison.Ordinal);
        Assert.Contains(">Journal</h1>", html, StringComparison.Ordinal);
        Assert.Contains("1.234,50", html, StringComparison.Ordinal);
        Assert.Contains("31.01.2026", html, StringComparison.Ordinal);
    }

    static IEnumerable<string> Holes(string text) => Hole().Matches(text).Select(match => match.Value).Order();

    // T["…"] and words["…"]; what is chosen at run time stands as a literal elsewhere.
    [GeneratedRegex("(?:\\bT|\\bwords)\\[\"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex Use();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Hole();
}
