using Gemeinwerk.Nkf;
using Gemeinwerk.Web.Api;

namespace Gemeinwerk.Web.Finance.Api;

/// <summary>What a line of the budget has and has used; amounts in the natural direction.</summary>
/// <param name="Product">Code of the product; null for the body as a whole.</param>
/// <param name="Position">First digits of accounts, or a line (`Z13`, `F26`).</param>
/// <param name="OriginalCents">As first decided (Ansatz).</param>
/// <param name="SupplementaryCents">Nachtrag.</param>
/// <param name="CarriedForwardCents">Ermächtigungsübertragung.</param>
/// <param name="TransfersCents">From and to other lines.</param>
/// <param name="ApprovalsCents">Over- and off-budget.</param>
/// <param name="UpdatedCents">All of these together.</param>
/// <param name="CommittedCents">Bound by orders and contracts.</param>
/// <param name="ActualCents">Booked.</param>
/// <param name="AvailableCents">Updated less committed less actual.</param>
/// <param name="CoverGroup">Code of its cover group (Deckungskreis).</param>
public sealed record ApiBudgetLine(
    string? Product, string Position, long OriginalCents, long SupplementaryCents, long CarriedForwardCents,
    long TransfersCents, long ApprovalsCents, long UpdatedCents, long CommittedCents, long ActualCents,
    long AvailableCents, string? CoverGroup)
{
    internal static ApiBudgetLine Of(BudgetUse it) => new(it.Key.Product, it.Key.Position, it.Original.Cents,
        it.Supplementary.Cents, it.CarriedForward.Cents, it.Transfers.Cents, it.Approvals.Cents, it.Updated.Cents,
        it.Committed.Cents, it.Actual.Cents, it.Available.Cents, it.CoverGroup);
}

/// <summary>What one account has used of a line of the budget.</summary>
/// <param name="Account">Its number; of a line for cash the receipt or payment account.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Product">Code of its product.</param>
/// <param name="AmountCents">In the natural direction.</param>
public sealed record ApiBudgetPart(string Account, string Name, string? Product, long AmountCents);

/// <summary>A place in the budget.</summary>
/// <param name="Position">First digits of accounts, or a line (`Z13`, `F26`).</param>
/// <param name="Product">Code of the product; none for the body as a whole.</param>
public sealed record BudgetPlace(string Position, string? Product = null)
{
    internal BudgetKey Key => new(Product, Position);
}

/// <summary>A plan value.</summary>
/// <param name="AmountCents">In the natural direction: a planned expense is positive.</param>
/// <param name="Reference">The resolution that it rests on.</param>
/// <param name="IsSupplementary">A supplementary budget (Nachtrag) instead of the original one.</param>
public sealed record PlanValue(long AmountCents, string Reference, bool IsSupplementary = false) : IExample<PlanValue>
{
    public static PlanValue Example => new(12_000_000, "Haushaltssatzung 2026");
}

/// <summary>A transfer between lines of the budget.</summary>
/// <param name="From">Gives.</param>
/// <param name="To">Gets.</param>
/// <param name="AmountCents">Positive.</param>
/// <param name="Reference">The resolution that it rests on.</param>
public sealed record NewTransfer(BudgetPlace From, BudgetPlace To, long AmountCents, string Reference)
    : IExample<NewTransfer>
{
    public static NewTransfer Example => new(new("5241"), new("5431"), 50_000, "Verfügung vom 3. März 2026");
}

/// <summary>Expenses or payments over or off the budget (GO NRW § 83).</summary>
/// <param name="At">Where.</param>
/// <param name="AmountCents">Positive.</param>
/// <param name="Reference">Who decided, and when.</param>
/// <param name="Cover">Where the money comes from in the same year (Deckung).</param>
public sealed record NewBudgetApproval(BudgetPlace At, long AmountCents, string Reference, string Cover)
    : IExample<NewBudgetApproval>
{
    public static NewBudgetApproval Example => new(new("5241"), 50_000, "Verbandsversammlung 12. Mai 2026",
        "Mehrerträge bei 4482");
}

/// <summary>An authorisation that is carried forward from the year before.</summary>
/// <param name="At">Where.</param>
/// <param name="AmountCents">Positive.</param>
/// <param name="Reference">The resolution that it rests on.</param>
public sealed record NewCarryForward(BudgetPlace At, long AmountCents, string Reference) : IExample<NewCarryForward>
{
    public static NewCarryForward Example => new(new("5241"), 50_000, "Beschluss vom 20. Januar 2026");
}

/// <summary>Lines of the budget that cover each other (Deckungskreis).</summary>
/// <param name="Code">Up to 20 characters.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Places">Which lines.</param>
public sealed record NewCoverGroup(string Code, string Name, IReadOnlyList<BudgetPlace> Places)
    : IExample<NewCoverGroup>
{
    public static NewCoverGroup Example => new("IT", "Sachaufwand IT", [new("5241"), new("5431")]);
}

/// <summary>Funds that are to be bound (Mittelbindung).</summary>
/// <param name="At">On which line.</param>
/// <param name="Number">Unique in the body.</param>
/// <param name="Text">The order or contract.</param>
/// <param name="AmountCents">Positive.</param>
public sealed record NewCommitment(BudgetPlace At, string Number, string Text, long AmountCents)
    : IExample<NewCommitment>
{
    public static NewCommitment Example => new(new("5241"), "MB-2026-1", "Stromvertrag Rechenzentrum", 50_000);
}

/// <summary>Funds that are bound.</summary>
/// <param name="Number">Unique in the body.</param>
/// <param name="Year">Fiscal year of the line.</param>
/// <param name="Product">Code of the line's product.</param>
/// <param name="Position">The line's position.</param>
/// <param name="Text">The order or contract.</param>
/// <param name="OpenCents">What is still bound.</param>
public sealed record ApiCommitment(
    string Number, int Year, string? Product, string Position, string Text, long OpenCents);

/// <summary>Whether postings beyond what is available are refused, or only warned about.</summary>
/// <param name="IsOn">They are refused.</param>
public sealed record BudgetControlState(bool IsOn) : IExample<BudgetControlState>
{
    public static BudgetControlState Example => new(true);
}

/// <summary>Something of the budget that was changed.</summary>
/// <param name="Count">How many lines.</param>
/// <param name="AmountCents">By how much.</param>
public sealed record BudgetChanged(int Count, long AmountCents);
