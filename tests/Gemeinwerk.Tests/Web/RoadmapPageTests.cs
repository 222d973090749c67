using System.Net;
using Gemeinwerk.Basics;
using Gemeinwerk.Merger;
using Gemeinwerk.Merger.Governance;
using Gemeinwerk.Merger.Roadmaps;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Merger;
using Gemeinwerk.Web.Frame;
using RecordTests = Gemeinwerk.Tests.Merger.GateTests;

namespace Gemeinwerk.Tests.Web;

/// <summary>The roadmap of a body and the gates of its merger in the browser, as the library says.</summary>
public class RoadmapPageTests
{
    const string Home = "/b/sit/roadmap", Gates = $"{MergerPageTests.Here}/gates";

    static readonly DateOnly start = new(2017, 1, 1), later = new(2026, 1, 1);

    internal static readonly string[] Pages =
    [
        Gates, Home, $"{Home}/amounts?year=2018", $"{Home}/risks", $"{Home}/tasks/gruendung", $"{Home}/start",
        $"{MergerPageTests.Here}/day", $"{Home}/record/stage-opened?stage=2",
        .. RoadmapRecords.Kinds.Select(kind => $"{Home}/record/{kind}"), MergerPageTests.Here, "/b/sit",
    ];

    public static TheoryData<Engine> Engines => Databases.Engines;

    static async Task<string> Read(Site site, string path) => WebUtility.HtmlDecode(await site.Html(path));

