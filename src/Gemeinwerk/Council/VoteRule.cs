using System.Globalization;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Council;

/// <summary>
/// How many votes a member has (satzungsmäßige Stimmen): <c>fest</c> as the statute names them; <c>je 5000</c> one for
/// each 5,000 inhabitants begun; <c>stufen 0:1 10000:2 50000:4</c> by the number of inhabitants. The number that counts
/// is that of the last day of the year before.
/// </summary>
public sealed record VoteRule
{
    readonly long? each;
    readonly IReadOnlyList<(long From, int Votes)> steps;

    VoteRule(long? each, IReadOnlyList<(long From, int Votes)> steps) => (this.each, this.steps) = (each, steps);

    public bool IsFixed => each is null && steps.Count == 0;

    /// <returns>The rule, or <c>council.vote-rule</c>.</returns>
    public static Result<VoteRule> Parse(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is ["fest"]) return new VoteRule(null, []);
        if (words is ["je", var size] && Number(size) is > 0 and var each) return new VoteRule(each, []);
        if (words is ["stufen", .. var parts] && parts.Length is > 0 and <= 50)
        {
            var steps = parts.Select(part => part.Split(':')).Select(pair =>
                pair is [var from, var votes] && Number(from) is { } start
                    && Number(votes) is > 0 and <= 10_000 and var count
                        ? ((long From, int Votes)?)(start, (int)count)
                        : null).ToList();
            if (steps.TrueForAll(step => step is not null) && steps[0]!.Value.From == 0
                && steps.Zip(steps.Skip(1)).All(pair => pair.First!.Value.From < pair.Second!.Value.From))
            {
                return new VoteRule(null, [.. steps.Select(step => step!.Value)]);
            }
        }
        return new Rejection("council.vote-rule", $"„{Texts.Shown(text)}“ ist keine Stimmregel wie „fest“, „je 5000“ "
            + "oder „stufen 0:1 10000:2 50000:4“.");
    }

    /// <summary>The day whose number of inhabitants counts on another day.</summary>
    public static DateOnly ReferenceDay(DateOnly on) => new(on.Year - 1, 12, 31);

    /// <summary>The votes of so many inhabitants, at least one.</summary>
    public int Of(long inhabitants) => each is { } size
        ? (int)Math.Max(1, (inhabitants + size - 1) / size)
        : steps.Last(step => step.From <= inhabitants).Votes;

    static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 100_000_000
            ? number
            : null;
}
