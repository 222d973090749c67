using System.Text.RegularExpressions;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Docs;

/// <summary>Every promise of <c>docs/security.md</c> and <c>docs/acceptance.md</c> names tests that exist.</summary>
public partial class PromiseTests
{
    [Theory, InlineData("security.md", 20), InlineData("acceptance.md", 7)]
    public void Every_promise_names_tests_that_exist(string file, int least)
    {
        var rows = File.ReadAllLines(Repository.PathOf("docs", file))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).ToList();
        Assert.True(rows.Count > least);
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
