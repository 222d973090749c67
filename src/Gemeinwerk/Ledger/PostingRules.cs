using Gemeinwerk.Basics;

namespace Gemeinwerk.Ledger;

/// <summary>
/// What an entry must fulfil to be posted, in this order: postings there, texts well formed, kind and day agree, every
/// reference known, accounts fit for posting, payments named, items and assets consistent, balanced, book and period
/// open. An external id that is known is looked at before time is: a retired account, a sealed book and a closed period
/// stand against new entries only, so that the same entry is answered as at first and another one is a conflict.
/// </summary>
static class PostingRules
{
    internal const int MostPostings = 1_000_000;

    internal static async ValueTask<Rejection?> Refuse(Book book, EntryDraft draft)
    {
        if (draft.Postings.Count == 0) return new("ledger.no-postings", "Die Buchung hat keine Zeilen.");
        if (draft.Postings.Count > MostPostings)
        {
            return new("ledger.too-many-postings", $"Die Buchung hat mehr als {German.Count(MostPostings)} Zeilen.");
        }
        if (RefuseTexts(draft) is { } badText) return badText;
        if (RefuseKind(book, draft) is { } badKind) return badKind;
        foreach (var posting in draft.Postings)
        {
            if (!book.Knows(posting) && !await book.Load(posting))
            {
                return new("ledger.dangling",
                    "Konto, Produkt, Kostenstelle, Geschäftspartner, Posten oder Anlage gibt es in diesem Buch nicht.");
            }
            if (Refuse(book, draft, posting) is { } badPosting) return badPosting;
        }
        if (RefuseSum(book, draft) is { } badSum) return badSum;
        return await RefusePeriod(book, draft);
    }

    static Rejection? RefuseTexts(EntryDraft draft)
    {
        if (Texts.Refuse(draft.Document, 100) is { } document)
        {
            return new("ledger.document", $"Belegnummer: {document}", "KomHVO NRW § 28");
        }
        if (Texts.Refuse(draft.Text, 1000) is { } text)
        {
            return new("ledger.text", $"Buchungstext: {text}", "KomHVO NRW § 28");
        }
        if (draft.ExternalId is { } id && Texts.Refuse(id, 200) is { } external)
        {
            return new("ledger.external-id", $"Fremdschlüssel: {external}");
        }
        foreach (var posting in draft.Postings)
        {
            if (posting.Text is { } line && Texts.Refuse(line, 1000) is { } why)
            {
                return new("ledger.text", $"Zeilentext: {why}");
            }
        }
        return null;
    }

    /// <summary>
    /// Days and periods agree only if openings and year-end entries stand on their day. A merger within a year closes
    /// its sources on another day and names the period itself.
    /// </summary>
    static Rejection? RefuseKind(Book book, EntryDraft draft)
    {
        if ((draft.Kind == EntryKind.Reversal) != (draft.Reverses is not null)
            || draft.Reverses < 1 || draft.Reverses > book.EntryCount)
        {
            return new("ledger.reversal", "Ein Storno nennt eine Buchung dieses Buches, jede andere Buchung keine.");
        }
        return (draft.Kind, draft.BookedOn) switch
        {
            _ when draft.PeriodOverride is not null => null,
            (EntryKind.Opening, not { Month: 1, Day: 1 }) => new("ledger.booking-day",
                $"Eine Eröffnungsbuchung steht am 1. Januar, nicht am {German.Date(draft.BookedOn)}."),
            (EntryKind.Adjustment or EntryKind.Closing, not { Month: 12, Day: 31 }) => new("ledger.booking-day",
                $"Eine Abschlussbuchung steht am 31. Dezember, nicht am {German.Date(draft.BookedOn)}."),
            _ => null,
        };
    }

