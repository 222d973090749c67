using System.Text;
using System.Text.RegularExpressions;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Tidy;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Gemeinwerk.Tests.Docs;

/// <summary>
/// <c>docs/errors.md</c> is written from the source: every rejection code with its messages and its legal source.
/// <c>GEMEINWERK_UPDATE_GOLDEN=1</c> rewrites it.
/// </summary>
public partial class ErrorsTests
{
    sealed record Refusal(string Code, string Message, string? Source);

    [Fact]
    public void The_list_of_rejections_is_what_the_source_says()
    {
        var refusals = SourceFile.All().Where(file => file.IsCSharp && file.IsUnder("src/")).SelectMany(In);
        Golden.Same(Repository.PathOf("docs", "errors.md"), Document(refusals));
    }

    [Fact]
    public void Rejections_are_found_in_every_way_to_write_them()
    {
        var refusals = In(new SourceFile("src/X.cs", """
            class C
            {
                Rejection A => new Rejection("a.one", "Eins.");
                Rejection B(int n) => new("a.two", $"Zwei | {n}", "GO NRW § 1");
                Rejection D => new(Code: "a.three", Message: "Drei " + "vier.", Source: "KomHVO NRW § 2");
                Rejection E(string text) => new("a.four", text);
                string F => new("kein Code", "x");
                Foreign G => new Foreign("a.five", "Fünf.");
                void H(string place) => Fail(place, "a.six", $"Sechs {place}.");
            }
            """));
        Assert.Equal(
            [
                new("a.one", "Eins.", null),
                new("a.two", "Zwei | …", "GO NRW § 1"),
                new("a.three", "Drei vier.", "KomHVO NRW § 2"),
                new("a.four", "…", null),
                new("a.six", "Sechs ….", null),
            ], refusals);
    }

    static IEnumerable<Refusal> In(SourceFile file)
    {
        foreach (var creation in file.Root.DescendantNodes().OfType<BaseObjectCreationExpressionSyntax>())
        {
            if ((creation as ObjectCreationExpressionSyntax)?.Type.ToString() is not (null or "Rejection")) continue;
            if (Text(creation, 0, "Code") is not { } code || !Code().IsMatch(code)) continue;
            if (creation.ArgumentList!.Arguments.Count < 2) continue;
            yield return new Refusal(code, Text(creation, 1, "Message") ?? "…", Text(creation, 2, "Source"));
        }
        foreach (var call in file.Root.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (call.Expression.ToString() is not ("Fail" or "Add" or "add")) continue;
            var texts = call.ArgumentList.Arguments.Select(one => Literal.Of(one.Expression)?.Text).ToList();
            var at = texts.FindIndex(text => text is not null && Code().IsMatch(text));
            // The names of verification passes are added too, with a title that is no sentence.
            if (at < 0 || at + 1 >= texts.Count || texts[at + 1] is { } text && text[^1] is not ('.' or '$')) continue;
            yield return new Refusal(texts[at]!, texts[at + 1]?.Replace('$', '…') ?? "…", null);
        }
    }

    static string? Text(BaseObjectCreationExpressionSyntax creation, int at, string name)
    {
        if (creation.ArgumentList?.Arguments is not { } arguments) return null;
        var argument = arguments.FirstOrDefault(one => one.NameColon?.Name.Identifier.Text == name)
            ?? (at < arguments.Count && arguments[at].NameColon is null ? arguments[at] : null);
        return argument is null ? null : Literal.Of(argument.Expression)?.Text.Replace('$', '…');
    }

    static string Document(IEnumerable<Refusal> refusals)
    {
        var text = new StringBuilder("""
            # Rejections

            What Gemeinwerk refuses, and why. The code is stable, for programs; the message is for people, with `…`
            where it names the case; the source is the law behind it, where there is one. The command line prints
            message and code and ends with exit code 2, the web answers 422 with the code as title. This page is
            written from the source by a test.

            | code | message | source |
            |---|---|---|

            """);
        var groups = refusals.GroupBy(refusal => refusal.Code).OrderBy(group => group.Key, StringComparer.Ordinal);
        foreach (var group in groups)
        {
            var messages = string.Join("<br>", group.Select(refusal => Cell(refusal.Message)).Distinct());
            var sources = string.Join("<br>", group.Select(refusal => refusal.Source).OfType<string>().Distinct());
            text.Append(null, $"| `{group.Key}` | {messages} | {sources} |\n");
        }
        return text.ToString();
    }

    static string Cell(string message) => message.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);

    [GeneratedRegex(@"^[a-z][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)+$")]
    private static partial Regex Code();
}
