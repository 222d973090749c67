using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Web.Api;

namespace Gemeinwerk.Web.Finance.Api;

/// <summary>An entry in a list.</summary>
/// <param name="No">Gapless from 1 in the body's journal.</param>
/// <param name="BookedOn">Booking date.</param>
/// <param name="Document">Voucher reference.</param>
/// <param name="Text">What it is about.</param>
/// <param name="Kind">Why it exists.</param>
/// <param name="Reverses">The number of the entry that it reverses.</param>
/// <param name="AmountCents">Sum of its debits.</param>
/// <param name="PostedBy">Who posted it; programs have `token:` before their name.</param>
public sealed record ApiJournalLine(
    long No, DateOnly BookedOn, string Document, string Text, EntryKind Kind, long? Reverses, long AmountCents,
    string PostedBy);

/// <summary>An entry of the journal.</summary>
/// <param name="No">Gapless from 1 in the body's journal.</param>
/// <param name="Kind">Why it exists.</param>
/// <param name="BookedOn">Booking date: decides fiscal year and period.</param>
/// <param name="EffectiveOn">When it took effect.</param>
/// <param name="Document">Voucher reference.</param>
/// <param name="Text">What it is about.</param>
/// <param name="ExternalId">The id of the program that posted it.</param>
/// <param name="Reverses">The number of the entry that it reverses.</param>
/// <param name="ReversedBy">The number of the entry that reverses it.</param>
/// <param name="PostedBy">Who posted it.</param>
/// <param name="PostedAt">When, UTC.</param>
/// <param name="LineCount">How many lines it has.</param>
/// <param name="Lines">The first 500 of them; the others by `listEntryLines`.</param>
/// <param name="Proof">That it stands in the log of the journal.</param>
public sealed record ApiEntry(
    long No, EntryKind Kind, DateOnly BookedOn, DateOnly EffectiveOn, string Document, string Text, string? ExternalId,
    long? Reverses, long? ReversedBy, string PostedBy, DateTimeOffset PostedAt, long LineCount,
    IReadOnlyList<ApiEntryLine> Lines, ApiProof Proof);

/// <summary>A line of an entry.</summary>
/// <param name="No">From 1 in its entry.</param>
/// <param name="Account">Its number.</param>
/// <param name="AccountName">What it is called.</param>
/// <param name="AmountCents">Debit positive.</param>
/// <param name="Product">Code of the product.</param>
/// <param name="CostCentre">Code of the cost centre.</param>
/// <param name="Payment">Number of the receipt or payment account.</param>
/// <param name="Party">Number of the party.</param>
/// <param name="Item">Number of the open item.</param>
/// <param name="Asset">Number of the asset.</param>
/// <param name="Text">Where it says more than the entry's text.</param>
public sealed record ApiEntryLine(
    long No, string Account, string AccountName, long AmountCents, string? Product, string? CostCentre,
    string? Payment, string? Party, string? Item, string? Asset, string? Text)
{
    internal static ApiEntryLine Of(EntryLine it) => new(it.LineNo, it.Account, it.AccountName, it.Amount.Cents,
        it.Product, it.CostCentre, it.Payment, it.Party, it.Item, it.Asset, it.Text);
}

/// <summary>An inclusion proof (RFC 9162 section 2.1.3); hashes are base 64.</summary>
/// <param name="LeafIndex">The entry's number minus one.</param>
/// <param name="TreeSize">How many entries the log has that it is proven in.</param>
/// <param name="Leaf">Hash of the entry's canonical form.</param>
/// <param name="Path">From the leaf upwards.</param>
/// <param name="Checkpoint">The signed checkpoint of that length, where there is one.</param>
public sealed record ApiProof(
    long LeafIndex, long TreeSize, string Leaf, IReadOnlyList<string> Path, string? Checkpoint);

/// <summary>An entry (Buchungssatz) to be posted.</summary>
/// <param name="BookedOn">Booking date: decides fiscal year and period.</param>
/// <param name="Document">Voucher reference (Belegnummer), up to 100 characters.</param>
/// <param name="Text">Up to 1,000 characters.</param>
/// <param name="Lines">They add up to zero.</param>
/// <param name="EffectiveOn">When it took effect; the booking date where it is missing.</param>
/// <param name="Kind">`regular`, `adjustment`, `opening` or `winding-up`.</param>
/// <param name="ExternalId">The program's id of the entry, up to 200 characters; the key of the request where it is
/// missing.</param>
/// <param name="Commitment">Number of the commitment (Mittelbindung) that it uses up.</param>
public sealed record NewEntry(
    DateOnly BookedOn, string Document, string Text, IReadOnlyList<NewPosting> Lines, DateOnly? EffectiveOn = null,
    EntryKind Kind = EntryKind.Regular, string? ExternalId = null, string? Commitment = null) : IExample<NewEntry>
{
    public static NewEntry Example => new(new(2026, 1, 31), "RE-4711", "Strom Januar",
        [new("5241", 12_500), new("1811", -12_500, Payment: "7241")]);
}

/// <summary>A reversal to be posted.</summary>
/// <param name="BookedOn">Its period must be open.</param>
/// <param name="Document">Voucher reference.</param>
/// <param name="Text">Why.</param>
public sealed record NewReversal(DateOnly BookedOn, string Document, string Text) : IExample<NewReversal>
{
    public static NewReversal Example => new(new(2026, 2, 1), "RE-4711", "Storno: doppelt erfasst");
}

/// <summary>What was posted.</summary>
/// <param name="No">The number of the entry.</param>
/// <param name="Warnings">What exceeds the budget while its control is off.</param>
public sealed record ApiPosted(long No, IReadOnlyList<ProblemPart> Warnings);

/// <summary>What an entry comes to before it is posted.</summary>
/// <param name="DebitCents">Sum of its debits.</param>
/// <param name="CreditCents">Sum of its credits, positive.</param>
/// <param name="DifferenceCents">Zero in a balanced entry.</param>
/// <param name="Wishes">What it takes from the budget.</param>
public sealed record ApiPreview(
    long DebitCents, long CreditCents, long DifferenceCents, IReadOnlyList<ApiWish> Wishes);

/// <summary>What an entry takes from a line of the budget.</summary>
/// <param name="Product">Code of the product; null for the body as a whole.</param>
/// <param name="Position">First digits of accounts, or a line.</param>
/// <param name="IsPlanned">False where the budget has no line for it.</param>
/// <param name="AvailableCents">Before the entry.</param>
/// <param name="WantedCents">By the entry.</param>
/// <param name="LeftCents">After the entry; below zero where the money is missing.</param>
public sealed record ApiWish(
    string? Product, string Position, bool IsPlanned, long AvailableCents, long WantedCents, long LeftCents)
{
    internal static ApiWish Of(BudgetWish it) => new(it.Key.Product, it.Key.Position, it.IsPlanned,
        it.Available.Cents, it.Wanted.Cents, it.Left.Cents);
}
