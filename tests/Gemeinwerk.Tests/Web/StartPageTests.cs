using System.Net;
using System.Text.RegularExpressions;
using Gemeinwerk.Basics;
using Gemeinwerk.Identity;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Merger;
using Gemeinwerk.Tests.Treasury;
using Gemeinwerk.Treasury;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Tests.Web;

/// <summary>What start pages tell whom, on 2 March 2026.</summary>
public sealed partial class StartPageTests
{
    const string Home = "/b/testverband";

    public static TheoryData<Engine> Engines => Databases.Engines;

    /// <summary>60,00 overdue since February, 95,00 of 100,00 used, two months that can be closed.</summary>
    internal static async Task<Books> Busy(Engine engine)
    {
        var books = await Books.On(engine);
        await books.Account("2081");
        await PostPageTests.Plan(books);
        await SubledgerPageTests.Fill(books);
        var (expense, debt) = (await books.Account("5241"), await books.Account("3511"));
        (await books.Post(new EntryDraft(new(2026, 2, 20), new(2026, 2, 20), "R-7", "Strom <Februar>",
            [new(expense, new(95_00), new Id<Product>(1)), new(debt, new(-95_00))]))).Expect();
        return books;
    }

    static async Task<string> Html(Site site, string path) => WebUtility.HtmlDecode(await site.Html(path));

