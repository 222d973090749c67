using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Cli;

/// <summary>A small book, written with the commands themselves: a body „tv“ and its year 2026.</summary>
sealed class CliBook : IAsyncDisposable
{
    /// <summary>All write commands of the ledger and the budget, in an order in which each is allowed.</summary>
    internal static readonly string[] Script =
    [
        "body create tv Testverband --kind association",
        "account add 0811 Geschäftsausstattung --kind asset --role fixed-asset --body tv",
        "account add 1711 Forderungen --kind asset --role receivable --body tv",
        "account add 1811 Girokonto --kind asset --role cash --body tv",
        "account add 2011 \"Allgemeine Rücklage\" --kind equity --body tv",
        "account add 2081 Jahresergebnis --kind equity --role result --body tv",
        "account add 3511 Verbindlichkeiten --kind liability --role payable --body tv",
        "account add 4482 Umlagen --kind revenue --body tv",
        "account add 5241 Strom --kind expense --body tv",
        "account add 5471 \"Verluste aus Abgang\" --kind expense --body tv",
        "account add 5711 Abschreibungen --kind expense --body tv",
        "account add 6482 \"Umlagen (Einzahlung)\" --kind receipt --body tv",
        "account add 6831 \"Verkauf von Anlagen\" --kind receipt --body tv",
        "account add 7241 \"Strom (Auszahlung)\" --kind payment --body tv",
        "account add 7831 \"Kauf von Anlagen\" --kind payment --body tv",
        "product add 0111 Verwaltungssteuerung --body tv",
        "cost-centre add K1 Rechenzentrum --body tv",
        "party add D-100 \"Stadt Musterhausen\" --iban DE02120300000000202051 --body tv",
        "year open 2026 --body tv",
        "year open 2025 --body tv",
        "budget set 0111/5241 40,00 --year 2025 --reference Beschluss --body tv",
        "journal post --kind opening --date 2026-01-01 --document EB --text Eröffnung --line 1811;20000 "
            + "--line 2011;-20000 --body tv",
        "budget set 0111/5241 1000,00 --year 2026 --reference Beschluss --body tv",
        "budget set 0111/4482 5000,00 --year 2026 --reference Beschluss --body tv",
        "budget set 0111/5711 100,00 --year 2026 --reference Nachtrag --supplementary --body tv",
        "budget transfer 0111/5711 0111/5241 50,00 --year 2026 --reference Verfügung --body tv",
        "budget approve 0111/5241 200,00 --year 2026 --reference Beschluss --cover Mehrertrag --body tv",
        "budget carry-forward 0111/5241 30,00 --year 2026 --reference Übertragung --body tv",
        "budget commit 0111/5241 400,00 --year 2026 --number M-1 --reference Auftrag --body tv",
        "budget commit 0111/5241 60,00 --year 2026 --number M-2 --reference Auftrag --body tv",
        "budget release M-2 --body tv",
        "budget group DK1 Sachkosten 0111/5241 0111/5711 --year 2026 --body tv",
        "budget control on --year 2026 --body tv",
        "journal post --date 31.01.2026 --effective 30.01.2026 --document B-1 --text Strom --external-id X1 "
            + "--commitment M-1 --line \"5241;300,00;product=0111;centre=K1;text=Zähler 7\" "
            + "--line 1811;-300,00;payment=7241 --body tv",
        "item create R-7 --account 1711 --party D-100 --date 15.01.2026 --due 15.02.2026 --text Umlage "
            + "--line 4482;-1250,00;product=0111 --body tv",
        "item create R-8 --account 1711 --party D-100 --date 20.01.2026 --due 20.03.2026 --text Umlage "
            + "--line 4482;-100;product=0111 --line 4482;-50;product=0111 --body tv",
        "journal post --date 20.02.2026 --document K-1 --text Zahlung --line 1811;1000,00;payment=6482 "
            + "--line 1711;-1000,00;item=R-7;party=D-100 --body tv",
        "item dun R-7 1 --body tv",
        "asset add A-1 Server --account 0811 --expense 5711 --in-service 01.02.2026 --life 60 --product 0111 --body tv",
        "asset add A-2 Drucker --account 0811 --expense 5711 --in-service 01.02.2026 --life 0 --body tv",
        "asset acquire A-1 --date 01.02.2026 --document B-2 --text Serverkauf --against 1811;-1200,00;payment=7831 "
            + "--body tv",
        "asset acquire A-2 --date 01.02.2026 --document B-3 --text Drucker --against 1811;-300;payment=7831 --body tv",
        "asset depreciate 2026 3 --body tv",
        "asset dispose A-2 --date 15.03.2026 --document B-4 --text Verkauf --proceeds 1811;120,00;payment=6831 "
            + "--result 5471 --body tv",
        "journal post --date 05.02.2026 --document B-9 --text Irrtum --line 5241;5,00;product=0111 "
            + "--line 1811;-5,00;payment=7241 --body tv",
        "journal reverse 11 --date 06.02.2026 --document S-9 --text \"Storno B-9\" --body tv",
        "journal post --kind adjustment --date 31.12.2026 --document A-1 --text Rückstellung "
            + "--line 5241;10,00;product=0111 --line 3511;-10,00 --body tv",
        "month close 2026 1 --body tv",
        "checkpoint create --body tv",
    ];

    readonly FreshDatabase fresh;

    internal string Address => fresh.Address;

    CliBook(FreshDatabase fresh) => (this.fresh, Cli) = (fresh, new CliRun(fresh.Address));

    internal CliRun Cli { get; }

    internal static async Task<CliBook> On(Engine engine)
    {
        var book = new CliBook(await Databases.Fresh(engine));
        foreach (var line in Script) await book.Cli.Done(line);
        return book;
    }

    public ValueTask DisposeAsync() => fresh.DisposeAsync();
}
