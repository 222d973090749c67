using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace Gemeinwerk.Cli;

/// <summary>What <c>--help</c> shows, and what is said of wrong usage: German throughout, which the library's own texts
/// are only in part.</summary>
static partial class Help
{
    internal static void Write(TextWriter to, Command command)
    {
        var path = $"gemeinwerk {PathOf(command)}".TrimEnd();
        to.WriteLine(command.Description);
        to.WriteLine($"\nAufruf:\n  {Usage(command)}");
        Section(to, "Befehle", command.Subcommands.Select(it => (it.Name, it.Description)));
        Section(to, "Argumente", command.Arguments.Select(it => (it.Name, it.Description)));
        Section(to, "Optionen", command.Options.Where(it => !it.Recursive).Select(it => (Typed(it),
            it.Required ? $"{it.Description} (nötig)" : it.Description)));
        Section(to, "Überall", Shared(command).Select(it => (Typed(it), it.Description)));
        if (command.Subcommands.Count > 0) to.WriteLine($"\nMehr: {path} BEFEHL --help");
        if (Examples.Of(PathOf(command)) is { } example) to.WriteLine($"\nBeispiel:\n  gemeinwerk {example}");
    }

    /// <summary>Says what is wrong with what was typed, and how it would be right.</summary>
    internal static void WriteFaults(TextWriter to, ParseResult parsed, IReadOnlyList<string> faults)
    {
        var command = parsed.CommandResult.Command;
        foreach (var fault in faults) to.WriteLine(fault);
        to.WriteLine($"\nAufruf: {Usage(command)}");
        Section(to, "Befehle", command.Subcommands.Select(it => (it.Name, it.Description)));
        if (Examples.Of(PathOf(command)) is { } example) to.WriteLine($"Beispiel: gemeinwerk {example}");
        to.WriteLine($"Hilfe: gemeinwerk {PathOf(command)} --help".Replace("  ", " ", StringComparison.Ordinal));
    }

    /// <summary>What is wrong with what was typed, a sentence each; empty where it can be run. A word that begins as an
    /// option is taken for a misspelt one and never for an argument, unless <c>--</c> stands before it.</summary>
    internal static IReadOnlyList<string> Faults(ParseResult parsed) =>
    [
        .. parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash)
            .Where(token => token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal))
            .Select(token => $"„{token.Value}“ ist hier keine Option.")
            .Concat(parsed.Errors.Select(German)).Distinct(),
    ];

    static string German(ParseError error) =>
        RequiredOption().Match(error.Message) is { Success: true } missing
        ? $"Es fehlt {missing.Groups[1].Value}."
        : error.Message;

    /// <summary>The path of a command below the root: <c>journal post</c>.</summary>
    internal static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent
            ? $"{PathOf(parent)} {command.Name}".TrimStart()
            : "";

    static string Usage(Command command)
    {
        var words = new List<string> { "gemeinwerk", PathOf(command) };
        if (command.Subcommands.Count > 0) words.Add("BEFEHL");
        words.AddRange(command.Arguments.Select(it => it.Arity.MinimumNumberOfValues == 0 ? $"[{it.Name}]" : it.Name));
        words.AddRange(command.Options.Where(it => it.Required).Select(Typed));
        if (command.Options.Any(it => !it.Required)) words.Add("[Optionen]");
        return string.Join(' ', words.Where(word => word.Length > 0));
    }

    static string Typed(Option option) =>
        option.ValueType == typeof(bool) || option.Arity.MaximumNumberOfValues == 0
            ? option.Name
            : $"{option.Name} {option.HelpName ?? "WERT"}";

    static IEnumerable<Option> Shared(Command command)
    {
        for (var at = command; at is not null; at = at.Parents.OfType<Command>().FirstOrDefault())
        {
            foreach (var option in at.Options.Where(it => it.Recursive)) yield return option;
        }
    }

    static void Section(TextWriter to, string title, IEnumerable<(string Name, string? Text)> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0) return;
        to.WriteLine($"\n{title}:");
        var width = all.Max(row => row.Name.Length);
        foreach (var (name, text) in all) to.WriteLine($"  {name.PadRight(width)}  {text}".TrimEnd());
    }

    [GeneratedRegex("^Option '(.+)' is required\\.$")]
    private static partial Regex RequiredOption();
}
