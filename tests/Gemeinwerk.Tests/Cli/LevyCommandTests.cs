using System.Text.Json;
using Gemeinwerk.Council;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Council;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Cli;

/// <summary>A levy from the command line, from the budget to the notice.</summary>
public class LevyCommandTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task A_levy_is_planned_shown_claimed_and_printed(Engine engine)
    {
        await using var fresh = await Databases.Fresh(engine);
        var folder = Directory.CreateTempSubdirectory("gemeinwerk-levy-");
        try
        {
            var cli = new CliRun(fresh.Address);
            await cli.Done("body create tv Testverband --kind association");
            await cli.Done("chart seed --body tv");
            await cli.Done("year open 2026 --body tv");
            await cli.Done("product add 0111 Verwaltung --body tv");
            await cli.Refused("council levy plan 2026 --account 4189 --body tv", "cli.levy-budget");
            await cli.Done("budget set 52 1000000,00 --year 2026 --reference Satzung --body tv");
            await cli.Done("budget set 43 400000,00 --year 2026 --reference Satzung --body tv");
            var plan = await cli.Done("council levy plan 2026 --account 4189 --deficit 10,00 --body tv");
            Assert.Contains("600.010,00", plan, StringComparison.Ordinal);
            var events = Path.Combine(folder.FullName, "events.jsonl");
            var scene = Scene.Founded().DraftLevy().Part(130_00, LevyKey.Votes).SetLevy();
            await File.WriteAllLinesAsync(events, scene.Records.Select(it => CouncilForm.Write(it.Event)));
            await cli.Done($"council import {events} --body tv");
            foreach (var member in (string[])["hemer", "siegen", "iserlohn", "kreis", "gmbh"])
            {
                await cli.Done($"party add {member} {member} --body tv");
            }
            const string Claim = "council levy claim 1 --on 08.01.2026 --account 4189 --claims 1651 --product 0111 "
                + "--body tv";
            await cli.Refused(Claim, "council.levy-approval");
            await cli.Done("council record approval-asked resolution=1 authority=Bezirksregierung on=10.12.2025 "
                + "isNotification=no --body tv");
            await cli.Done("council record approval-answered resolution=1 answer=given on=08.01.2026 reference=31 "
                + "--body tv");
            await cli.Refused("council record levy-claimed levy=1 on=08.01.2026 --body tv", "council.levy-treasury");
            await File.WriteAllTextAsync(events, CouncilForm.Write(new LevyClaimed(1, new(2026, 1, 8))));
            await cli.Refused($"council import {events} --body tv", "council.levy-treasury");
            var claimed = await cli.Done(Claim);
            Assert.StartsWith("Hinweis: Beschluss 1/2025 über die Haushaltssatzung ist nicht bekannt gemacht", claimed,
                StringComparison.Ordinal);
            Assert.Contains("10 Anordnungen", claimed, StringComparison.Ordinal);
            await cli.Refused(Claim, "treasury.levy-claimed");
            await cli.Refused("council levy order 1 --body tv", "treasury.same-person");
            Assert.Equal(0, (await cli.Run("council levy order 1 --body tv", "otto")).Code);
            Assert.Equal(0, (await cli.Run("council levy post 1 --date 08.01.2026 --body tv", "berta")).Code);
            var shown = JsonDocument.Parse(await cli.Done("council levy show 1 --body tv --json")).RootElement;
            Assert.Equal(130_00, shown.GetProperty("shares").EnumerateArray()
                .Sum(share => share.GetProperty("amountCents").GetInt64()));
            Assert.Contains("4 × 365", await cli.Done("council levy show 1 --body tv"), StringComparison.Ordinal);
            Assert.Contains("erhoben mit Bescheid", await cli.Done("council levy list --body tv"),
                StringComparison.Ordinal);
            var notice = await cli.Done("council levy notice 1 hemer --body tv");
            foreach (var says in (string[])["Umlagebescheid 2026 für Mitglied hemer",
                "130,00 € × 1.460 ÷ 4.745 (alle zusammen)",
                "15.08.2026", "GkG NRW § 19", "Rechtsbehelf"])
            {
                Assert.Contains(says, notice, StringComparison.Ordinal);
            }
            Assert.Contains("[council.levy-member]", (await cli.Run("council levy notice 1 fremd --body tv")).Error,
                StringComparison.Ordinal);
            await cli.Refused("council levy show 9 --body tv", "council.levy-unknown");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
