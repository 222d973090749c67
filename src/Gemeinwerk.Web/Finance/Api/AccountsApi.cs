using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Finance.Api;

/// <summary>An account of the body's chart (Kontenplan).</summary>
/// <param name="Number">Four to eight digits; the first is the account class.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Kind">What it stands for.</param>
/// <param name="Role">What its postings may carry.</param>
/// <param name="RetiredOn">From this day on it takes no entries any more.</param>
public sealed record ApiAccount(
    string Number, string Name, AccountKind Kind, AccountRole Role, DateOnly? RetiredOn)
{
    internal static ApiAccount Of(Account it) => new(it.Number, it.Name, it.Kind, it.Role, it.RetiredOn);
}

/// <summary>A local account; kind and role follow from the chart line that it lies below.</summary>
/// <param name="Number">Four to eight digits.</param>
/// <param name="Name">What it is called.</param>
public sealed record NewAccount(string Number, string Name) : IExample<NewAccount>
{
    public static NewAccount Example => new("524101", "Strom Rechenzentrum");
}

/// <summary>Takes an account out of use.</summary>
/// <param name="On">From this day on it takes no entries any more.</param>
public sealed record Retirement(DateOnly On) : IExample<Retirement>
{
    public static Retirement Example => new(new DateOnly(2027, 1, 1));
}

/// <summary>An account sheet (Kontoblatt) without its postings.</summary>
/// <param name="Account">Of which account.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day, of the same year.</param>
/// <param name="OpeningCents">Balance at the start of the first day, debit positive.</param>
/// <param name="DebitCents">Turnover, never negative.</param>
/// <param name="CreditCents">Turnover, never negative.</param>
/// <param name="ClosingCents">Balance at the end of the last day, debit positive.</param>
public sealed record ApiSheet(
    ApiAccount Account, DateOnly From, DateOnly To, long OpeningCents, long DebitCents, long CreditCents,
    long ClosingCents);

/// <summary>A posting on an account sheet.</summary>
/// <param name="BookedOn">Booking date.</param>
/// <param name="EntryNo">Number of its entry.</param>
/// <param name="Document">Voucher reference.</param>
/// <param name="Text">Its own text where it has one, else the entry's.</param>
/// <param name="CounterAccounts">Accounts on the other side of the entry.</param>
/// <param name="DebitCents">Zero where it is in credit.</param>
/// <param name="CreditCents">Zero where it is in debit.</param>
/// <param name="BalanceCents">After this posting, debit positive.</param>
public sealed record ApiSheetLine(
    DateOnly BookedOn, long EntryNo, string Document, string Text, IReadOnlyList<string> CounterAccounts,
    long DebitCents, long CreditCents, long BalanceCents);

/// <summary>A line of the trial balance (Summen- und Saldenliste).</summary>
/// <param name="Account">Its number.</param>
/// <param name="Name">What it is called.</param>
/// <param name="OpeningCents">Balance at the start of the year, debit positive.</param>
/// <param name="DebitCents">Turnover since then, never negative.</param>
/// <param name="CreditCents">Turnover since then, never negative.</param>
/// <param name="BalanceCents">Debit positive.</param>
public sealed record ApiTrialBalanceLine(
    string Account, string Name, long OpeningCents, long DebitCents, long CreditCents, long BalanceCents);

/// <summary>The trial balance at the end of a day.</summary>
/// <param name="On">The day.</param>
/// <param name="DifferenceCents">The sum of all balances: zero, or the books are damaged.</param>
/// <param name="Lines">By account.</param>
public sealed record ApiTrialBalance(
    DateOnly On, long DifferenceCents, IReadOnlyList<ApiTrialBalanceLine> Lines);

