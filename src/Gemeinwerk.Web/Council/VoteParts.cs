using Gemeinwerk.Council;

namespace Gemeinwerk.Web.Council;

/// <summary>A part of all statutory votes, as picture and table show it.</summary>
/// <param name="Label">German; translated where there is a translation.</param>
/// <param name="Class">Its colour in the picture.</param>
readonly record struct VotePart(string Label, long Votes, string Class);

/// <summary>Where all statutory votes are, from yes to absent; together they are the statutory votes.</summary>
static class VoteParts
{
    internal static IReadOnlyList<VotePart> Of(Tally tally) =>
    [
        new("Ja", tally.Votes.Yes, "gw-3"),
        new("Nein", tally.Votes.No, "gw-2"),
        new("Enthaltung", tally.Votes.Abstain, "gw-1"),
        new("nicht abgegeben", Math.Max(0, tally.Present - tally.Votes.Cast - tally.Votes.Abstain), "gw-4"),
        new("nicht vertreten", tally.Statutory - tally.Present, "gw-axis gw-later"),
    ];
}
