using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Treasury;

/// <summary>Which way the money goes: out (Auszahlungsanordnung) or in (Annahmeanordnung).</summary>
public enum CashOrderKind { Payment, Receipt }

public enum CashOrderState
{
    /// <summary>May still change; nobody answers for it yet.</summary>
    Draft,

    /// <summary>Right as to its facts and its figures (sachlich und rechnerisch festgestellt).</summary>
    Certified,

    /// <summary>To be paid or received (angeordnet), not in the books yet.</summary>
    Ordered,

    /// <summary>In the books; a payment may be made once it is due.</summary>
    Posted,

    Withdrawn,
}

/// <summary>A line of an order: an expense or an asset of a payment, a revenue of a receipt.</summary>
/// <param name="Amount">Positive.</param>
public sealed record CashOrderLine(
    Id<Account> Account, Money Amount, Id<Product>? Product = null, Id<CostCentre>? CostCentre = null,
    string? Text = null);

/// <summary>What is ordered.</summary>
/// <param name="Account">The account for debts or claims on which the open item will stand.</param>
/// <param name="Document">The number of the invoice or notice.</param>
/// <param name="Payment">The payment account of the cash posting, where it does not follow from the lines.</param>
/// <param name="Item">An item that is in the books already; then there are no lines.</param>
public sealed record CashOrderDraft(
    CashOrderKind Kind, Id<Party> Party, Id<Account> Account, string Document, string Text, DateOnly EffectiveOn,
    DateOnly DueOn, Money Amount, IReadOnlyList<CashOrderLine> Lines, Id<Account>? Payment = null,
    Id<OpenItem>? Item = null);

public enum CashOrderStepKind
{
    Drafted, Changed,

    /// <summary>Sachliche Feststellung: it was ordered, delivered, and is owed on this ground.</summary>
    CertifiedFacts,

    /// <summary>Rechnerische Feststellung: all its figures are right.</summary>
    CertifiedFigures,

    Ordered, Posted, Returned, Withdrawn,
}

/// <summary>What somebody did to an order.</summary>
/// <param name="Hash">Of the order as they saw it.</param>
public sealed record CashOrderStep(
    int No, CashOrderStepKind Kind, string Person, DateTimeOffset TakenAt, byte[] Hash, string? Reason);

/// <summary>A cash order (Kassenanordnung), KomHVO NRW § 31.</summary>
/// <param name="No">Gapless from 1 in the body.</param>
/// <param name="Steps">All that happened to it, in order.</param>
public sealed record CashOrder(
    long No, CashOrderState State, CashOrderDraft Draft, long? EntryNo, IReadOnlyList<CashOrderStep> Steps)
{
    /// <summary>The hash of all that a person answers for.</summary>
    public byte[] Hash { get; } = HashOf(No, Draft);

    /// <summary>As it travels through a form.</summary>
    public string HashText => Convert.ToHexStringLower(Hash);

    public bool IsFactsCertified => Current(CashOrderStepKind.CertifiedFacts) is not null;

    public bool IsFiguresCertified => Current(CashOrderStepKind.CertifiedFigures) is not null;

    /// <summary>Who certified the order as it is now.</summary>
    public IEnumerable<string> Certifiers => Standing
        .Where(step => step.Kind is CashOrderStepKind.CertifiedFacts or CashOrderStepKind.CertifiedFigures)
        .Select(step => step.Person).Distinct();

    /// <summary>Who ordered it, or null.</summary>
    public string? OrderedBy => Current(CashOrderStepKind.Ordered)?.Person;

    /// <summary>Who posted it, or null.</summary>
    public string? PostedBy => Current(CashOrderStepKind.Posted)?.Person;

    /// <summary>The steps since the last one that made it a draft.</summary>
    internal IEnumerable<CashOrderStep> Standing => Steps.Reverse().TakeWhile(step => step.Kind is not (
        CashOrderStepKind.Drafted or CashOrderStepKind.Changed or CashOrderStepKind.Returned));

    CashOrderStep? Current(CashOrderStepKind kind) => Standing.FirstOrDefault(step => step.Kind == kind);

    // The item counts only where the order is about it; one that posting creates was not there to be seen.
    static byte[] HashOf(long no, CashOrderDraft draft) => SHA256.HashData(Encoding.UTF8.GetBytes(AuditRecord.Canonical(
    [
        ("no", Text(no)), ("kind", draft.Kind.Code()), ("party", Text(draft.Party.Value)),
        ("account", Text(draft.Account.Value)), ("payment", Text(draft.Payment?.Value)), ("document", draft.Document),
        ("text", draft.Text), ("effective", Day.Iso(draft.EffectiveOn)), ("due", Day.Iso(draft.DueOn)),
        ("amount", Text(draft.Amount.Cents)), ("item", draft.Lines.Count == 0 ? Text(draft.Item?.Value) : null),
        .. draft.Lines.Select((line, i) => ($"line-{i + 1:000}", (string?)AuditRecord.Canonical(
        [
            ("account", Text(line.Account.Value)), ("amount", Text(line.Amount.Cents)),
            ("product", Text(line.Product?.Value)), ("centre", Text(line.CostCentre?.Value)), ("text", line.Text),
        ]))),
    ])));

    static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
