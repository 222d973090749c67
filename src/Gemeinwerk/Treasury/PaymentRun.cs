using System.Globalization;
using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Treasury;

public enum PaymentRunState
{
    /// <summary>Waits for its two releases.</summary>
    Proposed,

    /// <summary>Released by two people, and posted.</summary>
    Released,

    Cancelled,
}

/// <summary>A payment of a run.</summary>
/// <param name="OrderNo">The cash order that it carries out.</param>
/// <param name="Iban">To where; as it stood with the party when the run was proposed.</param>
/// <param name="Reference">What the receiver reads (Verwendungszweck).</param>
/// <param name="EntryNo">Its entry, once it is posted.</param>
public sealed record Payment(
    int Place, long OrderNo, Id<OpenItem> Item, Money Amount, string Name, string Iban, string Reference,
    long? EntryNo);

/// <summary>Payments that go to the bank together (Zahllauf).</summary>
/// <param name="Account">The cash account from which they go.</param>
/// <param name="FirstReleasedBy">The first of the two people who release it, or null.</param>
/// <param name="ReleasedBy">The second, or null.</param>
public sealed record PaymentRun(
    long No, PaymentRunState State, DateOnly PayOn, Id<Account> Account, string ProposedBy, DateTimeOffset ProposedAt,
    string? FirstReleasedBy, string? ReleasedBy, DateTimeOffset? ReleasedAt, IReadOnlyList<Payment> Payments)
{
    public Money Sum => Payments.Aggregate(Money.Zero, (sum, payment) => sum + payment.Amount);

    internal string Subject => No.ToString(CultureInfo.InvariantCulture);

    /// <summary>All of it in one text, which the releasing people answer for.</summary>
    internal string Content => AuditRecord.Canonical(
    [
        ("run", Subject), ("pay-on", Day.Iso(PayOn)), ("account", Text(Account.Value)),
        ("sum", Sum.ToPlainText()),
        .. Payments.Select(it => ($"payment-{it.Place:0000}", (string?)AuditRecord.Canonical(
        [
            ("order", Text(it.OrderNo)), ("item", Text(it.Item.Value)), ("amount", it.Amount.ToPlainText()),
            ("name", it.Name), ("iban", it.Iban), ("reference", it.Reference),
        ]))),
    ]);

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A posted order whose payment may be proposed.</summary>
/// <param name="Amount">What is open of it.</param>
/// <param name="Iban">Null where the party has none, or none that can be right; then it cannot be proposed.</param>
public sealed record DuePayment(CashOrder Order, OpenItem Item, Party Party, Money Amount, Iban? Iban);
