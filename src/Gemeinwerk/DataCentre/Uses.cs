using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.DataCentre;

/// <summary>Who uses what (Nutzungen): dated shares of members in items. Uses are added and ended, never removed.
/// </summary>
public static class Uses
{
    /// <summary>All uses of a body's items in the order in which they were recorded.</summary>
    public static Task<List<ItemUse>> All(Session db, Id<Body> body) => db.All($"""
        select use_id, item_id, member_id, since, until, share_numerator, share_denominator
        from datacentre_use where body_id = {body} and withdrawn is null order by use_id
        """, Map);

    /// <summary>The uses of one member with what is used, in the order in which they were recorded.</summary>
    internal static Task<List<(ItemUse Use, ConfigurationItem Item)>> OfMember(
        Session db, Id<Body> body, Id<ConfigurationItem> member) => db.All($"""
        select u.use_id, u.item_id, u.member_id, u.since, u.until, u.share_numerator, u.share_denominator,
          i.item_id, i.kind, i.key, i.name, i.content
        from datacentre_use u join datacentre_item i on i.body_id = u.body_id and i.item_id = u.item_id
        where u.body_id = {body} and u.member_id = {member} and u.withdrawn is null and i.withdrawn is null
        order by u.use_id
        """, row => (Map(row), Inventory.Map(row)));

    internal static ItemUse Map(Row row) => new(row.Id<ItemUse>(), row.Id<ConfigurationItem>(),
        row.Id<ConfigurationItem>(), row.Day(), row.DayOrNull(), Share.Of(row.Number(), row.Number()));

    /// <summary>Records uses, all or none; one that is there already in the same words is left alone.</summary>
    /// <returns>How many were new, or <c>inventory.item-unknown</c>, <c>inventory.member-unknown</c>,
    /// <c>inventory.use-period</c>, <c>inventory.use-overlaps</c>, <c>inventory.use-beyond-whole</c>,
    /// <c>ledger.book-sealed</c>.</returns>
    public static async Task<Result<int>> Add(Work work, Book book, IReadOnlyList<UseDraft> drafts)
    {
        if (book.Sealed is { } isSealed) return isSealed;
        var ledger = await UseLedger.Load(work.Db, book.Body.Id);
        foreach (var draft in drafts)
        {
            if (ledger.Take(draft) is { } why) return why;
        }
        await Write(work, book, ledger);
        return ledger.Added.Count;
    }

    /// <summary>Ends what a member uses of an item.</summary>
    /// <param name="until">The first day on which it no longer does.</param>
    /// <returns>The use as it is now, or <c>inventory.use-unknown</c> (none that is open on the day before),
    /// <c>ledger.book-sealed</c>.</returns>
    public static async Task<Result<ItemUse>> End(
        Work work, Book book, Id<ConfigurationItem> item, Id<ConfigurationItem> member, DateOnly until)
    {
        if (book.Sealed is { } isSealed) return isSealed;
        var use = (await All(work.Db, book.Body.Id)).Find(use =>
            use.Item == item && use.Member == member && use.Since < until && (use.Until is not { } end || until < end));
        return use is null
            ? new Rejection("inventory.use-unknown",
                $"Vor dem {German.Date(until)} gibt es keine laufende Nutzung durch dieses Mitglied.")
            : await End(work, book, use, until);
    }

    /// <summary>Ends one use.</summary>
    /// <param name="until">The first day on which the member no longer uses the item.</param>
    /// <returns>The use as it is now, or <c>inventory.use-unknown</c> (there is none of this key, or it is not open on
    /// the day before), <c>ledger.book-sealed</c>.</returns>
    public static async Task<Result<ItemUse>> End(Work work, Book book, Id<ItemUse> use, DateOnly until)
    {
        if (book.Sealed is { } isSealed) return isSealed;
        var found = (await All(work.Db, book.Body.Id)).Find(it => it.Id == use);
        return found is not null && found.Since < until && (found.Until is not { } end || until < end)
            ? await End(work, book, found, until)
            : new Rejection("inventory.use-unknown",
                $"Diese Nutzung gibt es nicht, oder sie läuft nicht bis vor den {German.Date(until)}.");
    }

