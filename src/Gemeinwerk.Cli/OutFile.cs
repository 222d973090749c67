using System.CommandLine;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Cli;

/// <summary>Where a command writes what it was asked for: <c>--out</c>, which replaces nothing without
/// <c>--force</c>.</summary>
static class OutFile
{
    internal static readonly Option<string?> Out = new("--out")
    {
        Description = "Datei; sonst Standardausgabe",
        HelpName = "DATEI",
    };

    internal static readonly Option<bool> Force = new("--force")
    {
        Description = "ersetzt eine Datei, die es schon gibt",
    };

    /// <returns>The path, null for standard output, or <c>cli.out-exists</c>.</returns>
    internal static Result<string?> Of(ParseResult parsed) =>
        parsed.GetValue(Out) is { } path && Refuse(path, parsed) is { } why ? why : parsed.GetValue(Out);

    /// <returns>Null, or <c>cli.out-exists</c>.</returns>
    internal static Rejection? Refuse(string path, ParseResult parsed) =>
        File.Exists(path) && !parsed.GetValue(Force)
            ? new Rejection("cli.out-exists", $"Die Datei {path} gibt es schon; --force ersetzt sie.") : null;
}
