using System.CommandLine;
using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;
using Gemeinwerk.Treasury;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk council levy …</c>: the levy (Verbandsumlage) of an association.</summary>
static class LevyCommands
{
    internal static readonly Argument<int> Levy = Inputs.Number<int>("LEVY", "Nummer der Umlage");
    internal static readonly Argument<string> Member = new("MEMBER") { Description = "Nummer des Mitglieds" };

    static readonly Argument<int> year = Inputs.YearArgument();
    static readonly Option<DateOnly?> asOf = Inputs.OptionalDay("--on", "Stichtag; heute, wenn er fehlt");
    static readonly Option<DateOnly> noticeDay = Inputs.Day("--on", "Tag der Bescheide");
    static readonly Option<DateOnly> date = Inputs.Day("--date", "Buchungstag");

    static readonly Option<string> account = Number("--account", "Ertragskonto der Umlage", isRequired: true);
    static readonly Option<string> claims = Number("--claims", "Forderungskonto", isRequired: true);
    static readonly Option<string> debts = Number("--debts", "Verbindlichkeitskonto für Erstattungen");
    static readonly Option<string> product = Number("--product", "Produkt");
    static readonly Option<string> centre = Number("--cost-centre", "Kostenstelle");

    static readonly Option<Money> reserve = Amount("--reserve", "Entnahme aus der Ausgleichsrücklage");
    static readonly Option<Money> deficit = Amount("--deficit", "Fehlbeträge früherer Jahre, die ausgeglichen werden");

    internal static Command Create() => new("levy", "die Verbandsumlage: Bedarf, Anteile, Erhebung")
    {
        BookShell.Reading("plan", "sagt, was der Haushalt eines Jahres ungedeckt lässt", [year, account, reserve,
            deficit, asOf], Plan, PlanText),
        BookShell.Reading("list", "zeigt die Umlagen und ihren Stand", [asOf], async (db, body, parsed) =>
            List(await Councils.Read(db, body.Id), EventInput.Day(parsed, asOf)), ListText),
        BookShell.Reading("show", "zeigt, was jedes Mitglied zahlt und warum; auch von einem Entwurf", [Levy, asOf],
            async (db, body, parsed) => Show(await Councils.Read(db, body.Id), parsed.GetValue(Levy),
                EventInput.Day(parsed, asOf)), ShowText),
        BookShell.Writing("claim", "erhebt eine genehmigte Umlage: eine festgestellte Anordnung je Mitglied und Rate",
            [Levy, noticeDay, account, claims, debts, product, centre], Claim,
            made => string.Join('\n', made.Warnings.Select(warning => $"Hinweis: {warning}").Append(
                $"{German.Count(made.Orders, "Anordnung", "Anordnungen")} festgestellt; „council levy order“ ordnet "
                    + "an, durch jemand anderen."))),
        BookShell.Writing("order", "ordnet an, was von einer Umlage festgestellt ist", [Levy], (work, book, parsed) =>
            Step(work, book, parsed.GetValue(Levy), CashOrderState.Certified, hash =>
                LevyClaims.Order(work, book, parsed.GetValue(Levy), hash)),
            done => $"{German.Count(done)} angeordnet; „council levy post“ bucht, durch jemand anderen."),
        BookShell.Writing("post", "bucht, was von einer Umlage angeordnet ist: offene Posten mit ihren Fälligkeiten",
            [Levy, date], (work, book, parsed) => Step(work, book, parsed.GetValue(Levy), CashOrderState.Ordered,
                hash => LevyClaims.Post(work, book, parsed.GetValue(Levy), hash, parsed.GetValue(date))),
            done => $"{German.Count(done)} gebucht."),
        PaperCommands.LevyNotice(),
    };

    static Option<string> Number(string name, string description, bool isRequired = false) =>
        new(name) { Description = description, Required = isRequired, HelpName = "NUMMER" };

    static Option<Money> Amount(string name, string description)
    {
        var option = Inputs.AmountOption(name, $"{description}; 0, wenn es fehlt");
        option.Required = false;
        option.DefaultValueFactory = _ => Money.Zero;
        return option;
    }

