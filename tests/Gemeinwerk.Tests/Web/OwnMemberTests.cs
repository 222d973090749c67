using System.Net;
using Gemeinwerk.Council;
using Gemeinwerk.Identity;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Council;
using Gemeinwerk.Tests.DataCentre;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Treasury;
using Gemeinwerk.Tests.Web.Api;
using Gemeinwerk.Treasury;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Tests.Web;

/// <summary>What a member's people see of levies, of the data centre and of the assembly, and what they never see.
/// </summary>
public class OwnMemberTests
{
    const string Home = "/b/testverband/member";

    /// <summary>What is told of the other members; their shares of the levies and of what they use too.</summary>
    static readonly string[] others =
    [
        "siegen", "Siegen", "iserlohn", "kreis", "gmbh", "P-2", "K-7", ">30,00", ">60,00", ";30,00", ";60,00",
        "Kfz-Zulassung", "1/3", "V-KFZ", "Verborgen", "777,00",
    ];

    static readonly string[] pages =
    [
        Home, $"{Home}/levies", $"{Home}/levies/1", $"{Home}/levies/2", $"{Home}/services",
        $"{Home}/services?on=2026-01-10", $"{Home}/membership", $"{Home}/resolutions", $"{Home}/resolutions/1",
        "/b/testverband", "/",
    ];

    public static TheoryData<Engine> Engines => Databases.Engines;

    /// <summary>Five members, three of them bodies here. Levy 1 is claimed, levy 2 resolved, levy 3 a draft. The data
    /// centre serves two of them.</summary>
    static async Task<TreasuryWorld> Association(Engine engine)
    {
        var world = await TreasuryWorld.On(engine);
        var books = world.Books;
        await books.Account("4189");
        var (hemer, siegen, iserlohn, fremd) = (await books.Beside("hemer"), await books.Beside("siegen"),
            await books.Beside("iserlohn"), await books.Beside("fremd"));
        (await books.Act((work, book) => Parties.Add(work, book,
        [
            new(default, "D-hemer", "Stadt an der Oese", Counterpart: hemer.Body.Id),
            new(default, "P-2", "Mitglied siegen", Counterpart: siegen.Body.Id),
            new(default, "K-7", "Mitglied iserlohn", Counterpart: iserlohn.Body.Id), new(default, "kreis", "Kreis"),
            new(default, "gmbh", "GmbH"), new(default, "X-1", "Nur Kunde", Counterpart: fremd.Body.Id),
        ]))).Expect();
        (await CouncilTests.Record(books, [.. Records().Records.Select(record => record.Event)])).Expect();
        var target = new LevyTarget(await books.Account("4189"), await books.Account("1611"));
        (await world.As("ines", (work, book) =>
            LevyClaims.Claim(work, book, 1, LevyScene.Approved, target))).Expect();
        (await books.Import(
            ("members.csv", "name,inhabitants,party\nHemer,34000,D-hemer\nSiegen,102000,P-2\n"),
            ("services.csv", "id,name,vendor,priority,rto_hours\nN1,Meldewesen,X,1,8\nN2,Kfz-Zulassung,X,1,24\n"
                + "N3,Wohngeld,X,1,\n"),
            ("contracts.csv", "contract,product,annual_eur,ends,covers\nV-MELDE,Melder,123456,2027-12-31,Meldewesen\n"
                + "V-ALT,Melder,1,2025-12-31,Meldewesen\nV-KFZ,Kfz,1,2027-12-31,Kfz-Zulassung\n"))).Fine();
        var uses = await Gemeinwerk.DataCentre.Imports.UseImport.Run(books.Database, "test", books.Body.Code,
            InventoryFixture.File("uses.csv", """
                item,member,since,until,share
                Meldewesen,Hemer,2020-01-01,,1/4
                Meldewesen,Siegen,2020-01-01,,1/3
                Kfz-Zulassung,Siegen,2020-01-01,,1
                Wohngeld,Hemer,2025-07-01,2026-02-01,1
                """));
        Assert.Empty(uses.Findings);
        return world;
    }

