using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger;

/// <summary>What a depreciation run has posted.</summary>
/// <param name="Entries">The numbers of the entries, one per month that took anything.</param>
public sealed record DepreciationRun(IReadOnlyList<long> Entries, int Postings, Money Amount);

public static partial class Assets
{
    /// <summary>
    /// Depreciates all assets in use through a month, straight-line (lineare Abschreibung), KomHVO NRW § 36 (1). Each
    /// month takes the book value divided by the months that remain, itself included, so the last month ends at
    /// exactly zero, and later costs or a month that was closed without depreciation spread over the rest of the life.
    /// The month of going into service counts in full, that of disposal only where it was depreciated before. A month
    /// is depreciated once, however often this runs; one whose depreciation was reversed is done again.
    /// </summary>
    /// <returns>What was posted, or <c>ledger.month</c>, or a rejection of posting.</returns>
    public static Task<Result<DepreciationRun>> Depreciate(Work work, Book book, int year, int throughMonth) =>
        Depreciate(work, book, year, throughMonth, only: null);

    /// <summary>One month's share of a book value.</summary>
    /// <param name="monthsLeft">At least 1: this month and those after it.</param>
    public static Money Share(Money bookValue, int monthsLeft) => bookValue.Allocate([1, monthsLeft - 1])[0];

    static async Task<Result<DepreciationRun>> Depreciate(
        Work work, Book book, int year, int throughMonth, Id<Asset>? only)
    {
        if (throughMonth is < 1 or > 12)
        {
            return new Rejection("ledger.month", $"{throughMonth} ist kein Monat von 1 bis 12.");
        }
        var through = Month(year, throughMonth);
        var plans = await Plans(work, book, only);
        var (entries, count, total) = (new List<long>(), 0, Money.Zero);
        var first = plans.Select(plan => plan.FirstMonth).DefaultIfEmpty(through + 1).Min();
        for (var month = first; month <= through; month++)
        {
            var lastDay = new DateOnly(month / 12, month % 12 + 1, 1).AddMonths(1).AddDays(-1);
            if (await book.Period(lastDay.Year, lastDay.Month) == PeriodState.Closed) continue;
            var postings = new List<Posting>();
            foreach (var plan in plans)
            {
                var amount = plan.Take(month);
                if (amount.IsZero) continue;
                var asset = plan.Asset;
                postings.Add(new Posting(asset.ExpenseAccount, amount, asset.Product, asset.CostCentre));
                postings.Add(new Posting(
                    asset.Account, -amount, Asset: asset.Id, Movement: AssetMovement.Depreciation));
                total += amount;
            }
            if (postings.Count == 0) continue;
            var posted = await Journal.Post(work, book, new EntryDraft(
                lastDay, lastDay, $"AfA {lastDay.Year}-{lastDay.Month:00}",
                $"Abschreibung {lastDay.Month:00}/{lastDay.Year}", postings, EntryKind.Depreciation));
            if (!posted.Ok(out var entry, out var why)) return why;
            entries.Add(entry.EntryNo);
            count += postings.Count;
        }
        return new DepreciationRun(entries, count, total);
    }

    static async Task<List<Plan>> Plans(Work work, Book book, Id<Asset>? only)
    {
        var body = book.Body.Id;
        var plans = (await InUse(work.Db, body))
            .Where(asset => asset.UsefulLifeMonths > 0 && (only is null || asset.Id == only))
            .ToDictionary(asset => asset.Id, asset => new Plan(asset));
        // Months come from the day of effect: a reversal keeps that of what it reverses, whenever it is booked.
        await work.Db.Scan($"""
            select p.asset_id, p.booked_on / 100, e.effective_on / 100,
              case when e.kind = 'depreciation' or o.kind = 'depreciation' then 1 else 0 end,
              cast(sum(p.amount) as bigint)
            from ledger_posting p join ledger_entry e on e.body_id = p.body_id and e.entry_no = p.entry_no
            left join ledger_entry o on o.body_id = e.body_id and o.entry_no = e.reverses_no
            where p.body_id = {body} and p.asset_id is not null
            group by 1, 2, 3, 4
            """, row =>
            {
                if (!plans.TryGetValue(row.Id<Asset>(), out var plan)) return;
                var (booked, effective) = (Month(row.Number()), Month(row.Number()));
                plan.Add(booked, effective, row.Number() == 1, row.Money());
            });
        return [.. plans.Values.Where(plan => plan.HasPostings)];
    }

    static int Month(int year, int month) => year * 12 + month - 1;

    static int Month(long yearAndMonth) => Month((int)(yearAndMonth / 100), (int)(yearAndMonth % 100));

    /// <summary>An asset with what its postings say per month; months are counted from year 0.</summary>
    sealed class Plan(Asset asset)
    {
        readonly SortedDictionary<int, Money> valueByMonth = [];
        readonly Dictionary<int, Money> planned = [];
        Money total;

        internal Asset Asset => asset;
        internal bool HasPostings => valueByMonth.Count > 0;

        internal int FirstMonth =>
            Math.Max(Month(asset.InServiceOn.Year, asset.InServiceOn.Month), valueByMonth.Keys.First());

        internal void Add(int booked, int effective, bool isPlanned, Money amount)
        {
            // A reversal counts where its month was, not where it is booked, so that the month is done again as before.
            var month = isPlanned ? effective : booked;
            valueByMonth[month] = valueByMonth.GetValueOrDefault(month) + amount;
            total += amount;
            if (isPlanned) planned[effective] = planned.GetValueOrDefault(effective) + amount;
        }

        /// <summary>A month's depreciation, which then counts as done; zero where there is none or it is.</summary>
        internal Money Take(int month)
        {
            if (month < FirstMonth || !planned.GetValueOrDefault(month).IsZero) return Money.Zero;
            var value = valueByMonth.TakeWhile(pair => pair.Key <= month)
                .Aggregate(Money.Zero, (sum, pair) => sum + pair.Value);
            if (value <= Money.Zero || total <= Money.Zero) return Money.Zero;
            var gone = month - Month(asset.InServiceOn.Year, asset.InServiceOn.Month);
            var amount = Share(value, Math.Max(1, asset.UsefulLifeMonths - gone));
            // Where later months have run already, no more than what is left.
            if (total < amount) amount = total;
            if (!amount.IsZero) Add(month, month, isPlanned: true, -amount);
            return amount;
        }
    }
}
