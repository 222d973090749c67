using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Finance.Api;

/// <summary>A fixed asset (Vermögensgegenstand des Anlagevermögens).</summary>
/// <param name="Number">Inventory number, unique in the body.</param>
/// <param name="Name">What it is.</param>
/// <param name="Account">Carries its book value.</param>
/// <param name="ExpenseAccount">Takes its depreciation.</param>
/// <param name="InServiceOn">Since when it is used.</param>
/// <param name="UsefulLifeMonths">0 where it does not wear out.</param>
/// <param name="DisposedOn">When it went.</param>
/// <param name="CostCents">Acquisition and production cost.</param>
/// <param name="DepreciationCents">Accumulated, negative or zero.</param>
/// <param name="BookValueCents">Cost plus depreciation.</param>
public sealed record ApiAsset(
    string Number, string Name, string Account, string ExpenseAccount, DateOnly InServiceOn, int UsefulLifeMonths,
    DateOnly? DisposedOn, long CostCents, long DepreciationCents, long BookValueCents);

/// <summary>A line of the asset schedule (Anlagenspiegel, KomHVO NRW § 46); as it stands on the account.</summary>
/// <param name="Account">Its number.</param>
/// <param name="Name">What it is called.</param>
/// <param name="OpeningCostCents">At the end of the prior year.</param>
/// <param name="AdditionsCents">Of the year.</param>
/// <param name="DisposalsCents">Of the year, negative.</param>
/// <param name="TransfersCents">Of the year.</param>
/// <param name="WriteUpsCents">Of the year.</param>
/// <param name="DepreciationCents">Of the year, negative.</param>
/// <param name="ReleasedDepreciationCents">Of the year's disposals, positive.</param>
/// <param name="AccumulatedDepreciationCents">At the end of the year.</param>
/// <param name="BookValueCents">At the end of the year.</param>
/// <param name="OpeningBookValueCents">At the end of the prior year.</param>
public sealed record ApiAssetScheduleLine(
    string Account, string Name, long OpeningCostCents, long AdditionsCents, long DisposalsCents, long TransfersCents,
    long WriteUpsCents, long DepreciationCents, long ReleasedDepreciationCents, long AccumulatedDepreciationCents,
    long BookValueCents, long OpeningBookValueCents);

/// <summary>Through which month all assets are to be depreciated.</summary>
/// <param name="Year">Fiscal year.</param>
/// <param name="ThroughMonth">1 to 12; months that are done already stay as they are.</param>
public sealed record NewDepreciation(int Year, int ThroughMonth) : IExample<NewDepreciation>
{
    public static NewDepreciation Example => new(2026, 3);
}

/// <summary>What a depreciation run has posted.</summary>
/// <param name="Entries">Numbers of the entries, one per month that took anything.</param>
/// <param name="Postings">How many lines.</param>
/// <param name="AmountCents">All of it.</param>
public sealed record ApiDepreciation(IReadOnlyList<long> Entries, int Postings, long AmountCents);

/// <summary>Fixed assets, their schedule and their depreciation.</summary>
static class AssetsApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes = routes.MapGroup("").WithTags("Assets");
        routes.MapGet("/assets", List).Lists<ApiAsset>("listAssets", "Assets in use, by number.");
        routes.MapGet("/assets/schedule", Schedule).Reads<IReadOnlyList<ApiAssetScheduleLine>>("getAssetSchedule",
            "The asset schedule (Anlagenspiegel) of a year, by account.");
        routes.MapPost("/assets/depreciation", Depreciate).Creates<NewDepreciation, ApiDepreciation>("depreciateAssets",
            "Depreciates all assets in use through a month, straight-line; each month once.", BodyRoles.Post);
        routes.MapGet("/asset", Get).Reads<ApiAsset>("getAsset", "One asset, also one that is gone.");
        routes.MapGet("/asset/postings", Postings).Lists<ApiSubledgerPosting>("listAssetPostings",
            "The postings of one asset, by entry.");
    }

    static Task<IResult> List(Visit visit, string? q, string? after, int? limit) => Lists.Of(
        visit, new(after, limit, q), async db =>
        {
            var accounts = await AccountsByKey.Of(db, visit.Body.Id);
            return (await Assets.InUse(db, visit.Body.Id)).Select(it => Of(it, accounts));
        }, it => it.Number, it => [it.Number, it.Name]);

    static Task<IResult> Get(Visit visit, string number) => Answers.Read(visit, async Task<Result<ApiAsset>> (db) =>
        await Assets.Find(db, visit.Body.Id, number) is { } asset
            ? Of(asset, await AccountsByKey.Of(db, visit.Body.Id))
            : Problems.NotFound);

    static async Task<IResult> Postings(Visit visit, string number, string? after, int? limit)
    {
        if (await visit.Read(db => Assets.Find(db, visit.Body.Id, number)) is not { } asset)
        {
            return Problems.Of(Problems.NotFound);
        }
        return await SubledgerLists.Of(visit, new(after, limit), db => SubledgerPostings.Of(db, visit.Body.Id, asset));
    }

    static async Task<IResult> Schedule(Visit visit, int? year, TimeProvider clock)
    {
        if (!(await Years.Of(visit, year, clock)).Ok(out var which, out var why)) return Problems.Of(why);
        return await Answers.Read(visit, async Task<Result<IReadOnlyList<ApiAssetScheduleLine>>> (db) =>
            (List<ApiAssetScheduleLine>)[.. (await AssetScheduleLine.Of(db, visit.Body.Id, which)).Select(it =>
                new ApiAssetScheduleLine(it.Account.Number, it.Account.Name, it.OpeningCost.Cents, it.Additions.Cents,
                    it.Disposals.Cents, it.Transfers.Cents, it.WriteUps.Cents, it.Depreciation.Cents,
                    it.ReleasedDepreciation.Cents, it.AccumulatedDepreciation.Cents, it.BookValue.Cents,
                    it.OpeningBookValue.Cents))]);
    }

    static Task<IResult> Depreciate(Visit visit) => Acts.Create(visit, async Task<Result<Made<ApiDepreciation>>> (
        NewDepreciation sent, Work work, Book book) =>
    {
        if (Years.Refuse(sent.Year) is { } bad) return bad;
        return (await Assets.Depreciate(work, book, sent.Year, sent.ThroughMonth)).Ok(out var run, out var why)
            ? new Made<ApiDepreciation>(new(run.Entries, run.Postings, run.Amount.Cents))
            : why;
    });

    static ApiAsset Of(Asset it, IReadOnlyDictionary<Id<Account>, Account> accounts) => new(
        it.Number, it.Name, accounts[it.Account].Number, accounts[it.ExpenseAccount].Number, it.InServiceOn,
        it.UsefulLifeMonths, it.DisposedOn, it.Cost.Cents, it.Depreciation.Cents, it.BookValue.Cents);
}

/// <summary>Fiscal years in addresses and requests.</summary>
static class Years
{
    internal static Rejection? Refuse(int year) => year is >= Day.FirstYear and <= Day.LastYear
        ? null
        : new("ledger.year-range", $"{year} ist kein Haushaltsjahr von 1900 bis 2999.");

    /// <summary>The year that is asked for, or the one that was booked in last.</summary>
    internal static async Task<Result<int>> Of(Visit visit, int? year, TimeProvider clock)
    {
        var wanted = year ?? (await LastDay.Of(visit, clock)).Year;
        return Refuse(wanted) is { } why ? why : wanted;
    }
}