    static Scene Records()
    {
        var scene = Scene.Founded().Do(new DelegateAppointed("hemer", "Vertreterin Oese", true, true, Scene.Start,
            new(2026, 1, 31)));
        scene.DraftLevy().Part(130_00, LevyKey.Votes);
        Resolve(scene.Sit(LevyScene.Resolved), LevyScene.Placed(scene) with { Title = "Haushalt 2026" }).ApproveLevy();
        scene.DraftLevy(2027).Part(260_00, LevyKey.Votes);
        Resolve(scene.Sit(new(2026, 2, 10)), LevyScene.Placed(scene) with { Title = "Haushalt 2027" });
        Resolve(scene.Sit(new(2026, 2, 20)), new ItemPlaced(scene.Now.Sittings.Count, 1, MotionKind.Ordinary,
            "Grundstück Verborgen", "Ankauf Verborgen", false, null, null, null, null));
        return scene.DraftLevy(2028).Part(777_00, LevyKey.Votes);
    }

    static Scene Resolve(Scene scene, ItemPlaced item)
    {
        var sitting = scene.Now.Sittings[^1];
        return scene.Do(item)
            .Do(new BallotsCast(sitting.No, 1, [.. sitting.Present.Keys.Select(it => new Ballot(it, Choice.Yes))]))
            .Do(new VoteClosed(sitting.No, 1, null)).Do(new SittingClosed(sitting.No));
    }

    static Visitor Of(params string[] towns) => new("mara", towns.Select(town => (town, BodyRoles.Certify))
        .Append(("testverband", BodyRoles.Member)).ToDictionary(it => it.Item1, it => it.Item2));

    static async Task<string> Text(Site site, string path) => WebUtility.HtmlDecode(await site.Html(path));

    static void Has(string text, params string[] says) =>
        Assert.All(says, it => Assert.Contains(it, text, StringComparison.Ordinal));

