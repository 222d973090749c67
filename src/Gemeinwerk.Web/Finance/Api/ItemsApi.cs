using System.Globalization;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Finance.Api;

/// <summary>An open item (offener Posten): one claim or debt.</summary>
/// <param name="Number">Unique in the body, up to 60 characters.</param>
/// <param name="Account">Of claims or debts.</param>
/// <param name="Party">Number of the debtor or creditor.</param>
/// <param name="OriginatedOn">When it arose.</param>
/// <param name="DueOn">When it is to be settled.</param>
/// <param name="DaysOverdue">Until today; null where it is not.</param>
/// <param name="DunningLevel">Mahnstufe, 0 to 9.</param>
/// <param name="OpenCents">What is still owed: positive to the body, negative by it.</param>
public sealed record ApiItem(
    string Number, string Account, string Party, DateOnly OriginatedOn, DateOnly DueOn, long? DaysOverdue,
    int DunningLevel, long OpenCents);

/// <summary>What one party owes, or is owed, on a day, by days overdue (Fälligkeitsliste).</summary>
/// <param name="Party">Its number.</param>
/// <param name="Name">Who it is.</param>
/// <param name="Role">Receivable or payable: claims and debts are never netted.</param>
/// <param name="Items">How many items.</param>
/// <param name="NotDueCents">Not overdue.</param>
/// <param name="Days30Cents">1 to 30 days overdue.</param>
/// <param name="Days60Cents">31 to 60 days overdue.</param>
/// <param name="Days90Cents">61 to 90 days overdue.</param>
/// <param name="OlderCents">Longer overdue.</param>
/// <param name="TotalCents">All of it.</param>
public sealed record ApiAgedItems(
    string Party, string Name, AccountRole Role, int Items, long NotDueCents, long Days30Cents, long Days60Cents,
    long Days90Cents, long OlderCents, long TotalCents);

/// <summary>A posting that moves an open item or an asset.</summary>
/// <param name="EntryNo">Number of its entry.</param>
/// <param name="BookedOn">Booking date.</param>
/// <param name="Document">Voucher reference.</param>
/// <param name="Text">Its own text where it has one, else the entry's.</param>
/// <param name="Movement">Of an asset; null for items.</param>
/// <param name="AmountCents">Debit positive.</param>
public sealed record ApiSubledgerPosting(
    long EntryNo, DateOnly BookedOn, string Document, string Text, AssetMovement? Movement, long AmountCents)
{
    internal static ApiSubledgerPosting Of(SubledgerPosting it) =>
        new(it.EntryNo, it.BookedOn, it.Document, it.Text, it.Movement, it.Amount.Cents);
}

/// <summary>An open item with the entry that gives it its amount.</summary>
/// <param name="Number">Unique in the body, up to 60 characters; also the voucher reference.</param>
/// <param name="Account">Of claims or debts.</param>
/// <param name="Party">Number of the debtor or creditor.</param>
/// <param name="BookedOn">Booking date, and when it arose.</param>
/// <param name="DueOn">When it is to be settled.</param>
/// <param name="Text">Of the entry.</param>
/// <param name="Against">The other lines of the entry; the item takes what balances them.</param>
public sealed record NewItem(
    string Number, string Account, string Party, DateOnly BookedOn, DateOnly DueOn, string Text,
    IReadOnlyList<NewPosting> Against) : IExample<NewItem>
{
    public static NewItem Example => new("R-2026-1", "1711", "D-100", new(2026, 1, 15), new(2026, 2, 15),
        "Umlage Januar", [new("4482", -125_000)]);
}

/// <summary>How often an item was dunned.</summary>
/// <param name="Level">Mahnstufe, 0 to 9.</param>
public sealed record DunningLevel(int Level) : IExample<DunningLevel>
{
    public static DunningLevel Example => new(1);
}

