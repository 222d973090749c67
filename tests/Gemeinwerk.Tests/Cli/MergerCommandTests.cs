using System.Text.RegularExpressions;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Cli;

/// <summary>What a merger's preparation declares can be seen and taken back on the command line.</summary>
public partial class MergerCommandTests
{
    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_share_or_a_mapping_declared_in_error_is_taken_back(Engine engine)
    {
        await using var fresh = await Databases.Fresh(engine);
        var cli = new CliRun(fresh.Address);
        foreach (var line in new[]
        {
            "body create kdz Altverband --kind association",
            "body create sit Neuverband --kind association",
            "party add K-1 Altverband --counterpart kdz --body sit",
            "party add K-1 Altverband --counterpart kdz --body sit",
            "merger create eins --form Eingliederung --target sit --source kdz --effective 01.01.2027",
            "merger shareholding add eins --holder sit --account 1111 --in kdz --equity-account 2011 --amount 250,00",
            "merger shareholding add eins --holder sit --account 1112 --in kdz --equity-account 2011 --amount 300,00",
            "merger map set eins account kdz 9999 1811",
        }) await cli.Done(line);

        Assert.Contains("2 sit 1112 kdz 2011 300,00",
            Blanks().Replace(await cli.Done("merger shareholding list eins"), " "), StringComparison.Ordinal);
        Assert.Equal("Beteiligung Nr. 1 über 250,00 € zurückgenommen.",
            (await cli.Done("merger shareholding remove eins 1")).Trim());
        await cli.Refused("merger shareholding remove eins 1", "merger.shareholding-unknown");
        await cli.Refused("merger shareholding list zwei", "merger.unknown");
        Assert.DoesNotContain("1111", await cli.Done("merger shareholding list eins"), StringComparison.Ordinal);

        const string Remove = "merger map remove eins account kdz 9999";
        Assert.Equal("kdz 9999 ist nicht mehr zugeordnet.", (await cli.Done(Remove)).Trim());
        Assert.Equal("kdz 9999 war nicht zugeordnet.", (await cli.Done(Remove)).Trim());
        Assert.DoesNotContain("9999", await cli.Done("merger map show eins"), StringComparison.Ordinal);
    }

    [GeneratedRegex(" +")]
    private static partial Regex Blanks();
}
