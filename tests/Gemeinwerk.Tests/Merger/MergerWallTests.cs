using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Npgsql;

namespace Gemeinwerk.Tests.Merger;

/// <summary>A merger is executed behind the wall of its bodies, and does not exist behind a narrower one.</summary>
public class MergerWallTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    static Database Behind(MergerWorld world, params string[] bodies) =>
        world.Database.Behind(bodies.Select(code => world[code].Body.Id.Value));

    [Theory, MemberData(nameof(Engines))]
    public async Task A_merger_needs_to_see_its_bodies_and_no_others(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        await world.Beside("nachbar", 2018);
        var all = Behind(world, "sit", "kdz", "ckm");
        var rehearsed = (await Execution.DryRun(all, "test", MergerWorld.Code)).Expect();
        Assert.Empty(rehearsed.Findings);
        Assert.NotNull((await Execution.Run(all, "test", MergerWorld.Code)).Expect().Certificate);
        var partners = await world.Database.Read(db => Mergers.Partners(db, world["kdz"].Body));
        Assert.Equal(["ckm", "sit"], partners.Select(body => body.Code).Order());
        Assert.Empty(await world.Database.Read(db => Mergers.Partners(db, world["nachbar"].Body)));
        // Also who merges a body of their own learns that the code is taken, and nothing else.
        var taken = await Behind(world, "nachbar", "kdz").Act("test", work => Mergers.Create(
            work, MergerWorld.Code, MergerForm.Eingliederung, "nachbar", ["kdz"], MergerWorld.Effective));
        Assert.Equal("merger.exists", taken.Rejection?.Code);
    }

    [Fact]
    public async Task On_postgres_a_narrower_wall_hides_the_merger_and_keeps_sealed_books_closed()
    {
        await using var world = await MergerTests.Example(Engine.Postgres);
        await world.Run();
        foreach (var narrow in (Database[])[Behind(world, "kdz"), Behind(world, "sit"), Behind(world, "kdz", "ckm")])
        {
            Assert.Equal("merger.unknown", (await Execution.Run(narrow, "test", MergerWorld.Code)).Rejection?.Code);
        }
        var error = await Assert.ThrowsAsync<PostgresException>(() =>
            Behind(world, "kdz").Act("test", async Task<Result<Nothing>> (work) =>
            {
                await Book.Seal(work, world["kdz"].Body.Id, null);
                return default(Nothing);
            }));
        Assert.Contains("ledger.book-sealed", error.MessageText, StringComparison.Ordinal);
    }
}
