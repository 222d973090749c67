using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Nkf;

public enum StatementKind
{
    /// <summary>Ergebnisrechnung, KomHVO NRW § 39; Gewinn- und Verlustrechnung, HGB § 275 (2).</summary>
    Results,

    /// <summary>Finanzrechnung, KomHVO NRW § 40; NKF only.</summary>
    CashFlow,

    /// <summary>Bilanz, KomHVO NRW § 42; HGB § 266.</summary>
    BalanceSheet,
}

/// <summary>A line of a statement.</summary>
/// <param name="Section"><c>aktiva</c> or <c>passiva</c> on a balance sheet, else empty.</param>
/// <param name="Number">As the form prints it; unique within the section.</param>
/// <param name="Sign"><c>+</c> adds, <c>-</c> is deducted in the next sum, <c>=</c> sum, <c>i</c> information.</param>
/// <param name="Status">How sure the line's definition is, as in the data.</param>
/// <param name="Plan">Budget as first decided (Ansatz); null where there is none.</param>
/// <param name="UpdatedPlan">With supplementary budget, carried-forward authorisations, transfers and approvals
/// (fortgeschriebener Ansatz).</param>
/// <param name="PriorYear">Null where the body has no books for that year.</param>
/// <param name="Actual">In the natural direction: expenses and payments are positive.</param>
public sealed record StatementLine(
    string Section, string Number, string Name, string Sign, bool IsSum, string Status,
    Money? Plan, Money? UpdatedPlan, Money? PriorYear, Money Actual)
{
    /// <summary>Actual less updated plan (Plan-Ist-Vergleich).</summary>
    public Money? Difference => UpdatedPlan is { } plan ? Actual - plan : null;
}

/// <summary>What one account adds to a line of a statement.</summary>
/// <param name="Line">The line's number within its section.</param>
/// <param name="Account">Of a cash-flow statement: the receipt or payment account.</param>
/// <param name="Amount">In the natural direction of the line.</param>
/// <param name="PriorYear">What it added in the year before, which is whole; null where it added nothing.</param>
public sealed record LinePart(string Section, string Line, Account Account, Money Amount, Money? PriorYear = null);

/// <summary>A statement of one body.</summary>
/// <param name="AsOf">The last day that it covers.</param>
/// <param name="Segment">Null for the whole body.</param>
/// <param name="WithoutLine">Accounts with an amount that no line of the statement takes; empty when all is
/// well.</param>
public sealed record Statement(
    Body Body, StatementKind Kind, int Year, DateOnly AsOf, Segment? Segment,
    IReadOnlyList<StatementLine> Lines, IReadOnlyList<string> WithoutLine)
{
    /// <summary>What it was computed from, this year and the year before; null where it was not read from one
    /// book.</summary>
    internal (YearFigures Actual, YearFigures? Prior)? Figures { get; init; }

    public StatementLine Line(string number, string section = "") =>
        Lines.Single(line => line.Number == number && line.Section == section);

    public bool HasPlan => Lines.Any(line => line.UpdatedPlan is not null);

    public string Title
    {
        get
        {
            var name = (Kind, Body.Framework) switch
            {
                (StatementKind.Results, Framework.Nkf) => Segment is null ? "Ergebnisrechnung" : "Teilergebnisrechnung",
                (StatementKind.Results, _) => "Gewinn- und Verlustrechnung",
                (StatementKind.CashFlow, _) => Segment is null ? "Finanzrechnung" : "Teilfinanzrechnung",
                _ => "Bilanz",
            };
            var part = Segment is null ? "" : $", {Segment.Title}";
            return $"{name} {Body.Name} {Year}{part}, Stand {German.Date(AsOf)}";
        }
    }
}
