using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace Gemeinwerk.Storage;

/// <summary>A prepared SQLite statement: binds values, steps, and is the row that it stands on.</summary>
sealed unsafe class SqliteStatement : Row, IDisposable
{
    readonly nint database;
    readonly nint statement;

    internal SqliteStatement(nint database, string sql)
    {
        this.database = database;
        var text = Encoding.UTF8.GetBytes(sql + "\0");
        fixed (byte* at = text)
        {
            Check(SqliteNative.Prepare(database, at, text.Length, 0, out statement, out _));
        }
        if (statement == 0) throw new DatabaseException("The statement is empty.", 0);
    }

    internal void Bind(int index, SqlValue value)
    {
        switch (value)
        {
            case { IsNumber: true }: Bind(index, value.Number); break;
            case { Object: string text }: Bind(index, text); break;
            case { Object: byte[] bytes }: Bind(index, bytes); break;
            default: BindNull(index); break;
        }
    }

    internal void Bind(int index, long value) => Check(SqliteNative.BindNumber(statement, index, value));

    internal void BindNull(int index) => Check(SqliteNative.BindNull(statement, index));

    internal void Bind(int index, string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var rented = most > 512 ? ArrayPool<byte>.Shared.Rent(most) : null;
        var buffer = rented ?? stackalloc byte[512];
        var length = Encoding.UTF8.GetBytes(text, buffer);
        fixed (byte* at = buffer)
        {
            Check(SqliteNative.BindText(statement, index, at, length, SqliteNative.Transient));
        }
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
    }

    internal void Bind(int index, byte[] bytes)
    {
        fixed (byte* at = bytes)
        {
            Check(bytes.Length == 0
                ? SqliteNative.BindEmptyBytes(statement, index, 0)
                : SqliteNative.BindBytes(statement, index, at, bytes.Length, SqliteNative.Transient));
        }
    }

    /// <summary>Moves to the next row; false when there is none left.</summary>
    internal bool Step()
    {
        Rewind();
        var code = SqliteNative.Step(statement);
        if (code == SqliteNative.RowReady) return true;
        if (code == SqliteNative.Done) return false;
        var error = DatabaseException.Of(database);
        _ = SqliteNative.Reset(statement);
        throw error;
    }

    internal void Reset() => _ = SqliteNative.Reset(statement);

    protected override bool IsNull(int at) => SqliteNative.ColumnType(statement, at) == SqliteNative.TypeNull;

    // SQLite reads null as 0 and as no bytes; PostgreSQL refuses. A mapping that forgot a null must fail on both.
    protected override long NumberAt(int at)
    {
        var number = SqliteNative.ColumnNumber(statement, at);
        return number == 0 && IsNull(at) ? throw Null(at) : number;
    }

    protected override string TextAt(int at)
    {
        var text = SqliteNative.ColumnText(statement, at);
        return text is null
            ? throw Null(at)
            : Encoding.UTF8.GetString(text, SqliteNative.ColumnLength(statement, at));
    }

    protected override byte[] BytesAt(int at)
    {
        var bytes = SqliteNative.ColumnBlob(statement, at);
        if (bytes is null && IsNull(at)) throw Null(at);
        return new ReadOnlySpan<byte>(bytes, SqliteNative.ColumnLength(statement, at)).ToArray();
    }

    protected override ReadOnlySpan<byte> Utf8At(int at)
    {
        var text = SqliteNative.ColumnText(statement, at);
        return text is null
            ? throw Null(at)
            : new ReadOnlySpan<byte>(text, SqliteNative.ColumnLength(statement, at));
    }

    protected override ReadOnlySpan<byte> BlobAt(int at)
    {
        var bytes = SqliteNative.ColumnBlob(statement, at);
        return new ReadOnlySpan<byte>(bytes, SqliteNative.ColumnLength(statement, at));
    }

    static InvalidCastException Null(int at) => new($"Column {at} is null.");

    void Check(int code)
    {
        if (code != SqliteNative.Ok) throw DatabaseException.Of(database);
    }

    public void Dispose() => _ = SqliteNative.Finalize(statement);
}

/// <summary>The database refused or failed: a broken constraint, a full disk, a lost connection.</summary>
/// <param name="code">The extended result code of SQLite, or 0.</param>
public sealed class DatabaseException(string message, int code) : Exception(message)
{
    public int Code { get; } = code;

    internal static unsafe DatabaseException Of(nint database)
    {
        var text = Marshal.PtrToStringUTF8((nint)SqliteNative.ErrorMessage(database)) ?? "unknown error";
        return new DatabaseException($"SQLite: {text}", SqliteNative.ExtendedErrorCode(database));
    }
}
