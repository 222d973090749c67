using Gemeinwerk.Storage;

namespace Gemeinwerk.Tests.Storage;

public class SpilledMapTests
{
    /// <summary>However little is held in memory, a map answers as one that holds everything.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 2)]
    [InlineData(64, 3)]
    [InlineData(100_000, 4)]
    public void What_lies_in_the_file_is_found_as_what_is_held(int mostHeld, int seed)
    {
        using var map = new SpilledMap(mostHeld);
        var model = new Dictionary<HashKey, long>();
        var random = new Random(seed);
        for (var i = 0; i < 5_000; i++)
        {
            var key = Key(random);
            if (random.Next(3) == 0) map.Set(key, model[key] = random.NextInt64());
            else Assert.Equal(model.TryGetValue(key, out var known) ? known : null, map.Find(key));
        }
        Assert.All(model, it => Assert.Equal(it.Value, map.Find(it.Key)));
    }

    /// <summary>Also such as differ in one half only, or stand at the edges of a word.</summary>
    static HashKey Key(Random random)
    {
        long Half() => random.Next(8) switch
        {
            0 => 0,
            1 => long.MaxValue,
            2 => long.MinValue,
            _ => random.Next(-100, 100),
        };
        return new(Half(), Half());
    }
}
