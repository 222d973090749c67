using Gemeinwerk.Basics;

namespace Gemeinwerk.Ledger;

/// <summary>Why an entry exists; it decides which periods and books take it.</summary>
public enum EntryKind
{
    Regular, Reversal,

    /// <summary>Year-end adjustment (Abschlussbuchung), in period 13 on the last day of the year.</summary>
    Adjustment,

    Depreciation,

    /// <summary>Opening balances (Eröffnungsbilanz, Saldenvortrag), in period 0.</summary>
    Opening,

    /// <summary>Moves the result to equity and all balances to zero at the end of a year, in period 14.</summary>
    Closing,

    /// <summary>Balances taken over from a predecessor by legal succession, GkG NRW § 22 (3).</summary>
    CarryOver,

    /// <summary>Mutual claims or shareholdings that a merger extinguishes (Konfusion).</summary>
    Elimination,

    /// <summary>In the book of a dissolved body, GkG NRW § 20 (5).</summary>
    WindingUp,
}

/// <summary>How a posting moves a fixed asset (Bewegungsart).</summary>
public enum AssetMovement { Addition, Disposal, Transfer, Depreciation, WriteUp, ReleasedDepreciation }

/// <summary>One line of an entry.</summary>
/// <param name="Amount">Cents, debit positive, credit negative, never zero.</param>
/// <param name="Payment">On cash accounts of an NKF book: the receipt or payment account.</param>
/// <param name="Text">Where it says more than the entry's text.</param>
public sealed record Posting(
    Id<Account> Account,
    Money Amount,
    Id<Product>? Product = null,
    Id<CostCentre>? CostCentre = null,
    Id<Account>? Payment = null,
    Id<Party>? Party = null,
    Id<OpenItem>? Item = null,
    Id<Asset>? Asset = null,
    AssetMovement? Movement = null,
    string? Text = null);

/// <summary>An entry (Buchungssatz) to be posted.</summary>
/// <param name="BookedOn">Booking date: decides fiscal year and period.</param>
/// <param name="EffectiveOn">The day on which the transaction took effect; it may lie in another period.</param>
/// <param name="Document">Voucher reference (Belegnummer), up to 100 characters.</param>
/// <param name="Text">Up to 1,000 characters.</param>
/// <param name="ExternalId">The client's id, up to 200 characters: the same id with the same content is the same
/// entry, however often it comes; with other content it is refused. Kept as long as the books.</param>
public sealed record EntryDraft(
    DateOnly BookedOn,
    DateOnly EffectiveOn,
    string Document,
    string Text,
    IReadOnlyList<Posting> Postings,
    EntryKind Kind = EntryKind.Regular,
    string? ExternalId = null,
    long? Reverses = null)
{
    /// <summary>0 opening, 1 to 12 the months, 13 adjustments, 14 closing of the accounts.</summary>
    public int Period => Kind switch
    {
        EntryKind.Opening => 0,
        EntryKind.Adjustment => 13,
        EntryKind.Closing => 14,
        _ => PeriodOverride ?? BookedOn.Month,
    };

    /// <summary>Set by the ledger itself: a carry-over on the first day of a year opens it, a reversal of an adjustment
    /// or of a closing stands beside it.</summary>
    internal int? PeriodOverride { get; init; }

    /// <summary>Set by the ledger itself: the reversal of a winding-up entry, which a sealed book takes too.</summary>
    internal bool ReversesWindingUp { get; init; }

    /// <summary>Set by an import that has made the external id itself and knows that the journal cannot have it yet, so
    /// that nobody looks for it.</summary>
    internal bool IsNew { get; init; }
}

/// <summary>What came of a posted entry.</summary>
/// <param name="EntryNo">Its number, gapless from 1 in the body's journal.</param>
/// <param name="WasKnown">It was posted before under the same external id; nothing was written now.</param>
public sealed record Posted(long EntryNo, bool WasKnown);
