using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Cli;

/// <summary>Arguments and options that are read as words of the trade; what is wrong is said in German.</summary>
static class Inputs
{
    internal static Option<DateOnly> Day(string name, string description) =>
        new(name)
        {
            Description = description + DayForms,
            Required = true,
            CustomParser = Parser(DayOf),
            HelpName = "TAG",
        };

    internal static Option<DateOnly?> OptionalDay(string name, string description) => new(name)
    {
        Description = description + DayForms,
        CustomParser = Parser<DateOnly?>(text => DayOf(text).Ok(out var day, out var why) ? day : why),
        HelpName = "TAG",
    };

    internal static Option<string> Text(string name, string description) =>
        new(name) { Description = description, Required = true, HelpName = "TEXT" };

    internal static Option<int> Year(bool required = true) => new("--year")
    {
        Description = "Haushaltsjahr",
        Required = required,
        CustomParser = Parser(YearOf),
        HelpName = "JAHR",
    };

    internal static Argument<int> YearArgument() =>
        new("YEAR") { Description = "Haushaltsjahr", CustomParser = Parser(YearOf) };

    internal static Argument<T> Number<T>(string name, string description) where T : struct, IParsable<T> =>
        new(name) { Description = description, CustomParser = Parser(NumberOf<T>) };

    internal static Option<T> NumberOption<T>(string name, string description, T? otherwise = null)
        where T : struct, IParsable<T>
    {
        var option = new Option<T>(name)
        {
            Description = description,
            Required = otherwise is null,
            CustomParser = Parser(NumberOf<T>),
            HelpName = "ZAHL",
        };
        if (otherwise is { } value) option.DefaultValueFactory = _ => value;
        return option;
    }

    internal static Option<long?> OptionalNumber(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = Parser<long?>(text => NumberOf<long>(text).Ok(out var number, out var why) ? number : why),
        HelpName = "ZAHL",
    };

    internal static Argument<Money> Amount() => new("AMOUNT")
    {
        Description = "Betrag in Euro, etwa 1234,50",
        CustomParser = Parser(text => Money.Parse(text)),
    };

    internal static Option<Money> AmountOption(string name, string description) => new(name)
    {
        Description = description,
        Required = true,
        CustomParser = Parser(text => Money.Parse(text)),
        HelpName = "BETRAG",
    };

    /// <summary>An option whose values are the codes of an enumeration.</summary>
    /// <param name="only">Those that are possible; none for all.</param>
    internal static Option<T> Code<T>(string name, string description, bool required = false, params T[] only)
        where T : struct, Enum
    {
        var codes = CodesOf(only);
        var option = new Option<T>(name)
        {
            Description = $"{description}: {string.Join(", ", codes)}",
            Required = required,
            HelpName = "ART",
            CustomParser = Parser(text => CodeOf<T>(text, name, codes)),
        };
        option.CompletionSources.Add([.. codes]);
        return option;
    }

    /// <summary>An argument whose values are the codes of an enumeration.</summary>
    internal static Argument<T> CodeArgument<T>(string name, string description) where T : struct, Enum
    {
        var codes = CodesOf<T>([]);
        var argument = new Argument<T>(name)
        {
            Description = $"{description}: {string.Join(", ", codes)}",
            CustomParser = Parser(text => CodeOf<T>(text, name, codes)),
        };
        argument.CompletionSources.Add([.. codes]);
        return argument;
    }

    static List<string> CodesOf<T>(T[] only) where T : struct, Enum =>
        [.. (only.Length == 0 ? Enum.GetValues<T>() : only).Select(value => value.Code())];

    static Result<T> CodeOf<T>(string text, string name, List<string> codes) where T : struct, Enum =>
        codes.Contains(text) && Codes.TryParse(text, out T value)
            ? value
            : new Rejection("cli.code",
                $"„{Texts.Shown(text)}“ ist für {name} nicht möglich; erlaubt sind: {string.Join(", ", codes)}.");

    /// <summary>An option with a few possible words, the first of which stands where none is given.</summary>
    internal static Option<string> Choice(string name, string description, params string[] values)
    {
        var option = new Option<string>(name)
        {
            Description = $"{description}: {string.Join(", ", values)}",
            DefaultValueFactory = _ => values[0],
            HelpName = "FORM",
        };
        return option.AcceptOnlyFromAmong(values);
    }

    const string DayForms = " (2026-01-31 oder 31.01.2026)";

    static Func<ArgumentResult, T> Parser<T>(Func<string, Result<T>> read) => result =>
    {
        if (read(result.Tokens[0].Value).Ok(out var value, out var why)) return value;
        result.AddError(why.Message);
        return default!;
    };

    static Result<DateOnly> DayOf(string text) => Basics.Day.TryParse(text, out var day)
        ? day
        : new Rejection("cli.day", $"„{Texts.Shown(text)}“ ist kein Tag wie 2026-01-31 oder 31.01.2026.");

    static Result<int> YearOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1900 and <= 2999
            ? year
            : new Rejection("cli.year", $"„{Texts.Shown(text)}“ ist kein Haushaltsjahr von 1900 bis 2999.");

    static Result<T> NumberOf<T>(string text) where T : IParsable<T> =>
        text.All(char.IsAsciiDigit) && T.TryParse(text, CultureInfo.InvariantCulture, out var number)
            ? number
            : new Rejection("cli.number", $"„{Texts.Shown(text)}“ ist keine ganze Zahl ab 0.");
}
