using System.Globalization;
using System.Reflection;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Council;

/// <summary>
/// Events out of named texts, as people type them into a form or a command: <c>since</c> is <c>31.01.2026</c>,
/// <c>candidate.office</c> is <c>head</c>, <c>ballots</c> is <c>hemer:yes,siegen:no</c>.
/// </summary>
public static class EventFields
{
    static readonly Dictionary<string, Type> kinds = CouncilForm.Types.ToDictionary(it => it.Value, it => it.Key);

    /// <summary>The names of an event's fields, those of inner records behind a point, and whether each is optional.
    /// </summary>
    public static IReadOnlyList<(string Name, bool IsOptional)> Of(string kind) => [.. Of(kinds[kind], "", false)];

    /// <returns>The event, or all findings at once: <c>council.event-kind</c>, <c>council.field-unknown</c>,
    /// <c>council.field-missing</c>, <c>council.field</c>; each names its field.</returns>
    public static (CouncilEvent? Event, IReadOnlyList<Finding> Findings) Read(
        string kind, IReadOnlyDictionary<string, string> values)
    {
        if (!kinds.TryGetValue(kind, out var type))
        {
            return (null, [new Finding(0, "event", new("council.event-kind",
                $"„{Texts.Shown(kind)}“ ist keines von: {string.Join(", ", kinds.Keys)}."))]);
        }
        var reader = new Reader(values);
        var made = reader.Record(type, "");
        reader.RefuseUnknown(Of(kind).Select(field => field.Name));
        return (reader.Findings.Count == 0 ? (CouncilEvent?)made : null, reader.Findings);
    }

    static IEnumerable<(string, bool)> Of(Type type, string prefix, bool isOptional)
    {
        foreach (var parameter in Parameters(type))
        {
            var (name, optional) = (prefix + Name(parameter), isOptional || IsOptional(parameter));
            if (IsRecord(parameter.ParameterType))
            {
                foreach (var inner in Of(parameter.ParameterType, name + ".", optional)) yield return inner;
            }
            else yield return (name, optional);
        }
    }

    static ParameterInfo[] Parameters(Type type) => type.GetConstructors().OrderBy(it => it.GetParameters().Length)
        .Last().GetParameters();

    static string Name(ParameterInfo parameter) => char.ToLowerInvariant(parameter.Name![0]) + parameter.Name[1..];

    static bool IsRecord(Type type) => type == typeof(StatuteText) || type == typeof(Candidate)
        || type == typeof(Interim) || type == typeof(VoteCount);

    static bool IsOptional(ParameterInfo parameter) => parameter.HasDefaultValue
        || Nullable.GetUnderlyingType(parameter.ParameterType) is not null
        || new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable;

    sealed class Reader(IReadOnlyDictionary<string, string> values)
    {
        internal List<Finding> Findings { get; } = [];

        internal object? Record(Type type, string prefix)
        {
            var read = Parameters(type).Select(parameter => Field(parameter, prefix + Name(parameter))).ToArray();
            return Findings.Count > 0 ? null : type.GetConstructors().OrderBy(it => it.GetParameters().Length).Last()
                .Invoke(read);
        }

        internal void RefuseUnknown(IEnumerable<string> known)
        {
            foreach (var name in values.Keys.Except(known, StringComparer.Ordinal))
            {
                Add(name, "council.field-unknown", "ein solches Feld hat dieses Ereignis nicht.");
            }
        }

        object? Field(ParameterInfo parameter, string name)
        {
            if (IsRecord(parameter.ParameterType))
            {
                var isSaid = values.Any(pair =>
                    pair.Key.StartsWith(name + ".", StringComparison.Ordinal) && pair.Value.Length > 0);
                return isSaid || !IsOptional(parameter) ? Record(parameter.ParameterType, name + ".") : null;
            }
            if (values.GetValueOrDefault(name) is { Length: > 0 } text)
            {
                return Value(parameter.ParameterType, name, text);
            }
            if (IsOptional(parameter)) return null;
            // A draft of a statute may lack what a statute must have; all else must be said.
            if (parameter.Member.DeclaringType == typeof(StatuteText)) return "";
            if (parameter.ParameterType == typeof(bool)) return false;
            return Add(name, "council.field-missing", "fehlt.");
        }

        object? Value(Type type, string name, string text)
        {
            var plain = Nullable.GetUnderlyingType(type) ?? type;
            if (plain == typeof(string)) return text;
            if (plain == typeof(DateOnly))
            {
                return Day.TryParse(text.Trim(), out var day)
                    ? day
                    : Add(name, "council.field", "kein Tag wie 31.01.2026.");
            }
            if (plain == typeof(bool))
            {
                return text is "yes" or "ja" or "true" ? true
                    : text is "no" or "nein" or "false" ? false
                    : Add(name, "council.field", "weder ja noch nein.");
            }
            if (plain == typeof(int)) return Whole(name, text) is { } number and <= int.MaxValue ? (int)number : null;
            if (plain == typeof(long)) return Whole(name, text);
            if (plain.IsEnum) return Word(plain, name, text);
            return type == typeof(IReadOnlyList<Ballot>) ? Ballots(name, text)
                : (object)Parts(text);
        }

        long? Whole(string name, string text)
        {
            if (long.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && number is > -int.MaxValue and < int.MaxValue) return number;
            Add(name, "council.field", "keine ganze Zahl unter zwei Milliarden.");
            return null;
        }

        object? Word(Type type, string name, string text)
        {
            var words = Enum.GetValues(type).Cast<object>().ToDictionary(it => CouncilForm.Word(it));
            return words.TryGetValue(text.Trim(), out var found)
                ? found
                : Add(name, "council.field", $"keines von: {string.Join(", ", words.Keys)}.");
        }

        object? Ballots(string name, string text)
        {
            var ballots = new List<Ballot>();
            foreach (var part in Parts(text))
            {
                if (part.Split(':') is not [var member, var word] || !Codes.TryParse(word, out Choice choice))
                {
                    return Add(name, "council.field",
                        $"„{Texts.Shown(part)}“ ist keine Stimme wie hemer:yes, siegen:no, iserlohn:abstain.");
                }
                ballots.Add(new Ballot(member, choice));
            }
            return ballots;
        }

        static string[] Parts(string text) =>
            text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

        object? Add(string field, string code, string message)
        {
            Findings.Add(new Finding(0, field, new(code, $"{field}: {message}")));
            return null;
        }
    }
}
