using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Storage;

public class MigrationTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    static Task<List<(string Name, long At)>> Applied(Database database) => database.Read(db => db.All(
        $"select name, applied_at from storage_migration order by applied_at, name",
        row => (row.Text(), row.Number())));

    [Theory, MemberData(nameof(Engines))]
    public async Task All_scripts_run_once_and_a_second_start_changes_nothing(Engine engine)
    {
        await using var fresh = await Databases.Fresh(engine);
        var first = await Applied(fresh);
        await fresh.Reopen();
        Assert.Equal(first, await Applied(fresh));
        Assert.Equal(ScriptNames(), first.Select(script => script.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Scripts_run_in_the_order_of_their_numbers_over_all_modules()
    {
        var names = Migrations.Scripts().ToList();
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Matches("^[A-Z][A-Za-z]+/Schema/[0-9]{4}-[a-z0-9-]+\\.sql$", name));
        var numbers = names.Select(name => Path.GetFileName(name)[..4]).ToList();
        Assert.Equal(numbers.Distinct().Order(StringComparer.Ordinal), numbers);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Programs_that_start_at_the_same_time_on_an_empty_database_agree(Engine engine)
    {
        var address = await Databases.EmptyAddress(engine);
        try
        {
            var opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Database.Open(address))));
            var applied = (await Applied(opened[0])).Select(script => script.Name);
            Assert.Equal(ScriptNames(), applied.Order(StringComparer.Ordinal));
            foreach (var database in opened) await database.DisposeAsync();
        }
        finally
        {
            await Databases.Delete(address);
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Opening_does_not_wait_for_whoever_is_writing(Engine engine)
    {
        await using var fresh = await Databases.Fresh(engine);
        (await fresh.Database.Act("test", async Task<Basics.Result<Basics.Nothing>> (work) =>
        {
            await work.Db.Run($"update storage_migration set applied_at = 0");
            await using var second = await Database.Open(fresh.Address).WaitAsync(TimeSpan.FromSeconds(20));
            return new Basics.Nothing();
        })).Expect();
        Assert.All(await Applied(fresh), script => Assert.Equal(0, script.At));
    }

    [Fact]
    public void Each_engine_gets_its_parts_of_a_script_and_its_spelling()
    {
        const string Script = """
            a {bytes} {clustered}
            -- only sqlite
            b
            -- only postgres
            c
              -- both
            d
            """;
        Assert.Equal("a blob without rowid\nb\nd\n", Migrations.For(Engine.Sqlite, Script));
        Assert.Equal("a bytea \nc\nd\n", Migrations.For(Engine.Postgres, Script));
    }

    static IEnumerable<string> ScriptNames() => Migrations.Scripts().Order(StringComparer.Ordinal);
}
