using Gemeinwerk.Council;
using Gemeinwerk.DataCentre;
using Gemeinwerk.Web.Council.Api;

namespace Gemeinwerk.Web.Members.Api;

/// <summary>A party (Geschäftspartner) that is a body of the token.</summary>
/// <param name="Number">By which other operations name it.</param>
/// <param name="Name">What it is called in the association's book.</param>
public sealed record ApiOwnParty(string Number, string Name);

/// <summary>What the member pays of a levy (Verbandsumlage).</summary>
/// <param name="No">The levy's number.</param>
/// <param name="Year">Its fiscal year.</param>
/// <param name="State">How far it is, German.</param>
/// <param name="ClaimedOn">The day of the notices; null while nothing is to be paid.</param>
/// <param name="Resolution">The number of the resolution that set it.</param>
/// <param name="LevyCents">What all members pay together.</param>
/// <param name="Share">What the member pays, and how it is worked out.</param>
/// <param name="PreviousCents">Its share in the levy that this one corrects, else in that of the year before; null
/// where there is none.</param>
/// <param name="Due">What is due when; negative for what is given back.</param>
public sealed record ApiOwnLevy(
    int No, int Year, string State, DateOnly? ClaimedOn, int? Resolution, long LevyCents, ApiLevyShare Share,
    long? PreviousCents, IReadOnlyList<ApiDueAmount> Due)
{
    internal static ApiOwnLevy Of(Assembly assembly, MemberLevy it, DateOnly today) => new(it.Levy.No, it.Levy.Year,
        LevyWords.State(assembly, it.Levy, today), it.Levy.ClaimedOn, it.Levy.Resolution, it.Levy.Amount.Cents,
        ApiLevyShare.Of(it.Table, it.Share), it.Previous?.Cents,
        [.. it.Demand.Due.Select(due => new ApiDueAmount(due.DueOn, due.Amount.Cents))]);
}

/// <summary>An amount and its day.</summary>
/// <param name="On">When it is due.</param>
/// <param name="AmountCents">Positive to be paid, negative to be given back.</param>
public sealed record ApiDueAmount(DateOnly On, long AmountCents);

/// <summary>Something that the member uses.</summary>
/// <param name="Id">The key of the use.</param>
/// <param name="Name">What is used.</param>
/// <param name="Kind">The code of its kind.</param>
/// <param name="Member">As which member of the inventory.</param>
/// <param name="Since">The first day.</param>
/// <param name="Until">The first day without it; null where that is open.</param>
/// <param name="Share">An exact fraction, as `1/3`; `1` is the whole.</param>
/// <param name="RecoveryHours">Its recovery time objective (Wiederanlaufzeit); null where none is known.</param>
/// <param name="Contracts">The names of the contracts that cover it on the day.</param>
public sealed record ApiOwnService(
    long Id, string Name, string Kind, string Member, DateOnly Since, DateOnly? Until, string Share,
    long? RecoveryHours, IReadOnlyList<string> Contracts)
{
    internal static ApiOwnService Of(MemberServices services, MemberService it, DateOnly day) => new(it.Use.Id.Value,
        it.Item.Name, it.Item.Kind.Code, it.Member.Name, it.Use.Since, it.Use.Until, $"{it.Use.Share}",
        it.RecoveryHours, [.. services.ContractsOf(it.Item, day).Select(contract => contract.Name)]);
}

/// <summary>A resolution on a public item.</summary>
/// <param name="No">Gapless from 1 in the body; what is not public is left out.</param>
/// <param name="Citation">As it is cited: `3/2017`.</param>
/// <param name="On">The day.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Title">Its title.</param>
/// <param name="Motion">What was resolved, word by word.</param>
/// <param name="Tally">What was counted, without who voted how.</param>
/// <param name="Approval">What the authority said until today, German; null where it was not asked.</param>
/// <param name="Publications">Where it was made public.</param>
public sealed record ApiPublicResolution(
    int No, string Citation, DateOnly On, MotionKind Kind, string Title, string Motion, ApiCouncilTally Tally,
    string? Approval, IReadOnlyList<ApiCouncilPublication> Publications)
{
    internal static ApiPublicResolution Of(PublicResolution it) => new(it.No, it.Citation, it.On, it.Kind, it.Title,
        it.Motion, ApiCouncilTally.Of(it.Tally), it.Approval, [.. it.Publications.Select(publication =>
            new ApiCouncilPublication(publication.Gazette, publication.On, publication.Reference))]);
}
