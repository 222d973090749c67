using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Gemeinwerk.Tests.Tidy;

/// <summary>
/// Calls and words that are not used: the clock outside its edge, inexact amounts, SQL that is not portable, the
/// database around the wall of a request.
/// </summary>
static partial class CallRules
{
    static readonly string[] clock =
        ["DateTime.Now", "DateTime.UtcNow", "DateTime.Today", "DateTimeOffset.Now", "DateTimeOffset.UtcNow"];

    internal static IEnumerable<Fault> Check(SourceFile file)
    {
        if (file.IsSql) return Portable(file, file.Lines.Select((line, i) => (i + 1, line)));
        return Doors(file).Concat(file.IsCSharp ? CSharp(file) : []);
    }

    /// <summary>Whoever serves a visit reads and writes through its door, which stands behind the wall of the request
    /// (docs/decisions/0011), and not through the database, which knows none. Pages are no C#, so their text is read.
    /// </summary>
    static IEnumerable<Fault> Doors(SourceFile file) => !file.IsUnder("src/Gemeinwerk.Web/") ? [] :
        from Match around in AroundTheDoor().Matches(file.Text)
        select new Fault(file.Path, 1 + file.Text.AsSpan(0, around.Index).Count('\n'), "door",
            "a visit goes through visit.Door, not through the whole database");

    static IEnumerable<Fault> CSharp(SourceFile file)
    {
        var isProgram = file.Path.EndsWith("/Program.cs", StringComparison.Ordinal);
        foreach (var call in file.Root.DescendantNodes().OfType<MemberAccessExpressionSyntax>())
        {
            var name = $"{call.Expression}.{call.Name}".Replace("System.", "", StringComparison.Ordinal);
            if (file.IsUnder("src/") && !isProgram && clock.Contains(name))
            {
                yield return file.Fault(call, "clock", $"{name}: the time comes from TimeProvider at the edge");
            }
            if (name == "Thread.Sleep") yield return file.Fault(call, "sleep", "Thread.Sleep blocks a thread");
            if (file.IsUnder("src/Gemeinwerk/", "src/Gemeinwerk.Web/")
                && name.StartsWith("Console.", StringComparison.Ordinal))
            {
                yield return file.Fault(call, "console", "only the command line writes to the console");
            }
        }
        if (file.IsUnder("src/Gemeinwerk/"))
        {
            foreach (var token in file.Root.DescendantTokens().Where(IsInexact))
            {
                yield return file.Fault(token.Parent!, "inexact", $"{token.Text}: amounts are integer cents (Money)");
            }
        }
        if (!file.IsUnder("src/", "bench/")) yield break;
        var statements = Literal.In(file.Root).Where(literal => Statement().IsMatch(literal.Text));
        foreach (var fault in Portable(file, statements.Select(literal =>
            (literal.Node.GetLocation().GetLineSpan().StartLinePosition.Line + 1, literal.Text))))
        {
            yield return fault;
        }
    }

    static bool IsInexact(SyntaxToken token) =>
        token.Kind() is SyntaxKind.DecimalKeyword or SyntaxKind.DoubleKeyword or SyntaxKind.FloatKeyword
        || token is { RawKind: (int)SyntaxKind.NumericLiteralToken, Value: decimal or double or float };

    static IEnumerable<Fault> Portable(SourceFile file, IEnumerable<(int Line, string Text)> statements) =>
        from statement in statements
        from Match word in NotPortable().Matches(Comment().Replace(statement.Text, ""))
        select new Fault(file.Path, statement.Line, "portable-sql",
            $"„{word.Value.Trim()}“ differs between the engines");

    [GeneratedRegex(@"^\s*(select|insert\s+into|update|delete\s+from|with\s+(recursive\s+)?\w+|create|alter)\s",
        RegexOptions.IgnoreCase)]
    private static partial Regex Statement();

    [GeneratedRegex(@"\b(i?like|glob|current_timestamp|current_date|localtime)\b"
        + @"|\b(now|date|datetime|strftime|julianday|to_char|extract|date_part|age|greatest|least)\s*\(",
        RegexOptions.IgnoreCase)]
    private static partial Regex NotPortable();

    // A handler that takes both, or one that asks for the database.
    [GeneratedRegex(@"\([^()]*\bVisit\s+\w+[^()]*\bDatabase\s+\w+[^()]*\)"
        + @"|\([^()]*\bDatabase\s+\w+[^()]*\bVisit\s+\w+[^()]*\)"
        + @"|Service<([\w.]*\.)?Database>\(\)|@inject\s+([\w.]*\.)?Database\b")]
    private static partial Regex AroundTheDoor();

    [GeneratedRegex("--.*")]
    private static partial Regex Comment();
}
