using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Storage;

/// <summary>One parameter of a statement: an integer, a text, bytes, or null.</summary>
readonly record struct SqlValue(long Number, object? Object, bool IsNumber)
{
    public static SqlValue Of(long number) => new(number, null, true);
    public static SqlValue Of(object? textOrBytes) => new(0, textOrBytes, false);
}

/// <summary>
/// An SQL statement written as an interpolated string; every hole becomes a parameter (<c>$1</c>, <c>$2</c>, …), which
/// both engines understand. There is no way to put a value into the text. A hole with a further statement takes that
/// as a part, so that a condition of two statements is written once.
/// </summary>
[InterpolatedStringHandler]
public sealed class Sql
{
    readonly StringBuilder text;
    readonly List<SqlValue> values;

    public Sql(int literalLength, int formattedCount)
    {
        text = new StringBuilder(literalLength + formattedCount * 3);
        values = new List<SqlValue>(formattedCount);
    }

    internal string Text => text.ToString();
    internal IReadOnlyList<SqlValue> Values => values;

    public void AppendLiteral(string literal) => text.Append(literal);

    public void AppendFormatted(long value) => Add(SqlValue.Of(value));
    public void AppendFormatted(long? value) => Add(value is { } number ? SqlValue.Of(number) : SqlValue.Of(null));
    public void AppendFormatted(string? value) => Add(SqlValue.Of(value));
    public void AppendFormatted(byte[]? value) => Add(SqlValue.Of(value));
    public void AppendFormatted(Money value) => Add(SqlValue.Of(value.Cents));
    public void AppendFormatted(DateOnly value) => Add(SqlValue.Of(Day.Number(value)));
    public void AppendFormatted(DateOnly? value) =>
        Add(value is { } day ? SqlValue.Of(Day.Number(day)) : SqlValue.Of(null));
    public void AppendFormatted(DateTimeOffset value) => Add(SqlValue.Of(Moment.Microseconds(value)));
    public void AppendFormatted<T>(Id<T> value) => Add(SqlValue.Of(value.Value));
    public void AppendFormatted<T>(Id<T>? value) =>
        Add(value is { } id ? SqlValue.Of(id.Value) : SqlValue.Of(null));

    public void AppendFormatted(Sql part)
    {
        var rest = part.Text.AsSpan();
        for (var i = 0; i < part.values.Count; i++)
        {
            var hole = string.Create(CultureInfo.InvariantCulture, $"${i + 1}");
            var at = rest.IndexOf(hole, StringComparison.Ordinal);
            text.Append(rest[..at]);
            Add(part.values[i]);
            rest = rest[(at + hole.Length)..];
        }
        text.Append(rest);
    }

    void Add(SqlValue value)
    {
        values.Add(value);
        text.Append(CultureInfo.InvariantCulture, $"${values.Count}");
    }
}

/// <summary>
/// Moments as microseconds since 1970 UTC: the one form in tables and in the journal's canonical form.
/// </summary>
public static class Moment
{
    public static long Microseconds(DateTimeOffset moment) =>
        (moment.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset Of(long microseconds) => DateTimeOffset.UnixEpoch.AddMicroseconds(microseconds);
}
