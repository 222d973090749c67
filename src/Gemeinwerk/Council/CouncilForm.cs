using Gemeinwerk.Basics;

namespace Gemeinwerk.Council;

/// <summary>Events of an assembly as JSON, in one spelling: what was written is what is read, and nothing else is.
/// </summary>
public static class CouncilForm
{
    /// <summary>Longest event, in characters: a statute is one.</summary>
    public const int MostCharacters = 400_000;

    internal static readonly EventForm<CouncilEvent> Form =
        new("einer Verbandsversammlung", MostCharacters);

    public static string Write(CouncilEvent happened) => EventForm<CouncilEvent>.Write(happened);

    /// <returns>The event, or <c>event.form</c>.</returns>
    public static Result<CouncilEvent> Read(string json) => Form.Read(json);

    /// <summary>What was written here.</summary>
    /// <returns>The event, or <c>event.form</c>.</returns>
    internal static Result<CouncilEvent> Stored(string json) => Form.Stored(json);

    /// <summary>The word of an event's kind: <c>member-joined</c>.</summary>
    internal static string Kind(CouncilEvent happened) => Form.Kind(happened);

    /// <summary>All words.</summary>
    public static IReadOnlyCollection<string> Kinds => [.. Form.Kinds.Values];
}