    [Theory, MemberData(nameof(Engines))]
    public async Task Whoever_keeps_the_books_sees_what_is_overdue_tight_and_to_be_closed(Engine engine)
    {
        await using var books = await Busy(engine);
        await using var site = await Site.Of(books, BodyRoles.Post | BodyRoles.Close, new SetClock());
        foreach (var path in (string[])["/", Home])
        {
            var html = await Html(site, path);
            Assert.Matches(
                "Überfällige Posten</h3>[\\s\\S]*?>1</p>[\\s\\S]*?Forderungen: 1</a>\\s*<span>60,00 €", html);
            Assert.Matches("""budget/2026/52\?product=0111">0111/52</a>\s*<span>verfügbar 5,00 €""", html);
            Assert.Matches("""closing/2026">Haushaltsjahr 2026</a>\s*<span>noch offene Monate: 2""", html);
            Assert.Contains("Nr. 6: Strom <Februar></a>", html, StringComparison.Ordinal);
            Assert.DoesNotContain("Verbindlichkeiten:", html, StringComparison.Ordinal);
        }
        (await books.Act((work, book) => Closing.CloseMonths(work, book, 2026, 2))).Expect();
        Assert.DoesNotContain("noch offene Monate", await site.Html(Home), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Auditors_see_the_change_log_and_no_duties_of_others(Engine engine)
    {
        await using var books = await Busy(engine);
        await using var site = await Site.Of(books, BodyRoles.Audit, new SetClock());
        await Ask(books, "karl");
        var html = await Html(site, Home);
        Assert.Contains("Nichts wartet auf Sie.", html, StringComparison.Ordinal);
        Assert.Matches("Freigabe erbeten: otto post</a>", html);
        Assert.DoesNotContain("Überfällige Posten", html, StringComparison.Ordinal);
        Assert.DoesNotContain("von der Prüfung gelesen", html, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Approvals_wait_for_whoever_may_decide_and_did_not_ask(Engine engine)
    {
        await using var books = await Busy(engine);
        await using var site = await Site.Of(books, BodyRoles.Administer, new SetClock());
        await Ask(books, "karl");
        Assert.Matches("""people">otto post</a>\s*<span>erbeten von karl""", await Html(site, "/"));
        site.Visitor = new("karl", new Dictionary<string, BodyRoles> { ["testverband"] = BodyRoles.Administer });
        Assert.DoesNotContain("Freigabe von Rollen", await site.Html("/"), StringComparison.Ordinal);
        site.Visitor = new("otto", new Dictionary<string, BodyRoles> { ["testverband"] = BodyRoles.Post });
        Assert.DoesNotContain("Freigabe von Rollen", await site.Html("/"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_member_sees_the_start_page_of_the_body_and_nothing_of_its_book(Engine engine)
    {
        await using var books = await Busy(engine);
        await using var site = await Site.Of(books, BodyRoles.Member, new SetClock());
        var html = await Html(site, Home);
        Assert.Contains("<h1 class=\"kern-heading-large\">Verband testverband</h1>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Zuletzt gebucht", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Letzter Buchungstag", html, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_merger_is_told_once_with_its_picture_and_waits_for_the_second_person(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        await using var site = await Site.Of(world["sit"], () => MergerPageTests.Person("erika"));
        var html = await Html(site, "/");
        Assert.Single(Picture().Matches(html));
        Assert.Contains($"\"{MergerPageTests.Here}/plan\"", html, StringComparison.Ordinal);
        Assert.Contains($"/b/kdz/merger/{MergerWorld.Code}/plan", await site.Html("/b/kdz"), StringComparison.Ordinal);
        (await world.Database.Act("karl", work =>
            MergerApprovals.Ask(work, MergerWorld.Code, MergerApproval.Mapping))).Expect();
        html = await Html(site, "/");
        Assert.Matches("Freigabe erteilen oder ablehnen</a>\\s*<span>Überleitung, erbeten von karl", html);
        site.Visitor = MergerPageTests.Person("karl");
        Assert.DoesNotContain("Freigabe erteilen oder ablehnen", await site.Html("/"), StringComparison.Ordinal);
        Assert.Empty((await world.Run()).Findings);
        Assert.Contains("merger/sit-2018/certificate", await site.Html("/"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Orders_and_runs_wait_for_those_who_may_take_the_next_step(Engine engine)
    {
        await using var world = await TreasuryWorld.On(engine);
        await using var site = await Site.Of(world.Books, clock: new SetClock());
        var draft = await world.Draft();
        var no = (await world.As("ines", (work, book) => CashOrders.Draft(work, book, draft))).Expect();
        await Waits(BodyRoles.Certify, "Festzustellen", ["ines", "ivo"], []);
        (await world.Certify("ines", no)).Expect();
        await Waits(BodyRoles.Certify | BodyRoles.Order, "Anzuordnen", ["otto"], ["ines"]);
        (await world.OrderBy("otto", no)).Expect();
        await Waits(BodyRoles.Order | BodyRoles.Post, "Zu buchen", ["berta"], ["otto"]);
        (await world.PostBy("berta", no)).Expect();
        site.Visitor = Person("pia", BodyRoles.Pay);
        Assert.Matches("Zur Zahlung</h3>[\\s\\S]*?>1</p>[\\s\\S]*?treasury/runs/new", await Html(site, Home));
        var run = (await world.Propose("pia", no)).Expect();
        Assert.DoesNotContain("Zur Zahlung</h3>", await Html(site, Home), StringComparison.Ordinal);
        await Waits(BodyRoles.Pay, "Zahlläufe freizugeben", ["paul", "petra"], ["pia"]);
        (await world.Release("paul", run)).Expect();
        await Waits(BodyRoles.Pay, "Zahlläufe freizugeben", ["petra"], ["pia", "paul"]);
        (await world.Release("petra", run)).Expect();
        await Waits(BodyRoles.Staff, "Zahlläufe freizugeben", [], ["peer"]);

        async Task Waits(BodyRoles roles, string title, string[] forThese, string[] notForThese)
        {
            foreach (var name in forThese.Concat(notForThese))
            {
                site.Visitor = Person(name, roles);
                var tile = $"{title}</h3>[\\s\\S]*?>1</p>[\\s\\S]*?treasury/(orders|runs)/1\"[^>]*>[\\s\\S]*?100,00 €";
                if (forThese.Contains(name)) Assert.Matches(tile, await Html(site, Home));
                else Assert.DoesNotContain($"{title}</h3>", await Html(site, Home), StringComparison.Ordinal);
            }
        }
    }

    static Visitor Person(string name, BodyRoles roles) =>
        new(name, new Dictionary<string, BodyRoles> { ["testverband"] = roles });

    [Fact]
    public async Task Whoever_sees_many_bodies_gets_duties_and_no_news()
    {
        await using var books = await Busy(Engine.Sqlite);
        var codes = Enumerable.Range(1, 3).Select(no => $"nachbar{no}").ToList();
        foreach (var code in codes) await books.Beside(code);
        var roles = codes.Append("testverband").ToDictionary(code => code, _ => BodyRoles.Close);
        await using var site = await Site.Of(books, () => new("erika", roles), new SetClock());
        var html = await Html(site, "/");
        Assert.Contains("Überfällige Posten", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Zuletzt gebucht", html, StringComparison.Ordinal);
    }

    static async Task Ask(Books books, string who)
    {
        await books.Act((work, _) => People.Add(work, "otto", "Otto"));
        (await books.Database.Act(who, async work => await Grants.Ask(work, books.Body.AuditLog(),
            new RoleChange(true, "otto", Role.Post, new(2026, 3, 1), null, null)))).Expect();
    }

    [GeneratedRegex("<figure class=\"gw-picture\"")]
    private static partial Regex Picture();
}
