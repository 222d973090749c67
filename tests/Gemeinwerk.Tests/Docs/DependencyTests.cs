using System.Text.RegularExpressions;
using System.Xml.Linq;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Docs;

/// <summary>
/// The decision on dependencies names each package with its version and a permissive licence, and no other.
/// </summary>
public partial class DependencyTests
{
    static readonly string[] permissive = ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "MS-PL", "PostgreSQL"];

    [Fact]
    public void The_documented_packages_are_those_in_use()
    {
        var used = XDocument.Load(Repository.PathOf("Directory.Packages.props")).Descendants("PackageVersion")
            .Select(package => (package.Attribute("Include")!.Value, package.Attribute("Version")!.Value));
        var record = File.ReadAllText(Repository.PathOf("docs", "decisions", "0004-dependencies.md"));
        var documented = Row().Matches(record).ToList();
        Assert.Equal(used.Order(), documented.Select(row => (row.Groups[1].Value, row.Groups[2].Value)).Order());
        Assert.All(documented, row => Assert.Contains(row.Groups[3].Value, permissive));
    }

    // | `package` | version | licence |
    [GeneratedRegex(@"^\| `([^`]+)` \| ([^ |]+) \| ([^ |]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