    static async Task<Result<ShownNeed>> Plan(Session db, Body body, ParseResult parsed)
    {
        var budget = await LevyBudget.Of(db, body, parsed.GetValue(year), parsed.GetRequiredValue(account),
            EventInput.Day(parsed, asOf));
        if (budget is null)
        {
            return new Rejection("cli.levy-budget",
                $"Für {parsed.GetValue(year)} steht kein Haushalt in diesem Buch; „budget import“ liest einen ein.");
        }
        var need = budget.Need(parsed.GetValue(reserve), parsed.GetValue(deficit));
        return new ShownNeed(parsed.GetValue(year), need.Expenses.Cents, need.Revenues.Cents, need.Reserve.Cents,
            need.Deficit.Cents, need.Most.Cents, budget.PlannedLevy.Cents,
            [.. budget.LevyLines.Select(line => $"{line}")], budget.Reserve.Cents);
    }

    static string PlanText(ShownNeed shown)
    {
        var table = new Table("Haushalt " + shown.Year, "Euro");
        foreach (var (name, cents) in new[]
        {
            ("Aufwendungen", shown.ExpensesCents), ("übrige Erträge", -shown.RevenuesCents),
            ("aus der Ausgleichsrücklage", -shown.ReserveCents), ("Fehlbeträge früherer Jahre", shown.DeficitCents),
            ("höchstens als Umlage", shown.MostCents), ("als Umlage veranschlagt", shown.PlannedLevyCents),
        })
        {
            table.Add(name, German.Amount(new Money(cents)));
        }
        return $"{table}Zur Umlage gehören: {(shown.LevyLines.Count == 0 ? "keine Positionen"
            : string.Join(", ", shown.LevyLines))}. In der Ausgleichsrücklage stehen "
            + $"{new Money(shown.ReserveBalanceCents)}.";
    }

    static Result<List<ShownLevy>> List(Assembly assembly, DateOnly on) => assembly.Levies.All.Select(levy =>
        new ShownLevy(levy.No, levy.Year, levy.Amount.Cents, LevyWords.State(assembly, levy, on),
            levy.Resolution is { } no ? assembly.Resolution(no)!.Citation : null, levy.ClaimedOn, levy.Hash)).ToList();

    static string ListText(List<ShownLevy> all) => all.Count == 0
        ? "Noch keine. „gemeinwerk council record levy-drafted“ entwirft eine."
        : MasterDataCommands.Rows(["Umlage", "Jahr", "Euro", "Stand", "Beschluss", "Bescheide vom"], all, it =>
            [$"{it.No}", $"{it.Year}", German.Amount(new Money(it.AmountCents)), it.State, it.Resolution ?? "",
                it.ClaimedOn is { } day ? German.Date(day) : ""]);

    static Result<ShownShares> Show(Assembly assembly, int no, DateOnly on)
    {
        if (!assembly.Levies.Known(no).Ok(out var levy, out var why)) return why;
        var computed = LevyShares.Shown(assembly, levy);
        return new ShownShares(levy.No, levy.Year, levy.Amount.Cents, levy.Need.Most.Cents,
            LevyWords.State(assembly, levy, on), levy.DueOn,
            [.. levy.Parts.Select(part => new ShownPart(part.Name, part.Amount.Cents, part.Key.Code(), part.On,
                LevyWords.Source(part)))],
            [.. computed.Table?.Shares.Select(share => new ShownShare(share.Member, share.Name, share.Amount.Cents,
                [.. share.Parts.Select(part => part.Amount.Cents)],
                [.. share.Parts.Select(part => string.Join(" + ", part.Basis.Select(basis =>
                    $"{German.Count(basis.Count)} × {basis.Days}")))])) ?? []],
            [.. computed.Findings.Select(finding => finding.ToString())]);
    }

    static string ShowText(ShownShares shown)
    {
        var table = new Table(["Mitglied", .. shown.Parts.SelectMany(part => new[] { $"{part.Name}: Zahl × Tage",
            "Euro" }), "zusammen"]);
        foreach (var share in shown.Shares)
        {
            table.Add([share.Name, .. share.PartCents.Zip(share.Basis).SelectMany(part => new[] { part.Second,
                German.Amount(new Money(part.First)) }), German.Amount(new Money(share.AmountCents))]);
        }
        var head = $"Umlage {shown.No} für {shown.Year}: {new Money(shown.AmountCents)} ({shown.State}), ungedeckt "
            + $"sind {new Money(shown.MostCents)}. Fällig am {string.Join(", ", shown.DueOn.Select(German.Date))}.";
        return shown.Findings.Count > 0
            ? $"{head}\n{string.Join('\n', shown.Findings)}"
            : $"{table}{head}\n" + string.Join('\n', shown.Parts.Select(part =>
                $"{part.Name}: {new Money(part.AmountCents)}, Stichtag {German.Date(part.On)} ({part.Source})."));
    }

    static async Task<Result<ShownClaim>> Claim(Work work, Book book, ParseResult parsed)
    {
        var (db, body) = (work.Db, book.Body.Id);
        if (!(await BookShell.AccountOf(db, body, parsed.GetRequiredValue(account))).Ok(out var revenue, out var why)
            || !(await BookShell.AccountOf(db, body, parsed.GetRequiredValue(claims))).Ok(out var owed, out why))
        {
            return why;
        }
        var target = new LevyTarget(revenue, owed);
        if (parsed.GetValue(debts) is { } number)
        {
            if (!(await BookShell.AccountOf(db, body, number)).Ok(out var owing, out why)) return why;
            target = target with { Debts = owing };
        }
        if (parsed.GetValue(product) is { } code)
        {
            if ((await Dimensions.Products(db, body)).Find(it => it.Code == code) is not { } known)
            {
                return new Rejection("nkf.product-unknown", $"Das Produkt „{Texts.Shown(code)}“ gibt es nicht.");
            }
            target = target with { Product = known.Id };
        }
        if (parsed.GetValue(centre) is { } place)
        {
            if ((await Dimensions.CostCentres(db, body)).Find(it => it.Code == place) is not { } known)
            {
                return new Rejection("ledger.cost-centre-unknown",
                    $"Die Kostenstelle „{Texts.Shown(place)}“ gibt es nicht.");
            }
            target = target with { CostCentre = known.Id };
        }
        var no = parsed.GetValue(Levy);
        var done = await LevyClaims.Claim(work, book, no, parsed.GetValue(noticeDay), target);
        if (!done.Ok(out var made, out why)) return why;
        var assembly = await Councils.Read(db, body);
        return new ShownClaim(made, LevyWords.Warnings(assembly, assembly.Levies.Find(no)!));
    }

    static async Task<Result<int>> Step(
        Work work, Book book, int no, CashOrderState state, Func<string, Task<Result<int>>> take) =>
        await take(LevyClaims.HashOf(await LevyClaims.Of(work.Db, book.Body, no), state));

    sealed record ShownClaim(int Orders, IReadOnlyList<string> Warnings);

    sealed record ShownNeed(
        int Year, long ExpensesCents, long RevenuesCents, long ReserveCents, long DeficitCents, long MostCents,
        long PlannedLevyCents, IReadOnlyList<string> LevyLines, long ReserveBalanceCents);

    sealed record ShownLevy(
        int No, int Year, long AmountCents, string State, string? Resolution, DateOnly? ClaimedOn, string Hash);

    sealed record ShownShares(
        int No, int Year, long AmountCents, long MostCents, string State, IReadOnlyList<DateOnly> DueOn,
        IReadOnlyList<ShownPart> Parts, IReadOnlyList<ShownShare> Shares, IReadOnlyList<string> Findings);

    sealed record ShownPart(string Name, long AmountCents, string Key, DateOnly On, string Source);

    sealed record ShownShare(
        string Member, string Name, long AmountCents, IReadOnlyList<long> PartCents, IReadOnlyList<string> Basis);
}
