using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger;

/// <summary>The number of an account (Sachkonto), four to eight digits; the first is the account class.</summary>
public sealed record AccountNumber
{
    AccountNumber(string digits) => Digits = digits;

    public string Digits { get; }

    public static Result<AccountNumber> Parse(string text) =>
        text.Length is >= 4 and <= 8 && text.All(char.IsAsciiDigit)
            ? new AccountNumber(text)
            : new Rejection("ledger.account-number", $"„{text}“ ist keine Kontonummer aus vier bis acht Ziffern.");

    public override string ToString() => Digits;
}

/// <summary>What an account shows. Receipt and payment accounts (NKF classes 6 and 7) are never posted to: they say
/// what a posting on a cash account was for.</summary>
public enum AccountKind
{
    Asset, Equity, SpecialItem, Provision, Liability, Revenue, Expense, Receipt, Payment, Closing, Costing,
}

/// <summary>What the ledger does with an account beyond adding up.</summary>
public enum AccountRole
{
    None,

    /// <summary>
    /// Cash and bank (Finanzmittelkonto): each posting names a receipt or payment account, KomHVO NRW § 28 (4).
    /// </summary>
    Cash,

    /// <summary>Claims: postings may belong to open items.</summary>
    Receivable,

    /// <summary>Debts: postings may belong to open items.</summary>
    Payable,

    FixedAsset,

    /// <summary>Takes the result of the year at closing (Jahresüberschuss/Jahresfehlbetrag). One per chart.</summary>
    Result,
}

/// <summary>An account of a body's chart (Kontenplan).</summary>
/// <param name="RetiredOn">From this day on it takes no entries any more.</param>
public sealed record Account(
    Id<Account> Id, string Number, string Name, AccountKind Kind, AccountRole Role, DateOnly? RetiredOn)
{
    public bool IsOnBalanceSheet =>
        Kind is AccountKind.Asset or AccountKind.Equity or AccountKind.SpecialItem or AccountKind.Provision
            or AccountKind.Liability;

    public bool IsResult => Kind is AccountKind.Revenue or AccountKind.Expense;

    public bool IsPayment => Kind is AccountKind.Receipt or AccountKind.Payment;
}

/// <summary>An account to be created.</summary>
public sealed record AccountDraft(AccountNumber Number, string Name, AccountKind Kind, AccountRole Role);

public static class Accounts
{
    /// <summary>
    /// Adds accounts to a body's chart. An account that is there with the same content is left as it is.
    /// </summary>
    /// <returns>How many were added, or <c>ledger.account-name</c>, <c>ledger.account-exists</c> (same number, other
    /// content), <c>ledger.account-result</c> (a second account of role result).</returns>
    public static async Task<Result<int>> Add(Work work, Book book, IReadOnlyList<AccountDraft> drafts)
    {
        var body = book.Body.Id;
        var known = (await All(work.Db, body)).ToDictionary(account => account.Number);
        var first = known.Values.Select(account => account.Id.Value).DefaultIfEmpty(0).Max() + 1;
        var next = first;
        var added = new List<Account>();
        foreach (var draft in drafts)
        {
            if (Texts.Refuse(draft.Name, 300) is { } why)
            {
                return new Rejection("ledger.account-name", $"Name des Kontos {draft.Number}: {why}");
            }
            var account = new Account(new(next), draft.Number.Digits, draft.Name, draft.Kind, draft.Role, null);
            if (known.TryGetValue(account.Number, out var old))
            {
                if (old == account with { Id = old.Id, RetiredOn = old.RetiredOn }) continue;
                return new Rejection("ledger.account-exists",
                    $"Das Konto {account.Number} gibt es schon mit anderem Inhalt („{old.Name}“).");
            }
            if (account.Role == AccountRole.Result && known.Values.Any(other => other.Role == AccountRole.Result))
            {
                return new Rejection("ledger.account-result",
                    $"Das Konto {account.Number} wäre das zweite Ergebniskonto des Kontenplans.");
            }
            known.Add(account.Number, account);
            added.Add(account);
            next++;
        }
        await work.Db.Bulk("ledger_account", "body_id, account_id, number, name, kind, role", added, (to, account) => to
            .Add(body).Add(account.Id).Add(account.Number).Add(account.Name)
            .Add(account.Kind.Code()).Add(account.Role.Code()));
        await MasterData.Accounts.RecordAdded(work, book.Body.AuditLog(), first);
        return added.Count;
    }

    /// <summary>From a day on an account takes no new entries; reversals and closing still go in.</summary>
    /// <returns><c>ledger.account-unknown</c>, or <c>ledger.account-in-use</c> (entries since then).</returns>
    public static async Task<Result<Nothing>> Retire(Work work, Book book, string number, DateOnly on)
    {
        var body = book.Body.Id;
        if ((await All(work.Db, body)).Find(account => account.Number == number) is not { } account)
        {
            return new Rejection("ledger.account-unknown", $"Das Konto {number} gibt es nicht.");
        }
        if (await work.Db.Any($"""
            select 1 from ledger_posting
            where body_id = {body} and account_id = {account.Id} and booked_on >= {on} limit 1
            """))
        {
            return new Rejection("ledger.account-in-use",
                $"Das Konto {number} hat Buchungen am oder nach dem {German.Date(on)}.");
        }
        await MasterData.Accounts.RecordChange(work, book.Body.AuditLog(), [account.Id.Value], () => work.Db.Run($"""
            update ledger_account set retired_on = {on} where body_id = {body} and account_id = {account.Id}
            """));
        book.Accounts.TryRemove(account.Id.Value, out _);
        return default(Nothing);
    }

    /// <summary>A body's chart, by number.</summary>
    public static Task<List<Account>> All(Session db, Id<Body> body) => db.All($"""
        select account_id, number, name, kind, role, retired_on from ledger_account
        where body_id = {body} order by number
        """, Map);

    internal static Task<Account?> Find(Session db, Id<Body> body, Id<Account> account) => db.Maybe($"""
        select account_id, number, name, kind, role, retired_on from ledger_account
        where body_id = {body} and account_id = {account}
        """, Map);

    static Account Map(Row row) => new(
        row.Id<Account>(), row.Text(), row.Text(), Codes.Parse<AccountKind>(row.Text()),
        Codes.Parse<AccountRole>(row.Text()), row.DayOrNull());
}
