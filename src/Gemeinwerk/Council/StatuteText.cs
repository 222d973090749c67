using System.Security.Cryptography;
using System.Text;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Council;

/// <summary>
/// What a statute (Verbandssatzung) says. Its six must-fields are those of GkG NRW § 9 (2); a draft may lack some.
/// </summary>
/// <param name="Members">Who the members are.</param>
/// <param name="NoticeForm">The form of public notices.</param>
/// <param name="ContributionKey">The key by which members contribute to expenses.</param>
/// <param name="Wording">The whole text as it is published.</param>
/// <param name="Votes">How votes follow, see <see cref="VoteRule"/>.</param>
/// <param name="Majority">Part of the statutory votes that changes need, where it is not two thirds: <c>3/4</c>.
/// </param>
/// <param name="ConsentOf">Members whose consent changes need besides.</param>
/// <param name="InvitationDays">Days between invitation and sitting; null where the statute says nothing.</param>
/// <param name="NoticeMonths">Months of a one-sided notice; null where the statute has no such clause.</param>
/// <param name="Settlement">The procedure of settlement, which a clause of notice needs (§ 9 (2)).</param>
/// <param name="PrivateVotesAllowedBy">The authority's exception from § 15 (1), where it gave one.</param>
/// <param name="Director">The clause that lets the assembly hire a managing director (§ 16 (3)); null without.</param>
public sealed record StatuteText(
    [MayBeEmpty] string Name, [MayBeEmpty] string Seat, [MayBeEmpty] string Members, [MayBeEmpty] string Tasks,
    [MayBeEmpty] string NoticeForm, [MayBeEmpty] string ContributionKey, string Wording, string Votes,
    string? Majority = null, IReadOnlyList<string>? ConsentOf = null, int? InvitationDays = null,
    int? NoticeMonths = null, string? Settlement = null, string? PrivateVotesAllowedBy = null,
    string? Director = null)
{
    /// <summary>What § 9 (2) wants and the text lacks, German.</summary>
    public IReadOnlyList<string> Missing => [.. new (string Name, string Value)[]
    {
        ("Mitglieder", Members), ("Aufgaben", Tasks), ("Name", Name), ("Sitz", Seat),
        ("Form der Bekanntmachungen", NoticeForm), ("Maßstab der Beiträge", ContributionKey),
    }.Where(it => string.IsNullOrWhiteSpace(it.Value)).Select(it => it.Name)];

    /// <summary>SHA-256 over every word, in lower-case hexadecimal: two bodies have resolved the same text when this
    /// is equal.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f',
        Name, Seat, Members, Tasks, NoticeForm, ContributionKey, Wording, Votes, Majority ?? "",
        string.Join('\u001e', ConsentOf ?? []), $"{InvitationDays}", $"{NoticeMonths}", Settlement ?? "",
        PrivateVotesAllowedBy ?? "") + (Director is null ? "" : $"\u001f{Director}"))));

    internal VoteRule VoteRule => VoteRule.Parse(Votes).Expect();

    internal Fraction? OwnMajority => Majority is null ? null : ReadMajority(Majority);

    internal static Fraction? ReadMajority(string text) => text.Split('/') is [var over, var under]
        && long.TryParse(over, out var numerator) && long.TryParse(under, out var denominator)
        && numerator > 0 && denominator is > 0 and <= 1000 && numerator <= denominator && numerator * 2 >= denominator
            ? new Fraction(numerator, denominator)
            : null;
}