    static async Task<ItemUse> End(Work work, Book book, ItemUse use, DateOnly until)
    {
        await UseTable.Change(work, book.Body, [new UseChange(use with { Until = until }, IsWithdrawn: false)]);
        return use with { Until = until };
    }

    internal static Task Write(Work work, Book book, UseLedger ledger) =>
        UseTable.Add(work, book.Body, ledger.Added);
}

/// <summary>The uses that there are, and those that are to come, held against each other.</summary>
sealed class UseLedger
{
    readonly Dictionary<Id<ConfigurationItem>, ConfigurationItem> items;
    readonly Dictionary<Id<ConfigurationItem>, List<ItemUse>> uses = [];
    long nextId;

    UseLedger(IEnumerable<ConfigurationItem> items) => this.items = items.ToDictionary(item => item.Id);

    internal List<ItemUse> Added { get; } = [];

    internal static async Task<UseLedger> Load(Session db, Id<Body> body)
    {
        var ledger = new UseLedger(await Inventory.All(db, body)) { nextId = await UseTable.NextId(db, body) };
        foreach (var use in await Uses.All(db, body)) ledger.Keep(use);
        return ledger;
    }

    /// <returns>Why it is refused, or null; <see cref="Added"/> has it where it is new.</returns>
    internal Rejection? Take(UseDraft draft)
    {
        if (!items.TryGetValue(draft.Item, out var item))
        {
            return new("inventory.item-unknown", "Was genutzt werden soll, gibt es nicht.");
        }
        if (items.GetValueOrDefault(draft.Member) is not { } member || member.Kind != ItemKinds.Member)
        {
            return new("inventory.member-unknown", "Ein solches Mitglied gibt es nicht.");
        }
        if (draft.Until <= draft.Since)
        {
            return new("inventory.use-period",
                $"Die Nutzung endet am {German.Date(draft.Until.Value)} und damit nicht nach ihrem Beginn.");
        }
        var use = new ItemUse(new(nextId), draft.Item, draft.Member, draft.Since, draft.Until, draft.Share);
        var others = uses.GetValueOrDefault(draft.Item) ?? [];
        var same = others.Where(other => other.Member == use.Member && other.Overlaps(use)).ToList();
        if (same.Exists(other => other with { Id = use.Id } == use)) return null;
        if (same.Count > 0)
        {
            return new("inventory.use-overlaps",
                $"„{Texts.Shown(item.Name)}“ nutzt {Texts.Shown(member.Name)} in dieser "
                + $"Zeit schon, seit {German.Date(same[0].Since)}.");
        }
        if (FullDay(others, use) is { } day)
        {
            return new("inventory.use-beyond-whole",
                $"Die Anteile an „{Texts.Shown(item.Name)}“ wären am {German.Date(day)} mehr als das Ganze.");
        }
        Keep(use);
        Added.Add(use);
        nextId++;
        return null;
    }

    /// <summary>The first day on which a use and the others are more than the whole: shares only grow where one begins.
    /// </summary>
    static DateOnly? FullDay(IReadOnlyList<ItemUse> others, ItemUse use)
    {
        foreach (var day in others.Select(other => other.Since).Where(use.IsOn).Append(use.Since).Distinct().Order())
        {
            var shares = others.Where(other => other.IsOn(day)).Append(use).Select(it => it.Share);
            if (Share.IsBeyondWhole(shares)) return day;
        }
        return null;
    }

    void Keep(ItemUse use)
    {
        if (!uses.TryGetValue(use.Item, out var list)) uses.Add(use.Item, list = []);
        list.Add(use);
    }
}
