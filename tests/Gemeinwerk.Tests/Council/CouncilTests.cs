using System.Text.Json;
using System.Text.Json.Nodes;
using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.Installation;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Ledger.Verification;

namespace Gemeinwerk.Tests.Council;

/// <summary>The records of an assembly in the database: whole, in order, provable.</summary>
public class CouncilTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    /// <summary>A founding, a sitting and a resolution with all that follows.</summary>
    internal static IReadOnlyList<CouncilEvent> Events()
    {
        var scene = Scene.Founded().Draft().Sit(new(2017, 12, 18));
        scene.Vote(MotionKind.Statute, no: ["gmbh"], statute: 2);
        scene.Do(new SittingClosed(1)).Approve(1, new(2017, 12, 19), new(2017, 12, 22)).Publish(1, new(2017, 12, 30))
            .Do(new StatuteStarted(2, new(2018, 1, 1), null));
        return [.. scene.Records.Select(record => record.Event)];
    }

    internal static Task<Result<IReadOnlyList<Recorded>>> Record(
        Books books, params IReadOnlyList<CouncilEvent> events) =>
        books.Database.Act("Sitzungsdienst", work => Councils.RecordAll(work, books.Body, events));

    [Theory, MemberData(nameof(Engines))]
    public async Task What_was_recorded_is_read_back_in_its_order_and_stays(Engine engine)
    {
        await using var books = await Books.On(engine);
        var events = Events();
        (await Record(books, [.. events.Take(20)])).Expect();
        (await Record(books, [.. events.Skip(20)])).Expect();
        var records = await books.Database.Read(db => Councils.Records(db, books.Body.Id));
        Assert.Equal(events.Select(CouncilForm.Write), records.Select(it => CouncilForm.Write(it.Event)));
        Assert.Equal(Enumerable.Range(1, events.Count).Select(no => (long)no), records.Select(it => it.No));
        Assert.All(records, it => Assert.Equal("Sitzungsdienst", it.Actor));
        var assembly = await books.Database.Read(db => Councils.Read(db, books.Body.Id));
        Assert.Equal((2, "1/2017"), (assembly.StatuteOn(new(2018, 1, 1))!.Version, assembly.Resolutions[0].Citation));
        await Assert.ThrowsAnyAsync<Exception>(() => books.Database.Act<Nothing>("test", async work =>
        {
            await work.Db.Run($"update council_event set payload = 'x' where body_id = {books.Body.Id}");
            return default(Nothing);
        }));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Of_several_events_all_are_recorded_or_none(Engine engine)
    {
        await using var books = await Books.On(engine);
        var events = Events();
        var refused = await Record(books, [.. events, new SittingClosed(1)]);
        Assert.Equal("council.sitting-state", refused.Rejection!.Code);
        Assert.True((await books.Database.Read(db => Councils.Read(db, books.Body.Id))).IsEmpty);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Verify_confirms_the_records_and_finds_one_that_was_changed(Engine engine)
    {
        await using var books = await Books.On(engine);
        (await Record(books, Events())).Expect();
        Assert.Empty(await Failures());
        // Somebody who can take the locks off turns a vote around; its resolution falls, and nothing after it fits.
        await Corruption.Unlock(books);
        await Corruption.Script(books, """
            update council_event set payload = replace(payload, '"choice":"yes"', '"choice":"no"')
            where kind = 'ballots-cast'
            """);
        var failures = await Failures();
        Assert.Contains(failures, it => it.StartsWith("council.events", StringComparison.Ordinal));
        Assert.Contains(failures, it => it.StartsWith("council.rules", StringComparison.Ordinal));

        async Task<List<string>> Failures()
        {
            var reports = await WholeVerification.OfBody(books.Database, books.Body);
            return [.. reports.Where(report => report.Verdict == Verdict.Fail).Select(report => report.Name)];
        }
    }

    [Fact]
    public void An_event_has_one_spelling_and_nothing_else_is_read()
    {
        foreach (var happened in Events())
        {
            var json = CouncilForm.Write(happened);
            Assert.Equal(json, CouncilForm.Write(CouncilForm.Read(json).Expect()));
        }
        string[] hostile =
        [
            "", "null", "[]", "{}", "{\"event\":\"unknown\"}",
            "{\"event\":\"sitting-closed\",\"sitting\":1,\"more\":2}",
            "{\"event\":\"sitting-closed\",\"sitting\":\"1\"}",
            "{\"event\":\"sitting-closed\",\"sitting\":99999999999}",
            "{\"event\":\"member-joined\",\"member\":null,\"name\":null,\"kind\":\"person\",\"since\":\"2013-01-01\"}",
            "{\"event\":\"member-joined\",\"kind\":7}", new string('[', 10_000),
            "{\"event\":\"ballots-cast\",\"sitting\":1,\"item\":1,\"ballots\":[null]}",
            "{\"event\":\"statute-drafted\",\"version\":1,\"text\":{}}",
        ];
        Assert.All(hostile, json => Assert.Equal("event.form", CouncilForm.Read(json).Rejection?.Code));
    }

    [Fact]
    public void An_event_that_lacks_a_field_is_refused_with_its_name()
    {
        foreach (var happened in Events())
        {
            var whole = JsonNode.Parse(CouncilForm.Write(happened))!.AsObject();
            foreach (var (name, value) in whole.Where(field => field.Key != "event").ToList())
            {
                var partial = JsonNode.Parse(whole.ToJsonString())!.AsObject();
                partial.Remove(name);
                if (CouncilForm.Read(partial.ToJsonString()).Ok(out var read, out var why))
                {
                    Assert.True(value!.GetValueKind() is JsonValueKind.False or JsonValueKind.True
                        || JsonNode.DeepEquals(partial, JsonNode.Parse(CouncilForm.Write(read))), $"{whole}: {name}");
                }
                else Assert.Contains($"„{name}“ fehlt", $"{why}", StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Typed_fields_make_the_same_event_and_all_faults_are_named_at_once()
    {
        var (happened, findings) = EventFields.Read("ballots-cast", new Dictionary<string, string>
        {
            ["sitting"] = "1",
            ["item"] = "2",
            ["ballots"] = "hemer:yes, siegen:no",
        });
        Assert.Empty(findings);
        Assert.Equal("{\"event\":\"ballots-cast\",\"sitting\":1,\"item\":2,\"ballots\":["
            + "{\"member\":\"hemer\",\"choice\":\"yes\"},{\"member\":\"siegen\",\"choice\":\"no\"}]}",
            CouncilForm.Write(happened!));
        (happened, findings) = EventFields.Read("member-joined", new Dictionary<string, string>
        {
            ["member"] = "hemer",
            ["kind"] = "stadt",
            ["since"] = "31.02.2013",
            ["resolution"] = "eins",
            ["farbe"] = "rot",
        });
        Assert.Null(happened);
        Assert.Equal(["basis", "farbe", "kind", "name", "resolution", "since"],
            findings.Select(it => it.Field).Order());
        foreach (var kind in CouncilForm.Kinds)
        {
            Assert.NotEmpty(EventFields.Of(kind));
            Assert.NotEmpty(EventFields.Read(kind, new Dictionary<string, string> { ["x"] = "y" }).Findings);
        }
    }
}
