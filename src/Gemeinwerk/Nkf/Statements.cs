using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Nkf;

/// <summary>
/// Computes the statutory statements from the maintained balances, by the lines that the data lays down.
/// </summary>
public static class Statements
{
    /// <summary>
    /// A statement of a year, closed or not, with plan, prior year and actual side by side (KomHVO NRW § 39 (2) [U]).
    /// </summary>
    /// <param name="segment">Null for the whole body; with one, the sub-statement (Teilrechnung).</param>
    /// <param name="asOf">A day in the year; null for its end. The prior year is always whole.</param>
    /// <returns>The statement, or <c>ledger.year-missing</c>, <c>nkf.statement-day</c>,
    /// <c>nkf.statement-unavailable</c>.</returns>
    public static async Task<Result<Statement>> Compute(
        Session db, Body body, StatementKind kind, int year, Segment? segment = null, DateOnly? asOf = null)
    {
        if (await UnlessOpened(db, body, year) is { } missing) return missing;
        var day = asOf ?? new DateOnly(year, 12, 31);
        if (day.Year != year)
        {
            return new Rejection("nkf.statement-day", $"Der Stichtag {German.Date(day)} liegt nicht im Jahr {year}.");
        }
        if (kind == StatementKind.BalanceSheet)
        {
            return segment is null
                ? await BalanceSheet(db, body, year, day)
                : new Rejection("nkf.statement-unavailable", "Die Bilanz gibt es nur für die ganze Körperschaft.");
        }
        if (FormOf(body, kind, segment) is not { } form)
        {
            return new Rejection("nkf.statement-unavailable",
                $"Diese Rechnung gibt es für {body.Framework.Code().ToUpperInvariant()}-Bücher nicht.");
        }
        return await Flow(db, body, kind, year, day, segment, form);
    }

    /// <summary>What each account adds to the lines of a computed statement; sums, plan and carried amounts have
    /// none.</summary>
    public static async Task<IReadOnlyList<LinePart>> Parts(Session db, Statement statement)
    {
        var accounts = (await Accounts.All(db, statement.Body.Id)).ToDictionary(account => account.Number);
        var (actual, prior) = statement.Figures!.Value;
        var parts = Parts(statement, actual, accounts);
        if (prior is null) return parts;
        var before = Parts(statement, prior, accounts).ToDictionary(Place);
        var known = parts.Select(Place).ToHashSet();
        return [.. parts
            .Select(part => part with { PriorYear = before.GetValueOrDefault(Place(part))?.Amount })
            .Concat(before.Where(part => !known.Contains(part.Key))
                .Select(part => part.Value with { Amount = Money.Zero, PriorYear = part.Value.Amount }))
            .OrderBy(part => part.Account.Number, StringComparer.Ordinal)];

        static (string, string, Id<Account>) Place(LinePart part) => (part.Section, part.Line, part.Account.Id);
    }

    static IReadOnlyList<LinePart> Parts(
        Statement statement, YearFigures figures, Dictionary<string, Account> accounts)
    {
        var (body, kind) = (statement.Body, statement.Kind);
        if (kind == StatementKind.BalanceSheet) return BalanceSheetForm.Of(body.Framework).Evaluate(figures).Parts;
        var form = FormOf(body, kind, statement.Segment)!;
        return [.. FlowParts(form, kind, figures)
            .Where(part => part.Line is not null && !part.Amount.IsZero)
            .Select(part => new LinePart("", part.Line!.Number, accounts[part.Number!], part.Amount))
            .OrderBy(part => part.Account.Number, StringComparer.Ordinal)];
    }

    static StatementForm? FormOf(Body body, StatementKind kind, Segment? segment) =>
        StatementForm.Of(body.Framework, (kind, segment) switch
        {
            (StatementKind.Results, null) => "ergebnisrechnung",
            (StatementKind.Results, _) when body.Framework == Framework.Nkf => "teilergebnisplan",
            (StatementKind.Results, _) => "ergebnisrechnung",
            (_, null) => "finanzrechnung",
            _ => "teilfinanzplan",
        });

