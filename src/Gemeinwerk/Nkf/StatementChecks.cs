using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Nkf;

/// <summary>The cross checks between the statements of one year; an empty list says that all hold.</summary>
public static class StatementChecks
{
    /// <summary>
    /// In this order: totals of the balance sheet agree; result lines and balance sheet agree; cash lines and balance
    /// sheet agree; sub-statements add up, internal charging cancels; set-off balance is what moved the general
    /// reserve;
    /// no account is left out.
    /// </summary>
    /// <returns>Findings of <c>nkf.check-balance-sheet</c>, <c>nkf.check-result</c>, <c>nkf.check-cash</c>,
    /// <c>nkf.check-segments</c>, <c>nkf.check-internal</c>, <c>nkf.check-reserve</c>, <c>nkf.account-without-line</c>,
    /// or only <c>ledger.year-missing</c>;
    /// their field names the line.</returns>
    public static async Task<IReadOnlyList<Finding>> Run(Session db, Body body, int year)
    {
        var findings = new List<Finding>();
        if (await Statements.UnlessOpened(db, body, year) is { } missing) return [new Finding(0, "", missing)];
        var figures = await YearFigures.Read(db, body.Id, year, new DateOnly(year, 12, 31), null);
        var withoutLine = CheckTotals(body, year, figures, Same);
        if (body.Framework == Framework.Nkf)
        {
            var results = Statements.Of(body, StatementKind.Results, year, figures, null).Expect();
            CheckInternal(figures, Same);
            await CheckSegments(db, body, year, results, Same);
            await CheckReserve(db, body, year, results.Line("33").Actual, Same);
        }
        foreach (var number in withoutLine)
        {
            findings.Add(new Finding(0, number, new Rejection("nkf.account-without-line",
                $"Konto {number} hat einen Betrag, aber keine Zeile in Bilanz oder Ergebnisrechnung.")));
        }
        return findings;

        void Same(string code, string field, string what, Money one, Money other)
        {
            if (one == other) return;
            findings.Add(new Finding(0, field, new Rejection(code, $"{what} weichen ab: {one} und {other}.")));
        }
    }

    /// <summary>What must hold however somebody books, unless accounts are left out.</summary>
    /// <returns>The accounts that are left out.</returns>
    internal static List<string> CheckTotals(
        Body body, int year, YearFigures figures, Action<string, string, string, Money, Money> same)
    {
        var sheet = Statements.Of(body, StatementKind.BalanceSheet, year, figures, null).Expect();
        var results = Statements.Of(body, StatementKind.Results, year, figures, null).Expect();
        same("nkf.check-balance-sheet", "SUM", "Bilanzsumme Aktiva und Passiva",
            sheet.Line("SUM", "aktiva").Actual, sheet.Line("SUM", "passiva").Actual);
        var lastResult = body.Framework == Framework.Nkf ? "26" : "17";
        same("nkf.check-result", lastResult, "Jahresergebnis und Erträge weniger Aufwendungen",
            results.Line(lastResult).Actual, figures.Result);
        if (body.Framework == Framework.Nkf) CheckCash(body, year, figures, same);
        return [.. sheet.WithoutLine, .. results.WithoutLine];
    }

    /// <summary>
    /// Line 41 is position 2.4 less the overdrawn cash accounts, which stand among the liabilities (BK-11).
    /// </summary>
    static void CheckCash(
        Body body, int year, YearFigures figures, Action<string, string, string, Money, Money> same)
    {
        var cashFlow = Statements.Of(body, StatementKind.CashFlow, year, figures, null).Expect();
        var cash = figures.Balances.Where(line => line.Account.Number.StartsWith("18", StringComparison.Ordinal))
            .Aggregate(Money.Zero, (sum, line) => sum + line.Balance);
        same("nkf.check-cash", "41", "Liquide Mittel der Finanzrechnung und der Bilanz",
            cashFlow.Line("41").Actual, cash);
    }

    static void CheckInternal(YearFigures figures, Action<string, string, string, Money, Money> same) =>
        same("nkf.check-internal", "48", "Erträge und Aufwendungen aus internen Leistungsbeziehungen",
            -figures.Movement("48"), figures.Movement("58"));

    static async Task CheckSegments(
        Session db, Body body, int year, Statement results, Action<string, string, string, Money, Money> same)
    {
        var sum = Money.Zero;
        foreach (var segment in ProductAreas.All.Select(area => Segment.OfArea(area.Code)).Append(Segment.Unassigned))
        {
            var part = (await Statements.Compute(db, body, StatementKind.Results, year, segment)).Expect();
            sum += part.Line("26").Actual;
        }
        same("nkf.check-segments", "26", "Summe der Teilergebnisrechnungen und Ergebnisrechnung",
            sum, results.Line("26").Actual);
    }

    /// <summary>
    /// What moved the general reserve other than the use of a result (an entry on 203, 204, 208 or 209).
    /// </summary>
    static async Task CheckReserve(
        Session db, Body body, int year, Money setOff, Action<string, string, string, Money, Money> same)
    {
        var moved = await db.One($"""
            select cast(coalesce(sum(-p.amount), 0) as bigint)
            from ledger_entry e
            join ledger_posting p on p.body_id = e.body_id and p.entry_no = e.entry_no
            join ledger_account a on a.body_id = p.body_id and a.account_id = p.account_id
            where e.body_id = {body.Id} and e.fiscal_year = {year} and e.period between 1 and {FiscalYears.Adjustments}
              and e.kind in ('regular', 'adjustment', 'reversal') and substr(a.number, 1, 3) = '201'
              and not exists (
                select 1 from ledger_posting q
                join ledger_account b on b.body_id = q.body_id and b.account_id = q.account_id
                where q.body_id = e.body_id and q.entry_no = e.entry_no
                  and substr(b.number, 1, 3) in ('203', '204', '208', '209'))
            """, row => row.Money());
        same("nkf.check-reserve", "33", "Verrechnungssaldo (Konten 2012 bis 2015) und unmittelbare "
            + "Änderung der allgemeinen Rücklage",
            setOff, moved);
    }
}
