using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger;

/// <summary>An open item (offener Posten): one claim or debt, from its origin until it is settled.</summary>
/// <param name="Number">Unique in the body, up to 60 characters.</param>
/// <param name="DunningLevel">0 to 9.</param>
/// <param name="Open">What is still owed: positive to the body, negative by it; derived from its postings.</param>
public sealed record OpenItem(
    Id<OpenItem> Id, string Number, Id<Account> Account, Id<Party> Party,
    DateOnly OriginatedOn, DateOnly DueOn, int DunningLevel, Money Open);

public static class OpenItems
{
    /// <summary>Creates an item without any amount; the postings that name it give it one.</summary>
    /// <param name="item">Its id and open amount are ignored.</param>
    /// <returns>Its id, or <c>ledger.item-number</c>, <c>ledger.item-exists</c>, <c>ledger.item-account</c> (not an
    /// account for claims or debts), <c>ledger.item-party</c>, <c>ledger.item-due</c> (due before its origin),
    /// <c>ledger.dunning-level</c>.</returns>
    public static async Task<Result<Id<OpenItem>>> Create(Work work, Book book, OpenItem item)
    {
        var body = book.Body.Id;
        if (Texts.Refuse(item.Number, 60) is { } why)
        {
            return new Rejection("ledger.item-number", $"Nummer des offenen Postens: {why}");
        }
        if (await work.Db.Any($"select 1 from ledger_item where body_id = {body} and number = {item.Number}"))
        {
            return new Rejection("ledger.item-exists", $"Den offenen Posten „{item.Number}“ gibt es schon.");
        }
        if (await Accounts.Find(work.Db, body, item.Account) is not
            { Role: AccountRole.Receivable or AccountRole.Payable })
        {
            return new Rejection("ledger.item-account",
                $"Der offene Posten „{item.Number}“ braucht ein Forderungs- oder Verbindlichkeitskonto.");
        }
        if (!await work.Db.Any($"select 1 from ledger_party where body_id = {body} and party_id = {item.Party}"))
        {
            return new Rejection("ledger.item-party", $"Der Geschäftspartner zu „{item.Number}“ fehlt.");
        }
        if (item.DueOn < item.OriginatedOn)
        {
            return new Rejection("ledger.item-due",
                $"Der offene Posten „{item.Number}“ wäre vor seiner Entstehung fällig.");
        }
        if (RefuseLevel(item.DunningLevel) is { } badLevel) return badLevel;
        var id = await work.Db.One(
            $"select coalesce(max(item_id), 0) + 1 from ledger_item where body_id = {body}", row => row.Id<OpenItem>());
        await work.Db.Run($"""
            insert into ledger_item
              (body_id, item_id, number, account_id, party_id, originated_on, due_on, dunning_level, open)
            values ({body}, {id}, {item.Number}, {item.Account}, {item.Party}, {item.OriginatedOn}, {item.DueOn},
              {item.DunningLevel}, 0)
            """);
        await MasterData.Items.RecordAdded(work, book.Body.AuditLog(), id.Value);
        return id;
    }

    /// <summary>Sets how often an unsettled item has been dunned (Mahnstufe).</summary>
    /// <returns>The item as it is now, or <c>ledger.item-unknown</c>, <c>ledger.dunning-level</c> (not 0 to 9),
    /// <c>ledger.item-settled</c>.</returns>
    public static async Task<Result<OpenItem>> SetDunningLevel(Work work, Book book, string number, int level)
    {
        if (await Find(work.Db, book.Body.Id, number) is not { } item)
        {
            return new Rejection("ledger.item-unknown", $"Den offenen Posten „{number}“ gibt es nicht.");
        }
        if (RefuseLevel(level) is { } why) return why;
        if (item.Open.IsZero)
        {
            return new Rejection("ledger.item-settled", $"Der Posten „{number}“ ist ausgeglichen.");
        }
        await MasterData.Items.RecordChange(work, book.Body.AuditLog(), [item.Id.Value], () => work.Db.Run($"""
            update ledger_item set dunning_level = {level} where body_id = {book.Body.Id} and item_id = {item.Id}
            """));
        return item with { DunningLevel = level };
    }

    static Rejection? RefuseLevel(int level) => level is >= 0 and <= 9
        ? null
        : new("ledger.dunning-level", $"{level} ist keine Mahnstufe von 0 bis 9.");

    /// <summary>Creates many items at once, whose numbers, accounts and parties the caller has checked.</summary>
    /// <returns>Them with their ids, in the same order; the book knows them.</returns>
    internal static async Task<List<OpenItem>> CreateAll(Work work, Book book, IReadOnlyList<OpenItem> items)
    {
        var body = book.Body.Id;
        var last = await work.Db.One(
            $"select coalesce(max(item_id), 0) from ledger_item where body_id = {body}", row => row.Number());
        var next = last;
        var created = items.Select(item => item with { Id = new(++next), Open = Money.Zero }).ToList();
        await work.Db.Bulk("ledger_item",
            "body_id, item_id, number, account_id, party_id, originated_on, due_on, dunning_level, open", created,
            (to, item) => to.Add(body).Add(item.Id).Add(item.Number).Add(item.Account).Add(item.Party)
                .Add(item.OriginatedOn).Add(item.DueOn).Add(item.DunningLevel).Add(item.Open));
        await MasterData.Items.RecordAdded(work, book.Body.AuditLog(), last + 1);
        book.Know(created);
        return created;
    }

    /// <summary>The items that are not settled, by number.</summary>
    public static Task<List<OpenItem>> Unsettled(Session db, Id<Body> body) => db.All($"""
        select item_id, number, account_id, party_id, originated_on, due_on, dunning_level, open
        from ledger_item where body_id = {body} and open <> 0 order by number
        """, Map);

    /// <summary>
    /// The items that were not settled at a length of the journal, from their postings; the dunning level is
    /// today's.
    /// </summary>
    internal static Task<List<OpenItem>> UnsettledAt(Session db, Id<Body> body, long size) => db.All($"""
        select i.item_id, i.number, i.account_id, i.party_id, i.originated_on, i.due_on, i.dunning_level,
          cast(sum(p.amount) as bigint)
        from ledger_item i join ledger_posting p on p.body_id = i.body_id and p.item_id = i.item_id
        where i.body_id = {body} and p.entry_no <= {size}
        group by i.item_id, i.number, i.account_id, i.party_id, i.originated_on, i.due_on, i.dunning_level
        having sum(p.amount) <> 0
        order by i.number
        """, Map);

    /// <summary>All items of a party, settled ones too, the latest due first.</summary>
    public static Task<List<OpenItem>> OfParty(Session db, Id<Body> body, Id<Party> party) => db.All($"""
        select item_id, number, account_id, party_id, originated_on, due_on, dunning_level, open
        from ledger_item where body_id = {body} and party_id = {party} order by due_on desc, number
        """, Map);

    public static Task<OpenItem?> Find(Session db, Id<Body> body, string number) => db.Maybe($"""
        select item_id, number, account_id, party_id, originated_on, due_on, dunning_level, open
        from ledger_item where body_id = {body} and number = {number}
        """, Map);

    static OpenItem Map(Row row) => new(
        row.Id<OpenItem>(), row.Text(), row.Id<Account>(), row.Id<Party>(), row.Day(), row.Day(), row.Int(),
        row.Money());
}