/// <summary>Open items: what is owed, since when, by whom.</summary>
static class ItemsApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes = routes.MapGroup("").WithTags("Open items");
        routes.MapGet("/items", List).Lists<ApiItem>("listItems",
            "Open items that are not settled, by number; with `party` all of that party, settled ones too.");
        routes.MapPost("/items", Add).Creates<NewItem, ApiPosted>("addItem",
            "Makes an open item and posts it against the other lines.", BodyRoles.Post);
        routes.MapGet("/items/aged", Aged).Reads<IReadOnlyList<ApiAgedItems>>("getAgedItems",
            "What each party owes and is owed at the end of a day, by days overdue.");
        routes.MapGet("/item", Get).Reads<ApiItem>("getItem", "One open item.");
        routes.MapGet("/item/postings", Postings).Lists<ApiSubledgerPosting>("listItemPostings",
            "The postings of one open item, by entry.");
        routes.MapPut("/item/dunning-level", Dun).Replaces<DunningLevel, ApiItem>("setDunningLevel",
            "Sets how often an item was dunned; If-Match carries the ETag of the item.", BodyRoles.Post);
    }

    static async Task<IResult> List(
        Visit visit, string? party, string? q, string? after, int? limit, TimeProvider clock)
    {
        var owner = party is null ? null : await visit.Read(db => Parties.Find(db, visit.Body.Id, party));
        if (party is not null && owner is null) return Problems.Of(Problems.NotFound);
        return await Lists.Of(visit, new(after, limit, q), async db =>
        {
            var items = owner is null
                ? await OpenItems.Unsettled(db, visit.Body.Id)
                : await OpenItems.OfParty(db, visit.Body.Id, owner.Id);
            var numbers = await Numbers(db, visit.Body.Id);
            return items.Select(it => Of(it, numbers, clock));
        }, it => it.Number, it => [it.Number, it.Account, it.Party]);
    }

    static Task<IResult> Get(Visit visit, string number, TimeProvider clock) =>
        Answers.Read(visit, db => Find(db, visit.Body.Id, number, clock));

    static Task<IResult> Aged(Visit visit, IsoDay? on, TimeProvider clock) =>
        Answers.Read(visit, async Task<Result<IReadOnlyList<ApiAgedItems>>> (db) =>
            (List<ApiAgedItems>)[.. (await AgedItems.AsOf(db, visit.Body.Id, on?.Day ?? LastDay.Today(clock)))
                .Select(it => new ApiAgedItems(it.Party.Number, it.Party.Name, it.Role, it.Items, it.NotDue.Cents,
                    it.Days30.Cents, it.Days60.Cents, it.Days90.Cents, it.Older.Cents, it.Total.Cents))]);

    static async Task<IResult> Postings(Visit visit, string number, string? after, int? limit)
    {
        if (await visit.Read(db => OpenItems.Find(db, visit.Body.Id, number)) is not { } item)
        {
            return Problems.Of(Problems.NotFound);
        }
        return await SubledgerLists.Of(visit, new(after, limit), db => SubledgerPostings.Of(db, visit.Body.Id, item));
    }

    static Task<IResult> Add(Visit visit)
    {
        var findings = new List<Finding>();
        return Acts.Create(visit, async Task<Result<Made<ApiPosted>>> (NewItem sent, Work work, Book book) =>
        {
            var names = new PostingNames(work.Db, book.Body.Id, findings);
            var account = await names.Account("account", sent.Account);
            var party = await names.Party("party", sent.Party);
            var against = await names.Postings("against", sent.Against);
            if (names.Refused is { } unknown) return unknown;
            var item = new OpenItem(
                default, sent.Number, account!.Id, party!.Id, sent.BookedOn, sent.DueOn, 0, default);
            var posted = await ItemPosting.Post(work, book, item, sent.Text, against);
            return posted.Ok(out var done, out var why) ? EntriesApi.Posted(visit, done) : why;
        }, findings);
    }

    static Task<IResult> Dun(Visit visit, string number, TimeProvider clock) => Acts.Replace<DunningLevel, ApiItem>(
        visit, db => Find(db, visit.Body.Id, number, clock),
        async (sent, work, book) => (await OpenItems.SetDunningLevel(work, book, number, sent.Level)).Rejection);

    static async Task<Result<ApiItem>> Find(Session db, Id<Body> body, string number, TimeProvider clock) =>
        await OpenItems.Find(db, body, number) is { } item
            ? Of(item, await Numbers(db, body), clock)
            : Problems.NotFound;

    static async Task<(Dictionary<Id<Account>, string>, Dictionary<Id<Party>, string>)> Numbers(
        Session db, Id<Body> body) => (
        (await Accounts.All(db, body)).ToDictionary(it => it.Id, it => it.Number),
        (await Parties.All(db, body)).ToDictionary(it => it.Id, it => it.Number));

    static ApiItem Of(
        OpenItem it, (Dictionary<Id<Account>, string> Accounts, Dictionary<Id<Party>, string> Parties) numbers,
        TimeProvider clock) => new(it.Number, numbers.Accounts[it.Account], numbers.Parties[it.Party],
        it.OriginatedOn, it.DueOn, ItemsTable.Overdue(it, LastDay.Today(clock)), it.DunningLevel, it.Open.Cents);
}

/// <summary>The postings of an item or an asset as a list.</summary>
static class SubledgerLists
{
    internal static Task<IResult> Of(
        Visit visit, Paging paging, Func<Session, Task<List<SubledgerPosting>>> read) => Lists.Sliced(visit, paging,
        async Task<Result<(IReadOnlyList<ApiSubledgerPosting>, string?)>> (db, place, most) =>
        {
            var all = await read(db);
            _ = int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var from);
            return ([.. all.Skip(from).Take(most).Select(ApiSubledgerPosting.Of)],
                from < all.Count - most ? $"{from + most}" : null);
        });
}
