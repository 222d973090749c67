using System.Net;
using Gemeinwerk.Council;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Council;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Tests.Web;

/// <summary>The assembly in the browser: who records it, who reads it, and that pages say what the records say.
/// </summary>
public class CouncilPageTests
{
    internal const string Home = "/b/testverband/council";
    const string Name = "\"><img src=x onerror=alert(1)></a><script>alert('&1')</script>";

    static readonly DateOnly day = new(2017, 12, 18);

    public static TheoryData<Engine> Engines => Databases.Engines;

    /// <summary>All that can happen: statutes adopted and in force, a sitting that is over, one that is open with a
    /// vote going on, items that are not public, a member that left.</summary>
    internal static Task Fill(Books books) => Fill(books, _ => { });

    static async Task Fill(Books books, Action<Scene> further)
    {
        var scene = new Scene();
        foreach (var happened in CouncilTests.Events()) scene.Do(happened);
        scene.Draft("§ 1 neu\n§ 2 bleibt\n§ 3 anders");
        scene.Do(new SittingCalled(2, new(2018, 3, 1), "10:00", "Siegen", new(2018, 2, 1), null));
        foreach (var member in (string[])["hemer", "siegen", "iserlohn"])
        {
            scene.Do(new Attended(2, member, $"Person {member}", true));
        }
        scene.Do(new ItemPlaced(2, 1, MotionKind.Statute, "Dritte Fassung", "Die Satzung wird geändert.", true, 3, null,
            null, null));
        scene.Do(new ItemPlaced(2, 2, MotionKind.Ordinary, "Grundstück Verborgen", "Ankauf Verborgen", false, null,
            null, null, null));
        scene.Do(new ItemPlaced(2, 3, MotionKind.Budget, "Haushalt 2018", "Der Haushalt 2018 wird beschlossen.", true,
            null, null, null, null));
        scene.Do(new InstructionGiven(2, 1, "siegen", Choice.No, "Rat Verborgen, 12.02.2018"));
        scene.Do(new SittingOpened(2, "Person hemer"));
        scene.Do(new BallotsCast(2, 1, [new("hemer", Choice.Yes), new("siegen", Choice.Yes)]));
        scene.Do(new BallotsCast(2, 2, [new("hemer", Choice.Yes), new("iserlohn", Choice.No)]));
        scene.Do(new VoteClosed(2, 2, null));
        scene.DraftLevy(2018).Part(100_00, LevyKey.Votes, new(2017, 12, 31), name: "Umlage & \"mehr\"");
        further(scene);
        (await CouncilTests.Record(books, [.. scene.Records.Select(it => it.Event)])).Expect();
    }

    static Task<Assembly> Read(Books books) => books.Database.Read(db => Councils.Read(db, books.Body.Id));

    static async Task<string> Text(Site site, string path) => WebUtility.HtmlDecode(await site.Html(path));

