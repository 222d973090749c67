using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Treasury;
using Gemeinwerk.Web.Api;

namespace Gemeinwerk.Web.Treasury.Api;

/// <summary>A cash order in a list.</summary>
/// <param name="No">Gapless from 1 in the body.</param>
/// <param name="State">How far it is.</param>
/// <param name="Kind">Which way the money goes.</param>
/// <param name="Party">Number of the party.</param>
/// <param name="PartyName">Who that is.</param>
/// <param name="Document">The number of the invoice or notice.</param>
/// <param name="Text">Why it is paid.</param>
/// <param name="DueOn">When it is due.</param>
/// <param name="AmountCents">What is ordered, positive.</param>
/// <param name="EntryNo">The number of its entry, once it is posted.</param>
public sealed record ApiCashOrderHead(
    long No, CashOrderState State, CashOrderKind Kind, string Party, string PartyName, string Document, string Text,
    DateOnly DueOn, long AmountCents, long? EntryNo)
{
    internal static ApiCashOrderHead Of(CashOrderHead it) => new(it.No, it.State, it.Kind, it.Party, it.PartyName,
        it.Document, it.Text, it.DueOn, it.Amount.Cents, it.EntryNo);
}

/// <summary>A cash order (Kassenanordnung).</summary>
/// <param name="No">Gapless from 1 in the body.</param>
/// <param name="State">How far it is.</param>
/// <param name="Hash">Of all that somebody answers for; sent back with each step, so that nobody answers for what they
/// did not see.</param>
/// <param name="Kind">Which way the money goes.</param>
/// <param name="Party">Number of the party.</param>
/// <param name="Account">Of the debt or the claim.</param>
/// <param name="Document">The number of the invoice or notice.</param>
/// <param name="Text">Why it is paid.</param>
/// <param name="EffectiveOn">When its ground arose.</param>
/// <param name="DueOn">When it is due.</param>
/// <param name="AmountCents">What is ordered, positive.</param>
/// <param name="Lines">What it is posted to; none where the item was in the books before.</param>
/// <param name="Payment">Number of the payment account of the cash posting, where it is given.</param>
/// <param name="Item">Number of the open item.</param>
/// <param name="EntryNo">The number of its entry, once it is posted.</param>
/// <param name="Steps">All that happened to it, in order.</param>
public sealed record ApiCashOrder(
    long No, CashOrderState State, string Hash, CashOrderKind Kind, string Party, string Account, string Document,
    string Text, DateOnly EffectiveOn, DateOnly DueOn, long AmountCents, IReadOnlyList<ApiCashOrderLine> Lines,
    string? Payment, string? Item, long? EntryNo, IReadOnlyList<ApiCashOrderStep> Steps)
{
    internal static async Task<ApiCashOrder> Of(Session db, Body body, CashOrder order)
    {
        var (draft, names) = (order.Draft, await Names.Of(db, body.Id));
        var item = draft.Item is null ? null
            : (await OpenItems.OfParty(db, body.Id, draft.Party)).Find(it => it.Id == draft.Item);
        return new(order.No, order.State, order.HashText, draft.Kind, names.Parties[draft.Party].Number,
            names.Accounts[draft.Account].Number, draft.Document, draft.Text, draft.EffectiveOn, draft.DueOn,
            draft.Amount.Cents, [.. draft.Lines.Select(line => new ApiCashOrderLine(
                names.Accounts[line.Account].Number, line.Amount.Cents,
                line.Product is { } product ? names.Products[product].Code : null,
                line.CostCentre is { } centre ? names.CostCentres[centre].Code : null, line.Text))],
            draft.Payment is { } payment ? names.Accounts[payment].Number : null, item?.Number, order.EntryNo,
            [.. order.Steps.Select(it => new ApiCashOrderStep(it.No, it.Kind, it.Person, it.TakenAt, it.Reason))]);
    }
}

/// <summary>A line of a cash order.</summary>
/// <param name="Account">Number of the account: an expense or an asset of a payment, a revenue of a receipt.</param>
/// <param name="AmountCents">Positive.</param>
/// <param name="Product">Code of the product.</param>
/// <param name="CostCentre">Code of the cost centre.</param>
/// <param name="Text">Where it says more than the order's text.</param>
public sealed record ApiCashOrderLine(
    string Account, long AmountCents, string? Product = null, string? CostCentre = null, string? Text = null);

/// <summary>What somebody did to a cash order.</summary>
/// <param name="No">Gapless from 1 in the order.</param>
/// <param name="Kind">What was done.</param>
/// <param name="By">Who did it; programs have `token:` before their name.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Reason">Why it was given back or withdrawn.</param>
public sealed record ApiCashOrderStep(
    int No, CashOrderStepKind Kind, string By, DateTimeOffset At, string? Reason);

/// <summary>What is to be ordered: with lines, or an open item that is in the books already.</summary>
/// <param name="Kind">Which way the money goes.</param>
/// <param name="Party">Number of the party.</param>
/// <param name="Account">The account for debts or claims on which the open item will stand.</param>
/// <param name="Document">The number of the invoice or notice, up to 100 characters.</param>
/// <param name="Text">Why it is paid, up to 1,000 characters.</param>
/// <param name="EffectiveOn">When its ground arose.</param>
/// <param name="DueOn">When it is due.</param>
/// <param name="Lines">What it is posted to, up to 200; none with an item.</param>
/// <param name="Item">Number of an open item of the party, instead of lines.</param>
/// <param name="AmountCents">The whole; the sum of the lines, or what is open of the item, where it is missing.</param>
/// <param name="Payment">Number of the payment account of the cash posting, where it does not follow from the
/// lines.</param>
public sealed record NewCashOrder(
    CashOrderKind Kind, string Party, string Account, string Document, string Text, DateOnly EffectiveOn,
    DateOnly DueOn, IReadOnlyList<ApiCashOrderLine> Lines, string? Item = null, long? AmountCents = null,
    string? Payment = null) : IExample<NewCashOrder>
{
    public static NewCashOrder Example => new(CashOrderKind.Payment, "K-1", "3511", "R-77", "Strom März",
        new(2026, 3, 2), new(2026, 3, 16), [new("5241", 11_900)]);
}

/// <summary>That somebody certifies an order (Feststellung).</summary>
/// <param name="Hash">That of the order as it was read.</param>
/// <param name="Facts">Its facts are right: ordered, delivered, owed on this ground (sachlich richtig).</param>
/// <param name="Figures">All its figures are right (rechnerisch richtig).</param>
public sealed record CashOrderCertification(string Hash, bool Facts, bool Figures)
    : IExample<CashOrderCertification>
{
    public static CashOrderCertification Example => new(new string('0', 64), true, true);
}

/// <summary>That somebody orders it.</summary>
/// <param name="Hash">That of the order as it was read.</param>
public sealed record CashOrderOrdering(string Hash) : IExample<CashOrderOrdering>
{
    public static CashOrderOrdering Example => new(new string('0', 64));
}

/// <summary>That somebody posts it.</summary>
/// <param name="Hash">That of the order as it was read.</param>
/// <param name="BookedOn">Booking date; its period must be open.</param>
public sealed record CashOrderPosting(string Hash, DateOnly BookedOn) : IExample<CashOrderPosting>
{
    public static CashOrderPosting Example => new(new string('0', 64), new(2026, 3, 2));
}

/// <summary>Why an order is given back or withdrawn.</summary>
/// <param name="Text">Up to 500 characters.</param>
public sealed record CashOrderReason(string Text) : IExample<CashOrderReason>
{
    public static CashOrderReason Example => new("doppelt erfasst");
}
