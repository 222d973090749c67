using Gemeinwerk.Basics;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Storage;

public class BulkTests
{
    sealed record Sample(long Id, long? Number, string? Text, byte[]? Bytes);

    public static TheoryData<Engine> Engines => Databases.Engines;

    static readonly byte[] allBytes = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];

    static async Task<FreshDatabase> WithTable(Engine engine)
    {
        var fresh = await Databases.Fresh(engine);
        var bytes = engine == Engine.Sqlite ? "blob" : "bytea";
        (await fresh.Database.Act("test", async Task<Result<Nothing>> (work) =>
        {
            await work.Db.Script(
                $"create table sample (id bigint primary key, number bigint, text text, bytes {bytes})");
            return default(Nothing);
        })).Expect();
        return fresh;
    }

    static async Task Write(Database database, IEnumerable<Sample> rows, string? onConflict = null) =>
        (await database.Act("test", async Task<Result<Nothing>> (work) =>
        {
            await work.Db.Bulk("sample", "id, number, text, bytes", rows,
                (to, row) => to.Add(row.Id).Add(row.Number).Add(row.Text).Add(row.Bytes), onConflict);
            return default(Nothing);
        })).Expect();

    static Task<List<Sample>> Read(Database database) => database.Read(db => db.All(
        $"select id, number, text, bytes from sample order by id",
        row => new Sample(row.Number(), row.NumberOrNull(), row.TextOrNull(), row.BytesOrNull())));

    static void Same(IEnumerable<Sample> expected, IEnumerable<Sample> actual) => Assert.Equal(
        expected.Select(row => (row.Id, row.Number, row.Text, Hex(row.Bytes))),
        actual.Select(row => (row.Id, row.Number, row.Text, Hex(row.Bytes))));

    static string? Hex(byte[]? bytes) => bytes is null ? null : Convert.ToHexString(bytes);

    [Theory, MemberData(nameof(Engines))]
    public async Task Every_kind_of_value_comes_back_as_it_went_in(Engine engine)
    {
        await using var fresh = await WithTable(engine);
        Sample[] rows =
        [
            new(1, null, null, null),
            new(2, 0, "", []),
            new(3, long.MinValue, "Grüße 🏛️ – „Zweckverband“\r\n\t\\N", allBytes),
            new(4, long.MaxValue, new string('ß', 300_000), new byte[400_000]),
            new(5, -1, "'; drop table sample; --", [0]),
        ];
        await Write(fresh, rows);
        Same(rows, await Read(fresh));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Any_number_of_rows_is_written_completely(Engine engine)
    {
        await using var fresh = await WithTable(engine);
        var next = 0L;
        foreach (var count in new[] { 0, 1, 63, 64, 65, 129, 5_000 })
        {
            await Write(fresh, Enumerable.Range(0, count).Select(_ =>
                new Sample(++next, next * 7, $"Zeile {next}", null)));
        }
        var sums = await fresh.Database.Read(db => db.One(
            $"select count(*), cast(sum(number) as bigint) from sample", row => (row.Number(), row.Number())));
        Assert.Equal((next, next * (next + 1) / 2 * 7), sums);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task With_on_conflict_known_rows_are_changed_and_new_ones_added(Engine engine)
    {
        await using var fresh = await WithTable(engine);
        await Write(fresh, Enumerable.Range(1, 100).Select(i => new Sample(i, i, "alt", [1])));
        await Write(fresh, Enumerable.Range(51, 100).Select(i => new Sample(i, i, i % 2 == 0 ? null : "neu", [])),
            "on conflict (id) do update set number = sample.number + excluded.number, text = excluded.text");
        var rows = await Read(fresh);
        Assert.Equal(150, rows.Count);
        Assert.All(rows, row => Assert.Equal(row.Id is > 50 and <= 100 ? row.Id * 2 : row.Id, row.Number));
        Assert.Equal("alt", rows[49].Text);
        Assert.Equal("neu", rows[50].Text);
        Assert.Null(rows[51].Text);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_source_that_fails_midway_leaves_nothing_and_says_why(Engine engine)
    {
        await using var fresh = await WithTable(engine);
        await Assert.ThrowsAsync<InvalidDataException>(() => Write(fresh, Failing()));
        Assert.Empty(await Read(fresh));
        await Write(fresh, [new Sample(1, 1, "geht weiter", null)]);
        Assert.Single(await Read(fresh));

        static IEnumerable<Sample> Failing()
        {
            for (var i = 0; i < 1_000; i++) yield return new Sample(i, i, "x", null);
            throw new InvalidDataException();
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_row_with_a_value_too_few_is_a_bug_and_throws(Engine engine)
    {
        await using var fresh = await WithTable(engine);
        await Assert.ThrowsAnyAsync<Exception>(() => fresh.Database.Act("test", async Task<Result<Nothing>> (work) =>
        {
            await work.Db.Bulk("sample", "id, number", [1L, 2L], (to, id) => to.Add(id));
            return default(Nothing);
        }));
        Assert.Empty(await Read(fresh));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_broken_constraint_in_bulk_undoes_the_whole_act(Engine engine)
    {
        await using var fresh = await WithTable(engine);
        await Assert.ThrowsAnyAsync<Exception>(() =>
            Write(fresh, Enumerable.Range(1, 200).Append(1).Select(i => new Sample(i, i, null, null))));
        Assert.Empty(await Read(fresh));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Values_never_become_sql(Engine engine)
    {
        await using var fresh = await WithTable(engine);
        string[] texts =
            ["'", "''", "\\'", "$1", "{0}", "x'); drop table sample; --", "%_", "\"", "/*", "E'\\n'", ":p", "@p", "?"];
        (await fresh.Database.Act("test", async Task<Result<Nothing>> (work) =>
        {
            for (var i = 0; i < texts.Length; i++)
            {
                await work.Db.Run($"insert into sample (id, text) values ({(long)i}, {texts[i]})");
            }
            return default(Nothing);
        })).Expect();
        for (var i = 0; i < texts.Length; i++)
        {
            var found = await fresh.Database.Read(db =>
                db.All($"select id from sample where text = {texts[i]} and 'it''s $2' <> text", row => row.Number()));
            Assert.Equal([(long)i], found);
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_null_that_the_mapping_forgot_is_refused(Engine engine)
    {
        await using var fresh = await WithTable(engine);
        await Write(fresh, [new Sample(1, null, null, null)]);
        foreach (var column in new Func<Row, object>[] { row => row.Number(), row => row.Text(), row => row.Bytes() })
        {
            await Assert.ThrowsAsync<InvalidCastException>(() => fresh.Database.Read(db =>
                db.All($"select number from sample where number is null", column)));
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_big_scan_keeps_memory_flat(Engine engine)
    {
        await using var fresh = await WithTable(engine);
        const int Rows = 200_000;
        await Write(fresh, Enumerable.Range(0, Rows).Select(i =>
            new Sample(i, i, "Ein Text von vierzig Zeichen, immer gleich", null)));
        var most = 0L;
        var count = 0;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await fresh.Database.Read(async db =>
        {
            await db.Scan($"select id, number, text from sample", row =>
            {
                _ = (row.Number(), row.Number(), row.Text());
                if (++count % 20_000 == 0) most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            });
            return default(Nothing);
        });
        Assert.Equal(Rows, count);
        Assert.InRange(most, long.MinValue, 16 << 20);
    }
}
