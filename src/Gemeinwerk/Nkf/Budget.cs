using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Nkf;

/// <summary>A plan value or a change of one.</summary>
/// <param name="Amount">In the natural direction: a planned expense is positive. Changes may be negative.</param>
public sealed record BudgetChange(BudgetKey Key, Money Amount);

/// <summary>The budget (Haushaltsplan): plan values and what changes them, each with its reason, never
/// overwritten.</summary>
public static class Budget
{
    /// <summary>Adds plan values or changes of one kind.</summary>
    /// <param name="reference">The resolution or file that they rest on.</param>
    /// <returns>How many, or <c>nkf.budget-position</c>, <c>nkf.product-unknown</c>,
    /// <c>nkf.budget-reference</c>.</returns>
    public static async Task<Result<int>> Add(
        Work work, Book book, int year, BudgetChangeKind kind, IReadOnlyList<BudgetChange> changes, string reference,
        string? cover = null)
    {
        if (Texts.Refuse(reference, 500) is { } bad)
        {
            return new Rejection("nkf.budget-reference", $"Beschluss oder Fundstelle: {bad}");
        }
        var keys = changes.Select(change => change.Key).Distinct();
        if (!(await BudgetLines.Ensure(work, book, year, keys)).Ok(out var lines, out var why)) return why;
        var body = book.Body.Id;
        var last = await work.Db.One(
            $"select coalesce(max(change_id), 0) from nkf_budget_change where body_id = {body}", row => row.Number());
        var next = last;
        await work.Db.Bulk("nkf_budget_change",
            "body_id, change_id, line_id, kind, amount, reference, cover, recorded_by, recorded_at", changes,
            (to, change) => to.Add(body).Add(++next).Add(lines[change.Key]).Add(kind.Code()).Add(change.Amount)
                .Add(reference).Add(cover).Add(work.Actor).Add(work.Now));
        await BudgetRegisters.Changes.RecordAdded(work, book.Body.AuditLog(), last + 1);
        return changes.Count;
    }

    /// <summary>Sets the original or supplementary value of a line by adding the difference to what is there.</summary>
    /// <returns>The change, or <c>nkf.budget-closed</c>, or a rejection of <see cref="Add"/>.</returns>
    public static async Task<Result<Money>> Set(
        Work work, Book book, int year, BudgetKey key, Money amount, string reference,
        BudgetChangeKind kind = BudgetChangeKind.Original)
    {
        if (await RefuseClosed(book, year) is { } closed) return closed;
        var known = await BudgetLines.Find(work.Db, book.Body.Id, year, key);
        var before = known.Ok(out var line, out _)
            ? await work.Db.One($"""
                select cast(coalesce(sum(amount), 0) as bigint) from nkf_budget_change
                where body_id = {book.Body.Id} and line_id = {line.Id} and kind = {kind.Code()}
                """, row => row.Money())
            : Money.Zero;
        var added = await Add(work, book, year, kind, [new BudgetChange(key, amount - before)], reference);
        return added.Ok(out _, out var why) ? amount - before : why;
    }

    /// <summary>Moves an authorisation from one line to another.</summary>
    /// <returns>Nothing, or <c>nkf.budget-amount</c>, <c>nkf.budget-closed</c>, <c>nkf.budget-line-unknown</c>,
    /// <c>nkf.budget-exceeded</c> (more than the first line has available), or a rejection of <see cref="Add"/>.
    /// </returns>
    public static async Task<Result<Nothing>> Transfer(
        Work work, Book book, int year, BudgetKey from, BudgetKey to, Money amount, string reference)
    {
        if ((RefuseAmount(amount) ?? await RefuseClosed(book, year)) is { } bad) return bad;
        if (!(await BudgetLines.Find(work.Db, book.Body.Id, year, from)).Ok(out var source, out var why)) return why;
        var state = await BudgetState.Load(work.Db, book.Body, year);
        if (state.Refuse(source, amount) is { } short_) return short_;
        var added = await Add(work, book, year, BudgetChangeKind.Transfer,
            [new BudgetChange(from, -amount), new BudgetChange(to, amount)], reference);
        return added.Ok(out _, out why) ? default(Nothing) : why;
    }

