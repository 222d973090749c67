using Gemeinwerk.Tests.Fixtures;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Gemeinwerk.Tests.Tidy;

/// <summary>A place where a rule of the house is broken.</summary>
sealed record Fault(string Path, int Line, string Rule, string Message)
{
    public override string ToString() => $"{Path}:{Line}: {Message} [{Rule}]";
}

/// <summary>A text file of the repository; for C#, with its parsed form.</summary>
/// <param name="path">From the root of the repository, with slashes.</param>
sealed class SourceFile(string path, string text)
{
    static readonly string[] skipped = [".git", ".build", "bin", "obj", "node_modules", "TestResults"];
    static readonly string[] binary =
        [".gz", ".xz", ".png", ".ico", ".woff2", ".xlsx", ".zip", ".db", ".db-wal", ".db-shm"];
    const int LongestText = 2 << 20;

    readonly Lazy<CompilationUnitSyntax> root = new(() =>
        CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview)).GetCompilationUnitRoot());

    public string Path { get; } = path;
    public string Text { get; } = text;
    public IReadOnlyList<string> Lines { get; } = text.ReplaceLineEndings("\n").Split('\n');
    public CompilationUnitSyntax Root => root.Value;
    public bool IsCSharp => Path.EndsWith(".cs", StringComparison.Ordinal);
    public bool IsSql => Path.EndsWith(".sql", StringComparison.Ordinal);

    /// <summary>The module's folder in <c>src/Gemeinwerk</c>, or null elsewhere.</summary>
    public string? Module => Path.Split('/') is ["src", "Gemeinwerk", var module, _, ..] ? module : null;

    public bool IsUnder(params string[] folders) =>
        folders.Any(folder => Path.StartsWith(folder, StringComparison.Ordinal));

    public Fault Fault(SyntaxNode at, string rule, string message) =>
        new(Path, at.GetLocation().GetLineSpan().StartLinePosition.Line + 1, rule, message);

    /// <summary>All text files of the repository, build output left out.</summary>
    public static IReadOnlyList<SourceFile> All() =>
        [.. Files(new DirectoryInfo(Repository.Root)).OrderBy(file => file.Path, StringComparer.Ordinal)];

    static IEnumerable<SourceFile> Files(DirectoryInfo folder)
    {
        foreach (var file in folder.EnumerateFiles().Where(file => !binary.Contains(file.Extension)))
        {
            if (file.Length > LongestText || file.LinkTarget is not null) continue;
            var path = System.IO.Path.GetRelativePath(Repository.Root, file.FullName).Replace('\\', '/');
            if (path != ".git") yield return new SourceFile(path, File.ReadAllText(file.FullName));
        }
        foreach (var child in folder.EnumerateDirectories().Where(child => !skipped.Contains(child.Name)))
        {
            foreach (var file in Files(child)) yield return file;
        }
    }
}

/// <summary>A string in C# as the compiler sees it, with <c>$</c> for each hole of an interpolated one.</summary>
sealed record Literal(SyntaxNode Node, string Text)
{
    public static IEnumerable<Literal> In(SyntaxNode root) => root.DescendantNodes().Select(Of).OfType<Literal>();

    public static Literal? Of(SyntaxNode node) => node switch
    {
        LiteralExpressionSyntax { Token.Value: string text } => new Literal(node, text),
        InterpolatedStringExpressionSyntax interpolated => new Literal(node, string.Concat(
            interpolated.Contents.Select(part => (part as InterpolatedStringTextSyntax)?.TextToken.ValueText ?? "$"))),
        BinaryExpressionSyntax sum when sum.IsKind(SyntaxKind.AddExpression)
            && (Of(sum.Left), Of(sum.Right)) is ({ } left, { } right) =>
            new Literal(node, left.Text + right.Text),
        _ => null,
    };
}
