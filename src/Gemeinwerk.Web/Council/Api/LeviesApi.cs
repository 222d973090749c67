using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Council.Levies;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Council.Api;

/// <summary>Levies (Verbandsumlagen): what each member pays and why. Drafts are recorded as events.</summary>
static class LeviesApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes = routes.MapGroup("/levies").WithTags("Levies");
        routes.MapGet("", List).Lists<ApiLevy>("listLevies", "The levies (Verbandsumlagen), by number.");
        routes.MapGet("/{no:int}", Get).Reads<ApiLevy>("getLevy", "One levy.");
        routes.MapGet("/{no:int}/shares", Shares).Lists<ApiLevyShare>("listLevyShares",
            "What each member pays and how it is worked out, by member; of a draft as it stands, of others as they "
            + "were on the agenda.");
        routes.MapGet("/{no:int}/shares/{member}/notice", Notice).ReadsFile("getLevyNotice",
            "The notice of a levy to a member (Umlagebescheid), as PDF or HTML.", PaperFile.Types);
    }

    static async Task<IResult> Notice(
        Visit visit, int no, string member, string? format, TimeProvider clock) =>
        (await LevyNoticeFile.Of(visit, no, member, format, clock)).Ok(out var file, out var why) ? file.Answer()
            : why.Code is "council.levy-unknown" or "council.levy-member" ? Problems.Of(Problems.NotFound)
            : Problems.Of(why);

    static Task<IResult> List(Visit visit, TimeProvider clock, string? after, int? limit) => Lists.Of(
        visit, new(after, limit), async db =>
        {
            var assembly = await Councils.Read(db, visit.Body.Id);
            return assembly.Levies.All.Select(it => ApiLevy.Of(assembly, it, CouncilVisits.Today(clock)));
        }, it => $"{it.No:D10}");

    static Task<IResult> Get(Visit visit, TimeProvider clock, int no) => Answers.Read(
        visit, async Task<Result<ApiLevy>> (db) =>
        {
            var assembly = await Councils.Read(db, visit.Body.Id);
            return assembly.Levies.Find(no) is { } levy
                ? ApiLevy.Of(assembly, levy, CouncilVisits.Today(clock))
                : Problems.NotFound;
        });

    static async Task<IResult> Shares(Visit visit, int no, string? after, int? limit)
    {
        var assembly = await visit.Assembly();
        if (assembly.Levies.Find(no) is not { } levy) return Problems.Of(Problems.NotFound);
        var computed = LevyShares.Shown(assembly, levy);
        return computed.Table is { } table
            ? await Lists.Of(visit, new(after, limit), _ => Task.FromResult(
                table.Shares.Select(it => ApiLevyShare.Of(table, it))), it => it.Member)
            : Problems.Of(computed.Findings[0]);
    }
}

/// <summary>A levy (Verbandsumlage) of a year.</summary>
/// <param name="No">Gapless from 1 in the body.</param>
/// <param name="Year">Its fiscal year.</param>
/// <param name="AmountCents">What all members pay together.</param>
/// <param name="MostCents">What expenses, other revenues, reserve and deficits let it be at the most.</param>
/// <param name="ExpensesCents">Expenses of the budget.</param>
/// <param name="RevenuesCents">Revenues without the levy.</param>
/// <param name="ReserveCents">Taken from the equalisation reserve (Ausgleichsrücklage).</param>
/// <param name="DeficitCents">Carried-forward deficits that are set off in the year.</param>
/// <param name="Budget">Where these figures stand.</param>
/// <param name="State">How far it is, German.</param>
/// <param name="Resolution">The number of the resolution that set it; null while none did.</param>
/// <param name="ClaimedOn">The day of the notices; null while there are none.</param>
/// <param name="DueOn">The days of its instalments.</param>
/// <param name="Parts">What is shared by one key each.</param>
/// <param name="Caps">The most that the statute lets members pay.</param>
/// <param name="Hash">SHA-256 over all that is resolved, lower-case hexadecimal.</param>
public sealed record ApiLevy(
    int No, int Year, long AmountCents, long MostCents, long ExpensesCents, long RevenuesCents, long ReserveCents,
    long DeficitCents, string Budget, string State, int? Resolution, DateOnly? ClaimedOn,
    IReadOnlyList<DateOnly> DueOn, IReadOnlyList<ApiLevyPart> Parts, IReadOnlyList<ApiLevyCap> Caps, string Hash)
{
    internal static ApiLevy Of(Assembly assembly, Levy it, DateOnly today) => new(it.No, it.Year, it.Amount.Cents,
        it.Need.Most.Cents, it.Need.Expenses.Cents, it.Need.Revenues.Cents, it.Need.Reserve.Cents,
        it.Need.Deficit.Cents, it.Budget, LevyWords.State(assembly, it, today), it.Resolution, it.ClaimedOn, it.DueOn,
        [.. it.Parts.Select(part => new ApiLevyPart(part.No, part.Name, part.Amount.Cents, part.Key, part.On, part.Task,
            part.Members, LevyWords.Source(part)))],
        [.. it.Caps.Select(cap => new ApiLevyCap(cap.Member, cap.Most.Cents, cap.Source))], it.Hash);
}