    [Theory, MemberData(nameof(Engines))]
    public async Task Members_are_shown_as_they_are_on_a_day(Engine engine)
    {
        await using var books = await Books.On(engine);
        await Fill(books, scene => scene.Do(new MemberLeft("gmbh", new(2018, 2, 1), LeaveReason.Merger, null, "Fusion"))
            .Do(new SettlementMade("gmbh", 12_345_67, false, new(2018, 5, 1), "Vertrag 7")));
        await using var site = await Site.Of(books);
        var before = await Text(site, $"{Home}/members?on=2018-01-31");
        Assert.Contains("<dd>13</dd>", before, StringComparison.Ordinal);
        Assert.Contains(">Mitglied gmbh</a>", before, StringComparison.Ordinal);
        Assert.Contains("Niemand ist bisher ausgeschieden.", before, StringComparison.Ordinal);
        var after = await Text(site, $"{Home}/members?on=2018-02-01");
        Assert.Contains("<dd>12</dd>", after, StringComparison.Ordinal);
        Assert.Contains("12.345,67", after, StringComparison.Ordinal);
        Assert.Contains("Satzung § 6", await Text(site, $"{Home}/members/hemer"), StringComparison.Ordinal);
        Assert.Contains("\"hemer\"", await site.Html($"{Home}/members?on=2018-02-01&format=csv"),
            StringComparison.Ordinal);
        Assert.Equal(404, await site.Status($"{Home}/members/gibt-es-nicht"));
        Assert.Contains($"{Home}/members/iserlohn", await site.Html("/search?q=iserlohn"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Who_keeps_the_records_writes_them_and_others_of_the_staff_only_read(Engine engine)
    {
        await using var books = await Books.On(engine);
        await Fill(books);
        await using var site = await Site.Of(books, BodyRoles.Close | BodyRoles.Post);
        Assert.DoesNotContain("record/member-joined", await site.Html($"{Home}/members"), StringComparison.Ordinal);
        Assert.Equal(403, await site.Status($"{Home}/record/member-joined"));
        site.Visitor = new("sina", new Dictionary<string, BodyRoles> { ["testverband"] = BodyRoles.Clerk });
        var sent = await site.Send($"{Home}/record/delegate-appointed?member=hemer",
            [("person", "Hanna Hemer"), ("isSubstitute", "yes"), ("isAdministration", "no"), ("from", "2018-01-01")]);
        Assert.Equal($"{Home}/members/hemer", sent.Headers.Location?.ToString());
        var seat = (await Read(books)).Delegates[^1];
        Assert.Equal(("hemer", "Hanna Hemer", true, new DateOnly(2018, 1, 1), (DateOnly?)null),
            (seat.Member, seat.Person, seat.IsSubstitute, seat.From, seat.Until));
        Assert.Contains("Hanna Hemer", await Text(site, $"{Home}/members/hemer"), StringComparison.Ordinal);
        var records = await books.Database.Read(db => Councils.Records(db, books.Body.Id));
        Assert.Equal("sina", records[^1].Actor);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Papers_are_taken_along_as_pdf_and_html(Engine engine)
    {
        await using var books = await Books.On(engine);
        await Fill(books);
        await using var site = await Site.Of(books, BodyRoles.Post);
        foreach (var (paper, page, no) in ((string, string, int)[])[("invitation", "sittings", 1),
            ("minutes", "sittings", 1), ("statute", "statutes", 1), ("notice", "resolutions", 1)])
        {
            var here = $"{Home}/papers/{paper}/{no}";
            Assert.Contains($"{here}?format=pdf", await site.Html($"{Home}/{page}/{no}"), StringComparison.Ordinal);
            var pdf = await site.Client.GetAsync($"{here}?format=pdf");
            Assert.Equal($"testverband-{paper}-{no}.pdf", pdf.Content.Headers.ContentDisposition?.FileName);
            Assert.StartsWith("%PDF-", await pdf.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Contains("<html lang=\"de-DE\"", await site.Html($"{here}?format=html"), StringComparison.Ordinal);
            Assert.Equal(422, await site.Status($"{here}?format=docx"));
            Assert.Equal(422, await site.Status($"{here}?readers=alle"));
            Assert.Equal(422, await site.Status($"{Home}/papers/{paper}/4711"));
        }
        Assert.DoesNotContain("Grundstück Verborgen", await Text(site, $"{Home}/papers/invitation/2?format=html"),
            StringComparison.Ordinal);
        Assert.Contains("Grundstück Verborgen",
            await Text(site, $"{Home}/papers/invitation/2?format=html&readers=members"), StringComparison.Ordinal);
        Assert.Equal(404, await site.Status($"{Home}/papers/letter/1"));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_is_wrong_stands_at_its_field_under_its_German_name(Engine engine)
    {
        await using var books = await Books.On(engine);
        await Fill(books);
        await using var site = await Site.Of(books);
        var size = (await Read(books)).Size;
        async Task<string> Sent(string path, params (string, string)[] fields)
        {
            var answer = await site.Send($"{Home}/record/{path}", fields);
            Assert.Equal(422, (int)answer.StatusCode);
            return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        }

        var page = await Sent("sitting-called", ("on", "32.01.2018"), ("place", ""), ("invitedOn", "2018-01-01"));
        Assert.Contains("href=\"#field-on\">Tag der Sitzung: kein Tag wie 31.01.2026.", page, StringComparison.Ordinal);
        Assert.Contains("href=\"#field-place\">Ort: fehlt.", page, StringComparison.Ordinal);
        Assert.Contains("value=\"2018-01-01\"", page, StringComparison.Ordinal);
        page = await Sent("member-joined", ("member", "Hemer!"), ("name", Name), ("kind", "municipality"),
            ("since", "2018-05-01"), ("basis", "x"));
        Assert.Contains("href=\"#field-member\">", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", page.Replace(WebUtility.HtmlDecode(Name), "", StringComparison.Ordinal),
            StringComparison.Ordinal);
        page = await Sent("population-counted?member=hemer", ("count", "1.5"), ("on", "2017-12-31"), ("source", "x"));
        Assert.Contains("href=\"#field-count\">Einwohnerzahl: keine ganze Zahl", page, StringComparison.Ordinal);
        page = await Sent("statute-drafted", ("text.votes", "je null"), ("text.wording", "§ 1"));
        Assert.Contains("href=\"#field-text.votes\">", page, StringComparison.Ordinal);
        page = await Sent("settlement-made?member=hemer", ("amountCents", "viel"), ("isByAuthority", "no"),
            ("on", "2018-05-01"), ("reference", "x"));
        Assert.Contains("href=\"#field-amountCents\">Betrag in Euro: kein Betrag", page, StringComparison.Ordinal);
        page = await Sent("item-placed?sitting=2&kind=ordinary", ("title", new string('x', 201)), ("motion", "x"),
            ("isPublic", "yes"));
        Assert.Contains("href=\"#field-title\">Titel: länger als 200 Zeichen.", page, StringComparison.Ordinal);
        page = await Sent("sitting-closed?sitting=2");
        Assert.Contains("href=\"#field-confirm\">", page, StringComparison.Ordinal);
        Assert.Equal(404, await site.Status($"{Home}/record/ballots-cast"));
        Assert.Equal(404, await site.Status($"{Home}/record/unsinn"));
        Assert.Equal(size, (await Read(books)).Size);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_sitting_is_called_held_voted_in_and_closed_in_the_browser(Engine engine)
    {
        await using var books = await Books.On(engine);
        (await CouncilTests.Record(books, [.. Scene.Founded().Records.Select(it => it.Event)])).Expect();
        await using var site = await Site.Of(books, BodyRoles.Clerk);
        async Task Do(string path, params (string, string)[] fields)
        {
            var answer = await site.Send($"{Home}/{path}", fields);
            Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        }

        await Do("record/sitting-called",
            ("on", "2017-12-18"), ("time", "10:00"), ("place", "Hemer"), ("invitedOn", "2017-12-01"));
        await Do("record/item-placed?sitting=1&kind=ordinary",
            ("title", "Strom"), ("motion", "Strom wird gekauft."), ("isPublic", "yes"));
        await Do("record/item-placed?sitting=1&kind=election", ("title", "Vorsitz"), ("motion", "Gewählt wird:"),
            ("isPublic", "yes"), ("candidate.office", "chair"), ("candidate.person", "Person hemer"),
            ("candidate.member", "hemer"), ("candidate.post", "delegate"), ("candidate.hasConsent", "no"));
        var attendance = await site.Send($"{Home}/sittings/1/attendance",
            [("present-hemer", "yes"), ("person-hemer", "Person hemer"), ("present-siegen", "yes"),
                ("person-siegen", "Person siegen"), ("person-kreis", "Person kreis")], $"{Home}/sittings/1");
        Assert.Equal(HttpStatusCode.Redirect, attendance.StatusCode);
        await Do("record/sitting-opened?sitting=1", ("chair", "Person hemer"));
        var sitting = (await Read(books)).Sitting(1)!;
        Assert.Equal(["hemer", "siegen"], sitting.Present.Keys);
        Assert.Equal(SittingState.Open, sitting.State);
        Assert.Contains("7 von 13", await Text(site, $"{Home}/sittings/1"), StringComparison.Ordinal);

        await Do("sittings/1/items/1", ("choice-hemer", "yes"), ("choice-siegen", "no"));
        await Do("sittings/1/items/2", ("all", "yes"));
        await Do("record/vote-closed?sitting=1&item=1", ("confirm", "yes"));
        var assembly = await Read(books);
        Assert.Equal(new VoteCount(4, 3, 0), assembly.Resolutions[0].Tally.Votes);
        Assert.Equal(2, assembly.Sitting(1)!.Item(2)!.Ballots.Count);
        await Do("record/vote-closed?sitting=1&item=2", ("confirm", "yes"));
        await Do("record/sitting-closed?sitting=1", ("confirm", "yes"));
        assembly = await Read(books);
        Assert.Equal("Person hemer", assembly.Holder(Office.Chair, day));
        Assert.Equal(SittingState.Closed, assembly.Sitting(1)!.State);
        // Who comes back to a form that is old is told so.
        var late = await site.Send(
            $"{Home}/sittings/1/items/1", [("choice-hemer", "no")], $"{Home}/record/member-joined");
        Assert.Equal(422, (int)late.StatusCode);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task The_live_result_is_what_the_assembly_says_and_warns_of_instructions(Engine engine)
    {
        await using var books = await Books.On(engine);
        await Fill(books);
        await using var site = await Site.Of(books);
        var assembly = await Read(books);
        var (sitting, item) = (assembly.Sitting(2)!, assembly.Sitting(2)!.Item(1)!);
        var tally = assembly.Standing(sitting, item);
        foreach (var path in (string[])[$"{Home}/sittings/2/items/1", $"{Home}/sittings/2/items/1/result"])
        {
            var html = await Text(site, path);
            Assert.Contains("hx-trigger=\"every 2s\"", html, StringComparison.Ordinal);
            Assert.Contains(
                $"{tally.Votes.Yes} Ja, {tally.Votes.No} Nein, {tally.Votes.Abstain} Enthaltung.", html,
                StringComparison.Ordinal);
            Assert.Contains($"nötig: {tally.Required}<", html, StringComparison.Ordinal);
            Assert.Contains(Row("Satzungsmäßige Stimmen", tally.Statutory), html, StringComparison.Ordinal);
            Assert.Contains(Row("nicht vertreten", tally.Statutory - tally.Present), html, StringComparison.Ordinal);
            Assert.Contains("Mitglied siegen stimmt anders, als die Weisung seines Rates", html,
                StringComparison.Ordinal);
            Assert.Contains(tally.Rule, html, StringComparison.Ordinal);
            Assert.Contains("Nach dem Stand jetzt nicht angenommen.", html, StringComparison.Ordinal);
        }
        Assert.Contains("<noscript><meta http-equiv=\"refresh\" content=\"5\"",
            await site.Html($"{Home}/sittings/2/items/1/result"), StringComparison.Ordinal);
        async Task<int> Asked(long seen)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{Home}/sittings/2/items/1/result?seen={seen}");
            request.Headers.Add("HX-Request", "true");
            return (int)(await site.Client.SendAsync(request)).StatusCode;
        }

        // Nothing is put in the place of what somebody reads while nothing is new.
        Assert.Equal((204, 200), (await Asked(assembly.Size), await Asked(assembly.Size - 1)));
        await site.Send($"{Home}/sittings/2/items/1", [("choice-iserlohn", "yes")]);
        assembly = await Read(books);
        tally = assembly.Standing(assembly.Sitting(2)!, assembly.Sitting(2)!.Item(1)!);
        Assert.True(tally.IsPassed);
        var now = await Text(site, $"{Home}/sittings/2/items/1/result");
        Assert.Contains($"{tally.Votes.Yes} Ja", now, StringComparison.Ordinal);
        Assert.Contains("Nach dem Stand jetzt angenommen.", now, StringComparison.Ordinal);

        static string Row(string label, long votes) => $"<th scope=\"row\" class=\"kern-table__header\">{label}</th>"
            + $"<td class=\"kern-table__cell kern-table__cell--numeric\">{votes}</td>";
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_secret_count_and_what_follows_a_resolution_are_recorded(Engine engine)
    {
        await using var books = await Books.On(engine);
        await Fill(books);
        await using var site = await Site.Of(books);
        var form = $"{Home}/record/vote-closed?sitting=2&item=3";
        var wrong = await site.Send(form, [("secret.yes", "99"), ("secret.no", "0"), ("secret.abstain", "0"),
            ("confirm", "yes")]);
        Assert.Contains("href=\"#field-secret.yes\">",
            await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var done = await site.Send(form, [("secret.yes", "6"), ("secret.no", "3"), ("secret.abstain", "1"),
            ("confirm", "yes")]);
        Assert.Equal($"{Home}/resolutions/3", done.Headers.Location?.ToString());
        var page = await Text(site, $"{Home}/resolutions/3");
        Assert.Contains("Geheim gezählt.", page, StringComparison.Ordinal);
        Assert.Contains("ungeprüft", page, StringComparison.Ordinal);
        await site.Send($"{Home}/record/approval-asked?resolution=3",
            [("authority", "Bezirksregierung"), ("on", "2018-03-02"), ("isNotification", "no")]);
        await site.Send($"{Home}/record/published?resolution=3",
            [("gazette", "Amtsblatt 9"), ("on", "2018-03-20"), ("reference", "S. 44")]);
        page = await Text(site, $"{Home}/resolutions/3");
        Assert.Contains("beantragt am 02.03.2018", page, StringComparison.Ordinal);
        Assert.Contains("Amtsblatt 9", page, StringComparison.Ordinal);
        Assert.Contains("genehmigt am 22.12.2017", await Text(site, $"{Home}/resolutions/1"), StringComparison.Ordinal);
        Assert.Equal(404, await site.Status($"{Home}/resolutions/99"));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Statutes_show_what_is_missing_and_what_became_of_their_words(Engine engine)
    {
        await using var books = await Books.On(engine);
        await Fill(books);
        await using var site = await Site.Of(books);
        await site.Send($"{Home}/record/statute-drafted", [("text.name", "Zweckverband Test"), ("text.votes", "fest"),
            ("text.wording", "§ 1 neu\r\n§ 2 bleibt\r\n§ 3 wieder anders")]);
        var page = await Text(site, $"{Home}/statutes/4?against=3");
        Assert.Contains("fehlt noch: Mitglieder, Aufgaben, Sitz", page, StringComparison.Ordinal);
        Assert.Contains("<del>− § 3 anders</del>", page, StringComparison.Ordinal);
        Assert.Contains("<ins>+ § 3 wieder anders</ins>", page, StringComparison.Ordinal);
        Assert.Contains("<li>§ 2 bleibt</li>", page, StringComparison.Ordinal);
        var assembly = await Read(books);
        // Hashes do not depend on the way by which a text came.
        Assert.Equal("§ 1 neu\n§ 2 bleibt\n§ 3 wieder anders", assembly.Statute(4)!.Text.Wording);
        Assert.Contains(assembly.Statute(2)!.Text.Hash, await Text(site, $"{Home}/statutes/2"),
            StringComparison.Ordinal);
        Assert.Contains(">in Kraft</td>", await Text(site, $"{Home}/statutes"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Names_that_are_programs_run_nowhere(Engine engine)
    {
        await using var books = await Books.On(engine);
        var scene = Scene.Founded(Scene.Text(Name) with { Name = Name });
        scene.Do(new DelegateAppointed("hemer", Name, true, false, Scene.Start, null));
        scene.Do(new MemberJoined("boese", Name, MemberKind.Municipality, Scene.Start, null, Name));
        scene.Do(new VotesFixed("boese", 1, Scene.Start, Name));
        scene.Do(new SittingCalled(1, day, null, Name, day.AddDays(-14), null));
        scene.Do(new ItemPlaced(1, 1, MotionKind.Ordinary, Name, Name, true, null, null, null, null));
        (await CouncilTests.Record(books, [.. scene.Records.Select(it => it.Event)])).Expect();
        await using var site = await Site.With(books, ("public.bodies", "testverband"));
        foreach (var path in (string[])
        [
            $"{Home}/members", $"{Home}/members/boese", $"{Home}/members/hemer", $"{Home}/sittings",
            $"{Home}/sittings/1", $"{Home}/sittings/1/items/1", $"{Home}/statutes", $"{Home}/statutes/1",
            $"{Home}/record/delegate-ended?member=hemer", "/search?q=img", "/public/testverband",
            "/public/testverband/sittings/1", "/public/testverband/statute",
        ])
        {
            var html = await site.Html(path);
            Assert.DoesNotContain("<img src=x", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<script>alert", html, StringComparison.OrdinalIgnoreCase);
            Assert.True(WebUtility.HtmlDecode(html).Contains(Name, StringComparison.Ordinal), path);
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task People_of_a_member_or_of_another_body_see_nothing(Engine engine)
    {
        await using var books = await Books.On(engine);
        await Fill(books);
        await using var other = await books.Beside("nachbar");
        await using var site = await Site.Of(books);
        string[] paths = [$"{Home}/members", $"{Home}/sittings/2", $"{Home}/sittings/2/items/1",
            $"{Home}/resolutions/1", $"{Home}/statutes/1", $"{Home}/record/member-joined"];
        site.Visitor = new("mia", new Dictionary<string, BodyRoles> { ["testverband"] = BodyRoles.Member });
        foreach (var path in paths) Assert.Equal(403, await site.Status(path));
        site.Visitor = new("nora", new Dictionary<string, BodyRoles> { ["nachbar"] = BodyRoles.Staff });
        foreach (var path in paths) Assert.Equal(404, await site.Status(path));
        Assert.DoesNotContain("Mitglied hemer", await site.Html("/search?q=hemer"), StringComparison.Ordinal);
        Assert.Contains("noch nicht geführt", await Text(site, "/b/nachbar/council/members"), StringComparison.Ordinal);
    }
}
