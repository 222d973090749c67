using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Storage;

public class StatementPartTests
{
    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_statement_taken_into_another_keeps_its_values(Engine engine)
    {
        await using var fresh = await Databases.Fresh(engine);
        Sql inner = $"{2L} + {3L} * {4L}";
        Sql outer = $"{1L} + ({inner}) + {5L}";
        Assert.Equal("$1 + ($2 + $3 * $4) + $5", outer.Text);
        Assert.Equal([1, 2, 3, 4, 5], outer.Values.Select(value => value.Number));
        Assert.Equal(20 + 10, await fresh.Database.Read(db => db.One(
            $"select cast({1L} + ({inner}) + {5L} as bigint) + {10L}", row => row.Number())));
        Assert.Equal("$1 and $2 or 0 = 0", new Part($"{1L}", $"{2L} or 0 = 0").Text);
    }

    sealed record Part(Sql First, Sql Second)
    {
        internal string Text
        {
            get
            {
                Sql both = $"{First} and {Second}";
                return both.Text;
            }
        }
    }
}