/// <summary>A part of a levy that is shared by one key.</summary>
/// <param name="No">Gapless from 1 in the levy.</param>
/// <param name="Name">What it is called.</param>
/// <param name="AmountCents">What is shared.</param>
/// <param name="Key">By what it is shared.</param>
/// <param name="On">The reference date of the numbers.</param>
/// <param name="Task">Whose numbers count; null for those of the whole.</param>
/// <param name="Members">Who takes part; empty for all.</param>
/// <param name="Source">The key's legal source, German.</param>
public sealed record ApiLevyPart(
    int No, string Name, long AmountCents, LevyKey Key, DateOnly On, string? Task, IReadOnlyList<string> Members,
    string Source);

/// <summary>The most that the statute lets a member pay.</summary>
/// <param name="Member">Its number.</param>
/// <param name="MostCents">0 where it pays nothing.</param>
/// <param name="Source">Where the statute says so.</param>
public sealed record ApiLevyCap(string Member, long MostCents, string Source);

/// <summary>What a member pays of a levy.</summary>
/// <param name="Member">Its number.</param>
/// <param name="Name">What it is called.</param>
/// <param name="AmountCents">The sum of its parts.</param>
/// <param name="Parts">How each is worked out.</param>
public sealed record ApiLevyShare(
    string Member, string Name, long AmountCents, IReadOnlyList<ApiLevyPartShare> Parts)
{
    internal static ApiLevyShare Of(LevyTable table, LevyShare it) => new(it.Member, it.Name, it.Amount.Cents,
        [.. it.Parts.Select(part => new ApiLevyPartShare(part.Part, part.Amount.Cents, part.IsCapped, part.Weight,
            table.Weight(part.Part), [.. part.Basis.Select(basis =>
                new ApiLevyBasis(basis.Of, basis.Count, basis.Days, basis.Source))]))]);
}

/// <summary>What a member pays of one part: its amount times own weight by all members' weight.</summary>
/// <param name="Part">The part's number.</param>
/// <param name="AmountCents">What the member pays of it.</param>
/// <param name="IsCapped">Whether the statute cuts it.</param>
/// <param name="Weight">The member's numbers times days.</param>
/// <param name="TotalWeight">Those of all members together.</param>
/// <param name="Basis">Of what the weight consists; none where the member takes no part.</param>
public sealed record ApiLevyPartShare(
    int Part, long AmountCents, bool IsCapped, long Weight, long TotalWeight, IReadOnlyList<ApiLevyBasis> Basis);

/// <summary>A number that counts for a member.</summary>
/// <param name="Of">Whose number it is: its own, or that of a member whose place it took.</param>
/// <param name="Count">The number.</param>
/// <param name="Days">For how many days of the year it counts.</param>
/// <param name="Source">Where it is from.</param>
public sealed record ApiLevyBasis(string Of, long Count, int Days, string Source);
