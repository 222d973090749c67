using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Nkf;

/// <summary>A posted entry and what it exceeded while the control was off.</summary>
public sealed record PostedWithBudget(Posted Posted, IReadOnlyList<Rejection> Warnings);

/// <summary>What an entry takes from a line of the budget that limits it.</summary>
/// <param name="IsPlanned">False where the budget has no line for it.</param>
/// <param name="Available">Before the entry; of the whole cover group where the line is in one.</param>
public sealed record BudgetWish(BudgetKey Key, bool IsPlanned, Money Available, Money Wanted)
{
    public Money Left => Available - Wanted;
}

/// <summary>
/// Budget control: expenses and payments for investments (class 78) beyond what is available are refused (GO NRW § 83,
/// KomHVO NRW § 24 [U]). On or off per body and year; off, and until it is switched on, it only warns. Depreciation,
/// reversals, openings, closings and entries of a merger are never held up.
/// </summary>
public static class BudgetControl
{
    public static Task Switch(Work work, Book book, int year, bool on) =>
        BudgetRegisters.Control.RecordChange(work, book.Body.AuditLog(), [year], () => work.Db.Run($"""
            insert into nkf_budget_control (body_id, fiscal_year, is_on) values ({book.Body.Id}, {year}, {(on ? 1 : 0)})
            on conflict (body_id, fiscal_year) do update set is_on = excluded.is_on
            """));

    public static Task<bool> IsOn(Session db, Id<Body> body, int year) => db.Any($"""
        select 1 from nkf_budget_control where body_id = {body} and fiscal_year = {year} and is_on = 1
        """);

    /// <summary>Posts an entry if the ledger and then the budget allow it; reading the budget costs one pass over the
    /// year's balances.</summary>
    /// <param name="commitment">The number of the commitment that this entry uses up, or null.</param>
    /// <returns>The entry, or <c>nkf.association-taxes</c>, <c>nkf.budget-exceeded</c>, <c>nkf.commitment-unknown</c>,
    /// <c>nkf.commitment-unused</c> (the entry has nothing on the commitment's line), or a rejection of
    /// <see cref="Journal.Post"/>.</returns>
    public static async Task<Result<PostedWithBudget>> Post(
        Work work, Book book, EntryDraft draft, string? commitment = null)
    {
        var year = draft.BookedOn.Year;
        var isKnown = draft.ExternalId is { } id && await work.Db.Any($"""
            select 1 from ledger_entry where body_id = {book.Body.Id} and external_id = {id}
            """);
        if (!isKnown && await PostingRules.Refuse(book, draft) is { } unfit) return unfit;
        if (!isKnown && (await AssociationTaxes.Rule(work.Db, book.Body))(draft) is { } tax) return tax;
        var state = await BudgetState.Load(work.Db, book.Body, year);
        Commitment? bound = null;
        var used = Money.Zero;
        if (commitment is not null)
        {
            if (!(await Commitments.Find(work.Db, book.Body.Id, commitment)).Ok(out bound,
                out var unknown)) return unknown;
            used = Changes(state, draft).Where(change => change.Line?.Id == bound.LineId)
                .Aggregate(Money.Zero, (sum, change) => sum + change.Amount);
            if (used <= Money.Zero)
            {
                return new Rejection("nkf.commitment-unused",
                    $"Die Buchung belastet die Haushaltsposition der Mittelbindung „{commitment}“ nicht.");
            }
            state.Bind(bound.LineId, -(used < bound.Open ? used : bound.Open));
        }
        var warnings = new List<Rejection>();
        if (!isKnown && Refuse(state, draft) is { } exceeded)
        {
            if (await IsOn(work.Db, book.Body.Id, year)) return exceeded;
            // Commercial books may be kept without a plan in the system; then there is nothing to exceed.
            if (state.HasPlan || book.Body.Framework == Framework.Nkf) warnings.Add(exceeded);
        }
        if (!(await Journal.Post(work, book, draft)).Ok(out var posted, out var why)) return why;
        if (bound is not null && !posted.WasKnown)
        {
            await Commitments.Use(work, book, bound, posted.EntryNo, used);
        }
        return new PostedWithBudget(posted, warnings);
    }

