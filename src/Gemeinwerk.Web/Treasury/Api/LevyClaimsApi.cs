using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Treasury;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Finance.Api;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Treasury.Api;

/// <summary>Claims of levies (Erhebung der Umlage): certified, ordered and posted, each step by another.</summary>
static class LevyClaimsApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes = routes.MapGroup("/levies/{no:int}").WithTags("Levies");
        routes.MapGet("/claims", Get).Reads<ApiLevyClaims>("getLevyClaims",
            "How far the cash orders of a levy are, with the hashes that the next steps answer for.");
        routes.MapPost("/claim", Claim).Creates<NewLevyClaim, ApiLevyClaims>("claimLevy",
            "Drafts and certifies a cash order for each member and instalment of an approved levy, as far as there is "
            + "none yet; after a levy was set again, the difference.", BodyRoles.Certify);
        routes.MapPost("/order", Order).Creates<LevyOrdering, ApiLevyClaims>("orderLevy",
            "Orders all that is certified of a levy; not by who certified it.", BodyRoles.Order);
        routes.MapPost("/post", Post).Creates<LevyPosting, ApiLevyClaims>("postLevy",
            "Posts all that is ordered of a levy; not by who ordered it.", BodyRoles.Post);
    }

    static Task<IResult> Get(Visit visit, int no) => Answers.Read(visit, db => ApiLevyClaims.Of(db, visit.Body, no));

    static Task<IResult> Claim(Visit visit, int no)
    {
        var findings = new List<Finding>();
        return Acts.Create(visit, async Task<Result<Made<ApiLevyClaims>>> (NewLevyClaim sent, Work work, Book book) =>
        {
            var names = new PostingNames(work.Db, book.Body.Id, findings);
            var revenue = await names.Account("account", sent.Account);
            var claims = await names.Account("claims", sent.Claims);
            var debts = sent.Debts is null ? null : await names.Account("debts", sent.Debts);
            var product = sent.Product is null ? null : await names.Product("product", sent.Product);
            var centre = sent.CostCentre is null ? null : await names.CostCentre("costCentre", sent.CostCentre);
            if (names.Refused is { } unknown) return unknown;
            var done = await LevyClaims.Claim(work, book, no, sent.On,
                new LevyTarget(revenue!.Id, claims!.Id, debts?.Id, product?.Id, centre?.Id));
            return done.Rejection is { } why ? Told(why) : await Made(visit, work, book, no);
        }, findings);
    }

    static Task<IResult> Order(Visit visit, int no) => Step<LevyOrdering>(visit, no, (sent, work, book) =>
        LevyClaims.Order(work, book, no, sent.Hash));

    static Task<IResult> Post(Visit visit, int no) => Step<LevyPosting>(visit, no, (sent, work, book) =>
        LevyClaims.Post(work, book, no, sent.Hash, sent.BookedOn));

    static Task<IResult> Step<TIn>(Visit visit, int no, Func<TIn, Work, Book, Task<Result<int>>> take)
        where TIn : class =>
        Acts.Create(visit, async Task<Result<Made<ApiLevyClaims>>> (TIn sent, Work work, Book book) =>
            (await take(sent, work, book)).Rejection is { } why ? Told(why) : await Made(visit, work, book, no));

    static async Task<Result<Made<ApiLevyClaims>>> Made(Visit visit, Work work, Book book, int no) =>
        (await ApiLevyClaims.Of(work.Db, book.Body, no)).Ok(out var made, out var why)
            ? new Made<ApiLevyClaims>(made, $"{visit.Api()}/levies/{no}/claims")
            : why;

    static Rejection Told(Rejection why) => why.Code == "council.levy-unknown" ? Problems.NotFound : why;
}

/// <summary>How far a levy is claimed.</summary>
/// <param name="No">The levy's number.</param>
/// <param name="Certified">How many orders are certified and not ordered yet.</param>
/// <param name="CertifiedHash">Of them; sent back when they are ordered.</param>
/// <param name="Ordered">How many are ordered and not posted yet.</param>
/// <param name="OrderedHash">Of them; sent back when they are posted.</param>
/// <param name="Posted">How many are posted.</param>
/// <param name="ClaimedCents">What all orders that were not withdrawn come to, less what members get back.</param>
/// <param name="Warnings">What should be looked at, German: a budget statute that was not made public.</param>
public sealed record ApiLevyClaims(
    int No, int Certified, string CertifiedHash, int Ordered, string OrderedHash, int Posted, long ClaimedCents,
    IReadOnlyList<string> Warnings)
{
    internal static async Task<Result<ApiLevyClaims>> Of(Session db, Body body, int no)
    {
        var assembly = await Councils.Read(db, body.Id);
        if (assembly.Levies.Find(no) is not { } levy) return Problems.NotFound;
        var orders = await LevyClaims.Of(db, body, no);
        int Count(CashOrderState state) => orders.Count(it => it.Order.State == state);
        return new ApiLevyClaims(no, Count(CashOrderState.Certified),
            LevyClaims.HashOf(orders, CashOrderState.Certified), Count(CashOrderState.Ordered),
            LevyClaims.HashOf(orders, CashOrderState.Ordered), Count(CashOrderState.Posted),
            orders.Sum(it => it.Claimed.Cents), LevyWords.Warnings(assembly, levy));
    }
}

/// <summary>To what a levy is posted, and from which day its notices are.</summary>
/// <param name="On">The day of the notices.</param>
/// <param name="Account">Number of the levy's revenue account.</param>
/// <param name="Claims">Number of the account for claims.</param>
/// <param name="Debts">Number of the account for debts, where members get something back.</param>
/// <param name="Product">Code of the product.</param>
/// <param name="CostCentre">Code of the cost centre.</param>
public sealed record NewLevyClaim(
    DateOnly On, string Account, string Claims, string? Debts = null, string? Product = null,
    string? CostCentre = null) : IExample<NewLevyClaim>
{
    public static NewLevyClaim Example => new(new(2026, 1, 15), "4189", "1651");
}

/// <summary>That somebody orders what is certified of a levy.</summary>
/// <param name="Hash">That of the orders as they were read.</param>
public sealed record LevyOrdering(string Hash) : IExample<LevyOrdering>
{
    public static LevyOrdering Example => new(new string('0', 64));
}

/// <summary>That somebody posts what is ordered of a levy.</summary>
/// <param name="Hash">That of the orders as they were read.</param>
/// <param name="BookedOn">Booking date, in the levy's year; its period must be open.</param>
public sealed record LevyPosting(string Hash, DateOnly BookedOn) : IExample<LevyPosting>
{
    public static LevyPosting Example => new(new string('0', 64), new(2026, 1, 20));
}
