using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Nkf;

/// <summary>Funds bound by an order or contract before the bill comes (Mittelbindung, KomHVO NRW § 24 [U]).</summary>
/// <param name="Number">Unique in the body.</param>
/// <param name="Open">What is still bound: the amount less what entries used that were not reversed, never below
/// zero.</param>
public sealed record Commitment(long Id, long LineId, string Number, string Text, Money Amount, Money Open);

public static class Commitments
{
    /// <summary>Binds funds of a line.</summary>
    /// <returns>The commitment, or <c>nkf.budget-amount</c>, <c>nkf.budget-closed</c>, <c>nkf.commitment-number</c>,
    /// <c>nkf.commitment-exists</c>, <c>nkf.budget-line-unknown</c>, <c>nkf.budget-exceeded</c> (only while the control
    /// is on).</returns>
    public static async Task<Result<Commitment>> Bind(
        Work work, Book book, int year, BudgetKey key, string number, string text, Money amount)
    {
        var body = book.Body.Id;
        if ((Budget.RefuseAmount(amount) ?? await Budget.RefuseClosed(book, year)) is { } bad) return bad;
        if ((Texts.Refuse(number, 60) ?? Texts.Refuse(text, 500)) is { } malformed)
        {
            return new Rejection("nkf.commitment-number", $"Nummer oder Text der Mittelbindung: {malformed}");
        }
        if (await work.Db.Any($"select 1 from nkf_commitment where body_id = {body} and number = {number}"))
        {
            return new Rejection("nkf.commitment-exists", $"Die Mittelbindung „{number}“ gibt es schon.");
        }
        if (!(await BudgetLines.Find(work.Db, body, year, key)).Ok(out var line, out var why)) return why;
        if (await BudgetControl.IsOn(work.Db, body, year)
            && (await BudgetState.Load(work.Db, book.Body, year)).Refuse(line, amount) is { } exceeded)
        {
            return exceeded;
        }
        var id = await work.Db.One(
            $"select coalesce(max(commitment_id), 0) + 1 from nkf_commitment where body_id = {body}", row =>
                row.Number());
        await work.Db.Run($"""
            insert into nkf_commitment (body_id, commitment_id, line_id, number, text, amount, recorded_by, recorded_at)
            values ({body}, {id}, {line.Id}, {number}, {text}, {amount}, {work.Actor}, {work.Now})
            """);
        await BudgetRegisters.Commitments.RecordAdded(work, book.Body.AuditLog(), id);
        return new Commitment(id, line.Id, number, text, amount, amount);
    }

    /// <summary>Gives up what is left of a commitment.</summary>
    /// <returns>What was given up, or <c>nkf.commitment-unknown</c>.</returns>
    public static async Task<Result<Money>> Release(Work work, Book book, string number)
    {
        if (!(await Find(work.Db, book.Body.Id, number)).Ok(out var found, out var why)) return why;
        await SetReleased(work, book, found.Id, work.Now);
        return found.Open;
    }

    /// <returns>A commitment that is not released, or <c>nkf.commitment-unknown</c>.</returns>
    public static async Task<Result<Commitment>> Find(Session db, Id<Body> body, string number)
    {
        var found = await db.Maybe($"""
            select m.commitment_id, m.line_id, m.number, m.text, m.amount,
              cast(coalesce((select sum(u.amount) from nkf_commitment_use u
                where u.body_id = m.body_id and u.commitment_id = m.commitment_id
                  and not exists (select 1 from ledger_entry r
                    where r.body_id = u.body_id and r.reverses_no = u.entry_no)), 0) as bigint)
            from nkf_commitment m where m.body_id = {body} and m.number = {number} and m.released_at is null
            """, row =>
        {
            var (id, line, no, text, amount, used) =
                (row.Number(), row.Number(), row.Text(), row.Text(), row.Money(), row.Money());
            return new Commitment(id, line, no, text, amount, used < amount ? amount - used : Money.Zero);
        });
        return found is null
            ? new Rejection("nkf.commitment-unknown", $"Die Mittelbindung „{number}“ gibt es nicht oder nicht mehr.")
            : found;
    }

