using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Merger;

namespace Gemeinwerk.Tests.Web;

/// <summary>Pages in English have nothing left in German that has a translation, wherever it comes from.</summary>
public sealed partial class EnglishTests
{
    /// <summary>German texts whose translation is another word.</summary>
    static readonly HashSet<string> german = [.. Directory
        .GetFiles(Repository.PathOf("src", "Gemeinwerk.Web"), "*.en.resx", SearchOption.AllDirectories)
        .SelectMany(file => XDocument.Load(file).Descendants("data"))
        .Where(data => data.Attribute("name")!.Value != data.Element("value")!.Value)
        .Select(data => data.Attribute("name")!.Value)];

    [Fact]
    public async Task No_page_of_the_books_mixes_the_languages()
    {
        await using var books = await Books.On(Engine.Sqlite);
        await books.Account("2081");
        await books.Given(FinancePageTests.Entries);
        await PostPageTests.Plan(books);
        await SubledgerPageTests.Fill(books);
        await using var site = await Site.Of(books);
        await Look(site, BrowserTests.Pages);
    }

    [Fact]
    public async Task No_page_of_a_merger_mixes_the_languages()
    {
        await using var world = await MergerTests.Example(Engine.Sqlite);
        await using var site = await Site.Of(world["sit"], () => MergerPageTests.Person("erika"));
        await Look(site, MergerBrowserTests.Before);
        Assert.Empty((await world.Run()).Findings);
        await Look(site, MergerBrowserTests.After);
    }

    [Fact]
    public async Task No_page_of_a_roadmap_mixes_the_languages()
    {
        await using var world = await RoadmapPageTests.World(Engine.Sqlite);
        await using var site = await Site.Of(world["sit"], () => MergerPageTests.Person("erika"));
        await Look(site, RoadmapPageTests.Pages);
    }

    [Fact]
    public async Task What_is_wrong_with_a_form_is_said_in_English()
    {
        await using var books = await Books.On(Engine.Sqlite);
        await using var site = await Site.Of(books);
        Speak(site);
        var answer = await site.Send(
            "/b/testverband/finance/post", [("rows", "2"), ("account-1", "9"), ("debit-1", "x")]);
        Assert.Equal(422, (int)answer.StatusCode);
        var texts = Texts(await answer.Content.ReadAsStringAsync()).ToList();
        Assert.DoesNotContain(texts, german.Contains);
        Assert.Contains("Booking day: not a day like 31.01.2026.", texts);
        Assert.Contains("Line 1, debit: not an amount like 1.234,50.", texts);
        Assert.Contains("Text: empty.", texts);
    }

    static void Speak(Site site) =>
        site.Client.DefaultRequestHeaders.Add("Cookie", "gw-language=c%3Dde-DE%7Cuic%3Den");

    internal static async Task Look(Site site, IEnumerable<string> paths)
    {
        if (!site.Client.DefaultRequestHeaders.Contains("Cookie")) Speak(site);
        var faults = new List<string>();
        foreach (var path in paths)
        {
            var html = await (await site.Client.GetAsync(path)).Content.ReadAsStringAsync();
            Assert.Contains("<html lang=\"en\">", html, StringComparison.Ordinal);
            faults.AddRange(Texts(html).Where(german.Contains).Distinct().Select(text => $"{path}: {text}"));
        }
        Assert.Equal("", string.Join('\n', faults));
    }

    /// <summary>What somebody sees or hears: texts, and the attributes that are read out.</summary>
    static IEnumerable<string> Texts(string html) => Text().Matches(html)
        .Select(match => WebUtility.HtmlDecode(match.Groups[1].Value + match.Groups[2].Value).Trim())
        .Where(text => text.Length > 0);

    [GeneratedRegex("(?:aria-label|placeholder|title|alt)=\"([^\"]*)\"|>([^<]+)<")]
    private static partial Regex Text();
}