/// <summary>Accounts, their sheets and the trial balance.</summary>
static class AccountsApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes = routes.MapGroup("").WithTags("Accounts");
        routes.MapGet("/accounts", List).Lists<ApiAccount>("listAccounts", "The chart of accounts, by number.");
        routes.MapPost("/accounts", Add).Creates<NewAccount, ApiAccount>("addAccount",
            "Adds a local account below the chart of the body's framework.", BodyRoles.Close);
        routes.MapGet("/accounts/{number}", Get).Reads<ApiAccount>("getAccount", "One account.");
        routes.MapPut("/accounts/{number}/retirement", Retire).Replaces<Retirement, ApiAccount>("retireAccount",
            "Takes an account out of use; If-Match carries the ETag of the account.", BodyRoles.Close);
        routes.MapGet("/accounts/{number}/sheet", Sheet).Reads<ApiSheet>("getAccountSheet",
            "What stands above and below an account sheet (Kontoblatt); its days lie in one fiscal year.");
        routes.MapGet("/accounts/{number}/postings", Postings).Lists<ApiSheetLine>("listAccountPostings",
            "The lines of an account sheet, by day.");
        routes.MapGet("/trial-balance", TrialBalance).Reads<ApiTrialBalance>("getTrialBalance",
            "The trial balance (Summen- und Saldenliste) at the end of a day.");
    }

    static Task<IResult> List(Visit visit, string? q, string? after, int? limit) => Lists.Of(
        visit, new(after, limit, q), async db => (await Accounts.All(db, visit.Body.Id)).Select(ApiAccount.Of),
        it => it.Number, it => [it.Number, it.Name]);

    static Task<IResult> Get(Visit visit, string number) => Answers.Read(visit, db => Find(db, visit.Body.Id, number));

    static Task<IResult> Add(Visit visit) => Acts.Create(visit, async Task<Result<Made<ApiAccount>>> (
        NewAccount sent, Work work, Book book) =>
    {
        if (!(await Charts.AddLocal(work, book, sent.Number, sent.Name)).Ok(out _, out var why)) return why;
        return (await Find(work.Db, book.Body.Id, sent.Number)).Ok(out var account, out why)
            ? new Made<ApiAccount>(account, $"{visit.Api()}/accounts/{account.Number}")
            : why;
    });

    static Task<IResult> Retire(Visit visit, string number) => Acts.Replace<Retirement, ApiAccount>(
        visit, db => Find(db, visit.Body.Id, number),
        async (sent, work, book) => (await Accounts.Retire(work, book, number, sent.On)).Rejection);

    static async Task<Result<ApiAccount>> Find(Session db, Id<Body> body, string number) =>
        (await Accounts.All(db, body)).Find(it => it.Number == number) is { } account
            ? ApiAccount.Of(account)
            : Problems.NotFound;

    static async Task<(DateOnly From, DateOnly To)> Days(Visit visit, IsoDay? from, IsoDay? to, TimeProvider clock)
    {
        var last = to?.Day ?? await LastDay.Of(visit, clock);
        return (from?.Day ?? new DateOnly(last.Year, 1, 1), last);
    }

    static async Task<IResult> Sheet(Visit visit, string number, IsoDay? from, IsoDay? to, TimeProvider clock)
    {
        var (first, last) = await Days(visit, from, to, clock);
        return await Answers.Read(visit, async Task<Result<ApiSheet>> (db) =>
        {
            var read = await AccountSheet.Totals(db, visit.Body.Id, number, first, last);
            return read.Ok(out var it, out var why)
                ? new ApiSheet(ApiAccount.Of(it.Account), first, last, it.Opening.Cents, it.Debit.Cents,
                    it.Credit.Cents, it.Closing.Cents)
                : Missing(why);
        });
    }

    static async Task<IResult> Postings(
        Visit visit, string number, IsoDay? from, IsoDay? to, string? after, int? limit, TimeProvider clock)
    {
        var (first, last) = await Days(visit, from, to, clock);
        return await Lists.Sliced(visit, new(after, limit),
            async Task<Result<(IReadOnlyList<ApiSheetLine>, string?)>> (db, place, most) =>
        {
            var part = await AccountSheet.Part(
                db, visit.Body.Id, number, first, last, AccountPage.PlaceOf(place), most);
            if (!part.Ok(out var it, out var why)) return Missing(why);
            return ([.. it.Lines.Select(Line)], it.End is { } end ? AccountPage.CursorOf(end) : null);
        });
    }

    static ApiSheetLine Line(SheetLine it) => new(it.BookedOn, it.EntryNo, it.Document, it.Text, it.CounterAccounts,
        it.Debit.Cents, it.Credit.Cents, it.Balance.Cents);

    static Rejection Missing(Rejection why) => why.Code == "ledger.account-unknown" ? Problems.NotFound : why;

    static async Task<IResult> TrialBalance(Visit visit, IsoDay? on, TimeProvider clock)
    {
        var day = on?.Day ?? await LastDay.Of(visit, clock);
        return await Answers.Read(visit, async Task<Result<ApiTrialBalance>> (db) =>
        {
            var lines = await Balances.TrialBalance(db, visit.Body.Id, day);
            return new ApiTrialBalance(day,
                lines.Aggregate(Money.Zero, (sum, line) => sum + line.Balance).Cents, [.. lines.Select(it =>
                    new ApiTrialBalanceLine(it.Account.Number, it.Account.Name, it.Opening.Cents, it.Debit.Cents,
                        it.Credit.Cents, it.Balance.Cents))]);
        });
    }
}
