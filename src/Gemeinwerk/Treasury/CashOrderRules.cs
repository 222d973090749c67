using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Treasury;

/// <summary>
/// What an order must fulfil, in this order: texts, party, account, amount, lines, payment account, days, item.
/// </summary>
static class CashOrderRules
{
    internal const int MostLines = 200;

    /// <param name="changes">The number of the order that becomes this, or null for a new one.</param>
    internal static async Task<Rejection?> Refuse(
        Work work, Id<Body> body, CashOrderDraft draft, long? changes = null)
    {
        if (Texts.Refuse(draft.Document, 100) is { } document) return new("treasury.document", $"Beleg: {document}");
        if (Texts.Refuse(draft.Text, 1000) is { } text) return new("treasury.text", $"Grund der Zahlung: {text}");
        if (!await work.Db.Any($"select 1 from ledger_party where body_id = {body} and party_id = {draft.Party}"))
        {
            return new("treasury.party", "Den Geschäftspartner gibt es in diesem Buch nicht.");
        }
        var accounts = (await Accounts.All(work.Db, body)).ToDictionary(account => account.Id);
        var role = draft.Kind == CashOrderKind.Payment ? AccountRole.Payable : AccountRole.Receivable;
        if (accounts.GetValueOrDefault(draft.Account) is not { RetiredOn: null } account || account.Role != role)
        {
            return new("treasury.account", draft.Kind == CashOrderKind.Payment
                ? "Eine Auszahlung braucht ein Verbindlichkeitskonto, das nicht stillgelegt ist."
                : "Eine Annahme braucht ein Forderungskonto, das nicht stillgelegt ist.");
        }
        if (draft.Amount <= Money.Zero || draft.Lines.Any(line => line.Amount <= Money.Zero))
        {
            return new("treasury.amount", "Angeordnet werden nur Beträge über null.");
        }
        if (RefuseLines(draft, accounts) is { } badLine) return badLine;
        if (draft.Payment is { } payment && accounts.GetValueOrDefault(payment) is not { IsPayment: true })
        {
            return new("treasury.payment-account", "Das Zahlungskonto ist keines der Klassen 6 und 7.");
        }
        if (draft.DueOn < draft.EffectiveOn)
        {
            return new("treasury.days", "Die Zahlung wäre fällig, bevor ihr Grund entstanden ist.");
        }
        return draft.Item is { } item && draft.Lines.Count == 0 ? await RefuseItem(work, body, draft, item, changes)
            : null;
    }

    static Rejection? RefuseLines(CashOrderDraft draft, Dictionary<Id<Account>, Account> accounts)
    {
        if (draft.Lines.Count > MostLines)
        {
            return new("treasury.lines", $"Eine Anordnung hat höchstens {MostLines} Zeilen.");
        }
        if (draft.Lines.Count == 0)
        {
            return draft.Item is null
                ? new("treasury.lines", "Die Anordnung nennt weder Zeilen noch einen vorhandenen offenen Posten.")
                : null;
        }
        if (draft.Item is not null)
        {
            return new("treasury.lines", "Die Anordnung nennt Zeilen und einen offenen Posten; nur eins geht.");
        }
        foreach (var line in draft.Lines)
        {
            if (accounts.GetValueOrDefault(line.Account) is not { RetiredOn: null, IsPayment: false } account
                || account.Role is AccountRole.Cash or AccountRole.Result)
            {
                return new("treasury.line-account",
                    "Eine Zeile nennt ein Konto, auf das nicht angeordnet werden kann.");
            }
            if (line.Text is { } text && Texts.Refuse(text, 1000) is { } why)
            {
                return new("treasury.text", $"Zeilentext: {why}");
            }
        }
        var sum = draft.Lines.Aggregate(Money.Zero, (all, line) => all + line.Amount);
        return sum == draft.Amount
            ? null
            : new("treasury.sum", $"Die Zeilen ergeben {sum}, angeordnet werden sollen {draft.Amount}.");
    }

    static async Task<Rejection?> RefuseItem(
        Work work, Id<Body> body, CashOrderDraft draft, Id<OpenItem> id, long? changes)
    {
        var item = (await OpenItems.OfParty(work.Db, body, draft.Party)).Find(it => it.Id == id);
        if (item is null || item.Account != draft.Account)
        {
            return new("treasury.item", "Der offene Posten gehört zu einem anderen Konto oder Geschäftspartner.");
        }
        var owed = draft.Kind == CashOrderKind.Payment ? -item.Open : item.Open;
        if (owed < draft.Amount)
        {
            return new("treasury.item-open", $"Auf dem Posten „{item.Number}“ ist weniger offen, als angeordnet wird.");
        }
        return await CashOrders.OfItem(work.Db, body, id) is { } other && other != changes
            ? new("treasury.item-ordered", $"Der Posten „{item.Number}“ steht schon in der Anordnung Nr. {other}.")
            : null;
    }
}
