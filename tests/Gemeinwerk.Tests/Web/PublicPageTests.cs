using System.Net;
using Gemeinwerk.Council;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Council;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Web;

/// <summary>Pages and OParl without sign-in: what is public, of bodies that publish, and nothing else.</summary>
public class PublicPageTests
{
    internal const string Home = "/public/testverband";
    internal const string OParl = "/oparl/v1.1/body/testverband";

    /// <summary>Instructions, items that are not public, reasons, references of files, who records.</summary>
    static readonly string[] secrets = ["Verborgen", "Sitzungsdienst", "31.1-2"];

    public static TheoryData<Engine> Engines => Databases.Engines;

    internal static readonly string[] Pages =
    [
        Home, $"{Home}/sittings", $"{Home}/sittings/1", $"{Home}/sittings/2", $"{Home}/resolutions",
        $"{Home}/resolutions/1", $"{Home}/statute", $"{Home}/notices",
    ];

    static readonly string[] lists =
    [
        OParl, $"{OParl}/organizations", $"{OParl}/persons", $"{OParl}/memberships", $"{OParl}/meetings",
        $"{OParl}/agendaitems", $"{OParl}/papers", $"{OParl}/consultations", $"{OParl}/files", $"{OParl}/locations",
        $"{OParl}/legislativeterms",
    ];

    [Theory, MemberData(nameof(Engines))]
    public async Task A_body_that_does_not_publish_is_not_there(Engine engine)
    {
        await using var books = await Books.On(engine);
        await CouncilPageTests.Fill(books);
        await using var other = await books.Beside("nachbar");
        await using var silent = await Site.Of(books);
        foreach (var path in Pages.Concat(lists)) Assert.Equal(404, await silent.Status(path));
        await using var site = await Site.With(books, ("public.bodies", "testverband; gibt-es-nicht"));
        foreach (var code in (string[])["nachbar", "gibt-es-nicht", "unsinn"])
        {
            foreach (var path in Pages.Concat(lists))
            {
                var there = path.Replace("testverband", code, StringComparison.Ordinal);
                Assert.Equal(404, await site.Status(there));
            }
        }
        foreach (var unknown in (string[])["/public", "/public/testverband/books", "/oparl", $"{OParl}/books"])
        {
            Assert.Equal(404, await site.Status(unknown));
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Anybody_reads_what_is_public_and_nothing_else(Engine engine)
    {
        await using var books = await Books.On(engine);
        await CouncilPageTests.Fill(books);
        await using var site = await Site.With(books, ("public.bodies", "testverband"));
        site.Visitor = null;
        var all = "";
        foreach (var path in Pages.Concat(lists).Append($"{Home}/sittings?format=csv")
            .Append($"{Home}/resolutions?format=json").Append($"{OParl}/file/1/text"))
        {
            var text = WebUtility.HtmlDecode(await site.Html(path));
            all += text;
            foreach (var secret in secrets)
            {
                Assert.False(text.Contains(secret, StringComparison.Ordinal), $"{path}: {secret}");
            }
        }
        Assert.Contains("Dritte Fassung", all, StringComparison.Ordinal);
        Assert.Contains("Weitere Punkte werden nicht öffentlich beraten.", all, StringComparison.Ordinal);
        Assert.Contains("S. 12", all, StringComparison.Ordinal);
        // What is to be resolved is told once it is.
        Assert.DoesNotContain("Die Satzung wird geändert.", all, StringComparison.Ordinal);
        // Resolution 2 is on an item that is not public.
        Assert.Equal(404, await site.Status($"{Home}/resolutions/2"));
        foreach (var gone in (string[])["paper/2", "consultation/2", "file/2", "file/2/text", "agendaitem/2-2",
            "meeting/99", "person/x"])
        {
            Assert.Equal(404, await site.Status($"{OParl}/{gone}"));
        }
        foreach (var path in (string[])["/b/testverband", CouncilPageTests.Home + "/members"])
        {
            Assert.Equal(401, await site.Status(path));
        }
        var sent = await site.Client.PostAsync($"{Home}/sittings", new StringContent(""));
        Assert.InRange((int)sent.StatusCode, 400, 499);
    }

    [Fact]
    public void Instructions_ballots_and_closed_items_move_no_public_moment()
    {
        var scene = Scene.Founded();
        var start = new DateTimeOffset(2017, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var on = new DateOnly(2017, 12, 18);
        scene.Do(new SittingCalled(1, on, null, "Hemer", on.AddDays(-14), null));
        scene.Do(new ItemPlaced(1, 1, MotionKind.Ordinary, "A", "A", true, null, null, null, null));
        var before = scene.Records.Count;
        scene.Do(new ItemPlaced(1, 2, MotionKind.Ordinary, "B", "B", false, null, null, null, null));
        scene.Do(new InstructionGiven(1, 1, "hemer", Choice.No, "Rat"));
        scene.Do(new Attended(1, "hemer", "Person hemer", true));
        var records = scene.Records.Select(it => it with { At = start.AddHours(it.No) }).ToList();
        var sitting = PublicRecords.Of(records, on).Sitting(1)!;
        Assert.Equal((start.AddHours(before), start.AddHours(before)),
            (sitting.At.Modified, sitting.Items[0].At.Created));
        Assert.True(sitting.HasClosedPart);
        Assert.Single(sitting.Items);
    }
}
