using Gemeinwerk.Basics;

namespace Gemeinwerk.Council;

/// <summary>
/// Events of an assembly out of named texts, as people type them: <c>since</c> is <c>31.01.2026</c>,
/// <c>candidate.office</c> is <c>head</c>, <c>ballots</c> is <c>hemer:yes,siegen:no</c>.
/// </summary>
public static class EventFields
{
    static readonly EventReader<CouncilEvent> reader = new(CouncilForm.Form,
        new Dictionary<Type, (Func<IReadOnlyList<string>, object?>, string)>
        {
            [typeof(IReadOnlyList<Ballot>)] = (Ballots, "hemer:yes,siegen:no,iserlohn:abstain"),
            [typeof(IReadOnlyList<DateOnly>)] = (Days, "15.02.2026,15.08.2026"),
        });

    /// <summary>The fields of an event's kind.</summary>
    public static IReadOnlyList<EventField> Of(string kind) => reader.Of(kind);

    /// <returns>The event, or all findings at once: <c>event.kind</c>, <c>event.field-unknown</c>,
    /// <c>event.field-missing</c>, <c>event.field</c>; each names its field.</returns>
    public static (CouncilEvent? Event, IReadOnlyList<Finding> Findings) Read(
        string kind, IReadOnlyDictionary<string, string> values) => reader.Read(kind, values);

    static List<Ballot>? Ballots(IReadOnlyList<string> parts)
    {
        var ballots = new List<Ballot>();
        foreach (var part in parts)
        {
            if (part.Split(':') is not [var member, var word] || !Codes.TryParse(word, out Choice choice)) return null;
            ballots.Add(new Ballot(member, choice));
        }
        return ballots;
    }

    static List<DateOnly>? Days(IReadOnlyList<string> parts)
    {
        var days = new List<DateOnly>();
        foreach (var part in parts)
        {
            if (!Day.TryParse(part, out var day)) return null;
            days.Add(day);
        }
        return days;
    }
}