    /// <summary>What is neither used up nor released, of all years, by number.</summary>
    public static async Task<List<OpenCommitment>> Open(Session db, Id<Body> body) =>
        [.. (await db.All($"""
            select l.fiscal_year, p.code, l.position, m.number, m.text,
              cast(m.amount - coalesce(sum(u.amount), 0) as bigint)
            from nkf_commitment m
            join nkf_budget_line l on l.body_id = m.body_id and l.line_id = m.line_id
            left join ledger_product p on p.body_id = l.body_id and p.product_id = l.product_id
            left join nkf_commitment_use u on u.body_id = m.body_id and u.commitment_id = m.commitment_id
              and not exists (select 1 from ledger_entry r where r.body_id = u.body_id and r.reverses_no = u.entry_no)
            where m.body_id = {body} and m.released_at is null
            group by l.fiscal_year, p.code, l.position, m.number, m.text, m.amount
            having m.amount > coalesce(sum(u.amount), 0)
            """, row => new OpenCommitment(row.Int(), new BudgetKey(row.TextOrNull(), row.Text()), row.Text(),
            row.Text(), row.Money()))).OrderBy(commitment => commitment.Number, StringComparer.Ordinal)];

    /// <summary>All numbers that were ever given.</summary>
    public static async Task<HashSet<string>> Numbers(Session db, Id<Body> body) =>
        [.. await db.All($"select number from nkf_commitment where body_id = {body}", row => row.Text())];

    /// <summary>All that were ever made, by number, with their whole amounts.</summary>
    internal static async Task<Dictionary<string, (int Year, BudgetKey Key, Money Amount)?>> Lines(
        Session db, Id<Body> body) =>
        (await db.All($"""
            select c.number, l.fiscal_year, p.code, l.position, c.amount
            from nkf_commitment c
            join nkf_budget_line l on l.body_id = c.body_id and l.line_id = c.line_id
            left join ledger_product p on p.body_id = l.body_id and p.product_id = l.product_id
            where c.body_id = {body}
            """, row => (Number: row.Text(),
                Line: (row.Int(), new BudgetKey(row.TextOrNull(), row.Text()), row.Money()))))
        .ToDictionary(it => it.Number, it => ((int, BudgetKey, Money)?)it.Line);

    /// <summary>Takes over commitments of a body that this one succeeds; the budget is not asked, because they are
    /// bound already. Their numbers are free and their lines are created where they are missing.</summary>
    internal static async Task<Result<Nothing>> TakeOver(
        Work work, Book book, IReadOnlyList<OpenCommitment> commitments)
    {
        var body = book.Body.Id;
        foreach (var year in commitments.GroupBy(commitment => commitment.Year))
        {
            var ensured = await BudgetLines.Ensure(work, book, year.Key, year.Select(it => it.Key).Distinct());
            if (!ensured.Ok(out var lines, out var why)) return why;
            var last = await work.Db.One(
                $"select coalesce(max(commitment_id), 0) from nkf_commitment where body_id = {body}", row =>
                    row.Number());
            var next = last;
            await work.Db.Bulk("nkf_commitment",
                "body_id, commitment_id, line_id, number, text, amount, recorded_by, recorded_at", year, (to, it) =>
                    to.Add(body).Add(++next).Add(lines[it.Key]).Add(it.Number).Add(it.Text).Add(it.Open)
                        .Add(work.Actor).Add(work.Now));
            await BudgetRegisters.Commitments.RecordAdded(work, book.Body.AuditLog(), last + 1);
        }
        return default(Nothing);
    }

    /// <summary>Binds again what was released when it went over to another body.</summary>
    internal static async Task Reinstate(Work work, Book book, string number) =>
        await SetReleased(work, book, await work.Db.One($"""
            select commitment_id from nkf_commitment where body_id = {book.Body.Id} and number = {number}
            """, row => row.Number()), null);

    internal static async Task Use(Work work, Book book, Commitment commitment, long entryNo, Money amount)
    {
        await work.Db.Run($"""
            insert into nkf_commitment_use (body_id, commitment_id, entry_no, amount)
            values ({book.Body.Id}, {commitment.Id}, {entryNo}, {amount})
            """);
        var key = BudgetRegisters.UseKey(commitment.Id, entryNo);
        await BudgetRegisters.Uses.RecordAdded(work, book.Body.AuditLog(), key, key);
    }

    static Task SetReleased(Work work, Book book, long commitment, DateTimeOffset? at)
    {
        long? moment = at is { } given ? Moment.Microseconds(given) : null;
        return BudgetRegisters.Commitments.RecordChange(work, book.Body.AuditLog(), [commitment], () => work.Db.Run($"""
            update nkf_commitment set released_at = {moment}
            where body_id = {book.Body.Id} and commitment_id = {commitment}
            """));
    }
}
