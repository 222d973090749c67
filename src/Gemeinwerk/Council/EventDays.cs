using System.Collections.Concurrent;
using System.Reflection;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Council;

/// <summary>The days of events, whichever fields they stand in. Months and years are counted from them, so none may be
/// near the end of all days.</summary>
static class EventDays
{
    const int First = 1900, Last = 2999;

    static readonly ConcurrentDictionary<Type, IReadOnlyList<PropertyInfo>> fields = new();

    /// <returns>Null, or <c>council.day</c> for the first day that is not between 1900 and 2999.</returns>
    internal static Rejection? Refuse(CouncilEvent happened)
    {
        foreach (var field in fields.GetOrAdd(happened.GetType(), Fields))
        {
            var days = field.GetValue(happened) switch
            {
                DateOnly day => [day],
                IReadOnlyList<DateOnly> several => several,
                _ => (IReadOnlyList<DateOnly>)[],
            };
            if (days.Any(day => day.Year is < First or > Last))
            {
                return new("council.day", $"{char.ToLowerInvariant(field.Name[0])}{field.Name[1..]}: kein Tag zwischen "
                    + $"{First} und {Last}.");
            }
        }
        return null;
    }

    static IReadOnlyList<PropertyInfo> Fields(Type type) => [.. EventShape.Parameters(type)
        .Select(parameter => type.GetProperty(parameter.Name!)!)
        .Where(it => typeof(IReadOnlyList<DateOnly>).IsAssignableFrom(it.PropertyType)
            || (Nullable.GetUnderlyingType(it.PropertyType) ?? it.PropertyType) == typeof(DateOnly))];
}
