using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Microsoft.Data.Sqlite;

namespace Gemeinwerk.Bench;

/// <summary>One commit of exactly the rows that posting one entry changes, through prepared statements.</summary>
sealed class RawEntry : IDisposable
{
    readonly RawSqlite raw;
    readonly Body body;
    readonly SqliteCommand balance, day, book;
    readonly byte[] frontier = new byte[20 * 32];
    long no;

    internal RawEntry(RawSqlite raw, Body body)
    {
        this.raw = raw;
        this.body = body;
        balance = raw.Prepare("ledger_balance", """
            body_id, fiscal_year, period, account_id, product_id, cost_centre_id, payment_account_id, debit, credit
            """, "on conflict do update set debit = debit + excluded.debit, credit = credit + excluded.credit");
        day = raw.Prepare("ledger_day", "body_id, fiscal_year, period, booked_on, account_id, debit, credit",
            "on conflict do update set debit = debit + excluded.debit, credit = credit + excluded.credit");
        book = raw.Command("update ledger_book set entry_count = $no, log_frontier = $log where body_id = $body",
            "$no", "$log", "$body");
        no = raw.Number("select entry_count from ledger_book");
    }

    internal void Commit(EntryDraft draft)
    {
        using var transaction = raw.Begin();
        balance.Transaction = day.Transaction = book.Transaction = transaction;
        raw.Insert(body, ++no, draft);
        foreach (var line in draft.Postings)
        {
            var (debit, credit) = (Math.Max(0, line.Amount.Cents), Math.Max(0, -line.Amount.Cents));
            RawSqlite.Set(balance, body.Id.Value, draft.BookedOn.Year, draft.Period, line.Account.Value,
                line.Product?.Value ?? 0, line.CostCentre?.Value ?? 0, line.Payment?.Value ?? 0, debit, credit);
            balance.ExecuteNonQuery();
            RawSqlite.Set(day, body.Id.Value, draft.BookedOn.Year, draft.Period, Day.Number(draft.BookedOn),
                line.Account.Value, debit, credit);
            day.ExecuteNonQuery();
        }
        RawSqlite.Set(book, no, frontier, body.Id.Value);
        book.ExecuteNonQuery();
        transaction.Commit();
    }

    public void Dispose()
    {
        balance.Dispose();
        day.Dispose();
        book.Dispose();
    }
}
