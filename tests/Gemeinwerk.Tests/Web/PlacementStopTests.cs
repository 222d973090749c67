using System.Net;
using Gemeinwerk.DataCentre;
using Gemeinwerk.Identity;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.DataCentre;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Web.Api;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Tests.Web;

/// <summary>Searches for the best placement that nobody waits for until they end.</summary>
public class PlacementStopTests
{
    const string Home = PlanPageTests.Home;
    const string Inventory = "/api/v1/bodies/testverband/inventory";

    /// <summary>Each of these would go on for minutes if nobody stopped it.</summary>
    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task A_search_is_stopped_by_its_button_by_a_program_and_when_the_server_ends(Engine engine)
    {
        await using var books = await Books.On(engine);
        var world = PlacementTests.Hard().Snapshot();
        (await books.Import(
            ("hosts.csv", "name,cluster,cores,memory\n" + string.Concat(world.Of(ItemKinds.Device)
                .Select(it => $"{it.Name},C,{it.Content.Number(Fields.Cores)},{it.Content.Number(Fields.Memory)}\n"))),
            ("vms.csv", "name,cluster,vcpus,memory\n" + string.Concat(world.Of(ItemKinds.VirtualMachine).Select(it =>
                $"{it.Name},C,{it.Content.Number(Fields.VirtualCpus) / 100},{it.Content.Number(Fields.Memory)}\n")))))
            .Fine();
        await using (var site = await Site.Of(books))
        {
            await Begin(site);
            const string Search = $"{Home}/placement?by=search";
            Assert.Contains("Suche anhalten", await PlanPageTests.Read(site, Search), StringComparison.Ordinal);
            var back = await site.Send($"{Home}/placement/stop", [("overcommit", "100")], Search);
            Assert.Contains("overcommit=100", back.Headers.Location!.OriginalString, StringComparison.Ordinal);
            await Stopped(site);
        }
        await using (var api = await ApiSite.Of(books))
        {
            var program = await api.Program("Leitstand", (books.Body, Role.Operate));
            api.Site.Visitor = new("erika", new Dictionary<string, BodyRoles> { ["testverband"] = BodyRoles.Staff });
            await Begin(api.Site);
            Assert.Equal(202, (await program.Post($"{Inventory}/placement/search/stop", null)).Status);
            await Stopped(api.Site);
            var state = (await program.Get($"{Inventory}/placement/search")).Json!;
            Assert.Equal(("done", true), ((string?)state["state"], (bool)state["isStopped"]!));
        }
        await using (var ending = await Site.Of(books)) await Begin(ending);
        await using var again = await Site.Of(books);
        await Stopped(again);

        async Task Begin(Site site) => Assert.Equal(HttpStatusCode.Redirect,
            (await site.Send($"{Home}/placement?by=search", [("overcommit", "100"), ("search", "300")])).StatusCode);

        async Task Stopped(Site site)
        {
            var page = await PlanPageTests.Done(site);
            Assert.Contains("Die Suche wurde angehalten.", page, StringComparison.Ordinal);
            Assert.DoesNotContain("nirgends", page, StringComparison.Ordinal);
        }
    }
}
