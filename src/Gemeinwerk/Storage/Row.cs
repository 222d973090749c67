using Gemeinwerk.Basics;

namespace Gemeinwerk.Storage;

/// <summary>
/// The current row of a result. Each call reads the next column from left to right, so a mapping reads as the
/// <c>select</c> is written: <c>row => new Account(row.Id&lt;Account&gt;(), row.Text(), row.Money())</c>.
/// A row is only valid inside the mapping that it is handed to.
/// </summary>
public abstract class Row
{
    int column;

    protected abstract bool IsNull(int at);
    protected abstract long NumberAt(int at);
    protected abstract string TextAt(int at);
    protected abstract byte[] BytesAt(int at);
    protected abstract ReadOnlySpan<byte> Utf8At(int at);
    protected abstract ReadOnlySpan<byte> BlobAt(int at);

    public long Number() => NumberAt(column++);
    public int Int() => checked((int)NumberAt(column++));
    public string Text() => TextAt(column++);
    public byte[] Bytes() => BytesAt(column++);
    public Money Money() => new(NumberAt(column++));
    public DateOnly Day() => Basics.Day.Of(NumberAt(column++));
    public DateTimeOffset Moment() => Storage.Moment.Of(NumberAt(column++));
    public Id<T> Id<T>() => new(NumberAt(column++));

    /// <summary>A text as it lies in the database, without a copy; valid until the next row.</summary>
    internal ReadOnlySpan<byte> Utf8() => Utf8At(column++);

    /// <inheritdoc cref="Utf8"/>
    /// <returns>False for null.</returns>
    internal bool TryUtf8(out ReadOnlySpan<byte> text)
    {
        var isThere = !IsNull(column);
        text = isThere ? Utf8At(column) : default;
        column++;
        return isThere;
    }

    /// <summary>Bytes without a copy, none for null; valid until the next row.</summary>
    internal ReadOnlySpan<byte> Blob()
    {
        var bytes = IsNull(column) ? default : BlobAt(column);
        column++;
        return bytes;
    }

    public long? NumberOrNull() => IsNull(column) ? Skip<long?>() : Number();
    public string? TextOrNull() => IsNull(column) ? Skip<string>() : Text();
    public byte[]? BytesOrNull() => IsNull(column) ? Skip<byte[]>() : Bytes();
    public DateOnly? DayOrNull() => IsNull(column) ? Skip<DateOnly?>() : Day();
    public DateTimeOffset? MomentOrNull() => IsNull(column) ? Skip<DateTimeOffset?>() : Moment();
    public Id<T>? IdOrNull<T>() => IsNull(column) ? Skip<Id<T>?>() : Id<T>();

    internal void Rewind() => column = 0;

    TNothing? Skip<TNothing>()
    {
        column++;
        return default;
    }
}
