using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Dependencies;
using Gemeinwerk.DataCentre.Plan;
using Gemeinwerk.Operating;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.DataCentre;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.DataCentre.Api;
using Gemeinwerk.Web.Finance.Api;
using Gemeinwerk.Web.Frame;
using Microsoft.AspNetCore.WebUtilities;

namespace Gemeinwerk.Tests.Web;

/// <summary>What is computed from an inventory, in the browser: the same as the library says, with pictures.</summary>
public partial class PlanPageTests
{
    internal const string Home = "/b/testverband/centre";
    const string On = "on=2026-01-01";

    static readonly DateOnly day = new(2026, 1, 1);

    public static TheoryData<Engine> Engines => Databases.Engines;

    static async Task<(Books Books, Site Site, InventorySnapshot Snapshot)> World(Engine engine)
    {
        var books = await Books.On(engine);
        (await books.Import(InventoryFixture.Folder("nord"))).Fine();
        var snapshot = await books.Inventory();
        var used = snapshot.Find(ItemKinds.Application, "Komsoft Meldewesen").Expect();
        var member = snapshot.Find(ItemKinds.Member, "Kreis Eichscheid").Expect();
        (await books.Act((work, book) => Uses.Add(work, book,
            [new(used.Id, member.Id, day, null, Share.Parse("1/3").Expect())]))).Expect();
        return (books, await Site.Of(books), snapshot);
    }

    internal static async Task<string> Read(Site site, string path) => WebUtility.HtmlDecode(await site.Html(path));