    /// <summary>A statement of figures that are read already, as those of several books; without plan.</summary>
    /// <returns>The statement, or <c>nkf.statement-unavailable</c>.</returns>
    internal static Result<Statement> Of(
        Body body, StatementKind kind, int year, YearFigures actual, YearFigures? prior)
    {
        var day = new DateOnly(year, 12, 31);
        if (kind == StatementKind.BalanceSheet)
        {
            var sheet = BalanceSheetForm.Of(body.Framework);
            return BalanceSheet(body, year, day, sheet, sheet.Evaluate(actual),
                prior is null ? null : sheet.Evaluate(prior));
        }
        var name = kind == StatementKind.Results ? "ergebnisrechnung" : "finanzrechnung";
        if (StatementForm.Of(body.Framework, name) is not { } form)
        {
            return new Rejection("nkf.statement-unavailable",
                $"Diese Rechnung gibt es für {body.Framework.Code().ToUpperInvariant()}-Bücher nicht.");
        }
        var values = form.Evaluate(FlowLeaf(form, kind, actual));
        var before = prior is null ? null : form.Evaluate(FlowLeaf(form, kind, prior));
        return new Statement(body, kind, year, day, null,
            [.. form.Lines.Select(line => new StatementLine("", line.Number, line.Name, line.Sign, line.Sum.Count > 0,
                line.Status, null, null, before?[line.Number], values[line.Number]))],
            WithoutLine(form, kind, actual));
    }

    static async Task<Statement> Flow(
        Session db, Body body, StatementKind kind, int year, DateOnly day, Segment? segment, StatementForm form)
    {
        var figures = await YearFigures.Read(db, body.Id, year, day, segment);
        var figuresBefore = await Before(db, body, year, segment);
        var actual = form.Evaluate(FlowLeaf(form, kind, figures));
        var prior = figuresBefore is null ? null : form.Evaluate(FlowLeaf(form, kind, figuresBefore));
        var plans = (await PlanValues.Of(db, body.Id, year))
            .Where(plan => segment?.Covers(plan.Product) ?? true).ToList();
        var original = PlanColumn(form, kind, plans, plan => plan.Original);
        var updated = PlanColumn(form, kind, plans, plan => plan.Updated);
        var lines = form.Lines.Select(line => new StatementLine("", line.Number, line.Name, line.Sign,
            line.Sum.Count > 0, line.Status, original?[line.Number], updated?[line.Number], prior?[line.Number],
            actual[line.Number]));
        return new Statement(body, kind, year, day, segment, [.. lines], WithoutLine(form, kind, figures))
        {
            Figures = (figures, figuresBefore),
        };
    }

    static Func<FormLine, Money> FlowLeaf(StatementForm form, StatementKind kind, YearFigures figures)
    {
        var sums = new Dictionary<string, Money>();
        var other = Money.Zero;
        foreach (var (line, _, amount) in FlowParts(form, kind, figures))
        {
            if (line is null) other += amount;
            else sums[line.Number] = sums.GetValueOrDefault(line.Number) + amount;
        }
        return line => line.Specials.Aggregate(sums.GetValueOrDefault(line.Number), (total, special) => total +
            special.Term switch
            {
                SpecialTerm.Opening => figures.Opening(special.Digits),
                SpecialTerm.Credited => -figures.Movement(special.Digits),
                SpecialTerm.Debited => figures.Movement(special.Digits),
                SpecialTerm.OtherCash => other,
                _ => Money.Zero,
            });
    }

    /// <summary>Sums per line and account in the line's direction; as posted where no line takes them.</summary>
    static IEnumerable<(FormLine? Line, string? Number, Money Amount)> FlowParts(
        StatementForm form, StatementKind kind, YearFigures figures) =>
        from row in figures.Rows
        where Counts(kind, row)
        group row.Amount by kind == StatementKind.Results ? row.Account.Number : row.Payment into amounts
        let line = amounts.Key is { } number ? form.LineOf(number)?.Line : null
        let sum = amounts.Aggregate(Money.Zero, (total, amount) => total + amount)
        // Revenues stand in credit, receipts on cash accounts in debit.
        let isTurned = line is not null && (kind == StatementKind.Results) == (line.Sign == "+")
        select (line, amounts.Key, isTurned ? -sum : sum);

