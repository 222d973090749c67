using Gemeinwerk.Basics;

namespace Gemeinwerk.Storage;

/// <summary>The row being written by a bulk insert; values are added in the order of its columns.</summary>
public abstract class BulkRow
{
    public abstract BulkRow Add(long value);
    public abstract BulkRow Add(string? value);
    public abstract BulkRow Add(byte[]? value);
    public abstract BulkRow AddNull();

    public BulkRow Add(long? value) => value is { } number ? Add(number) : AddNull();
    public BulkRow Add(Money value) => Add(value.Cents);
    public BulkRow Add(DateOnly value) => Add(Day.Number(value));
    public BulkRow Add(DateOnly? value) => value is { } day ? Add(day) : AddNull();
    public BulkRow Add(DateTimeOffset value) => Add(Moment.Microseconds(value));
    public BulkRow Add<T>(Id<T> value) => Add(value.Value);
    public BulkRow Add<T>(Id<T>? value) => value is { } id ? Add(id.Value) : AddNull();
}
