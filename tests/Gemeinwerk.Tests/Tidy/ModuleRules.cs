using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Gemeinwerk.Tests.Tidy;

/// <summary>
/// The arrows between modules, and the ownership of tables, as <c>docs/architecture.md</c> lays them down.
/// </summary>
sealed partial class ModuleRules(Architecture architecture)
{
    internal IEnumerable<Fault> Check(SourceFile file)
    {
        if (file.Module is { } module && !architecture.Arrows.ContainsKey(module))
        {
            return [new Fault(file.Path, 1, "arrow", $"module {module} is not in the table of docs/architecture.md")];
        }
        if (file.IsSql) return file.Module is { } owner ? Schema(file, owner) : [];
        return file.IsCSharp && file.IsUnder("src/") ? Uses(file).Concat(Tables(file)) : [];
    }

    IEnumerable<Fault> Uses(SourceFile file)
    {
        foreach (var (node, target) in file.Root.DescendantNodes().Select(Target).Where(use => use.Module is not null))
        {
            if (file.IsUnder("src/Gemeinwerk.Proof/"))
            {
                yield return file.Fault(node, "arrow", $"the checker is independent and may not use {target}");
            }
            else if (file.Module is { } from && !architecture.MayUse(from, target!))
            {
                yield return file.Fault(node, "arrow", $"{from} may not use {target}");
            }
        }
    }

    /// <summary>The module that a name of a namespace or a qualified name points to.</summary>
    (SyntaxNode Node, string? Module) Target(SyntaxNode node)
    {
        var name = node switch
        {
            UsingDirectiveSyntax { NamespaceOrType: { } used } => used.ToString(),
            QualifiedNameSyntax
            {
                Parent: not (QualifiedNameSyntax or UsingDirectiveSyntax or BaseNamespaceDeclarationSyntax)
            } qualified => qualified.ToString(),
            MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax first } access => $"{first}.{access.Name}",
            MemberAccessExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax
                {
                    Expression: IdentifierNameSyntax { Identifier.Text: "Gemeinwerk" }
                }
            } access => access.ToString(),
            _ => "",
        };
        var parts = name.Replace("global::", "", StringComparison.Ordinal).Split('.');
        if (parts is ["Gemeinwerk", .. var rest]) parts = rest;
        else if (node is UsingDirectiveSyntax || parts.Length < 2) return (node, null);
        return (node, architecture.Arrows.ContainsKey(parts.FirstOrDefault("")) ? parts[0] : null);
    }

    IEnumerable<Fault> Tables(SourceFile file)
    {
        foreach (var literal in Literal.In(file.Root))
        {
            var written = WrittenTable().Matches(literal.Text).Select(match => match.Groups[1].Value).ToHashSet();
            if (IsBulkTarget(literal.Node)) written.Add(literal.Text);
            foreach (var table in TableName().Matches(literal.Text).Select(match => match.Value).Distinct())
            {
                if (architecture.OwnerOf(table) is not { } owner || owner == file.Module) continue;
                if (!architecture.Tables.Contains(table)) continue;
                if (Refuse(file.Module, owner, table, written.Contains(table)) is { } why)
                {
                    yield return file.Fault(literal.Node, "table-owner", why);
                }
            }
        }
    }

    string? Refuse(string? module, string owner, string table, bool isWritten) => (module, isWritten) switch
    {
        (null, _) => $"only modules reach tables; ask {owner} for what {table} holds",
        (_, true) => $"{table} is written by {owner} only",
        _ when !architecture.MayUse(module, owner) => $"{module} may not use {owner}, so not read {table}",
        _ when !architecture.OpenTables.Contains(table) => $"{table} is not open for reading; ask {owner}",
        _ => null,
    };

    IEnumerable<Fault> Schema(SourceFile file, string module)
    {
        for (var i = 0; i < file.Lines.Count; i++)
        {
            var line = file.Lines[i].Split("--")[0];
            if (CreatedTable().Match(line) is { Success: true } created)
            {
                var table = created.Groups[1].Value;
                if (architecture.OwnerOf(table) != module)
                {
                    yield return new Fault(file.Path, i + 1, "table-owner",
                        $"{table} does not carry the name of {module}");
                }
                else if (!architecture.Tables.Contains(table))
                {
                    yield return new Fault(file.Path, i + 1, "table-owner", $"{table} is not in docs/architecture.md");
                }
            }
            foreach (Match reference in Reference().Matches(line))
            {
                var table = reference.Groups[1].Value;
                if (architecture.OwnerOf(table) is { } owner && !architecture.MayUse(module, owner))
                {
                    yield return new Fault(file.Path, i + 1, "table-owner",
                        $"{module} may not refer to {table} of {owner}");
                }
            }
        }
    }

    static bool IsBulkTarget(SyntaxNode node) =>
        node.Parent is ArgumentSyntax
        {
            Parent: ArgumentListSyntax
            {
                Parent: InvocationExpressionSyntax
                {
                    Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "Bulk" }
                }
            } list
        } argument && list.Arguments[0] == argument;

    [GeneratedRegex(@"\b[a-z][a-z0-9]*_[a-z0-9_]+\b")]
    private static partial Regex TableName();

    [GeneratedRegex(
        @"\b(?:insert\s+into|update|delete\s+from|truncate|alter\s+table|drop\s+table|copy)\s+([a-z0-9_]+)")]
    private static partial Regex WrittenTable();

    [GeneratedRegex(@"^\s*create\s+(?:unlogged\s+)?(?:table|view)\s+(?:if\s+not\s+exists\s+)?([a-z0-9_]+)")]
    private static partial Regex CreatedTable();

    [GeneratedRegex(@"\b(?:references|from|join|insert\s+into|update|delete\s+from)\s+([a-z0-9]+_[a-z0-9_]+)")]
    private static partial Regex Reference();
}