    /// <summary>
    /// The rule for <see cref="Journal.PostAll"/>: it counts what it let pass, so many entries together stay within the
    /// budget. Memory grows with the lines of the budget, not with the entries. The
    /// journal asks it only for entries that it does not have already.
    /// </summary>
    /// <param name="year">The rule holds for entries of this year.</param>
    /// <returns>The rule; where the control is off, one that refuses nothing but taxes of an association.</returns>
    public static async Task<Func<EntryDraft, Rejection?>> Rule(Session db, Body body, int year)
    {
        var taxes = await AssociationTaxes.Rule(db, body);
        if (!await IsOn(db, body.Id, year)) return taxes;
        var state = await BudgetState.Load(db, body, year);
        return draft =>
        {
            if (taxes(draft) is { } tax) return tax;
            if (draft.BookedOn.Year != year) return null;
            if (Refuse(state, draft) is { } why) return why;
            foreach (var change in Changes(state, draft))
            {
                if (change.Line is not null) state.Use(change.Line.Id, change.Amount);
            }
            return null;
        };
    }

    /// <summary>The rules of all years that are not closed, as one.</summary>
    public static async Task<Func<EntryDraft, Rejection?>> Rules(Session db, Body body)
    {
        var rules = new Dictionary<int, Func<EntryDraft, Rejection?>>();
        foreach (var year in await FiscalYears.All(db, body.Id))
        {
            if (!year.IsClosed) rules[year.Year] = await Rule(db, body, year.Year);
        }
        return draft => rules.TryGetValue(draft.BookedOn.Year, out var rule) ? rule(draft) : null;
    }

    /// <summary>The watch list (Haushaltsüberwachungsliste): every line with what it has and has used.</summary>
    public static async Task<List<BudgetUse>> Watch(Session db, Body body, int year) =>
        [.. (await BudgetState.Load(db, body, year)).Uses];

    /// <summary>
    /// Lines for expenses and investments of which a part or more is used or bound, those with the least left first; a
    /// line of a cover group counts with its group.
    /// </summary>
    /// <param name="percent">Of the updated plan.</param>
    public static async Task<List<BudgetUse>> Tight(Session db, Body body, int year, int percent)
    {
        if (!await BudgetLines.Any(db, body.Id, year)) return [];
        var state = await BudgetState.Load(db, body, year);
        var uses = state.Uses.Where(use => state.IsLimited(use.Key)).ToList();
        var groups = uses.ToLookup(use => use.CoverGroup);
        return [.. uses.Where(use => IsTight(use.CoverGroup is { } group ? groups[group] : [use]))
            .OrderBy(use => use.Available)];

        bool IsTight(IEnumerable<BudgetUse> lines)
        {
            var (planned, used) = (Money.Zero, Money.Zero);
            foreach (var line in lines)
            {
                (planned, used) = (planned + line.Updated, used + line.Committed + line.Actual);
            }
            return used > Money.Zero && (Int128)used.Cents * 100 >= (Int128)planned.Cents * percent;
        }
    }

    /// <summary>The accounts that a line's actual amount consists of.</summary>
    public static async Task<List<BudgetPart>> Parts(Session db, Body body, int year, BudgetKey key) =>
        await (await BudgetState.Load(db, body, year)).Parts(db, body.Id, year, key);

    /// <summary>What an entry that is not posted yet would take from the budget of its year.</summary>
    public static async Task<List<BudgetWish>> Wishes(Session db, Body body, EntryDraft draft) =>
        [.. Wishes(await BudgetState.Load(db, body, draft.BookedOn.Year), draft)];

    internal static bool Controls(EntryKind kind) =>
        kind is EntryKind.Regular or EntryKind.Adjustment or EntryKind.WindingUp;

    static IEnumerable<BudgetEffect> Changes(BudgetState state, EntryDraft draft) =>
        draft.Postings.Where(state.IsLimited)
            .SelectMany(it => state.Effects(it.Account, it.Amount, it.Product, it.Payment));

    static Rejection? Refuse(BudgetState state, EntryDraft draft) => Wishes(state, draft)
        .Select(wish => BudgetState.Refuse(wish.Key, wish.Available, wish.Wanted))
        .FirstOrDefault(why => why is not null);

    // Lines of one cover group share what they have, so the entry's wishes are added up per group.
    static IEnumerable<BudgetWish> Wishes(BudgetState state, EntryDraft draft) =>
        from change in Controls(draft.Kind) ? Changes(state, draft) : []
        where change.IsLimited
        group change by (change.Line?.CoverGroup, change.Line?.CoverGroup is null ? change.Key : null) into wish
        let first = wish.First()
        select new BudgetWish(first.Key, first.Line is not null,
            first.Line is null ? Money.Zero : state.Available(first.Line),
            new Money(wish.Sum(change => change.Amount.Cents)));
}
