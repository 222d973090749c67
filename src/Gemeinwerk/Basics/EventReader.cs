using System.Globalization;
using System.Reflection;

namespace Gemeinwerk.Basics;

/// <summary>
/// Events out of named texts, as people type them into a form or a command: <c>since</c> is <c>31.01.2026</c>,
/// <c>candidate.office</c> is <c>head</c>.
/// </summary>
/// <param name="lists">Further lists of values, each by the type that holds it: what reads one of its parts, and a
/// German example.</param>
sealed class EventReader<T>(
    EventForm<T> form, IReadOnlyDictionary<Type, (Func<IReadOnlyList<string>, object?> Read, string Example)> lists)
    where T : class
{
    /// <summary>Largest amount in cents: ten thousand billion euros.</summary>
    const long MostWhole = 1_000_000_000_000_000;

    readonly IReadOnlyDictionary<Type, (Func<IReadOnlyList<string>, object?> Read, string Example)> lists = lists;
    readonly Dictionary<string, Type> kinds = form.Kinds.ToDictionary(it => it.Value, it => it.Key);

    /// <summary>The fields of an event, those of inner records behind a point; none of an unknown kind.</summary>
    internal IReadOnlyList<EventField> Of(string kind) =>
        kinds.TryGetValue(kind, out var type) ? [.. Of(type, "", false)] : [];

    /// <returns>The event, or all findings at once: <c>event.kind</c>, <c>event.field-unknown</c>,
    /// <c>event.field-missing</c>, <c>event.field</c>; each names its field.</returns>
    internal (T? Event, IReadOnlyList<Finding> Findings) Read(string kind, IReadOnlyDictionary<string, string> values)
    {
        if (!kinds.TryGetValue(kind, out var type))
        {
            return (null, [new Finding(0, "event", new("event.kind",
                $"„{Texts.Shown(kind)}“ ist keines von: {string.Join(", ", kinds.Keys)}."))]);
        }
        var reader = new Reader(this, values);
        var made = reader.Record(type, "");
        reader.RefuseUnknown(Of(kind).Select(field => field.Name));
        return (reader.Findings.Count == 0 ? (T?)made : null, reader.Findings);
    }

    static IEnumerable<EventField> Of(Type type, string prefix, bool isOptional)
    {
        foreach (var parameter in EventShape.Parameters(type))
        {
            var name = prefix + EventShape.Name(parameter);
            var optional = isOptional || EventShape.IsOptional(parameter);
            if (EventShape.IsRecord(parameter.ParameterType))
            {
                foreach (var inner in Of(parameter.ParameterType, name + ".", optional)) yield return inner;
            }
            else yield return new EventField(name, optional,
                Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType);
        }
    }

    sealed class Reader(EventReader<T> of, IReadOnlyDictionary<string, string> values)
    {
        internal List<Finding> Findings { get; } = [];

        internal object? Record(Type type, string prefix)
        {
            var read = EventShape.Parameters(type)
                .Select(parameter => Field(parameter, prefix + EventShape.Name(parameter))).ToArray();
            return Findings.Count > 0 ? null : EventShape.Constructor(type).Invoke(read);
        }

        internal void RefuseUnknown(IEnumerable<string> known)
        {
            foreach (var name in values.Keys.Except(known, StringComparer.Ordinal))
            {
                Add(name, "event.field-unknown", "ein solches Feld hat dieses Ereignis nicht.");
            }
        }

        object? Field(ParameterInfo parameter, string name)
        {
            if (EventShape.IsRecord(parameter.ParameterType))
            {
                var isSaid = values.Any(pair =>
                    pair.Key.StartsWith(name + ".", StringComparison.Ordinal) && pair.Value.Length > 0);
                return isSaid || !EventShape.IsOptional(parameter) ? Record(parameter.ParameterType, name + ".") : null;
            }
            if (values.GetValueOrDefault(name) is { Length: > 0 } text)
            {
                return Value(parameter.ParameterType, name, text);
            }
            if (EventShape.MayBeEmpty(parameter)) return "";
            if (EventShape.IsOptional(parameter)) return null;
            if (parameter.ParameterType == typeof(bool)) return false;
            return Add(name, "event.field-missing", "fehlt.");
        }

        object? Value(Type type, string name, string text)
        {
            var plain = Nullable.GetUnderlyingType(type) ?? type;
            if (plain == typeof(string)) return text;
            if (plain == typeof(DateOnly))
            {
                return Day.TryParse(text.Trim(), out var day)
                    ? day
                    : Add(name, "event.field", "kein Tag wie 31.01.2026.");
            }
            if (plain == typeof(bool))
            {
                return text is "yes" or "ja" or "true" ? true
                    : text is "no" or "nein" or "false" ? false
                    : Add(name, "event.field", "weder ja noch nein.");
            }
            if (plain == typeof(int)) return Whole(name, text, int.MaxValue) is { } number ? (int)number : null;
            if (plain == typeof(long)) return Whole(name, text, MostWhole);
            if (plain.IsEnum) return Word(plain, name, text);
            if (!of.lists.TryGetValue(type, out var list)) return Parts(text);
            return list.Read(Parts(text))
                ?? Add(name, "event.field", $"„{Texts.Shown(text)}“ ist nicht von der Form {list.Example}.");
        }

        long? Whole(string name, string text, long most)
        {
            if (long.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && number >= -most && number <= most) return number;
            Add(name, "event.field", $"keine ganze Zahl bis {German.Count(most)}.");
            return null;
        }

        object? Word(Type type, string name, string text)
        {
            var words = Enum.GetValues(type).Cast<object>().ToDictionary(EventForm<T>.Word);
            return words.TryGetValue(text.Trim(), out var found)
                ? found
                : Add(name, "event.field", $"keines von: {string.Join(", ", words.Keys)}.");
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

/// <summary>A field of an event, for those who fill it in.</summary>
/// <param name="Name">Those of inner records behind a point: <c>candidate.office</c>.</param>
/// <param name="Type">What it becomes; never a nullable one.</param>
public sealed record EventField(string Name, bool IsOptional, Type Type)
{
    /// <summary><c>text</c>, <c>day</c>, <c>flag</c>, <c>number</c>, <c>choice</c> or <c>list</c>.</summary>
    public string Kind => Type switch
    {
        { IsEnum: true } => "choice",
        _ when Type == typeof(string) => "text",
        _ when Type == typeof(DateOnly) => "day",
        _ when Type == typeof(bool) => "flag",
        _ when Type == typeof(int) || Type == typeof(long) => "number",
        _ => "list",
    };

    /// <summary>What can be chosen; empty for all but choices.</summary>
    public IReadOnlyList<string> Words =>
        Type.IsEnum ? [.. Enum.GetValues(Type).Cast<object>().Select(EventForm<object>.Word)] : [];
}

/// <summary>A text that may be left out of a form and is empty then; a file writes it as <c>""</c>.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class MayBeEmptyAttribute : Attribute;
