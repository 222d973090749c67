using System.Text.Json.Nodes;
using Gemeinwerk.Council;
using Gemeinwerk.Identity;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Council;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Web.Api;

/// <summary>The assembly through the interface: the same as the library says, on both engines.</summary>
public class CouncilApiTests
{
    const string Home = "/api/v1/bodies/testverband/council";

    public static TheoryData<Engine> Engines => Databases.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task What_a_program_records_is_what_it_and_the_library_read(Engine engine)
    {
        await using var books = await Books.On(engine);
        await using var api = await ApiSite.Of(books);
        var program = await api.Program("Ratsinformation", (books.Body, Role.Clerk));
        var events = CouncilTests.Events();
        var sent = new { events = events.Select(it => JsonNode.Parse(CouncilForm.Write(it))!).ToList() };
        var made = await program.Post($"{Home}/events", sent, "gruendung");
        Assert.Equal((201, (long)events.Count), (made.Status, (long)made.Json!["last"]!));
        var again = await program.Post($"{Home}/events", sent, "gruendung");
        Assert.Equal("true", again.Message.Headers.GetValues("Idempotency-Replayed").Single());
        var read = (await program.Get($"{Home}/events?limit=500")).Json!["items"]!.AsArray();
        Assert.Equal(events.Select(CouncilForm.Write), read.Select(it => it!["event"]!.ToJsonString(plain)));

        var assembly = await books.Database.Read(db => Councils.Read(db, books.Body.Id));
        Assert.Equal(events.Count, assembly.Size);
        var day = new DateOnly(2018, 1, 1);
        var members = (await program.Get($"{Home}/members?on=2018-01-01")).Json!["items"]!.AsArray();
        Assert.Equal(assembly.Weights(day).Select(it => (it.Member.Number, it.Votes)),
            members.Select(it => ((string)it!["number"]!, (int?)it["votes"])));
        var votes = (await program.Get($"{Home}/votes?on=2018-01-01")).Json!;
        Assert.Equal((assembly.StatutoryVotes(day), 2), ((long)votes["statutoryVotes"]!, (int)votes["statute"]!));
        var statute = (await program.Get($"{Home}/statutes/2")).Json!;
        Assert.Equal(assembly.Statute(2)!.Text.Hash, (string?)statute["statute"]!["hash"]);
        Assert.Equal(assembly.Statute(2)!.Text.Wording, (string?)statute["text"]!["wording"]);
        Assert.Equal(2, (await program.Get($"{Home}/statutes")).Json!["items"]!.AsArray().Count);
        var sitting = (await program.Get($"{Home}/sittings/1")).Json!;
        Assert.Equal((assembly.PresentVotes(assembly.Sitting(1)!), true, "closed"), ((long)sitting["presentVotes"]!,
            (bool)sitting["hasQuorum"]!, (string)sitting["state"]!));
        var item = (await program.Get($"{Home}/sittings/1/items")).Json!["items"]![0]!;
        Assert.Equal("no", (string?)item["ballots"]!["gmbh"]);
        var tally = assembly.Resolution(1)!.Tally;
        foreach (var shown in (JsonNode[])[item["tally"]!,
            (await program.Get($"{Home}/resolutions/1")).Json!["tally"]!])
        {
            Assert.Equal((tally.Statutory, tally.Votes.Yes, tally.Votes.No, tally.Required, tally.IsPassed, tally.Rule),
                ((long)shown["statutory"]!, (long)shown["yes"]!, (long)shown["against"]!, (long)shown["required"]!,
                    (bool)shown["isPassed"]!, (string)shown["rule"]!));
        }
        Assert.Single((await program.Get($"{Home}/resolutions?q=punkt")).Json!["items"]!.AsArray());
        foreach (var gone in (string[])["statutes/9", "sittings/9", "sittings/9/items", "resolutions/9"])
        {
            Assert.Equal(404, (await program.Get($"{Home}/{gone}")).Status);
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Of_several_events_all_are_recorded_or_none_and_each_fault_has_its_place(Engine engine)
    {
        await using var books = await Books.On(engine);
        await using var api = await ApiSite.Of(books);
        var program = await api.Program("Ratsinformation", (books.Body, Role.Clerk));
        var good = JsonNode.Parse(CouncilForm.Write(CouncilTests.Events()[0]))!;
        var refused = await program.Post($"{Home}/events", new
        {
            events = new[] { good.DeepClone(), JsonNode.Parse("""{"event":"unsinn"}"""),
                JsonNode.Parse("""{"event":"sitting-closed","sitting":1,"mehr":2}""") },
        });
        Assert.Equal((422, "event.form"), (refused.Status, refused.Title));
        Assert.Equal(["events[1]", "events[2]"],
            refused.Json!["errors"]!.AsArray().Select(it => (string)it!["field"]!));
        refused = await program.Post($"{Home}/events",
            new { events = new[] { good.DeepClone(), JsonNode.Parse("""{"event":"sitting-closed","sitting":1}""") } });
        Assert.Equal((422, "council.sitting-unknown"), (refused.Status, refused.Title));
        Assert.Equal(422, (await program.Post($"{Home}/events", new { events = Array.Empty<int>() })).Status);
        Assert.True((await books.Database.Read(db => Councils.Read(db, books.Body.Id))).IsEmpty);

        var reader = await api.Program("Leser", (books.Body, Role.Post));
        Assert.Equal(200, (await reader.Get($"{Home}/members")).Status);
        Assert.Equal(403, (await reader.Post($"{Home}/events", new { events = new[] { good } })).Status);
        var member = await api.Program("Mitglied", (books.Body, Role.Member));
        Assert.Equal(403, (await member.Get($"{Home}/members")).Status);
    }

    static readonly System.Text.Json.JsonSerializerOptions plain = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