    /// <summary>Approves expenses or payments over or off the budget; off it, the line is created.</summary>
    /// <param name="reference">Who decided, and when.</param>
    /// <param name="cover">Where the money comes from in the same year (Deckung).</param>
    /// <returns>Nothing, or <c>nkf.budget-amount</c>, <c>nkf.budget-closed</c>, <c>nkf.budget-cover</c>, or a rejection
    /// of <see cref="Add"/>.</returns>
    public static async Task<Result<Nothing>> Approve(
        Work work, Book book, int year, BudgetKey key, Money amount, string reference, string cover)
    {
        if ((RefuseAmount(amount) ?? await RefuseClosed(book, year)) is { } bad) return bad;
        if (Texts.Refuse(cover, 500) is { } missing)
        {
            return new Rejection("nkf.budget-cover", $"Deckung: {missing}", "GO NRW § 83 (1)");
        }
        var added = await Add(work, book, year, BudgetChangeKind.Approval, [new BudgetChange(key, amount)], reference,
            cover);
        return added.Ok(out _, out var why) ? default(Nothing) : why;
    }

    /// <summary>Carries an authorisation forward: the year before gives it up, this year has it beside its
    /// own.</summary>
    /// <param name="year">The year that receives it.</param>
    /// <returns>Nothing, or <c>nkf.budget-amount</c>, <c>nkf.budget-closed</c> (one of the two years is),
    /// <c>nkf.budget-line-unknown</c>, <c>nkf.budget-exceeded</c>, or a rejection of <see cref="Add"/>.</returns>
    public static async Task<Result<Nothing>> CarryForward(
        Work work, Book book, int year, BudgetKey key, Money amount, string reference)
    {
        if ((RefuseAmount(amount) ?? await RefuseClosed(book, year - 1) ?? await RefuseClosed(book, year)) is { } bad)
        {
            return bad;
        }
        if (!(await BudgetLines.Find(work.Db, book.Body.Id, year - 1, key)).Ok(out var source, out var why)) return why;
        var state = await BudgetState.Load(work.Db, book.Body, year - 1);
        if (state.Refuse(source, amount) is { } short_) return short_;
        var given = await Add(work, book, year - 1, BudgetChangeKind.CarriedForward, [new BudgetChange(key, -amount)],
            reference);
        if (given.Rejection is { } refused) return refused;
        var added = await Add(work, book, year, BudgetChangeKind.CarriedForward, [new BudgetChange(key, amount)],
            reference);
        return added.Ok(out _, out why) ? default(Nothing) : why;
    }

    /// <summary>Makes lines cover each other (Deckungskreis, KomHVO NRW § 21 [U]); a line is in one group at
    /// most.</summary>
    /// <returns>How many lines the group got, or <c>nkf.budget-closed</c>, <c>nkf.cover-group</c>,
    /// <c>nkf.budget-line-unknown</c>.</returns>
    public static async Task<Result<int>> Group(
        Work work, Book book, int year, string code, string name, IReadOnlyList<BudgetKey> keys)
    {
        if (await RefuseClosed(book, year) is { } closed) return closed;
        var (body, log) = (book.Body.Id, book.Body.AuditLog());
        if ((Texts.Refuse(code, 20) ?? Texts.Refuse(name, 200)) is { } bad)
        {
            return new Rejection("nkf.cover-group", $"Kürzel oder Name des Deckungskreises: {bad}");
        }
        var group = await work.Db.Maybe($"""
            select cover_group_id from nkf_cover_group
            where body_id = {body} and fiscal_year = {year} and code = {code}
            """, row => (long?)row.Number());
        if (group is null)
        {
            group = await work.Db.One(
                $"select coalesce(max(cover_group_id), 0) + 1 from nkf_cover_group where body_id = {body}", row =>
                    row.Number());
            await work.Db.Run($"""
                insert into nkf_cover_group (body_id, cover_group_id, fiscal_year, code, name)
                values ({body}, {group}, {year}, {code}, {name})
                """);
            await BudgetRegisters.Groups.RecordAdded(work, log, group.Value);
        }
        var lines = new List<long>();
        foreach (var key in keys)
        {
            if (!(await BudgetLines.Find(work.Db, body, year, key)).Ok(out var line, out var why)) return why;
            lines.Add(line.Id);
        }
        await BudgetRegisters.Lines.RecordChange(work, log, lines, async () =>
        {
            foreach (var line in lines)
            {
                await work.Db.Run($"""
                    update nkf_budget_line set cover_group_id = {group} where body_id = {body} and line_id = {line}
                    """);
            }
        });
        return keys.Count;
    }

    /// <summary>Plan and actual of a year that is closed for good are part of its annual accounts.</summary>
    internal static async Task<Rejection?> RefuseClosed(Book book, int year) =>
        await book.Period(year, FiscalYears.ClosingOfAccounts) == PeriodState.Closed
            ? new("nkf.budget-closed", $"Das Jahr {year} ist abgeschlossen; sein Haushalt steht fest.",
                "KomHVO NRW § 39 (2)")
            : null;

    internal static Rejection? RefuseAmount(Money amount) => amount > Money.Zero
        ? null
        : new Rejection("nkf.budget-amount", "Der Betrag muss größer als null sein.");
}
