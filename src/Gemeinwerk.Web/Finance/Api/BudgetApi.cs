using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Finance.Api;

/// <summary>The budget (Haushaltsplan) of a year: plan, changes, commitments, control.</summary>
static class BudgetApi
{
    const BodyRoles Planners = BodyRoles.Close, Orderers = BodyRoles.Order | BodyRoles.Close;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes = routes.MapGroup("").WithTags("Budget");
        var year = routes.MapGroup($"/budget/{{year:int:range({Day.FirstYear},{Day.LastYear})}}");
        year.MapGet("/lines", Watch).Lists<ApiBudgetLine>("listBudgetLines",
            "The watch list (Haushaltsüberwachungsliste): every line with what it has and has used.");
        year.MapGet("/line", Line).Reads<ApiBudgetLine>("getBudgetLine", "One line of the budget.");
        year.MapGet("/line/accounts", Parts).Reads<IReadOnlyList<ApiBudgetPart>>("getBudgetLineAccounts",
            "The accounts that a line's actual amount consists of.");
        year.MapPut("/line", Set).Replaces<PlanValue, ApiBudgetLine>("setPlanValue",
            "Sets the plan value of a line. A line that does not exist yet is made with `If-Match: *`.", Planners);
        year.MapPost("/transfers", Transfer).Creates<NewTransfer, BudgetChanged>("transferBudget",
            "Moves an authorisation from one line to another.", Planners);
        year.MapPost("/approvals", Approve).Creates<NewBudgetApproval, BudgetChanged>("approveBudget",
            "Approves expenses or payments over or off the budget.", Planners);
        year.MapPost("/carry-forwards", CarryForward).Creates<NewCarryForward, BudgetChanged>("carryBudgetForward",
            "Carries an authorisation of the year before forward into this one.", Planners);
        year.MapPost("/cover-groups", Group).Creates<NewCoverGroup, BudgetChanged>("addCoverGroup",
            "Makes lines cover each other.", Planners);
        year.MapGet("/control", Control).Reads<BudgetControlState>("getBudgetControl",
            "Whether postings beyond what is available are refused.");
        year.MapPut("/control", Switch).Replaces<BudgetControlState, BudgetControlState>("setBudgetControl",
            "Switches the control on or off.", Planners);
        year.MapPost("/commitments", Bind).Creates<NewCommitment, ApiCommitment>("bindCommitment",
            "Binds funds before the bill comes.", Orderers);
        routes.MapGet("/commitments", Commitments).Lists<ApiCommitment>("listCommitments",
            "What is neither used up nor released, of all years, by number.");
        routes.MapGet("/commitment", Commitment).Reads<ApiCommitment>("getCommitment", "One commitment that is open.");
        routes.MapDelete("/commitment", Release).Removes("releaseCommitment",
            "Gives up what is left of a commitment.", Orderers);
    }

    static Task<IResult> Watch(Visit visit, int year, string? q, string? after, int? limit) => Lists.Of(
        visit, new(after, limit, q),
        async db => (await BudgetControl.Watch(db, visit.Body, year)).Select(ApiBudgetLine.Of),
        it => $"{it.Product}/{it.Position}", it => [it.Product, it.Position, it.CoverGroup]);

    static Task<IResult> Line(Visit visit, int year, string position, string? product) =>
        Answers.Read(visit, db => Find(db, visit.Body, year, new(product, position)));

    static Task<IResult> Parts(Visit visit, int year, string position, string? product) =>
        Answers.Read(visit, async Task<Result<IReadOnlyList<ApiBudgetPart>>> (db) =>
        {
            var key = new BudgetKey(product, position);
            if (!(await Find(db, visit.Body, year, key)).Ok(out _, out var why)) return why;
            return (List<ApiBudgetPart>)[.. (await BudgetControl.Parts(db, visit.Body, year, key)).Select(it =>
                new ApiBudgetPart(it.Account.Number, it.Account.Name, it.Product, it.Amount.Cents))];
        });

    static async Task<Result<ApiBudgetLine>> Find(Session db, Body body, int year, BudgetKey key) =>
        (await BudgetControl.Watch(db, body, year)).Find(use => use.Key == key) is { } found
            ? ApiBudgetLine.Of(found)
            : Problems.NotFound;

    static Task<IResult> Set(Visit visit, int year, string position, string? product)
    {
        var key = new BudgetKey(product, position);
        var isNew = visit.Http.Request.Headers.IfMatch == "*";
        return Acts.Replace<PlanValue, ApiBudgetLine>(visit, async db =>
            (await Find(db, visit.Body, year, key)).Ok(out var line, out var why) ? line
                : isNew ? new ApiBudgetLine(product, position, 0, 0, 0, 0, 0, 0, 0, 0, 0, null) : why,
            async (sent, work, book) => Amount(sent.AmountCents, out var amount) ?? (await Budget.Set(
                work, book, year, key, amount, sent.Reference, sent.IsSupplementary
                    ? BudgetChangeKind.Supplementary : BudgetChangeKind.Original)).Rejection);
    }

    static Task<IResult> Transfer(Visit visit, int year) => Change(visit, (NewTransfer sent) => sent.AmountCents,
        (sent, work, book, amount) =>
            Budget.Transfer(work, book, year, sent.From.Key, sent.To.Key, amount, sent.Reference), 2);

    static Task<IResult> Approve(Visit visit, int year) => Change(visit, (NewBudgetApproval sent) => sent.AmountCents,
        (sent, work, book, amount) =>
            Budget.Approve(work, book, year, sent.At.Key, amount, sent.Reference, sent.Cover), 1);

    static Task<IResult> CarryForward(Visit visit, int year) => Change(
        visit, (NewCarryForward sent) => sent.AmountCents, (sent, work, book, amount) =>
            Budget.CarryForward(work, book, year, sent.At.Key, amount, sent.Reference), 1);

    static Task<IResult> Change<TIn>(
        Visit visit, Func<TIn, long> cents, Func<TIn, Work, Book, Money, Task<Result<Nothing>>> act, int count)
        where TIn : class => Acts.Create(visit, async Task<Result<Made<BudgetChanged>>> (
            TIn sent, Work work, Book book) =>
        {
            if (Amount(cents(sent), out var amount) is { } bad) return bad;
            return (await act(sent, work, book, amount)).Rejection is { } why
                ? why
                : new Made<BudgetChanged>(new(count, amount.Cents));
        });

    static Task<IResult> Group(Visit visit, int year) => Acts.Create(visit, async Task<Result<Made<BudgetChanged>>> (
        NewCoverGroup sent, Work work, Book book) =>
        (await Budget.Group(work, book, year, sent.Code, sent.Name, [.. sent.Places.Select(it => it.Key)]))
            .Ok(out var count, out var why)
            ? new Made<BudgetChanged>(new(count, 0))
            : why);

    static Task<IResult> Control(Visit visit, int year) =>
        Answers.Read(visit, db => IsOn(db, visit.Body.Id, year));

    static Task<IResult> Switch(Visit visit, int year) => Acts.Replace<BudgetControlState, BudgetControlState>(
        visit, db => IsOn(db, visit.Body.Id, year), async (sent, work, book) =>
        {
            await BudgetControl.Switch(work, book, year, sent.IsOn);
            return null;
        });

    static async Task<Result<BudgetControlState>> IsOn(Session db, Id<Body> body, int year) =>
        new BudgetControlState(await BudgetControl.IsOn(db, body, year));

    static Task<IResult> Bind(Visit visit, int year) => Acts.Create(visit, async Task<Result<Made<ApiCommitment>>> (
        NewCommitment sent, Work work, Book book) =>
    {
        if (Amount(sent.AmountCents, out var amount) is { } bad) return bad;
        var bound = await Nkf.Commitments.Bind(work, book, year, sent.At.Key, sent.Number, sent.Text, amount);
        return bound.Ok(out _, out var why)
            ? new Made<ApiCommitment>(
                new(sent.Number, year, sent.At.Product, sent.At.Position, sent.Text, amount.Cents),
                $"{visit.Api()}/commitment?number={Uri.EscapeDataString(sent.Number)}")
            : why;
    });

    static Task<IResult> Commitments(Visit visit, string? q, string? after, int? limit) => Lists.Of(
        visit, new(after, limit, q), async db => (await Open(db, visit.Body.Id)).AsEnumerable(),
        it => it.Number, it => [it.Number, it.Text]);

    static Task<IResult> Commitment(Visit visit, string number) =>
        Answers.Read(visit, db => FindOpen(db, visit.Body.Id, number));

    static Task<IResult> Release(Visit visit, string number) => Acts.Remove(
        visit, db => FindOpen(db, visit.Body.Id, number),
        async (work, book) => (await Nkf.Commitments.Release(work, book, number)).Rejection);

    static async Task<Result<ApiCommitment>> FindOpen(Session db, Id<Body> body, string number) =>
        (await Open(db, body)).Find(it => it.Number == number) is { } found ? found : Problems.NotFound;

    static async Task<List<ApiCommitment>> Open(Session db, Id<Body> body) =>
        (await Nkf.Commitments.Open(db, body)).ConvertAll(it => new ApiCommitment(
            it.Number, it.Year, it.Key.Product, it.Key.Position, it.Text, it.Open.Cents));

    static Rejection? Amount(long cents, out Money amount)
    {
        amount = new Money(cents);
        return PostingNames.RefuseAmount(cents);
    }
}
