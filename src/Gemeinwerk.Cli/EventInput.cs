using System.CommandLine;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Cli;

/// <summary>Events on the command line: <c>FELD=WERT</c> as often as needed.</summary>
static class EventInput
{
    const int MostCharacters = 400_000;

    internal static readonly Argument<string[]> Fields = new("FIELD=VALUE")
    {
        Description = "Angaben dazu; @DATEI nimmt den Inhalt einer Datei",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <returns>The values by field, or <c>event.field</c>, <c>cli.file</c>.</returns>
    internal static Result<Dictionary<string, string>> Values(ParseResult parsed)
    {
        var values = new Dictionary<string, string>();
        foreach (var pair in parsed.GetValue(Fields) ?? [])
        {
            if (pair.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var at))
            {
                return new Rejection("event.field", $"„{Texts.Shown(pair)}“ hat nicht die Form FELD=WERT.");
            }
            var (name, value) = (pair[..at], pair[(at + 1)..]);
            if (value.StartsWith('@'))
            {
                if (!Content(value[1..]).Ok(out var content, out var why)) return why;
                value = content;
            }
            values[name] = value;
        }
        return values;
    }

    /// <summary>A day that was given, or today.</summary>
    internal static DateOnly Day(ParseResult parsed, Option<DateOnly?> option) => parsed.GetValue(option)
        ?? DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().Date);

    /// <summary>A command <c>events</c> that lists kinds and their fields.</summary>
    internal static Command ListCommand(
        string description, IReadOnlyCollection<string> kinds, Func<string, IReadOnlyList<EventField>> fields)
    {
        var command = new Command("events", description);
        command.SetAction(parsed =>
        {
            var table = new Table("Ereignis", "Angaben (freiwillige in Klammern)");
            foreach (var kind in kinds)
            {
                table.Add(kind, string.Join(' ', fields(kind).Select(field =>
                    field.IsOptional ? $"[{field.Name}]" : field.Name)));
            }
            parsed.InvocationConfiguration.Output.Write(table);
            return 0;
        });
        return command;
    }

    static Result<string> Content(string path)
    {
        if (!InFile.Of(path).Ok(out var source, out var why)) return why;
        using var reader = new StreamReader(source.Open());
        var text = new char[MostCharacters + 1];
        var length = reader.ReadBlock(text);
        return length > MostCharacters
            ? new Rejection("cli.file", $"Die Datei {path} ist zu groß.")
            : new string(text, 0, length).TrimEnd('\n');
    }
}
