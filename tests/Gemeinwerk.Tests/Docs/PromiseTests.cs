using System.Text.RegularExpressions;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Docs;

/// <summary>Every promise of <c>docs/security.md</c> names tests that exist.</summary>
public partial class PromiseTests
{
    [Fact]
    public void Every_promise_of_safety_names_tests_that_exist()
    {
        var rows = File.ReadAllLines(Repository.PathOf("docs", "security.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).ToList();
        Assert.True(rows.Count > 20);
        var types = typeof(PromiseTests).Assembly.GetTypes();
        foreach (var row in rows)
        {
            var names = Name().Matches(row.Split('|')[2]).Select(it => it.Groups[1].Value).ToList();
            Assert.NotEmpty(names);
            foreach (var name in names)
            {
                var (type, test) = (name.Split('.')[0], name.Split('.').ElementAtOrDefault(1));
                Assert.True(types.Any(it => it.Name == type && (test is null || it.GetMethod(test) is not null)), name);
            }
        }
    }

    [GeneratedRegex("`([A-Za-z]+Tests(?:\\.\\w+)?)`")]
    private static partial Regex Name();
}
