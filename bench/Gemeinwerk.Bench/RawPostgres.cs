using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace Gemeinwerk.Bench;

/// <summary>
/// The fastest that Npgsql documents: typed binary COPY into the same tables with the same indexes, in one transaction;
/// without triggers, without checks of ours and without balances.
/// </summary>
static class RawPostgres
{
    const int EntriesPerCopy = 200_000;

    internal static async Task Post(NpgsqlConnection connection, Body body, IEnumerable<EntryDraft> entries)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        var first = 1L;
        foreach (var part in entries.Chunk(EntriesPerCopy))
        {
            await CopyEntries(connection, body, first, part);
            await CopyPostings(connection, body, first, part);
            first += part.Length;
        }
        await transaction.CommitAsync();
    }

    /// <summary>Switching them off would not do: COPY would still keep the new rows for them.</summary>
    internal static async Task DropTriggers(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("""
            do $$
            declare it record;
            begin
              for it in select tgname, tgrelid::regclass as tablename from pg_trigger
                where not tgisinternal and tgrelid in ('ledger_entry'::regclass, 'ledger_posting'::regclass)
              loop
                execute format('drop trigger %I on %s', it.tgname, it.tablename);
              end loop;
            end $$
            """, connection);
        await command.ExecuteNonQueryAsync();
    }

    static async Task CopyEntries(NpgsqlConnection connection, Body body, long first, EntryDraft[] entries)
    {
        await using var to = await connection.BeginBinaryImportAsync(
            $"copy ledger_entry ({RawSqlite.EntryColumns}) from stdin (format binary)");
        var hash = new byte[32];
        for (var i = 0; i < entries.Length; i++)
        {
            var draft = entries[i];
            BitConverter.TryWriteBytes(hash, first + i);
            await to.StartRowAsync();
            await to.WriteAsync(body.Id.Value, NpgsqlDbType.Bigint);
            await to.WriteAsync(first + i, NpgsqlDbType.Bigint);
            await to.WriteAsync("regular", NpgsqlDbType.Text);
            await to.WriteAsync((long)draft.BookedOn.Year, NpgsqlDbType.Bigint);
            await to.WriteAsync((long)draft.Period, NpgsqlDbType.Bigint);
            await to.WriteAsync(Day.Number(draft.BookedOn), NpgsqlDbType.Bigint);
            await to.WriteAsync(Day.Number(draft.EffectiveOn), NpgsqlDbType.Bigint);
            await to.WriteAsync(draft.Document, NpgsqlDbType.Text);
            await to.WriteAsync(draft.Text, NpgsqlDbType.Text);
            await to.WriteAsync("bench", NpgsqlDbType.Text);
            await to.WriteAsync(1_767_225_600_000_000L, NpgsqlDbType.Bigint);
            await to.WriteAsync(hash, NpgsqlDbType.Bytea);
        }
        await to.CompleteAsync();
    }

    static async Task CopyPostings(NpgsqlConnection connection, Body body, long first, EntryDraft[] entries)
    {
        await using var to = await connection.BeginBinaryImportAsync(
            $"copy ledger_posting ({RawSqlite.PostingColumns}) from stdin (format binary)");
        for (var i = 0; i < entries.Length; i++)
        {
            var draft = entries[i];
            for (var line = 0; line < draft.Postings.Count; line++)
            {
                var posting = draft.Postings[line];
                await to.StartRowAsync();
                await to.WriteAsync(body.Id.Value, NpgsqlDbType.Bigint);
                await to.WriteAsync(first + i, NpgsqlDbType.Bigint);
                await to.WriteAsync(line + 1L, NpgsqlDbType.Bigint);
                await to.WriteAsync(Day.Number(draft.BookedOn), NpgsqlDbType.Bigint);
                await to.WriteAsync(posting.Account.Value, NpgsqlDbType.Bigint);
                await to.WriteAsync(posting.Amount.Cents, NpgsqlDbType.Bigint);
                await Optional(to, posting.Product?.Value);
                await Optional(to, posting.CostCentre?.Value);
                await Optional(to, posting.Payment?.Value);
                for (var n = 0; n < 5; n++) await to.WriteNullAsync();
            }
        }
        await to.CompleteAsync();
    }

    static Task Optional(NpgsqlBinaryImporter to, long? value) =>
        value is { } number ? to.WriteAsync(number, NpgsqlDbType.Bigint) : to.WriteNullAsync();
}
