using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Audit;

/// <summary>A field of a register; its value is a text, or a number that stands in decimal.</summary>
readonly record struct RegisterField(string Name, bool IsNumber)
{
    internal static RegisterField Text(string name) => new(name, IsNumber: false);

    internal static RegisterField Number(string name) => new(name, IsNumber: true);
}

/// <summary>
/// Selects rows of a body by key, ascending: the key, then the fields in their order.
/// </summary>
/// <param name="most">How many rows at the most.</param>
delegate Sql RegisterQuery(long body, long from, long to, int most);

/// <summary>
/// A table (Verzeichnis) each change of which is a record of the body's change log, so that <c>verify</c> can tell what
/// its rows must be. What is derived from the journal is no field of it. docs/formats.md section 12.
/// </summary>
sealed partial class Register
{
    const int MostLabel = 200;

    readonly IReadOnlyList<RegisterField> fields;
    readonly byte[][] names;
    readonly int[] label;
    readonly RegisterQuery query;

    Register(
        string kind, string table, IReadOnlyList<RegisterField> fields, string[] label, RegisterQuery query)
    {
        Invariant.Holds(fields.Zip(fields.Skip(1)).All(pair =>
            string.CompareOrdinal(pair.First.Name, pair.Second.Name) < 0));
        (Kind, Table, this.fields, this.query) = (kind, table, fields, query);
        names = [.. fields.Select(field => Encoding.UTF8.GetBytes(field.Name))];
        this.label = [.. label.Select(name => fields.Select(field => field.Name).ToList().IndexOf(name))];
        Invariant.Holds(this.label.All(at => at >= 0));
    }

    /// <param name="kind">How its records are called: <c>ledger.party</c>.</param>
    /// <param name="fields">In the ordinal order of their names. A field that is added later is absent in rows that
    /// have nothing in it, so that the hashes of older rows stay.</param>
    /// <param name="label">The fields by which people know a row.</param>
    internal static Register Of(
        string kind, string table, IReadOnlyList<RegisterField> fields, string[] label, RegisterQuery query) =>
        new(kind, table, fields, label, query);

    internal string Kind { get; }

    internal string Table { get; }

    internal async Task<List<RegisterRow>> Read(Session db, AuditLog log, long from, long to, int most)
    {
        var rows = new List<RegisterRow>();
        await db.Scan(query(log.BodyId, from, to, most), row =>
        {
            var (key, values) = (row.Number(), new string?[fields.Count]);
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = fields[i].IsNumber
                    ? row.NumberOrNull()?.ToString(CultureInfo.InvariantCulture)
                    : row.TextOrNull();
            }
            rows.Add(new RegisterRow(key, values));
        });
        return rows;
    }

    internal async Task<RegisterRow?> Find(Session db, AuditLog log, long key) =>
        (await Read(db, log, key, key, 2)) is [var row, ..] ? row : null;

    /// <summary>What people call a row; two of them fit into the subject of a record.</summary>
    internal string Label(RegisterRow row) =>
        Texts.Cut(string.Join(' ', label.Select(at => row.Values[at]).Where(value => value is not null)), MostLabel);

    /// <summary>What a row says, for a record; what it does not say is left out.</summary>
    internal IEnumerable<(string Name, string? Value)> Content(RegisterRow row) =>
        fields.Zip(row.Values, (field, value) => (field.Name, value))
            .Append(("key", row.Key.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The hash of a row, which covers its key and all that it says.</summary>
    internal RowHash Hash(CanonicalForm form, AuditLog log, RegisterRow row)
    {
        form.Start(Encoding.UTF8.GetBytes(log.Origin));
        form.Text(Kind);
        form.Number(row.Key);
        form.Number(row.Values.Count(value => value is not null));
        for (var i = 0; i < names.Length; i++)
        {
            if (row.Values[i] is not { } value) continue;
            form.Text(names[i]);
            form.Text(value);
        }
        Span<byte> hash = stackalloc byte[MerkleHash.Size];
        form.LeafHash(hash);
        return RowHash.Of(hash);
    }

    /// <summary>The row that a record speaks of.</summary>
    /// <param name="said">What the record says under a name, or null.</param>
    internal RegisterRow RowOf(long key, Func<string, string?> said) =>
        new(key, [.. fields.Select(field => said(field.Name))]);
}

/// <summary>A row of a register.</summary>
/// <param name="Values">One for each field.</param>
sealed record RegisterRow(long Key, string?[] Values)
{
    internal bool IsSame(RegisterRow other) => Key == other.Key && Values.SequenceEqual(other.Values);
}

/// <summary>SHA-256 of a row, small enough to keep many.</summary>
readonly record struct RowHash(UInt128 High, UInt128 Low)
{
    internal static RowHash Of(ReadOnlySpan<byte> hash) =>
        new(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));

    internal void Write(Span<byte> to)
    {
        BinaryPrimitives.WriteUInt128BigEndian(to, High);
        BinaryPrimitives.WriteUInt128BigEndian(to[16..], Low);
    }

    internal byte[] Bytes()
    {
        var bytes = new byte[MerkleHash.Size];
        Write(bytes);
        return bytes;
    }
}
