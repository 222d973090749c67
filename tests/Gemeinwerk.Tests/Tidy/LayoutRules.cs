using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Gemeinwerk.Tests.Tidy;

/// <summary>
/// Sizes and names: files, methods, lines, folders, unfinished work, and what belongs to one machine only.
/// </summary>
static partial class LayoutRules
{
    const int LongestFile = 400, LongestMethod = 70, LongestLine = 120;

    static readonly string[] forbiddenFolders =
        ["domain", "application", "infrastructure", "helpers", "utils", "utilities", "common", "managers", "services"];

    internal static IEnumerable<Fault> Check(SourceFile file)
    {
        foreach (var fault in Names(file)) yield return fault;
        for (var i = 0; i < file.Lines.Count; i++)
        {
            var line = file.Lines[i];
            if ((file.IsCSharp || file.IsSql) && line.Length > LongestLine)
            {
                yield return new Fault(file.Path, i + 1, "line-length",
                    $"{line.Length} columns, at most {LongestLine}");
            }
            if (MachinePath().Match(line) is { Success: true } path)
            {
                yield return new Fault(file.Path, i + 1, "machine-path", $"names a place of one machine: {path.Value}");
            }
            if (!file.Path.EndsWith(".md", StringComparison.Ordinal)
                && Marker().Match(line) is { Success: true } marker)
            {
                yield return new Fault(file.Path, i + 1, "unfinished", marker.Value);
            }
            if (IsLockFile(file.Path) && Host().IsMatch(line))
            {
                yield return new Fault(file.Path, i + 1, "lock-host", "a lock file names a host");
            }
        }
        if (!file.IsCSharp) yield break;
        if (file.Lines.Count - 1 > LongestFile)
        {
            yield return new Fault(file.Path, 1, "file-length", $"{file.Lines.Count - 1} lines, at most {LongestFile}");
        }
        foreach (var fault in Methods(file)) yield return fault;
    }

    static bool IsLockFile(string path) =>
        path.EndsWith("packages.lock.json", StringComparison.Ordinal)
        || path.EndsWith("package-lock.json", StringComparison.Ordinal);

    static IEnumerable<Fault> Names(SourceFile file)
    {
        if (!file.IsUnder("src/", "tests/", "bench/")) yield break;
        foreach (var folder in file.Path.Split('/')[..^1])
        {
            if (forbiddenFolders.Contains(folder.ToLowerInvariant()))
            {
                yield return new Fault(file.Path, 1, "folder-name",
                    $"a folder is named after the trade, not „{folder}“");
            }
        }
        if (!file.IsCSharp) yield break;
        foreach (var type in file.Root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>())
        {
            if (TypeName().IsMatch(type.Identifier.Text))
            {
                yield return file.Fault(type, "type-name", $"{type.Identifier.Text} does not say what it is");
            }
        }
    }

    static IEnumerable<Fault> Methods(SourceFile file)
    {
        var methods = file.Root.DescendantNodes().Where(node =>
            node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax);
        foreach (var method in methods)
        {
            var span = method.GetLocation().GetLineSpan();
            var lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
            if (lines > LongestMethod)
            {
                yield return file.Fault(method, "method-length", $"{lines} lines, at most {LongestMethod}");
            }
        }
        if (file.Root.Members.OfType<GlobalStatementSyntax>().ToList() is not [var first, ..] statements) yield break;
        var from = first.GetLocation().GetLineSpan().StartLinePosition.Line;
        var to = statements[^1].GetLocation().GetLineSpan().EndLinePosition.Line;
        if (to - from + 1 > LongestMethod)
        {
            yield return file.Fault(first, "method-length",
                $"{to - from + 1} lines at top level, at most {LongestMethod}");
        }
    }

    [GeneratedRegex(@"(?<![\w.}-])/(work|root|farm|home/\w+|tmp/\w+)/\w")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"\b(TO" + @"DO|FIX" + @"ME|HA" + @"CK|NotImplemented" + @"Exception)\b")]
    private static partial Regex Marker();

    [GeneratedRegex("https?://")]
    private static partial Regex Host();

    [GeneratedRegex("(Manager|Helper|Helpers|Util|Utils)$")]
    private static partial Regex TypeName();
}
