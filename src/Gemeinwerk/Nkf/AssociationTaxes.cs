using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Verification;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Nkf;

/// <summary>
/// An association raises fees and contributions, but no taxes (GkG NRW § 19 (3)): nothing is planned, ordered, typed in
/// or imported on the account group for taxes. What came into the books on another way, as by a merger of old books,
/// <c>verify</c> names.
/// </summary>
public static class AssociationTaxes
{
    /// <summary>Taxes and similar levies (Steuern und ähnliche Abgaben), as revenues and as receipts.</summary>
    const string Revenues = "40", Receipts = "60", RevenueLine = "Z01", ReceiptLine = "F01";

    public static readonly VerificationPass Pass =
        new("nkf.taxes", "Keine Steuern in den Büchern eines Zweckverbands", Run);

    static bool Concerns(Body body) => body is { Kind: BodyKind.Association, Framework: Framework.Nkf };

    /// <returns>Null, or <c>nkf.association-taxes</c> for a line of the budget of an association.</returns>
    internal static Rejection? Refuse(Body body, BudgetKey key) => Concerns(body)
        && (key.Position is RevenueLine or ReceiptLine || key.Position.StartsWith(Revenues, StringComparison.Ordinal)
            || key.Position.StartsWith(Receipts, StringComparison.Ordinal))
            ? Refused($"Auf {key} wird nichts veranschlagt")
            : null;

    /// <summary>The rule for entries of a body; one that lets everything pass where it may raise taxes.</summary>
    internal static async Task<Func<EntryDraft, Rejection?>> Rule(Session db, Body body)
    {
        if (!Concerns(body)) return _ => null;
        var taxes = (await db.All($"""
            select account_id, number from ledger_account
            where body_id = {body.Id} and kind = 'revenue' and number >= {Revenues} and number < '41'
            """, row => (Id: row.Id<Account>(), Number: row.Text()))).ToDictionary(it => it.Id, it => it.Number);
        return draft => BudgetControl.Controls(draft.Kind)
            && draft.Postings.FirstOrDefault(it => it.Amount < Money.Zero && taxes.ContainsKey(it.Account)) is { } found
                ? Refused($"Auf Konto {taxes[found.Account]} wird kein Ertrag gebucht")
                : null;
    }

    static Rejection Refused(string what) => new("nkf.association-taxes",
        $"{what}: ein Zweckverband erhebt Gebühren und Beiträge, aber keine Steuern.",
        AssociationRule.Of("taxes", DateOnly.MaxValue).Shown);

    /// <summary>Names each account and year in which tax revenue is left in an association's books.</summary>
    static async Task Run(Session db, Body body, PassReport report)
    {
        if (!Concerns(body)) return;
        await db.Scan($"""
            select a.number, b.fiscal_year, cast(sum(b.debit - b.credit) as bigint)
            from ledger_balance b join ledger_account a on a.body_id = b.body_id and a.account_id = b.account_id
            where b.body_id = {body.Id} and a.kind = 'revenue' and a.number >= {Revenues} and a.number < '41'
              and b.period between 1 and {FiscalYears.Adjustments}
            group by a.number, b.fiscal_year having sum(b.debit - b.credit) <> 0 order by a.number, b.fiscal_year
            """, row => report.Fail("ledger_balance", $"{row.Text()}/{row.Int()}", "0.00 (GkG NRW § 19 (3))",
                row.Money().ToPlainText()));
    }
}