    static async Task<(int Status, string Html)> Record(Site site, string kind, params (string, string)[] fields)
    {
        using var answer = await site.Send($"{Home}/record/{kind}", fields);
        return ((int)answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
    }

    /// <summary>A merger whose bodies keep their assemblies, and a roadmap with amounts and risks.</summary>
    internal static async Task<MergerWorld> World(Engine engine)
    {
        var world = await MergerTests.Example(engine);
        await RecordTests.Record(world, "sit", RecordTests.Completed());
        await RecordTests.Record(world, "kdz", RecordTests.Resolved());
        IReadOnlyList<RoadmapEvent> events =
        [
            .. RoadmapTemplate.Events("suedwestfalen", "Der Weg", start, []).Expect(),
            new TaskPlanned("tor", 1, "Vollzug der Fusion", true, "Projekt", start, start, null, MergerWorld.Code,
                GateStep.Execute),
            new AmountPlanned("personal", 1, "Personal am Ziel", false, 900_000_00, 2018, "sit", ["50"], null),
            new AmountPlanned("spar", 1, "Strom sparen", true, 100_00, 2018, null, null, 2017),
            new RiskNamed("stillstand", "Ein Angriff legt alles still", 2, 5, "Notkopien", "Leitung"),
        ];
        (await world.Act(work => RoadmapRecords.Record(work, world["sit"].Body, events))).Expect();
        return world;
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task The_notice_of_a_merger_is_taken_along_once_all_have_resolved(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        await Merger.GateTests.Record(world, "sit", Merger.GateTests.Completed());
        await using var site = await Site.Of(world["sit"], () => MergerPageTests.Person("erika"));
        var notice = $"{MergerPageTests.Here}/notice";
        Assert.Equal(422, await site.Status(notice));
        Assert.DoesNotContain(notice, await Read(site, Gates), StringComparison.Ordinal);
        foreach (var source in (string[])["kdz", "ckm"])
        {
            await Merger.GateTests.Record(world, source, Merger.GateTests.Resolved());
        }
        Assert.Empty(await world.FixDay());
        Assert.Contains($"{notice}?format=pdf", await Read(site, Gates), StringComparison.Ordinal);
        Assert.StartsWith("%PDF-", await site.Html(notice), StringComparison.Ordinal);
        Assert.Contains(">Bekanntmachung", await site.Html($"{notice}?format=html"), StringComparison.Ordinal);
        Assert.Equal(422, await site.Status($"{notice}?format=docx"));
        Assert.Equal(404, await site.Status("/b/sit/merger/gibt-es-nicht/notice"));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Gates_say_what_each_step_lacks_and_the_merger_waits_for_it(Engine engine)
    {
        await using var world = await World(engine);
        await using var site = await Site.Of(world["sit"], () => MergerPageTests.Person("erika"));
        var page = await Read(site, Gates);
        var gates = (await world.Database.Read(db => MergerGates.Of(db, MergerWorld.Code, later))).Expect();
        Assert.Equal(3, gates.Count);
        foreach (var requirement in gates.SelectMany(gate => gate.Requirements))
        {
            Assert.Contains($">{requirement.Says}</th>", page, StringComparison.Ordinal);
            Assert.Contains($">{requirement.Source}</td>", page, StringComparison.Ordinal);
        }
        Assert.Equal(gates.Sum(gate => gate.Missing.Count()), page.Split("</span> fehlt</span></td>").Length - 1);
        var execute = gates.Single(gate => gate.Step == GateStep.Execute);
        Assert.Contains($"Tor „Vollzug“: zu, es fehlen {execute.Missing.Count()} von", page, StringComparison.Ordinal);

        var run = await Read(site, $"{MergerPageTests.Here}/run");
        Assert.All(execute.Missing, missing => Assert.Contains(missing.Says, run, StringComparison.Ordinal));
        foreach (var glance in new[] { MergerPageTests.Here, "/b/sit" })
        {
            Assert.Contains($"href=\"{Gates}\"", await Read(site, glance), StringComparison.Ordinal);
        }
        var home = await Read(site, "/b/sit");
        Assert.Contains("Das Tor „Vollzug“ ist zu", home, StringComparison.Ordinal);
        Assert.Contains(execute.Missing.First().Says, home, StringComparison.Ordinal);
        Assert.Contains("Gründung des Dachverbands", home, StringComparison.Ordinal);
        Assert.Contains("bis 01.01.2017, überfällig", home, StringComparison.Ordinal);

        using var begun = await site.Send($"{MergerPageTests.Here}/dry-run", []);
        var rested = "<progress";
        while (rested.Contains("<progress", StringComparison.Ordinal))
        {
            await Task.Delay(50);
            rested = await Read(site, $"{MergerPageTests.Here}/dry-run");
        }
        Assert.Contains("Er ist für das Tor „Vollzug“ vermerkt", rested, StringComparison.Ordinal);
        Assert.Contains("Ein Probelauf ohne Befund liegt vor.", await Read(site, Gates), StringComparison.Ordinal);
        await RecordTests.Record(world, "ckm", RecordTests.Resolved());
        Assert.Contains("Tor „Vollzug“: zu, es fehlen 1 von", await Read(site, Gates), StringComparison.Ordinal);
        Assert.Empty(await world.FixDay());
        Assert.Contains("Tor „Vollzug“: offen", await Read(site, Gates), StringComparison.Ordinal);
        Assert.DoesNotContain("Das Tor „Vollzug“ ist zu", await Read(site, "/b/sit"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task The_day_is_fixed_and_the_sources_are_sealed_for_good_by_forms(Engine engine)
    {
        await using var world = await World(engine);
        await using var site = await Site.Of(world["sit"], () => MergerPageTests.Person("erika"));
        const string day = $"{MergerPageTests.Here}/day", seal = $"{MergerPageTests.Here}/seal";
        async Task<(int Status, string Html)> Send(string path, params (string, string)[] fields)
        {
            using var answer = await site.Send(path, fields);
            return ((int)answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
        }

        Assert.Contains("Geplant ist der 01.01.2018.", await Read(site, day), StringComparison.Ordinal);
        var (status, html) = await Send(day, ("on", "2018-01-01"), ("confirm", "yes"));
        Assert.Equal(422, status);
        Assert.Contains("ckm: der Beschluss der Verbandsversammlung fehlt. (GkG NRW §§ 20 (1), 22)", html,
            StringComparison.Ordinal);
        await RecordTests.Record(world, "ckm", RecordTests.Resolved());
        Assert.Equal(422, (await Send(day, ("on", "2018-01-01"))).Status);
        Assert.Equal(422, (await Send(day, ("on", "0001-01-01"), ("confirm", "yes"))).Status);
        Assert.Equal(404, await site.Status(seal));
        Assert.Equal(302, (await Send(day, ("on", "2018-01-01"), ("confirm", "yes"))).Status);
        Assert.Contains("festgesetzt auf den 01.01.2018", await Read(site, MergerPageTests.Here),
            StringComparison.Ordinal);
        (await Execution.DryRun(world.Database, "test", MergerWorld.Code)).Expect();
        Assert.Empty((await world.Run()).Findings);
        Assert.Equal(404, await site.Status(day));
        Assert.DoesNotContain("Das Tor", await Read(site, seal), StringComparison.Ordinal);
        Assert.Equal(422, (await Send(seal)).Status);
        Assert.Equal(302, (await Send(seal, ("confirm", "yes"))).Status);
        Assert.Contains("endgültig gesiegelt", await Read(site, MergerPageTests.Here), StringComparison.Ordinal);
        Assert.Equal(404, await site.Status($"{MergerPageTests.Here}/undo"));
    }

    [Fact]
    public async Task Where_no_assembly_is_kept_the_page_of_gates_says_so()
    {
        await using var world = await MergerTests.Example(Engine.Sqlite);
        await using var site = await Site.Of(world["sit"], () => MergerPageTests.Person("erika"));
        var page = await Read(site, Gates);
        Assert.Contains("Keine der Körperschaften führt hier die Akten", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Das Tor", await Read(site, "/b/sit"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_roadmap_begins_with_a_template_and_goes_on_by_forms(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        await using var site = await Site.Of(world["sit"], () => MergerPageTests.Person("erika"));
        Assert.Contains("Noch keiner.", await Read(site, Home), StringComparison.Ordinal);
        foreach (var day in new[] { "", "0001-01-01", "9999-12-31" })
        {
            using var refused = await site.Send($"{Home}/start",
                [("template", "suedwestfalen"), ("title", "Der Weg"), ("start", day)]);
            Assert.Equal(422, (int)refused.StatusCode);
            Assert.Contains("id=\"error-start\"", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        using var begun = await site.Send($"{Home}/start", [("template", "suedwestfalen"), ("title", "Der Weg"),
            ("start", "2017-01-01"), ("resolving", "gibt-es-nicht")]);
        Assert.Equal(302, (int)begun.StatusCode);
        var page = await Read(site, Home);
        Assert.Contains("<h1 class=\"kern-heading-large\">Der Weg</h1>", page, StringComparison.Ordinal);
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        Assert.Contains($"{Home}/record/stage-opened?stage=1", page, StringComparison.Ordinal);

        var (status, html) = await Record(site, "task-done", ("key", "gruendung"), ("on", "2017-01-01"));
        Assert.True(status == 422 && html.Contains("id=\"error-on\"", StringComparison.Ordinal), html);
        Assert.Equal(302, (await Record(site, "stage-opened", ("stage", "1"), ("on", "2017-01-01"))).Status);
        Assert.Equal(302, (await Record(site, "task-done", ("key", "gruendung"), ("on", "31.01.2017"))).Status);
        Assert.Equal(302, (await Record(site, "task-moved", ("key", "finanzwesen"), ("from", "2017-02-01"),
            ("until", "2019-06-30"), ("reason", "Ausschreibung"))).Status);
        Assert.Equal(302, (await Record(site, "amount-planned", ("key", "p"), ("stage", "1"), ("title", "Personal"),
            ("isSaving", "no"), ("centsPerYear", "1.234.567,89"), ("fromYear", "2018"))).Status);
        var roadmap = await world.Database.Read(db => RoadmapRecords.Read(db, world["sit"].Body.Id));
        Assert.Equal(123_456_789, roadmap.Amounts.Single().CentsPerYear);
        Assert.Equal(new DateOnly(2019, 6, 30), roadmap.Task("finanzwesen")!.Until);
        var task = await Read(site, $"{Home}/tasks/finanzwesen");
        Assert.Contains($"<dd>{German.Count(roadmap.Task("finanzwesen")!.Delay)}</dd>", task, StringComparison.Ordinal);
        Assert.Contains("01.02.2017 – 30.06.2019: Ausschreibung", task, StringComparison.Ordinal);
        Assert.Contains("1.234.567,89", await Read(site, $"{Home}/amounts?year=2018"), StringComparison.Ordinal);
        var found = await Read(site, "/search?q=finanzwesen");
        Assert.Contains($"{Home}/tasks/finanzwesen", found, StringComparison.Ordinal);
        var csv = await site.Html($"{Home}?format=csv");
        Assert.Equal(roadmap.Tasks.Count + 1, csv.TrimEnd().Split('\n').Length);
        Assert.StartsWith("<svg", await site.Html($"{Home}?format=svg"), StringComparison.Ordinal);
        Assert.StartsWith("<svg", await site.Html($"{Home}/risks?format=svg"), StringComparison.Ordinal);
        Assert.Equal(404, await site.Status($"{Home}/tasks/nichts"));
        Assert.Equal(404, await site.Status($"{Home}/record/nichts"));

        site.Visitor = MergerPageTests.Person("leser", BodyRoles.Audit);
        Assert.Equal(200, await site.Status(Home));
        Assert.DoesNotContain("/record/", await Read(site, Home), StringComparison.Ordinal);
        Assert.Equal(403, await site.Status($"{Home}/record/task-done"));
        Assert.Equal(403, await site.Status($"{Home}/start"));
    }

    [Fact]
    public async Task Each_form_has_all_fields_of_its_kind_and_names_those_that_are_missing()
    {
        await using var world = await World(Engine.Sqlite);
        await using var site = await Site.Of(world["sit"], () => MergerPageTests.Person("erika"));
        foreach (var kind in RoadmapRecords.Kinds)
        {
            var form = await Read(site, $"{Home}/record/{kind}");
            var (status, html) = await Record(site, kind);
            Assert.Equal(422, status);
            foreach (var field in RoadmapRecords.Fields(kind))
            {
                Assert.Contains($"name=\"{field.Name}\"", form, StringComparison.Ordinal);
                Assert.Equal(!field.IsOptional && field.Kind != "flag",
                    html.Contains($"id=\"error-{field.Name}\"", StringComparison.Ordinal));
            }
        }
        foreach (var (kind, field, fields) in new (string, string, (string, string)[])[]
        {
            ("stage-planned", "stage",
                [("stage", "9"), ("title", "x"), ("from", "2017-01-01"), ("until", "2017-01-01")]),
            ("stage-planned", "until",
                [("stage", "4"), ("title", "x"), ("from", "2017-01-02"), ("until", "2017-01-01")]),
            ("task-moved", "reason",
                [("key", "kunden"), ("from", "2017-01-02"), ("until", "2018-01-01"), ("reason", new string('x', 501))]),
            ("risk-named", "key", [("key", "GROSS"), ("title", "x"), ("likelihood", "1"), ("impact", "1"),
                ("response", "x"), ("owner", "x")]),
            ("risk-closed", "key", [("key", "nichts"), ("on", "2017-01-01"), ("note", "x")]),
            ("amount-planned", "centsPerYear", [("key", "x"), ("stage", "1"), ("title", "x"), ("isSaving", "yes"),
                ("centsPerYear", "viel"), ("fromYear", "2018")]),
            ("task-done", "key", [("key", "tor"), ("on", "2017-01-01")]),
        })
        {
            if (kind == "task-done") await Record(site, "stage-opened", ("stage", "1"), ("on", "2017-01-01"));
            var (status, html) = await Record(site, kind, fields);
            Assert.True(status == 422 && html.Contains($"id=\"error-{field}\"", StringComparison.Ordinal),
                $"{kind} {field}: {html}");
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_roadmap_asks_nobody_whom_its_reader_may_not_read(Engine engine)
    {
        await using var world = await World(engine);
        await world.Beside("nachbar", 2018);
        IReadOnlyList<RoadmapEvent> events =
        [
            new StagePlanned(4, "Noch eine", start, start, ["nachbar"]),
            new AmountPlanned("fremd", 1, "Fremde Bücher", false, 5_00, 2018, "nachbar", ["5"], null),
        ];
        (await world.Act(work => RoadmapRecords.Record(work, world["sit"].Body, events))).Expect();
        await using var site = await Site.Of(world["sit"], () => MergerPageTests.Person("erika"));
        var amounts = await site.Html($"{Home}/amounts?year=2018&format=json");
        Assert.Contains("unbekannt", amounts, StringComparison.Ordinal);
        var (status, html) = await Record(
            site, "stage-opened", ("stage", "4"), ("on", "2018-01-01"), ("resolutions", "nachbar:1"));
        Assert.Equal(422, status);
        Assert.Contains("ein Beschluss der Verbandsversammlung von „nachbar“", html, StringComparison.Ordinal);
        var form = await Read(site, $"{Home}/record/amount-planned");
        Assert.DoesNotContain("value=\"nachbar\"", form, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_page_of_a_roadmap_has_a_barrier_or_an_error_or_needs_sideways_scrolling()
    {
        await using var browser = await Chromium.Start();
        await using var world = await World(Engine.Sqlite);
        await using var site = await Site.Of(world["sit"], () => MergerPageTests.Person("erika"));
        await using var context = await browser.NewContextAsync(new() { BaseURL = site.Address, Locale = "de-DE" });
        var page = await context.NewPageAsync();
        Assert.Empty(await Barriers.On(page, Pages));
    }
}
