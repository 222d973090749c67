using System.CommandLine;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk budget …</c>: plan values, what changes them, and what is left.</summary>
static class BudgetCommands
{
    static readonly Option<int> Year = Inputs.Year();
    static readonly Option<string> Reference = Inputs.Text("--reference", "Beschluss oder Fundstelle");
    static readonly Argument<string> Position = new("POSITION") { Description = "[PRODUKT/]KONTO oder [PRODUKT/]Z13" };
    static readonly Argument<Money> Amount = Inputs.Amount();

    internal static Command Create() => new("budget", "Haushaltsplan und Haushaltsüberwachung")
    {
        Watch(), Set(), Transfer(), Approve(), CarryForward(), Commit(), Release(), Group(), Control(),
    };

    static BudgetKey Key(string text) =>
        text.LastIndexOf('/') is var at and >= 0 ? new(text[..at], text[(at + 1)..]) : new(null, text);

    /// <summary>A command that changes the budget of a body's year by one amount at most.</summary>
    static Command Change<T>(
        Command command, Func<Work, Book, ParseResult, Money, Task<Result<T>>> act, Func<T, string> sentence)
    {
        command.Options.Add(ChartCommands.BodyCode);
        Shell.Run(command, async (shell, parsed) =>
        {
            var amount = command.Arguments.Contains(Amount) ? parsed.GetValue(Amount) : Money.Zero;
            var done = await shell.Act(async Task<Result<T>> (work) =>
                (await Book.Open(work, parsed.GetValue(ChartCommands.BodyCode)!)).Ok(out var book, out var unknown)
                    ? await act(work, book, parsed, amount)
                    : unknown);
            return done.Ok(out var value, out var why) ? shell.Done(value!, sentence(value)) : shell.Refused(why);
        });
        return command;
    }

    static Command Watch()
    {
        var command = new Command("watch", "Haushaltsüberwachungsliste") { ChartCommands.BodyCode, Year };
        command.Aliases.Add("show");
        Shell.Run(command, async (shell, parsed) =>
        {
            var found = await shell.Database.Read(async Task<Result<List<BudgetUse>>> (db) =>
                (await Bodies.Find(db, parsed.GetValue(ChartCommands.BodyCode)!)).Ok(out var body, out var unknown)
                    ? await BudgetControl.Watch(db, body, parsed.GetValue(Year))
                    : unknown);
            if (!found.Ok(out var uses, out var why)) return shell.Refused(why);
            var table = new Table(
                "Produkt", "Position", "Ansatz", "fortg. Ansatz", "gebunden", "Ist", "verfügbar", "Deckungskreis");
            foreach (var use in uses)
            {
                table.Add(use.Key.Product ?? "", use.Key.Position, German.Amount(use.Original),
                    German.Amount(use.Updated), German.Amount(use.Committed), German.Amount(use.Actual),
                    German.Amount(use.Available), use.CoverGroup ?? "");
            }
            return shell.Done(uses, table.ToString());
        });
        return command;
    }

    static Command Set()
    {
        var supplementary = new Option<bool>("--supplementary") { Description = "Nachtrag statt Ansatz" };
        return Change(new Command("set", "setzt einen Ansatz") { Position, Amount, Year, Reference, supplementary },
            (work, book, parsed, amount) =>
                Budget.Set(work, book, parsed.GetValue(Year), Key(parsed.GetValue(Position)!),
                amount, parsed.GetValue(Reference)!, parsed.GetValue(supplementary)
                    ? BudgetChangeKind.Supplementary : BudgetChangeKind.Original),
            change => $"Geändert um {change}.");
    }

    static Command Transfer()
    {
        var to = new Argument<string>("TO") { Description = "Position, die den Betrag bekommt" };
        return Change(new Command("transfer", "überträgt zwischen Positionen") { Position, to, Amount, Year,
            Reference },
            (work, book, parsed, amount) => Budget.Transfer(work, book, parsed.GetValue(Year),
                Key(parsed.GetValue(Position)!), Key(parsed.GetValue(to)!), amount, parsed.GetValue(Reference)!),
            _ => "Übertragen.");
    }

    static Command Approve()
    {
        var cover = Inputs.Text("--cover", "Deckung in diesem Jahr");
        return Change(new Command("approve", "genehmigt über- oder außerplanmäßige Mittel")
            {
                Position, Amount, Year, Reference, cover,
            },
            (work, book, parsed, amount) => Budget.Approve(work, book, parsed.GetValue(Year),
                Key(parsed.GetValue(Position)!), amount, parsed.GetValue(Reference)!, parsed.GetValue(cover)!),
            _ => "Genehmigung eingetragen.");
    }

    static Command CarryForward() => Change(
        new Command("carry-forward", "überträgt eine Ermächtigung aus dem Vorjahr") { Position, Amount, Year,
            Reference },
        (work, book, parsed, amount) => Budget.CarryForward(work, book, parsed.GetValue(Year),
            Key(parsed.GetValue(Position)!), amount, parsed.GetValue(Reference)!),
        _ => "Ermächtigung übertragen.");

    static Command Commit()
    {
        var number = Inputs.Text("--number", "Nummer der Mittelbindung");
        return Change(new Command("commit", "bindet Mittel für einen Auftrag") { Position, Amount, Year, number,
            Reference },
            (work, book, parsed, amount) => Commitments.Bind(work, book, parsed.GetValue(Year),
                Key(parsed.GetValue(Position)!), parsed.GetValue(number)!, parsed.GetValue(Reference)!, amount),
            it => $"{it.Amount} gebunden.");
    }

    static Command Release()
    {
        var number = new Argument<string>("NUMBER") { Description = "Nummer der Mittelbindung" };
        return Change(new Command("release", "gibt den Rest einer Mittelbindung frei") { number },
            (work, book, parsed, _) => Commitments.Release(work, book, parsed.GetValue(number)!),
            left => $"{left} freigegeben.");
    }

    static Command Group()
    {
        var code = new Argument<string>("CODE") { Description = "Kürzel des Deckungskreises" };
        var name = new Argument<string>("NAME") { Description = "Bezeichnung" };
        var positions = new Argument<string[]>("POSITIONS") { Description = "Positionen, die einander decken" };
        return Change(new Command("group", "bildet einen Deckungskreis") { code, name, positions, Year },
            (work, book, parsed, _) => Budget.Group(work, book, parsed.GetValue(Year), parsed.GetValue(code)!,
                parsed.GetValue(name)!, [.. parsed.GetValue(positions)!.Select(Key)]),
            count => $"{count} Positionen im Deckungskreis.");
    }

    static Command Control()
    {
        var state = new Argument<string>("STATE") { Description = "on oder off" };
        state.AcceptOnlyFromAmong("on", "off");
        return Change(new Command("control", "schaltet die Haushaltssperre bei Überschreitung ein oder aus") { state,
            Year },
            async Task<Result<bool>> (work, book, parsed, _) =>
            {
                var on = parsed.GetValue(state) == "on";
                await BudgetControl.Switch(work, book, parsed.GetValue(Year), on);
                return on;
            },
            on => on ? "Überschreitungen werden abgelehnt." : "Überschreitungen werden gemeldet.");
    }
}