    [Theory, MemberData(nameof(Engines))]
    public async Task A_member_sees_what_it_pays_and_why_once_it_is_resolved(Engine engine)
    {
        await using var world = await Association(engine);
        await using var site = await Site.Of(world.Books, () => Of("hemer"), new SetClock());
        var list = await Text(site, $"{Home}/levies");
        Has(list, "erhoben mit Bescheid vom 08.01.2026", ">40,00</td>", ">80,00</td>", "15.02.2026, 15.08.2026",
            "beschlossen, nicht genehmigt", "Ihre Umlage im Vergleich");
        Assert.DoesNotContain("2028", list, StringComparison.Ordinal);
        var first = await Text(site, $"{Home}/levies/1");
        Has(first, "Umlage 1 für 2026: was Mitglied hemer zahlt und warum", "600.000,00 €", ">15.02.2026<",
            "130,00 € × 1.460 ÷ 4.745 (alle zusammen) = 40,00 €", $"{Home}/levies/1/notice?party=D-hemer&format=pdf",
            $"{Home}/resolutions/1?party=D-hemer");
        Assert.DoesNotContain("Noch kein Bescheid", first, StringComparison.Ordinal);
        var second = await Text(site, $"{Home}/levies/2");
        Has(second, "Noch kein Bescheid", "80,00 €", "+40,00 €");
        Assert.DoesNotContain("notice", second, StringComparison.Ordinal);
        var pdf = await site.Client.GetAsync($"{Home}/levies/1/notice");
        Assert.Equal("application/pdf", pdf.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("%PDF-", await pdf.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var notice = await Text(site, $"{Home}/levies/1/notice?party=D-hemer&format=html");
        Has(notice, "Umlagebescheid 2026 für Mitglied hemer", "= 40,00 €");
        Assert.Equal(422, await site.Status($"{Home}/levies/1/notice?format=doc"));
        Has(await site.Html($"{Home}/levies?format=csv"), ";40,00;");
        foreach (var gone in (string[])["levies/0", "levies/3", "levies/9", "levies/-1", "levies/x", "levies/2/notice",
            "levies/3/notice", "levies/9/notice", "levies/99999999999"])
        {
            Assert.Equal(404, await site.Status($"{Home}/{gone}"));
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_member_sees_what_it_uses_on_any_day(Engine engine)
    {
        await using var world = await Association(engine);
        await using var site = await Site.Of(world.Books, () => Of("hemer"), new SetClock());
        var today = await Text(site, $"{Home}/services");
        Assert.Matches("Meldewesen</th>\\s*<td[^>]*>Fachverfahren</td>\\s*<td[^>]*>1/4</td>\\s*<td[^>]*>01.01.2020</td>"
            + "\\s*<td[^>]*>8</td>\\s*<td[^>]*>V-MELDE \\(bis 31.12.2027\\)</td>", today);
        Has(today, "Dienste am 02.03.2026", "beendet zum 01.02.2026", "seit 01.07.2025");
        foreach (var secret in (string[])["123.456", "123456", "V-ALT"])
        {
            Assert.DoesNotContain(secret, today, StringComparison.Ordinal);
        }
        var before = await Text(site, $"{Home}/services?on=2026-01-31&format=csv");
        Has(before, "\"Wohngeld\"", "\"Meldewesen\"");
        Assert.DoesNotContain("Wohngeld", await site.Html($"{Home}/services?format=csv"), StringComparison.Ordinal);
        Has(await Text(site, $"{Home}/services?on=2019-12-31"), "An diesem Tag nutzt Stadt an der Oese nichts.");
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_member_sees_its_votes_its_delegates_and_what_was_resolved_in_public(Engine engine)
    {
        await using var world = await Association(engine);
        await using var site = await Site.Of(world.Books, () => Of("hemer"), new SetClock());
        var now = await Text(site, $"{Home}/membership");
        Assert.Matches("Stimmen heute</dt><dd>4</dd>", now);
        Assert.Matches("Stimmen aller Mitglieder</dt><dd>13</dd>", now);
        Has(now, "02.01.2013", "Satzung § 6", "Person hemer",
            $"href=\"{Home}/membership\" aria-current=\"page\"");
        Assert.DoesNotContain($"href=\"{Home}\" aria-current", now, StringComparison.Ordinal);
        Assert.Matches("Vertreterin Oese</th>\\s*<td[^>]*>Stellvertretung</td>\\s*<td[^>]*>02.01.2013</td>\\s*"
            + "<td[^>]*>31.01.2026</td>\\s*<td[^>]*>Ja</td>", await Text(site, $"{Home}/membership?on=2026-01-31"));
        Has(await Text(site, $"{Home}/membership?on=2012-12-31"), "ist Mitglied hemer kein Mitglied");
        var list = await Text(site, $"{Home}/resolutions");
        Has(list, "genehmigt am 08.01.2026", "1/2025", "2/2026", $"{Home}/resolutions/1?party=D-hemer");
        var one = await Text(site, $"{Home}/resolutions/1");
        Has(one, "Die Haushaltssatzung wird beschlossen.", "genehmigt am 08.01.2026");
        foreach (var gone in (string[])["resolutions/3", "resolutions/0", "resolutions/99"])
        {
            Assert.Equal(404, await site.Status($"{Home}/{gone}"));
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Nothing_of_another_member_is_ever_shown(Engine engine)
    {
        await using var world = await Association(engine);
        await using var site = await Site.Of(world.Books, () => Of("hemer"), new SetClock());
        foreach (var path in (string[])[.. pages, $"{Home}/levies?format=csv", $"{Home}/services?format=csv",
            $"{Home}/services?on=2020-01-01&format=json", $"{Home}/membership?format=csv",
            $"{Home}/resolutions?format=json", $"{Home}/levies/1/notice?format=html"])
        {
            var text = await Text(site, path);
            Assert.All(others, other => Assert.DoesNotContain(other, text, StringComparison.Ordinal));
        }
        foreach (var path in (string[])["", "/statement", "/levies", "/levies/1", "/levies/1/notice", "/services",
            "/membership", "/resolutions", "/resolutions/1"])
        {
            foreach (var party in (string[])["P-2", "K-7", "kreis", "siegen", "D-siegen", "X-1", "' or 1=1 --"])
            {
                var answer = $"{Home}{path}?party={Uri.EscapeDataString(party)}";
                Assert.True(await site.Status(answer) == 404, answer);
            }
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Who_works_for_two_members_sees_each_by_itself(Engine engine)
    {
        await using var world = await Association(engine);
        await using var site = await Site.Of(world.Books, () => Of("hemer", "siegen"), new SetClock());
        var (oese, siegen) = (await Text(site, $"{Home}/levies?party=D-hemer"),
            await Text(site, $"{Home}/levies?party=P-2"));
        Has(oese, ">40,00</td>", ">80,00</td>", $"{Home}/levies?party=P-2");
        Assert.DoesNotContain(">30,00</td>", oese, StringComparison.Ordinal);
        Has(siegen, ">30,00</td>", ">60,00</td>", $"{Home}/levies/1?party=P-2");
        Assert.DoesNotContain(">40,00</td>", siegen, StringComparison.Ordinal);
        Has(await Text(site, $"{Home}/levies/1/notice?party=P-2&format=html"), "für Mitglied siegen", "= 30,00 €");
        Has(await Text(site, $"{Home}/services?party=P-2"), "Kfz-Zulassung", "V-KFZ", ">1/3</td>");
        Assert.DoesNotContain("Kfz-Zulassung", await Text(site, $"{Home}/services?party=D-hemer"),
            StringComparison.Ordinal);
        Has(await Text(site, $"{Home}/membership?party=P-2"), "Person siegen");
        Has(await Text(site, "/b/testverband"), "Als Mitglied: Stadt an der Oese", "Als Mitglied: Mitglied siegen");
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Who_is_linked_to_no_member_is_told_what_is_missing(Engine engine)
    {
        await using var world = await Association(engine);
        await using var site = await Site.Of(world.Books, () => Of("fremd"), new SetClock());
        foreach (var path in (string[])["levies", "membership"])
        {
            Has(await Text(site, $"{Home}/{path}"), "Nur Kunde ist hier keinem Verbandsmitglied eindeutig zugeordnet.");
        }
        Has(await Text(site, $"{Home}/services"), "Bitten Sie die Verwaltung des Verbands, dort die Nummer X-1");
        Assert.Equal(404, await site.Status($"{Home}/levies/1"));
        Assert.Equal(404, await site.Status($"{Home}/levies/1/notice"));
        Has(await Text(site, Home), "Es ist nichts offen.");

        // A party of another number is the member whose name it has.
        site.Visitor = Of("iserlohn");
        Has(await Text(site, $"{Home}/levies"), ">30,00</td>");

        site.Visitor = Of();
        foreach (var path in (string[])["levies", "services", "membership", "resolutions", "statement"])
        {
            var answer = await site.Client.GetAsync($"{Home}/{path}");
            Assert.Equal((HttpStatusCode.Redirect, Home), (answer.StatusCode, answer.Headers.Location?.ToString()));
            Assert.Equal(404, await site.Status($"{Home}/{path}?party=D-hemer"));
        }
        foreach (var path in (string[])["levies/1", "levies/1/notice", "resolutions/1"])
        {
            Assert.Equal(404, await site.Status($"{Home}/{path}"));
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_party_that_could_be_two_members_is_taken_for_neither(Engine engine)
    {
        await using var books = await Books.On(engine);
        var town = await books.Beside("neustadt");
        (await books.Act((work, book) => Parties.Add(work, book,
            [new(default, "100", "Neustadt", Counterpart: town.Body.Id)]))).Expect();
        MemberJoined Joined(string number) =>
            new(number, "Neustadt", MemberKind.Municipality, Scene.Start, null, "Gründung");
        (await CouncilTests.Record(books, Joined("a"))).Expect();
        await using var site = await Site.Of(books, () => Of("neustadt"), new SetClock());
        Has(await Text(site, $"{Home}/membership"), "Gründung");
        (await CouncilTests.Record(books, Joined("b"))).Expect();
        var page = await Text(site, $"{Home}/membership");
        Has(page, "Neustadt ist hier keinem Verbandsmitglied eindeutig zugeordnet.");
        Assert.DoesNotContain("Gründung", page, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_program_of_a_member_reads_the_same_and_nothing_of_others(Engine engine)
    {
        const string Here = "/api/v1/bodies/testverband/member";
        await using var world = await Association(engine);
        var books = world.Books;
        await using var api = await ApiSite.Of(books);
        var hemer = (await books.Database.Read(db => Bodies.Find(db, "hemer"))).Expect();
        var own = await api.Program("Hemer", (books.Body, Role.Member), (hemer, Role.Certify));
        var levies = await own.Get($"{Here}/levies");
        Assert.Equal("1 4000, 2 8000", string.Join(", ", levies.Json!["items"]!.AsArray().Select(it =>
            $"{it!["no"]} {it["share"]!["amountCents"]}")));
        var second = await own.Get($"{Here}/levies/2?party=D-hemer");
        Assert.Equal(4000, (long)second.Json!["previousCents"]!);
        Assert.Equal("D-hemer", (string?)(await own.Get($"{Here}/parties")).Json!["items"]![0]!["number"]);
        Assert.StartsWith("%PDF-", (await own.Get($"{Here}/levies/1/notice")).Text, StringComparison.Ordinal);
        var service = Assert.Single((await own.Get($"{Here}/services?on=2026-03-02")).Json!["items"]!.AsArray());
        Assert.Equal(("Meldewesen", "1/4", 8L, "V-MELDE"), ((string)service!["name"]!, (string)service["share"]!,
            (long)service["recoveryHours"]!, (string)service["contracts"]![0]!));
        Assert.Equal(4, (int)(await own.Get($"{Here}/membership?on=2026-03-02")).Json!["votes"]!);
        var resolutions = (await own.Get($"{Here}/resolutions")).Json!["items"]!.AsArray();
        Assert.Equal([1, 2], resolutions.Select(it => (int)it!["no"]!));

        foreach (var gone in (string[])["levies/3", "levies/9", "levies/2/notice", "levies/1?party=P-2",
            "levies/1/notice?party=P-2", "levies?party=P-2", "services?party=P-2", "membership?party=P-2",
            "membership?on=2012-12-31", "resolutions?party=X-1"])
        {
            Assert.Equal((gone, 404), (gone, (await own.Get($"{Here}/{gone}")).Status));
        }
        var unlinked = await api.Program("Ohne", (books.Body, Role.Member));
        Assert.Empty((await unlinked.Get($"{Here}/parties")).Json!["items"]!.AsArray());
        Assert.Equal(404, (await unlinked.Get($"{Here}/levies")).Status);
        var staff = await api.Program("Kasse", (books.Body, Role.Pay), (hemer, Role.Certify));
        Assert.Equal(403, (await staff.Get($"{Here}/levies")).Status);
    }

    [Fact]
    public async Task The_pages_have_no_barriers_and_no_German_left_in_English()
    {
        await using var browser = await Chromium.Start();
        await using var world = await Association(Engine.Sqlite);
        await using var site = await Site.Of(world.Books, () => Of("hemer", "siegen", "fremd"), new SetClock());
        await using var context = await browser.NewContextAsync(new() { BaseURL = site.Address, Locale = "de-DE" });
        string[] all = [.. pages, $"{Home}/levies?party=X-1", $"{Home}/services?party=X-1"];
        Assert.Empty(await Barriers.On(await context.NewPageAsync(), all));
        await EnglishTests.Look(site, all);
    }
}
