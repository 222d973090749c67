using System.IO.Compression;
using System.Text.RegularExpressions;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Merger;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Tests.Web;

/// <summary>A whole merger through its pages, and what others see of it.</summary>
public sealed partial class MergerPageTests
{
    internal const string Here = $"/b/sit/merger/{MergerWorld.Code}";

    public static TheoryData<Engine> Engines => Databases.Engines;

    internal static Visitor Person(string name, BodyRoles ofTarget = BodyRoles.Close) => new(name,
        new Dictionary<string, BodyRoles>
        {
            ["sit"] = ofTarget,
            ["kdz"] = BodyRoles.Close,
            ["ckm"] = BodyRoles.Post,
        });

    [Theory, MemberData(nameof(Engines))]
    public async Task A_merger_goes_from_its_creation_to_a_certificate_that_the_checker_confirms(Engine engine)
    {
        await using var world = await MergerTests.ExampleBooks(engine);
        await MergerApprovalTests.Appoint(world);
        var before = await world.State();
        await using var site = await Site.Of(world["sit"], () => Person("erika"));

        await Created(site);
        await Mapped(site);
        await Approved(site, "mapping", 1);
        Assert.Contains("Der Fusion steht nichts entgegen.", await site.Html($"{Here}/plan"), StringComparison.Ordinal);
        await Rehearsed(site);
        Assert.Equal(before, await world.State());

        var (status, html) = await Send(site, $"{Here}/run", $"{Here}/run");
        Assert.Equal(422, status);
        Assert.Contains("id=\"error-confirm\"", html, StringComparison.Ordinal);
        (status, html) = await Send(site, $"{Here}/run", $"{Here}/run", ("confirm", "yes"));
        Assert.Equal(422, status);
        Assert.Contains("[identity.approval-missing]", html, StringComparison.Ordinal);
        await Approved(site, "execution", 2);
        (status, html) = await Send(site, $"{Here}/run", $"{Here}/run", ("confirm", "yes"));
        Assert.Equal(302, status);
        Assert.Contains("Bilanz vorher und nachher", html, StringComparison.Ordinal);
        Assert.Contains("mutual-claim|kdz|F-9|ckm|E-3|7700", await site.Html($"{Here}/certificate/text"),
            StringComparison.Ordinal);
        Assert.Contains("14.900,00", await site.Html($"{Here}/certificate/sections/balances?q=1811"),
            StringComparison.Ordinal);
        await Checked(site);

        (status, html) = await Send(site, $"{Here}/undo", $"{Here}/undo");
        Assert.Equal(422, status);
        Assert.Contains("id=\"error-confirm\"", html, StringComparison.Ordinal);
        (_, html) = await Send(site, $"{Here}/undo", $"{Here}/undo", ("confirm", "yes"));
        Assert.Contains("die Bücher stehen wie vorher", html, StringComparison.Ordinal);
        Assert.Equal(404, await site.Status($"{Here}/certificate"));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_merger_exists_for_its_own_bodies_only_and_changes_at_its_target_only(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        await world.Run();
        await world.Beside("nachbar", 2018);
        await using var site = await Site.Of(world["sit"], () => new Visitor("fremd",
            new Dictionary<string, BodyRoles> { ["nachbar"] = BodyRoles.Staff }));
        var pages = site.Routes.Select(route => GateTests.Filled(route, "nachbar"))
            .Where(path => path.StartsWith("/b/nachbar/merger/1", StringComparison.Ordinal)).ToList();
        Assert.True(pages.Count > 15);
        foreach (var path in pages)
        {
            Assert.Equal(404, await site.Status(
                path.Replace("merger/1", $"merger/{MergerWorld.Code}", StringComparison.Ordinal)));
        }
        Assert.DoesNotContain(MergerWorld.Code, await site.Html("/b/nachbar/merger"), StringComparison.Ordinal);
        Assert.DoesNotContain($"merger/{MergerWorld.Code}", await site.Html("/search?q=sit"), StringComparison.Ordinal);

        site.Visitor = Person("erika");
        var atSource = $"/b/kdz/merger/{MergerWorld.Code}";
        Assert.Contains("hier ist sie zu lesen", await site.Html(atSource), StringComparison.Ordinal);
        Assert.Equal(200, await site.Status($"{atSource}/certificate"));
        foreach (var closed in (string[])["run", "undo", "certificate/files", "mapping/account/kdz?number=1811"])
        {
            Assert.Equal(404, await site.Status($"{atSource}/{closed}"));
        }
        site.Visitor = Person("leser", BodyRoles.Audit);
        Assert.Equal(200, await site.Status(Here));
        Assert.Equal(403, await site.Status($"{Here}/undo"));
        site.Visitor = null;
        Assert.Equal(401, await site.Status(Here));
    }

    [Fact]
    public async Task A_source_is_chosen_among_the_bodies_that_one_may_read()
    {
        await using var world = await MergerTests.ExampleBooks(Engine.Sqlite);
        await world.Beside("nachbar", 2017);
        await using var site = await Site.Of(world["sit"], () => Person("erika"));
        var html = await site.Html("/b/sit/merger-new");
        Assert.Contains("value=\"kdz\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("nachbar", html, StringComparison.Ordinal);
        var (status, answer) = await Send(site, "/b/sit/merger-new", "/b/sit/merger-new", ("code", "heimlich"),
            ("form", "eingliederung"), ("source", "nachbar"), ("effective", "2018-01-01"));
        Assert.Equal(422, status);
        Assert.Contains("[merger.sources]", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finding_of_the_plan_says_what_to_do_and_leads_to_its_line()
    {
        await using var world = await MergerTests.Example(Engine.Sqlite);
        await world.Map(Gemeinwerk.Merger.MappingKind.Account, "kdz", "1811", "9999");
        await using var site = await Site.Of(world["sit"], () => Person("erika"));
        var html = await site.Html($"{Here}/plan");
        Assert.Contains("das Konto 9999 gibt es im Ziel nicht.", html, StringComparison.Ordinal);
        Assert.Contains("Die Nummer in der Überleitung neu zuordnen.", html, StringComparison.Ordinal);
        Assert.Contains($"{Here}/mapping/account/kdz?number=1811", html, StringComparison.Ordinal);
        await Send(site, $"{Here}/dry-run", $"{Here}/dry-run");
        Assert.Contains("Befunde stehen der Fusion entgegen", await Rested(site), StringComparison.Ordinal);
    }

    static async Task Created(Site site)
    {
        var (status, html) = await Send(site, "/b/sit/merger-new", "/b/sit/merger-new", ("code", MergerWorld.Code),
            ("form", "eingliederung"), ("source", "kdz"), ("source", "ckm"), ("effective", "2018-01-01"));
        Assert.True(status == 302, html);
        Assert.Contains("Zu entscheiden oder zu berichtigen", html, StringComparison.Ordinal);
        Assert.Contains(Here, await site.Html("/b/sit/merger"), StringComparison.Ordinal);
    }

    static async Task Mapped(Site site)
    {
        var page = $"{Here}/mapping";
        Assert.Contains("name=\"line\" value=\"kdz/1811\"", await site.Html(page), StringComparison.Ordinal);
        var (_, html) = await Send(site, page, $"{page}/accept",
            ("kind", "account"), ("what", "chosen"), ("line", "kdz/1811"), ("line", "ckm/1811"));
        Assert.Contains("Angenommen: 2.", html, StringComparison.Ordinal);
        foreach (var kind in (string[])["account", "product", "party"])
        {
            (_, html) = await Send(site, $"{page}?kind={kind}", $"{page}/accept", ("kind", kind), ("what", "all"));
            Assert.DoesNotContain("name=\"line\"", html, StringComparison.Ordinal);
        }
        var line = $"{page}/party/ckm?number=D1";
        (var status, html) = await Send(site, line, line, ("target", ""), ("reason", "Test"));
        Assert.Equal(422, status);
        Assert.Contains("id=\"error-target\"", html, StringComparison.Ordinal);
        (_, html) = await Send(site, line, line, ("target", "NEU=4711"), ("reason", "anderer Kunde"));
        Assert.Contains("ckm D1 wird NEU=4711.", html, StringComparison.Ordinal);

        var file = await site.Html($"{page}/file");
        Assert.Contains("party,ckm,D1,NEU=4711,anderer Kunde", file, StringComparison.Ordinal);
        (status, html) = await Upload(site, page, file.Replace("4711", "4712", StringComparison.Ordinal));
        Assert.True(status == 302, html);
        Assert.Contains("neu oder geändert: 1.", html, StringComparison.Ordinal);
        (status, html) = await Upload(site, page, "falsch\n1\n");
        Assert.Equal(422, status);
        Assert.Contains("[import.header-missing]", html, StringComparison.Ordinal);
    }

    internal static async Task Approved(Site site, string what, int no)
    {
        var (_, html) = await Send(site, Here, $"{Here}/approvals", ("what", what));
        Assert.Contains("Freigabe erbeten von erika", html, StringComparison.Ordinal);
        Assert.DoesNotContain($"{Here}/approvals/{no}", html, StringComparison.Ordinal);
        (var status, html) = await Send(site, $"{Here}/run", $"{Here}/approvals/{no}", ("answer", "yes"));
        Assert.Equal(422, status);
        Assert.Contains("[identity.approval-own]", html, StringComparison.Ordinal);
        site.Visitor = Person("anna");
        Assert.Contains($"{Here}/approvals/{no}", await site.Html(Here), StringComparison.Ordinal);
        (_, html) = await Send(site, Here, $"{Here}/approvals/{no}", ("answer", "yes"));
        Assert.Contains("freigegeben von anna", html, StringComparison.Ordinal);
        site.Visitor = Person("erika");
    }

    static async Task Rehearsed(Site site)
    {
        await Send(site, $"{Here}/dry-run", $"{Here}/dry-run");
        Assert.Contains("Es ist nichts gebucht.", await Rested(site), StringComparison.Ordinal);
        var html = await site.Html($"{Here}/dry-run/certificate");
        Assert.Contains("nichts hiervon ist gebucht", html, StringComparison.Ordinal);
        Assert.Contains("<path class=\"gw-flow", html, StringComparison.Ordinal);
        Assert.Contains("mode|DRY RUN", await site.Html($"{Here}/dry-run/certificate/text"), StringComparison.Ordinal);
        Assert.Equal(404, await site.Status($"{Here}/certificate"));
    }

    /// <summary>The page of the dry run once it is over.</summary>
    static async Task<string> Rested(Site site)
    {
        for (var tries = 0; tries < 300; tries++)
        {
            var html = await site.Html($"{Here}/dry-run");
            if (!html.Contains("<progress", StringComparison.Ordinal)) return html;
            await Task.Delay(100);
        }
        throw new TimeoutException("The dry run does not end.");
    }

    static async Task Checked(Site site)
    {
        using var folder = new TemporaryFolder();
        await using var zip = new ZipArchive(await site.Client.GetStreamAsync($"{Here}/certificate/files"));
        zip.ExtractToDirectory(folder.Path);
        var answer = MergerWorld.CheckFolder(folder.Path);
        Assert.True(answer.Exit == 0, answer.Text);
    }

    static async Task<(int Status, string Html)> Upload(Site site, string page, string csv)
    {
        using var content = new MultipartFormDataContent
        {
            { new StringContent(await TokenOf(site, page)), "__RequestVerificationToken" },
            { new StringContent(csv), "file", "mapping.csv" },
        };
        return await Answer(site, await site.Client.PostAsync($"{page}/file", content));
    }

    /// <summary>Sends a form of a page, and follows where it leads.</summary>
    internal static async Task<(int Status, string Html)> Send(
        Site site, string page, string action, params IEnumerable<(string Name, string Value)> fields)
    {
        var token = ("__RequestVerificationToken", await TokenOf(site, page));
        return await Answer(site, await site.Client.PostAsync(action, new FormUrlEncodedContent(
            fields.Append(token).Select(field => KeyValuePair.Create(field.Item1, field.Item2)))));
    }

    static async Task<(int Status, string Html)> Answer(Site site, HttpResponseMessage answer) =>
        ((int)answer.StatusCode, answer.Headers.Location is { } to
            ? await site.Html(to.ToString())
            : await answer.Content.ReadAsStringAsync());

    static async Task<string> TokenOf(Site site, string page) =>
        Token().Match(await site.Html(page)).Groups[1].Value;

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
