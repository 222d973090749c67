using System.Text.Json.Nodes;
using Gemeinwerk.Identity;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Treasury;
using Gemeinwerk.Treasury;

namespace Gemeinwerk.Tests.Web.Api;

/// <summary>From an invoice to its payment through the interface, through the hands that the law wants.</summary>
public class TreasuryApiTests
{
    const string Here = "/api/v1/bodies/testverband", Orders = $"{Here}/cash-orders", Runs = $"{Here}/payment-runs";

    public static TheoryData<Engine> Engines => Databases.Engines;

    static object Draft(long cents = 11_900, string document = "R-9", string party = "K-1") => new
    {
        kind = "payment",
        party,
        account = "3511",
        document,
        text = "Strom",
        effectiveOn = "2026-03-02",
        dueOn = "2026-03-16",
        lines = new object[] { new { account = "5241", amountCents = cents } },
    };

    static (int, string?) Told(Back back) => (back.Status, back.Title);

    static string? State(Back back) => (string?)back.Json!["state"];

    static IEnumerable<string?> Items(Back back, string name) =>
        back.Json!["items"]!.AsArray().Select(it => it![name]?.ToString());

    /// <summary>A token takes steps as a person does: not two of those that the law gives to two.</summary>
    [Theory, MemberData(nameof(Engines))]
    public async Task An_order_goes_through_the_hands_of_different_programs(Engine engine)
    {
        await using var world = await TreasuryWorld.On(engine);
        await using var api = await ApiSite.Of(world.Books);
        var body = world.Books.Body;
        var inbox = await api.Program("Eingang", (body, Role.Certify), (body, Role.Order));
        var made = await inbox.Post(Orders, Draft());
        Assert.Equal((201, $"{Orders}/1"), (made.Status, made.Message.Headers.Location!.ToString()));
        var seen = await inbox.Get($"{Orders}/1");
        Assert.Equal((428, "api.if-match"), Told(await inbox.Put($"{Orders}/1", Draft(12_000), null)));
        var changed = await inbox.Put($"{Orders}/1", Draft(12_000), seen.Tag);
        Assert.Equal((200, 12_000), (changed.Status, (int)changed.Json!["amountCents"]!));
        Assert.Equal((412, "api.changed"), Told(await inbox.Put($"{Orders}/1", Draft(), seen.Tag)));
        var old = (string)seen.Json!["hash"]!;
        var hash = (string)changed.Json!["hash"]!;
        Assert.Equal((422, "treasury.changed"),
            Told(await inbox.Post($"{Orders}/1/certify", new { hash = old, facts = true, figures = true })));
        Assert.Equal("draft",
            State(await inbox.Post($"{Orders}/1/certify", new { hash, facts = true, figures = false })));
        var certified = await inbox.Post($"{Orders}/1/certify", new { hash, facts = false, figures = true }, "k-1");
        Assert.Equal((201, "certified"), (certified.Status, State(certified)));
        var again = await inbox.Post($"{Orders}/1/certify", new { hash, facts = false, figures = true }, "k-1");
        Assert.Equal(["true"], again.Message.Headers.GetValues("Idempotency-Replayed"));

        Assert.Equal((422, "treasury.same-person"), Told(await inbox.Post($"{Orders}/1/order", new { hash })));
        var office = await api.Program("Amt", (body, Role.Order), (body, Role.Post));
        Assert.Equal("ordered", State(await office.Post($"{Orders}/1/order", new { hash })));
        var posting = new { hash, bookedOn = "2026-03-02" };
        Assert.Equal((422, "treasury.same-person"), Told(await office.Post($"{Orders}/1/post", posting)));
        var accounts = await api.Program("Buchhaltung", (body, Role.Post));
        var posted = await accounts.Post($"{Orders}/1/post", posting);
        Assert.Equal((201, $"{Here}/entries/1"), (posted.Status, posted.Message.Headers.Location!.ToString()));
        Assert.Equal((422, "treasury.order-state"), Told(await accounts.Post($"{Orders}/1/post", posting)));
        var order = (await accounts.Get($"{Orders}/1")).Json!;
        Assert.Equal(("posted", 1, "AO-1"),
            ((string?)order["state"], (int)order["entryNo"]!, (string?)order["item"]));
        Assert.Equal(
            ["drafted token:Eingang", "changed token:Eingang", "certified-facts token:Eingang",
                "certified-figures token:Eingang", "ordered token:Amt", "posted token:Buchhaltung"],
            order["steps"]!.AsArray().Select(it => $"{it!["kind"]} {it["by"]}"));
        await CashOrderTests.Verified(world.Books);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_program_proposes_a_payment_run_and_two_people_release_it(Engine engine)
    {
        await using var world = await TreasuryWorld.On(engine);
        await using var api = await ApiSite.Of(world.Books);
        var (body, order) = (world.Books.Body, await world.Posted());
        await world.Posted(7_00, "K-2");
        var teller = await api.Program("Kasse", (body, Role.Pay));
        var due = (await teller.Get($"{Runs}/due?to=2026-03-31")).Json!["items"]!.AsArray();
        Assert.Equal([(1, TreasuryWorld.Iban, 100_00), (2, null, 7_00)],
            due.Select(it => ((int)it!["orderNo"]!, (string?)it["iban"], (int)it["amountCents"]!)));
        Assert.Empty(Items(await teller.Get($"{Runs}/due?to=2026-03-01"), "orderNo"));
        JsonNode Run(string account, params long[] orders) => new JsonObject
        {
            ["payOn"] = "2026-03-16",
            ["account"] = account,
            ["orders"] = new JsonArray([.. orders.Select(no => JsonValue.Create(no))]),
        };
        Assert.Equal((422, "ledger.account-unknown"), Told(await teller.Post(Runs, Run("9999", order))));
        Assert.Equal((422, "treasury.iban"), Told(await teller.Post(Runs, Run("1811", order, 2))));
        Assert.Equal((422, "treasury.not-due"), Told(await teller.Post(Runs, Run("1811", 99))));
        var given = await teller.Post(Runs, Run("1811", order));
        Assert.Equal((201, $"{Runs}/1"), (given.Status, given.Message.Headers.Location!.ToString()));
        Assert.Equal("cancelled", State(await teller.Post($"{Runs}/1/cancel")));
        Assert.Equal((422, "treasury.run-state"), Told(await teller.Post($"{Runs}/1/cancel")));
        var proposed = (await teller.Post(Runs, Run("1811", order))).Json!;
        Assert.Equal(("proposed", "token:Kasse", 100_00), ((string?)proposed["state"], (string?)proposed["proposedBy"],
            (int)proposed["sumCents"]!));

        // A program is none of the two who release, neither the one that proposed nor another.
        await api.Program("Zweite", (body, Role.Pay));
        Assert.Equal("identity.approval-own", (await world.Release("token:Kasse", 2)).Rejection?.Code);
        Assert.Equal("identity.approval-role", (await world.Release("token:Zweite", 2)).Rejection?.Code);
        Assert.Equal("asked", State(await teller.Get($"{Here}/approvals/2")));
        (await world.Release("paul", 2)).Expect();
        Assert.Equal("paul", (string?)(await teller.Get($"{Runs}/2")).Json!["firstReleasedBy"]);
        Assert.Equal("identity.approval-role", (await world.Release("token:Zweite", 2)).Rejection?.Code);
        (await world.Release("petra", 2)).Expect();
        var released = (await teller.Get($"{Runs}/2")).Json!;
        Assert.Equal(("released", "paul", "petra"), ((string?)released["state"], (string?)released["firstReleasedBy"],
            (string?)released["releasedBy"]));
        Assert.Equal("used", State(await teller.Get($"{Here}/approvals/2")));
        Assert.Equal(["3"], Items(await teller.Get($"{Runs}/2/payments"), "entryNo"));
        Assert.Equal(["2", "1"], Items(await teller.Get(Runs), "no"));
        Assert.Equal(["1"], Items(await teller.Get($"{Runs}?state=cancelled"), "no"));
        await CashOrderTests.Verified(world.Books);
    }

    /// <summary>Two tokens of one name act under one name, so they are one.</summary>
    [Theory, MemberData(nameof(Engines))]
    public async Task Who_posted_an_order_does_not_propose_its_payment(Engine engine)
    {
        await using var world = await TreasuryWorld.On(engine);
        await using var api = await ApiSite.Of(world.Books);
        var draft = await world.Draft();
        var no = (await world.As("ines", (work, book) => CashOrders.Draft(work, book, draft))).Expect();
        (await world.Certify("ines", no)).Expect();
        (await world.OrderBy("otto", no)).Expect();
        var posts = await api.Program("Kasse", (world.Books.Body, Role.Post));
        Assert.Equal(201, (await posts.Post($"{Orders}/1/post",
            new { hash = await world.Hash(no), bookedOn = "2026-03-02" })).Status);
        var pays = await api.Program("Kasse", (world.Books.Body, Role.Pay));
        Assert.Equal((422, "treasury.same-person"),
            Told(await pays.Post(Runs, new { payOn = "2026-03-16", account = "1811", orders = new[] { no } })));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Orders_are_found_given_back_and_withdrawn(Engine engine)
    {
        await using var world = await TreasuryWorld.On(engine);
        await using var api = await ApiSite.Of(world.Books);
        var program = await api.Program("Eingang", (world.Books.Body, Role.Certify));
        for (var no = 1; no <= 3; no++) await program.Post(Orders, Draft(no * 100, $"R-{no}"));
        await program.Post(Orders, Draft(party: "K-2"));
        var hash = await world.Hash(2);
        await program.Post($"{Orders}/2/certify", new { hash, facts = true, figures = true });
        var part = await program.Get($"{Orders}?limit=3");
        Assert.Equal(["4", "3", "2"], Items(part, "no"));
        Assert.Equal(["1"], Items(await program.Get((string)part.Json!["next"]!), "no"));
        Assert.Equal(["2"], Items(await program.Get($"{Orders}?state=certified&kind=payment&party=K-1"), "no"));
        Assert.Equal(["4"], Items(await program.Get($"{Orders}?party=K-2&from=2026-03-16&to=2026-03-16"), "no"));
        Assert.Empty(Items(await program.Get($"{Orders}?from=2026-03-17"), "no"));
        Assert.Equal((400, "api.parameter"), Told(await program.Get($"{Orders}?state=unfug")));
        Assert.Equal(404, (await program.Get($"{Orders}?party=fehlt")).Status);
        Assert.Equal(11_900, (int)(await program.Get($"{Orders}/4/budget")).Json![0]!["wantedCents"]!);

        Assert.Equal((422, "treasury.reason"), Told(await program.Post($"{Orders}/2/return", new { text = " " })));
        Assert.Equal("draft", State(await program.Post($"{Orders}/2/return", new { text = "doppelt" })));
        var withdrawn = await program.Post($"{Orders}/2/withdraw", new { text = "storniert" });
        Assert.Equal(("withdrawn", "storniert"),
            (State(withdrawn), (string?)withdrawn.Json!["steps"]!.AsArray()[^1]!["reason"]));
        Assert.Equal((422, "treasury.order-state"),
            Told(await program.Post($"{Orders}/2/certify", new { hash, facts = true, figures = true })));
        var wrong = await program.Post(Orders, Draft(party: "fehlt"));
        Assert.Equal((422, "ledger.party-unknown", "party"),
            (wrong.Status, wrong.Title, (string?)wrong.Json!["errors"]![0]!["field"]));
        Assert.Equal((422, "treasury.amount"), Told(await program.Post(Orders, Draft(-1))));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Each_step_is_for_its_role_and_its_body_alone(Engine engine)
    {
        await using var world = await TreasuryWorld.On(engine);
        await using var other = await world.Books.Beside("nachbar");
        await using var api = await ApiSite.Of(world.Books);
        await TreasuryPageTests.Fill(world);
        var stranger = await api.Program("fremd", (other.Body, Role.Certify), (other.Body, Role.Order));
        var programs = new Dictionary<Role, ProgramClient>();
        foreach (var role in Enum.GetValues<Role>())
        {
            programs[role] = await api.Program($"nur {role}", (world.Books.Body, role));
        }
        Role[] drafters = [Role.Certify, Role.Order, Role.Post];
        foreach (var (path, roles) in new (string, Role[])[]
        {
            (Orders, drafters), ($"{Orders}/1/certify", [Role.Certify]), ($"{Orders}/1/order", [Role.Order]),
            ($"{Orders}/1/post", [Role.Post]), ($"{Orders}/1/return", drafters), ($"{Orders}/1/withdraw", drafters),
            (Runs, [Role.Pay]), ($"{Runs}/99/cancel", [Role.Pay]),
        })
        {
            foreach (var (role, program) in programs)
            {
                // Whoever may is stopped a door later, because nothing of what is needed was sent.
                var status = (await program.Post(path)).Status;
                Assert.Equal(roles.Contains(role), status is 404 or 415);
                Assert.Equal(!roles.Contains(role), status == 403);
            }
            Assert.Equal(404, (await stranger.Post(path)).Status);
        }
        foreach (var path in (string[])[Orders, $"{Orders}/1", $"{Orders}/1/budget", Runs, $"{Runs}/due", $"{Runs}/1",
            $"{Runs}/1/payments"])
        {
            Assert.Equal(200, (await programs[Role.Audit].Get(path)).Status);
            Assert.Equal(403, (await programs[Role.Member].Get(path)).Status);
            Assert.Equal(404, (await stranger.Get(path)).Status);
        }
        foreach (var path in (string[])[$"{Orders}/99", $"{Runs}/99", $"{Runs}/99/payments", $"{Runs}/{long.MaxValue}"])
        {
            Assert.Equal(404, (await programs[Role.Audit].Get(path)).Status);
        }
    }
}
