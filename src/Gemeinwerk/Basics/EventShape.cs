using System.Reflection;
using System.Text.Json;

namespace Gemeinwerk.Basics;

/// <summary>What fields an event has: those of the constructor of its record, of inner records too.</summary>
static class EventShape
{
    internal static ConstructorInfo Constructor(Type type) =>
        type.GetConstructors().OrderBy(it => it.GetParameters().Length).Last();

    internal static ParameterInfo[] Parameters(Type type) => Constructor(type).GetParameters();

    internal static string Name(ParameterInfo parameter) =>
        char.ToLowerInvariant(parameter.Name![0]) + parameter.Name[1..];

    /// <summary>Records of ours, whose fields are named behind a point.</summary>
    internal static bool IsRecord(Type type) => type.IsClass && type.Assembly == typeof(EventShape).Assembly;

    internal static bool IsOptional(ParameterInfo parameter) => parameter.HasDefaultValue || MayBeEmpty(parameter)
        || Nullable.GetUnderlyingType(parameter.ParameterType) is not null
        || new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable;

    internal static bool MayBeEmpty(ParameterInfo parameter) =>
        parameter.GetCustomAttribute<MayBeEmptyAttribute>() is not null;

    /// <summary>The first field that an event must have and that its JSON lacks, or a part of a list that is null.
    /// </summary>
    /// <returns>As <c>candidate.person</c>; null where all is there.</returns>
    internal static string? Missing(JsonElement json, Type type)
    {
        // What is no object is told by whoever reads it.
        if (json.ValueKind != JsonValueKind.Object) return null;
        foreach (var parameter in Parameters(type))
        {
            var (name, of) = (Name(parameter), parameter.ParameterType);
            var isThere = json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;
            if (!isThere)
            {
                if (of == typeof(bool) || (IsOptional(parameter) && !MayBeEmpty(parameter))) continue;
                return name;
            }
            if (Within(value, of) is { } inner) return name + inner;
        }
        return null;
    }

    static string? Within(JsonElement value, Type type)
    {
        if (IsRecord(type)) return Missing(value, type) is { } field ? $".{field}" : null;
        if (value.ValueKind != JsonValueKind.Array || !type.IsGenericType) return null;
        var (of, at) = (type.GetGenericArguments()[0], 0);
        foreach (var part in value.EnumerateArray())
        {
            at++;
            if (part.ValueKind == JsonValueKind.Null) return $"[{at}]";
            if (IsRecord(of) && Missing(part, of) is { } field) return $"[{at}].{field}";
        }
        return null;
    }
}
