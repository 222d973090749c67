using Gemeinwerk.Identity;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Treasury;

namespace Gemeinwerk.Tests.Web.Api;

/// <summary>What waits for a second person, as programs see it.</summary>
public class ApprovalApiTests
{
    const string Here = "/api/v1/bodies/testverband";

    public static TheoryData<Engine> Engines => Databases.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task What_waits_and_what_became_of_it_is_read_by_whom_it_concerns(Engine engine)
    {
        await using var world = await TreasuryWorld.On(engine);
        await using var other = await world.Books.Beside("nachbar");
        await using var api = await ApiSite.Of(world.Books);
        var (body, log) = (world.Books.Body, world.Books.Body.AuditLog());
        await TreasuryWorld.Change(world.Books, "peer", Role.Administer, gives: true);
        var personnel = await api.Program("Personal", (body, Role.Administer));
        var wish = new { gives = true, person = "ivo", role = "close" };
        var no = (long)(await personnel.Post($"{Here}/roles", wish)).Json!["no"]!;
        Assert.Equal(1, no);
        (await world.Propose("pia", await world.Posted())).Expect();

        Assert.Equal("identity.role ivo close asked token:Personal, ", await Told(personnel, "?state=asked"));
        var asked = (await personnel.Get($"{Here}/approvals/1")).Json!;
        Assert.Contains("\"person\":\"ivo\"", (string)asked["content"]!, StringComparison.Ordinal);
        (await world.Books.Database.Act("peer", work => Grants.Decide(work, log, no, approves: true))).Expect();
        Assert.Equal("", await Told(personnel, "?state=asked"));
        Assert.Equal("identity.role ivo close used token:Personal, peer", await Told(personnel));

        Assert.Equal("treasury.release 1 asked pia, ", await Told(await api.Program("Kasse", (body, Role.Pay))));
        Assert.Equal("", await Told(await api.Program("Buchhaltung", (body, Role.Post))));
        var auditor = await api.Program("Prüfung", (body, Role.Audit));
        Assert.Equal("treasury.release 1 asked pia, ; identity.role ivo close used token:Personal, peer",
            await Told(auditor));
        var first = (await auditor.Get($"{Here}/approvals?limit=1")).Json!;
        Assert.Equal(2, (int)first["items"]![0]!["no"]!);
        Assert.Equal(1, (int)(await auditor.Get((string)first["next"]!)).Json!["items"]![0]!["no"]!);
        var teller = await api.Program("Kasse 2", (body, Role.Pay));
        var stranger = await api.Program("fremd", (other.Body, Role.Administer), (other.Body, Role.Pay));
        Assert.Equal(404, (await teller.Get($"{Here}/approvals/1")).Status);
        Assert.Equal(404, (await auditor.Get($"{Here}/approvals/{long.MaxValue}")).Status);
        Assert.Equal(404, (await stranger.Get($"{Here}/approvals")).Status);
        Assert.Equal(400, (await auditor.Get($"{Here}/approvals?state=unfug")).Status);

        static async Task<string> Told(ProgramClient program, string query = "") => string.Join("; ",
            (await program.Get($"{Here}/approvals{query}")).Json!["items"]!.AsArray().Select(it =>
                $"{it!["kind"]} {it["subject"]} {it["state"]} {it["askedBy"]}, {it["decidedBy"]}"));
    }
}