    [Theory, MemberData(nameof(Engines))]
    public async Task A_failure_shows_what_it_takes_along_and_whom_it_concerns(Engine engine)
    {
        var (books, site, snapshot) = await World(engine);
        await using var _ = books;
        await using var __ = site;
        var uses = await books.Database.Read(db => Uses.All(db, books.Body.Id));
        var application = snapshot.Find(ItemKinds.Application, "Komsoft Meldewesen").Expect();
        var impact = Impact.Of(DependencyGraph.Of(snapshot), Usage.Of(snapshot, uses, day),
            snapshot.Find(ItemKinds.Device, "esx03").Expect());
        Assert.NotEmpty(impact.Fails);
        Assert.NotEmpty(impact.Needs);
        var address = $"{Home}/items/device/{impact.Item.Id.Value}";
        Assert.Contains($"{address}/impact", await Read(site, address), StringComparison.Ordinal);
        var page = await Read(site, $"{address}/impact?{On}&size=500");
        Assert.All(impact.Bonds, it => Assert.Contains(it.Reached.Item.Name, page, StringComparison.Ordinal));
        Assert.Contains($"<dd>{German.Count(impact.Fails.Count)}</dd>", page, StringComparison.Ordinal);
        await Picture(site, $"{address}/impact?{On}&format=svg", "Was an „esx03“ hängt");
        var csv = await site.Html($"{address}/impact?{On}&format=csv");
        Assert.Equal(impact.Bonds.Count() + 1, csv.TrimEnd().Split('\n').Length);

        page = await Read(site, $"{Home}/items/application/{application.Id.Value}/impact?{On}");
        Assert.Contains("Kreis Eichscheid", page, StringComparison.Ordinal);
        page = await Read(site, $"{Home}/applications?{On}&q=meldewesen");
        Assert.Contains("Kreis Eichscheid (1/3)", page, StringComparison.Ordinal);
        page = await Read(site, $"{Home}/applications?on=31.12.2025&q=meldewesen");
        Assert.DoesNotContain("Kreis Eichscheid (1/3)", page, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_restart_plan_stands_on_the_page_and_on_paper_in_the_order_of_the_plan(Engine engine)
    {
        var (books, site, snapshot) = await World(engine);
        await using var _ = books;
        await using var __ = site;
        var uses = await books.Database.Read(db => Uses.All(db, books.Body.Id));
        var plan = RestartPlan.Of(DependencyGraph.Of(snapshot), Usage.Of(snapshot, uses, day));
        var place = snapshot.Find(ItemKinds.Site, "RZ-Nord").Expect();
        var page = await Read(site, $"{Home}/restart?{On}&site=RZ-Nord");
        var at = page.IndexOf("id=\"table-restart\"", StringComparison.Ordinal);
        foreach (var step in plan.At(place))
        {
            at = page.IndexOf($">{step.Item.Name}</a>", at, StringComparison.Ordinal);
            Assert.True(at > 0, $"{step.No} {step.Item.Name}");
        }
        Assert.All(plan.Findings, it => Assert.Contains(it.Text, page, StringComparison.Ordinal));
        Assert.Equal(RestartPaper.Of(plan, snapshot.Body, day, place),
            await site.Html($"{Home}/restart?{On}&site=RZ-Nord&format=txt"));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Capacity_and_placement_are_those_of_the_library(Engine engine)
    {
        var (books, site, snapshot) = await World(engine);
        await using var _ = books;
        await using var __ = site;
        var options = new PlacementOptions(new CentreRules(day, OvercommitPercent: 600), PricePerKilowattHour: 3000);
        var placement = Placement.Of(snapshot, options);
        var page = await Read(site, $"{Home}/placement?{On}&overcommit=600&price=0,30");
        Assert.Contains($"{placement.Saving.Total}", page, StringComparison.Ordinal);
        Assert.Contains($"{placement.Saving.Power} ({German.Count(placement.Saving.KilowattHours)} kWh)", page,
            StringComparison.Ordinal);
        Assert.All(placement.Pools.SelectMany(pool => pool.Freed),
            host => Assert.Contains(host.Name, page, StringComparison.Ordinal));
        var after = placement.Applied(snapshot);
        Assert.All(placement.Pools.SelectMany(pool => pool.Machines).Where(placed => placed.Moves), placed =>
            Assert.Equal(placed.Host!.Id.Value, after.Find(placed.Machine.Id.Value).Content.Link(Fields.Host)));
        Assert.DoesNotContain(after.Items, placement.Pools.SelectMany(pool => pool.Freed).Contains);

        page = await Read(site, $"{Home}/capacity?{On}&overcommit=600");
        Assert.All(Capacity.Of(snapshot, options.Rules).Sites,
            line => Assert.Contains(line.Name, page, StringComparison.Ordinal));
        var csv = await site.Html($"{Home}/capacity?{On}&overcommit=600&format=json");
        Assert.Contains($"\"hosts\":{Capacity.Of(after, options.Rules).Sites[0].Hosts}", csv.Replace(" ", "",
            StringComparison.Ordinal), StringComparison.Ordinal);
        await Picture(site, $"{Home}/capacity?{On}&format=svg", "Auslastung je Standort und Cluster");
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_search_in_the_background_finds_what_it_proves_and_is_known_after_a_restart(Engine engine)
    {
        var (books, site, snapshot) = await World(engine);
        await using var _ = books;
        await using (site)
        {
            Assert.Contains("Noch keine Suche.", await Read(site, $"{Home}/placement?by=search"),
                StringComparison.Ordinal);
            var begun = await site.Send($"{Home}/placement?by=search",
                [("on", "2026-01-01"), ("overcommit", "600"), ("search", "20")]);
            Assert.Equal(HttpStatusCode.Redirect, begun.StatusCode);
            Assert.Contains("overcommit=600", begun.Headers.Location!.OriginalString, StringComparison.Ordinal);
            await Done(site);
        }
        await using var again = await Site.Of(books);
        var page = await Done(again);
        Assert.Contains("Begonnen von erika", page, StringComparison.Ordinal);
        var greedy = Placement.Of(snapshot, new PlacementOptions(new CentreRules(day, OvercommitPercent: 600)));
        var json = await again.Html($"{Home}/placement?by=search&format=json");
        Assert.Equal(greedy.Pools.Sum(pool => pool.Machines.Count),
            System.Text.Json.Nodes.JsonNode.Parse(json)!.AsArray().Count);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await again.Send($"{Home}/placement?by=search",
            [("search", "99999")])).StatusCode);
    }

    /// <summary>The page of a search once it is over.</summary>
    internal static async Task<string> Done(Site site)
    {
        while (true)
        {
            var page = await Read(site, $"{Home}/placement?by=search");
            if (!page.Contains("Die Suche läuft.", StringComparison.Ordinal))
            {
                Assert.Contains("Nach der besten Belegung suchen", page, StringComparison.Ordinal);
                Assert.Contains("bewiesen", page, StringComparison.Ordinal);
                return page;
            }
            await Task.Delay(50);
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_move_and_a_what_if_are_planned_and_drawn(Engine engine)
    {
        var (books, site, snapshot) = await World(engine);
        await using var _ = books;
        await using var __ = site;
        var options = new MoveOptions(new(2026, 1, 5), 1, 7, false, [new(new(2026, 1, 10), new(2026, 1, 20))]);
        var plan = MoveWaves.Of(DependencyGraph.Of(snapshot), snapshot.Of(ItemKinds.VirtualMachine), options).Expect();
        var address = $"{Home}/waves?first=05.01.2026&most=7&from1=2026-01-10&through1=20.01.2026";
        var page = await Read(site, $"{address}&size=500");
        Assert.All(plan.Waves, wave => Assert.Contains(German.Date(wave.Night), page, StringComparison.Ordinal));
        Assert.DoesNotContain("15.01.2026", page, StringComparison.Ordinal);
        var picture = await Picture(site, $"{address}&format=svg", "Umzugsplan");
        Assert.Equal(plan.Waves.Count, picture.Descendants().Count(it => (string?)it.Attribute("class") == "gw-1"));

        var tried = WhatIf.Of(snapshot, [], new PlacementOptions(new CentreRules(day)),
            Scenario.Parse(snapshot, ["device=esx03"], []).Expect());
        page = await Read(site, $"{Home}/what-if?{On}&remove=device%3Desx03&remove=&delay=");
        Assert.All(tried.Stopped, item => Assert.Contains(item.Name, page, StringComparison.Ordinal));
        Assert.Contains($"<td class=\"kern-table__cell kern-table__cell--numeric\">{German.Count(
            tried.After.Restart.Steps.Count)}</td>", page, StringComparison.Ordinal);
        await Picture(site, $"{Home}/what-if?{On}&remove=device%3Desx03&format=svg",
            "Auslastung je Standort und Cluster");
        Assert.Contains("value=\"Standort=RZ-Nord\"", await Read(site, $"{Home}/what-if"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("items/device/{0}/impact?on=31.02.2026", "Am: „31.02.2026“ ist kein Tag", "on")]
    [InlineData("applications?on=9999-01-01", "Am: „9999-01-01“ ist kein Tag", "on")]
    [InlineData("restart?site=Nirgends", "Standort „Nirgends“ gibt es nicht.", "site")]
    [InlineData("capacity?overcommit=99999999999999999999", "Überbuchung in Prozent", "overcommit")]
    [InlineData("capacity?reserve=101", "Speicherreserve in Prozent", "reserve")]
    [InlineData("capacity?years=-1", "Server höchstens alt, Jahre", "years")]
    [InlineData("placement?price=1000", "Preis je kWh: „1000“ ist kein Betrag", "price")]
    [InlineData("placement?cluster=Nirgends", "Cluster „Nirgends“ gibt es nicht.", "cluster")]
    [InlineData("waves?first=morgen", "Erste Nacht: „morgen“ ist kein Tag", "first")]
    [InlineData("waves?most=0", "Höchstens je Nacht", "most")]
    [InlineData("waves?first=2026-01-05&from1=2026-02-01&through1=2026-01-01", "ist keine Sperrzeit", "from1")]
    [InlineData("waves?first=2026-01-05&from1=0001-01-01&through1=9999-12-31", "nicht genug Nächte", "from1")]
    [InlineData("what-if?remove=vm%3Desx03", "ist nichts der Form ART=NAME", "remove-0")]
    [InlineData("what-if?delay=nichts", "Gerät „nichts“ gibt es nicht.", "delay-0")]
    [InlineData("what-if?remove=Standort%3DRZ-Nord&remove=x&overcommit=0", "„x“ ist nichts der Form", "remove-1")]
    public async Task Whatever_is_wrong_is_said_at_its_field_in_a_form_that_is_still_filled(
        string path, string said, string field)
    {
        var (books, site, snapshot) = await World(Engine.Sqlite);
        await using var _ = books;
        await using var __ = site;
        var device = snapshot.Find(ItemKinds.Device, "esx03").Expect().Id.Value;
        var answer = await site.Client.GetAsync($"{Home}/{path.Replace("{0}", $"{device}", StringComparison.Ordinal)}");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Contains(said, html, StringComparison.Ordinal);
        Assert.Contains($"href=\"#filter-{field}\"", html, StringComparison.Ordinal);
        var input = Regex.Match(html, $"<(input|select)[^>]* id=\"filter-{field}\"[^>]*>").Value;
        Assert.Contains("aria-invalid=\"true\"", input, StringComparison.Ordinal);
        Assert.Contains($"aria-describedby=\"error-{field}\"", input, StringComparison.Ordinal);
        Assert.Contains($"id=\"error-{field}\"", html, StringComparison.Ordinal);
        foreach (var (name, values) in QueryHelpers.ParseQuery(answer.RequestMessage!.RequestUri!.Query))
        {
            Assert.All(values, value => Assert.True(name is "site" or "cluster" || IsShown(html, name, value!),
                $"{name}={value}"));
        }
    }

    /// <summary>A field shows a value, as it was typed or as a browser takes a day.</summary>
    static bool IsShown(string html, string name, string value) => new[]
    {
        value, Day.TryParse(value, out var day) ? Day.Iso(day) : value,
    }.Any(shown => Regex.Matches(html, $"<input[^>]* name=\"{name}\"[^>]*>").Any(input =>
        input.Value.Contains($" value=\"{shown}\"", StringComparison.Ordinal)));

    [Fact]
    public async Task Several_faults_are_said_at_once_and_a_search_is_refused_in_its_form()
    {
        var (books, site, _) = await World(Engine.Sqlite);
        await using var _1 = books;
        await using var _2 = site;
        var answer = await site.Client.GetAsync($"{Home}/placement?on=heute&overcommit=0&price=x&cluster=Nirgends");
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Equal(4, Regex.Count(html, "aria-invalid=\"true\""));
        var refused = await site.Send($"{Home}/placement?by=search",
            [("on", "2026-01-01"), ("overcommit", "600"), ("search", "99999")]);
        html = await refused.Content.ReadAsStringAsync();
        Assert.Contains("id=\"error-search\"", html, StringComparison.Ordinal);
        Assert.Contains("value=\"99999\"", html, StringComparison.Ordinal);
        Assert.Contains("name=\"overcommit\" value=\"600\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found_and_who_may_not_read_sees_no_plan()
    {
        var (books, site, snapshot) = await World(Engine.Sqlite);
        await using var _ = books;
        await using var __ = site;
        var device = snapshot.Find(ItemKinds.Device, "esx03").Expect().Id.Value;
        Assert.Equal(404, await site.Status($"{Home}/items/device/9999999/impact"));
        Assert.Equal(404, await site.Status($"{Home}/items/vm/{device}/impact"));
        site.Visitor = new("mia", new Dictionary<string, BodyRoles> { ["testverband"] = BodyRoles.Member });
        foreach (var path in new[] { "applications", "capacity", "placement", "waves", "what-if", "restart" })
        {
            Assert.Equal(403, await site.Status($"{Home}/{path}"));
        }
    }

    [Fact]
    public async Task A_search_that_the_program_did_not_end_says_so()
    {
        var (books, site, _) = await World(Engine.Sqlite);
        await using var _1 = books;
        await using var _2 = site;
        var begun = new ApiPlacementSearch(WorkState.Running, "erika", new(2026, 1, 1, 8, 0, 0, TimeSpan.Zero), 30,
            ApiPlacementRules.Of(new(new CentreRules(day))), [], false, null);
        (await books.Act(async Task<Result<Nothing>> (work, book) =>
        {
            await KeptWork.Begin(work, book.Body.Id, "placement", "", ApiJson.Bytes(begun));
            return default(Nothing);
        })).Expect();
        Assert.Contains("bevor die Suche fertig war", await Read(site, $"{Home}/placement?by=search"),
            StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task No_plan_knows_anything_of_another_body(Engine engine)
    {
        var (books, site, snapshot) = await World(engine);
        await using var _1 = books;
        await using var _2 = site;
        var sued = await books.Beside("sued");
        (await sued.Import(InventoryFixture.Folder("sued"))).Fine();
        var other = await sued.Inventory();
        var own = snapshot.Items.Select(item => item.Name).ToHashSet();
        var theirs = other.Of(ItemKinds.Application).Concat(other.Of(ItemKinds.Site)).Concat(other.Of(ItemKinds.Device))
            .Select(item => item.Name).Where(name => !own.Contains(name) && name.Length > 6).ToList();
        Assert.NotEmpty(theirs);
        foreach (var path in new[]
        {
            "applications?size=500", "capacity", "placement?size=500", "waves?size=500", "what-if", "restart",
            "what-if?remove=device%3Desx03",
        })
        {
            var page = await Read(site, $"{Home}/{path}");
            Assert.DoesNotContain(theirs, name => page.Contains($">{name}<", StringComparison.Ordinal)
                || page.Contains($"={name}\"", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Plans_are_found_from_the_start_page_the_inventory_and_the_search()
    {
        var (books, site, _) = await World(Engine.Sqlite);
        await using var _1 = books;
        await using var _2 = site;
        Assert.Contains($"{Home}/restart", await site.Html("/search?q=wiederanlauf"), StringComparison.Ordinal);
        foreach (var path in new[] { "/b/testverband", "/", $"{Home}/items" })
        {
            var page = await site.Html(path);
            Assert.Contains($"href=\"{Home}/capacity\"", page, StringComparison.Ordinal);
            Assert.Contains($"href=\"{Home}/applications\"", page, StringComparison.Ordinal);
        }
        var filtered = await Read(site, $"{Home}/applications?{On}");
        Assert.Contains("name=\"on\"", filtered, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_page_of_a_plan_uses_an_id_twice()
    {
        var (books, site, snapshot) = await World(Engine.Sqlite);
        await using var _1 = books;
        await using var _2 = site;
        var device = snapshot.Find(ItemKinds.Device, "esx03").Expect().Id.Value;
        foreach (var path in new[]
        {
            "applications", "capacity", "placement", "placement?by=search", "waves", "restart",
            "what-if?remove=device%3Desx03", $"items/device/{device}/impact",
        })
        {
            var ids = Id().Matches(await site.Html($"{Home}/{path}")).Select(match => match.Groups[1].Value).ToList();
            Assert.True(ids.Count == ids.Distinct().Count(), $"{path}: {string.Join(' ', ids.CountBy(id => id)
                .Where(it => it.Value > 1).Select(it => it.Key))}");
        }
    }

    [GeneratedRegex(" id=\"([^\"]+)\"")]
    private static partial Regex Id();

    /// <summary>A picture as a file is well-formed, named and described.</summary>
    static async Task<XElement> Picture(Site site, string path, string title)
    {
        var answer = await site.Client.GetAsync(path);
        Assert.Equal("image/svg+xml", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        var svg = XDocument.Parse(await answer.Content.ReadAsStringAsync()).Root!;
        XNamespace of = "http://www.w3.org/2000/svg";
        Assert.Equal(title, svg.Element(of + "title")!.Value);
        Assert.NotEmpty(svg.Element(of + "desc")!.Value);
        Assert.Equal("img", svg.Attribute("role")!.Value);
        return svg;
    }
}
