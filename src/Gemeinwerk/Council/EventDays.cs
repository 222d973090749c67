using System.Collections.Concurrent;
using System.Reflection;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Council;

/// <summary>The days of events, whichever fields they stand in. Months and years are counted from them, so none may be
/// near the end of all days.</summary>
static class EventDays
{
    static readonly ConcurrentDictionary<Type, IReadOnlyList<(string Name, PropertyInfo Value)>> fields = new();

    /// <returns>Null, or <c>council.day</c> for the first day that is not between 1900 and 2999.</returns>
    internal static Rejection? Refuse(CouncilEvent happened) => fields.GetOrAdd(happened.GetType(), Fields)
        .Where(field => !Days(field.Value.GetValue(happened)).All(Day.IsNamed))
        .Select(field => new Rejection(
            "council.day", $"{field.Name}: kein Tag zwischen {Day.FirstYear} und {Day.LastYear}."))
        .FirstOrDefault();

    static IReadOnlyList<DateOnly> Days(object? value) => value switch
    {
        DateOnly day => [day],
        IReadOnlyList<DateOnly> several => several,
        _ => [],
    };

    static IReadOnlyList<(string, PropertyInfo)> Fields(Type type) => [.. EventShape.Parameters(type)
        .Select(parameter => (EventShape.Name(parameter), type.GetProperty(parameter.Name!)!))
        .Where(it => typeof(IReadOnlyList<DateOnly>).IsAssignableFrom(it.Item2.PropertyType)
            || (Nullable.GetUnderlyingType(it.Item2.PropertyType) ?? it.Item2.PropertyType) == typeof(DateOnly))];
}