    static bool Counts(StatementKind kind, FigureRow row) => kind == StatementKind.Results
        ? row.Account.IsResult
        : !row.IsOpening && row.Account.Role == AccountRole.Cash;

    static Dictionary<string, Money>? PlanColumn(
        StatementForm form, StatementKind kind, List<PlanValue> plans, Func<PlanValue, Money> amount)
    {
        var sums = new Dictionary<string, Money>();
        var any = false;
        foreach (var plan in plans)
        {
            if (LineOf(form, kind, plan.Position) is not { } line) continue;
            any = true;
            sums[line.Number] = sums.GetValueOrDefault(line.Number) + amount(plan);
        }
        return any ? form.Evaluate(line => sums.GetValueOrDefault(line.Number)) : null;
    }

    /// <summary>
    /// The line of a plan position: digits of accounts, or <c>Z13</c> and <c>F26</c> for lines themselves.
    /// </summary>
    static FormLine? LineOf(StatementForm form, StatementKind kind, string position) => position[0] switch
    {
        'Z' => kind == StatementKind.Results ? form.Line(position[1..]) : null,
        'F' => kind == StatementKind.CashFlow ? form.Line(position[1..]) : null,
        _ => form.LineOf(position)?.Line,
    };

    static async Task<Result<Statement>> BalanceSheet(Session db, Body body, int year, DateOnly day)
    {
        var sheet = BalanceSheetForm.Of(body.Framework);
        var figures = await YearFigures.Read(db, body.Id, year, day, null);
        var before = await Before(db, body, year, null);
        var statement = BalanceSheet(body, year, day, sheet, sheet.Evaluate(figures),
            before is null ? null : sheet.Evaluate(before));
        return statement with { Figures = (figures, before) };
    }

    /// <summary>The figures of the whole year before; null where it was never opened.</summary>
    static async Task<YearFigures?> Before(Session db, Body body, int year, Segment? segment) =>
        await HasYear(db, body.Id, year - 1)
            ? await YearFigures.Read(db, body.Id, year - 1, new DateOnly(year - 1, 12, 31), segment)
            : null;

    static Statement BalanceSheet(
        Body body, int year, DateOnly day, BalanceSheetForm sheet, BalanceSheetValues actual, BalanceSheetValues? prior)
    {
        var lines = Lines("aktiva", sheet.Assets, actual.Assets, prior?.Assets)
            .Concat(Lines("passiva", sheet.Liabilities, actual.Liabilities, prior?.Liabilities));
        return new Statement(body, StatementKind.BalanceSheet, year, day, null, [.. lines], actual.WithoutLine);

        static IEnumerable<StatementLine> Lines(string section, StatementForm form,
            Dictionary<string, Money> values, Dictionary<string, Money>? before) =>
            form.Lines.Select(line => new StatementLine(section, line.Number, line.Name, line.Sign, line.Sum.Count > 0,
                line.Status, null, null, before?[line.Number], values[line.Number]));
    }

    /// <summary>
    /// Internal charging (48, 58) has lines in sub-statements only and cancels in the total, so it is no fault.
    /// </summary>
    static List<string> WithoutLine(StatementForm form, StatementKind kind, YearFigures figures) =>
        kind == StatementKind.CashFlow ? [] : [.. figures.Rows
            .Where(row => Counts(kind, row) && form.LineOf(row.Account.Number) is null)
            .GroupBy(row => row.Account.Number)
            .Where(group => group.Sum(row => row.Amount.Cents) != 0)
            .Select(group => group.Key)
            .Where(number => !number.StartsWith("48", StringComparison.Ordinal)
                && !number.StartsWith("58", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

    internal static async Task<Rejection?> UnlessOpened(Session db, Body body, int year) =>
        await HasYear(db, body.Id, year)
            ? null
            : new Rejection("ledger.year-missing", $"Das Haushaltsjahr {year} ist nicht eröffnet.");

    static async Task<bool> HasYear(Session db, Id<Body> body, int year) =>
        (await FiscalYears.All(db, body)).Exists(known => known.Year == year);
}
