using System.CommandLine;
using Gemeinwerk.Basics;
using Gemeinwerk.Cli.Commands;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Cli;

/// <summary>Commands on one body's book, which <c>--body</c> names.</summary>
static class BookShell
{
    static Option<string> Body => ChartCommands.BodyCode;

    /// <summary>A command that writes: one act on the opened book, answered with a sentence.</summary>
    internal static Command Writing<T>(
        string name, string description, IEnumerable<Symbol> symbols,
        Func<Work, Book, ParseResult, Task<Result<T>>> act, Func<T, string> sentence)
    {
        var command = With(name, description, symbols);
        Shell.Run(command, async (shell, parsed) =>
        {
            var done = await shell.Act(async work =>
                (await Book.Open(work, parsed.GetValue(Body)!)).Ok(out var book, out var why)
                    ? await act(work, book, parsed)
                    : why);
            return done.Ok(out var value, out var refused)
                ? shell.Done(value!, sentence(value))
                : shell.Refused(refused);
        });
        return command;
    }

    /// <summary>A command that reads, answered with a table.</summary>
    internal static Command Reading<T>(
        string name, string description, IEnumerable<Symbol> symbols,
        Func<Session, Body, ParseResult, Task<Result<T>>> read, Func<T, string> text)
    {
        var command = With(name, description, symbols);
        Shell.Run(command, async (shell, parsed) =>
        {
            var found = await shell.Database.Read(async db =>
                (await Bodies.Find(db, parsed.GetValue(Body)!)).Ok(out var body, out var why)
                    ? await read(db, body, parsed)
                    : why);
            return found.Ok(out var value, out var refused) ? shell.Done(value!, text(value)) : shell.Refused(refused);
        });
        return command;
    }

    internal static async Task<Result<Id<Account>>> AccountOf(Session db, Id<Body> body, string number) =>
        (await Accounts.All(db, body)).Find(account => account.Number == number) is { } account
            ? account.Id
            : new Rejection("ledger.account-unknown", $"Das Konto {number} gibt es nicht.");

    internal static Command With(string name, string description, IEnumerable<Symbol> symbols)
    {
        var command = new Command(name, description) { Body };
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument) command.Arguments.Add(argument);
            else command.Options.Add((Option)symbol);
        }
        return command;
    }
}
