using System.Runtime.InteropServices;
using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger;

readonly record struct BalanceKey(
    int Year, int Period, long Account, long Product, long CostCentre, long Payment) : IComparable<BalanceKey>
{
    public int CompareTo(BalanceKey other) =>
        (Year, Period, Account, Product, CostCentre, Payment).CompareTo(
            (other.Year, other.Period, other.Account, other.Product, other.CostCentre, other.Payment));
}

readonly record struct DayKey(int Year, int Period, long BookedOn, long Account) : IComparable<DayKey>
{
    public int CompareTo(DayKey other) =>
        (Year, Period, BookedOn, Account).CompareTo((other.Year, other.Period, other.BookedOn, other.Account));
}

/// <summary>
/// Adds up debit and credit turnover of many postings before the maintained balances are touched once.
/// </summary>
sealed class Turnover
{
    const int MostKeys = 200_000;

    readonly Dictionary<BalanceKey, (long Debit, long Credit)> balances = [];
    readonly Dictionary<DayKey, (long Debit, long Credit)> days = [];

    internal bool IsFull => balances.Count + days.Count > MostKeys;

    internal Dictionary<BalanceKey, (long Debit, long Credit)> Balances => balances;
    internal Dictionary<DayKey, (long Debit, long Credit)> Days => days;

    internal void Add(EntryDraft draft)
    {
        var (year, period, bookedOn) = (draft.BookedOn.Year, draft.Period, Day.Number(draft.BookedOn));
        for (var i = 0; i < draft.Postings.Count; i++)
        {
            var posting = draft.Postings[i];
            Add(year, period, bookedOn, posting.Account.Value, posting.Product?.Value ?? 0,
                posting.CostCentre?.Value ?? 0, posting.Payment?.Value ?? 0, posting.Amount.Cents);
        }
    }

    internal void Add(
        int year, int period, long bookedOn, long account, long product, long centre, long payment, long cents)
    {
        ref var balance = ref CollectionsMarshal.GetValueRefOrAddDefault(
            balances, new BalanceKey(year, period, account, product, centre, payment), out _);
        ref var day = ref CollectionsMarshal.GetValueRefOrAddDefault(
            days, new DayKey(year, period, bookedOn, account), out _);
        if (cents > 0)
        {
            balance.Debit += cents;
            day.Debit += cents;
        }
        else
        {
            balance.Credit -= cents;
            day.Credit -= cents;
        }
    }

    /// <summary>Adds what another one added up.</summary>
    internal void Take(Turnover other)
    {
        foreach (var (key, sum) in other.balances)
        {
            ref var balance = ref CollectionsMarshal.GetValueRefOrAddDefault(balances, key, out _);
            balance = (balance.Debit + sum.Debit, balance.Credit + sum.Credit);
        }
        foreach (var (key, sum) in other.days)
        {
            ref var day = ref CollectionsMarshal.GetValueRefOrAddDefault(days, key, out _);
            day = (day.Debit + sum.Debit, day.Credit + sum.Credit);
        }
    }

    /// <summary>Adds everything to the maintained balances, in key order, and starts anew.</summary>
    internal async Task Write(Session db, Id<Body> body)
    {
        await db.Bulk("ledger_balance", """
            body_id, fiscal_year, period, account_id, product_id, cost_centre_id, payment_account_id, debit, credit
            """, balances.OrderBy(pair => pair.Key), (to, pair) => to
            .Add(body).Add(pair.Key.Year).Add(pair.Key.Period).Add(pair.Key.Account).Add(pair.Key.Product)
            .Add(pair.Key.CostCentre).Add(pair.Key.Payment).Add(pair.Value.Debit).Add(pair.Value.Credit), """
            on conflict (body_id, fiscal_year, period, account_id, product_id, cost_centre_id, payment_account_id)
            do update set debit = ledger_balance.debit + excluded.debit,
              credit = ledger_balance.credit + excluded.credit
            """);
        await db.Bulk("ledger_day", "body_id, fiscal_year, period, booked_on, account_id, debit, credit",
            days.OrderBy(pair => pair.Key), (to, pair) => to
            .Add(body).Add(pair.Key.Year).Add(pair.Key.Period).Add(pair.Key.BookedOn).Add(pair.Key.Account)
            .Add(pair.Value.Debit).Add(pair.Value.Credit), """
            on conflict (body_id, fiscal_year, period, booked_on, account_id)
            do update set debit = ledger_day.debit + excluded.debit, credit = ledger_day.credit + excluded.credit
            """);
        balances.Clear();
        days.Clear();
    }
}