    static Rejection? Refuse(Book book, EntryDraft draft, Posting posting)
    {
        var account = book.Accounts[posting.Account.Value].Account;
        if (posting.Amount.IsZero)
        {
            return new("ledger.zero-amount", $"Die Zeile auf Konto {account.Number} hat keinen Betrag.");
        }
        if (account.IsPayment)
        {
            return new("ledger.payment-account",
                $"Konto {account.Number} ist ein Zahlungskonto; "
                + "gebucht wird das Finanzmittelkonto mit diesem Zahlungskonto.",
                "KomHVO NRW § 28 (4)");
        }
        // What stands on a retired account must still be reversed, closed and carried forward.
        if (account.RetiredOn <= draft.BookedOn
            && draft.Kind is not (EntryKind.Reversal or EntryKind.Closing or EntryKind.Opening))
        {
            return new("ledger.account-retired",
                $"Konto {account.Number} ist seit {German.Date(account.RetiredOn.Value)} stillgelegt.");
        }
        if (posting.Payment is { } payment
            && (account.Role != AccountRole.Cash || !book.Accounts[payment.Value].Account.IsPayment))
        {
            return new("ledger.payment-misplaced",
                $"Ein Zahlungskonto (Klasse 6 oder 7) gehört zu einem Finanzmittelkonto, nicht zu {account.Number}.");
        }
        if (posting.Item is { } item && book.Items[item.Value] is var facts
            && (facts.Account != posting.Account || (posting.Party is { } party && party != facts.Party)))
        {
            return new("ledger.item-mismatch",
                "Der offene Posten gehört zu einem anderen Konto oder Geschäftspartner.");
        }
        if (posting.Asset is { } asset
            && (posting.Movement is null || book.Assets[asset.Value].Account != posting.Account))
        {
            return new("ledger.asset-mismatch",
                "Die Anlage gehört zu einem anderen Konto, oder die Bewegungsart fehlt.");
        }
        return posting is { Asset: null, Movement: not null }
            ? new("ledger.asset-mismatch", "Eine Bewegungsart steht nur bei einer Anlage.")
            : null;
    }

    static Rejection? RefuseSum(Book book, EntryDraft draft)
    {
        Int128 sum = 0, unnamedCash = 0;
        var turnover = (Int128)0;
        foreach (var posting in draft.Postings)
        {
            sum += posting.Amount.Cents;
            turnover += Int128.Abs(posting.Amount.Cents);
            var isCash = book.Accounts[posting.Account.Value].Account.Role == AccountRole.Cash;
            if (isCash && posting.Payment is null) unnamedCash += posting.Amount.Cents;
        }
        if (turnover > long.MaxValue / 1000)
        {
            return new("ledger.amount-too-large", "Die Beträge der Buchung sind zu groß.");
        }
        if (sum != 0)
        {
            return new("ledger.unbalanced", $"Soll und Haben weichen um {new Money((long)sum)} ab.", "KomHVO NRW § 28");
        }
        // A transfer between two cash accounts is no receipt and no payment; anything else is one.
        if (unnamedCash != 0 && book.Body.Framework == Framework.Nkf && NamesPayments(draft.Kind))
        {
            return new("ledger.payment-missing",
                "Eine Buchung auf einem Finanzmittelkonto braucht ein Zahlungskonto der Klasse 6 oder 7.",
                "KomHVO NRW § 28 (4)");
        }
        return null;
    }

    static bool NamesPayments(EntryKind kind) =>
        kind is not (EntryKind.Opening or EntryKind.Closing or EntryKind.CarryOver or EntryKind.Elimination
            or EntryKind.Reversal);

    static async ValueTask<Rejection?> RefusePeriod(Book book, EntryDraft draft)
    {
        var isWindingUp = draft.Kind == EntryKind.WindingUp || draft.ReversesWindingUp;
        if (!isWindingUp && book.Sealed is { } why) return why;
        var key = (draft.BookedOn.Year, draft.Period);
        var state = book.Periods.TryGetValue(key, out var known) ? known : await book.Period(key.Year, key.Period);
        return state switch
        {
            PeriodState.Open => null,
            PeriodState.Closing when draft.Kind is EntryKind.Adjustment or EntryKind.Depreciation or EntryKind.Reversal
                or EntryKind.Closing => null,
            PeriodState.Missing => new("ledger.year-missing", $"Das Haushaltsjahr {key.Year} ist nicht eröffnet."),
            _ => new("ledger.period-closed", $"Die Bücher sind für den {German.Date(draft.BookedOn)} geschlossen."),
        };
    }
}
