using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Imports;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger;
using Gemeinwerk.Merger.Inventories;
using Gemeinwerk.Merger.Roadmaps;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.DataCentre;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Merger;

/// <summary>Two data centres become one after their books did, through the same engine.</summary>
public class InventoryMergerTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    /// <summary>The books of the example; the target has the northern data centre, „kdz“ the southern one, and „ckm“
    /// a device that the target has too and one that it does not.</summary>
    internal static async Task<MergerWorld> Example(Engine engine)
    {
        var world = await MergerTests.Example(engine);
        (await world["sit"].Import(InventoryFixture.Folder("nord"))).Fine();
        (await world["kdz"].Import(InventoryFixture.Folder("sued"))).Fine();
        (await world["ckm"].Import(("devices.csv", """
            name,site,serial,cores,asset
            wirt,RZ-Nord,HN17087336,96,
            esx99,Außenstelle,ZZ-99,16,
            """))).Fine();
        return world;
    }

    /// <summary>With all proposals accepted.</summary>
    internal static async Task<MergerWorld> Decided(Engine engine)
    {
        var world = await Example(engine);
        (await world.Act(work => InventoryDecisions.Accept(work, MergerWorld.Code))).Expect();
        return world;
    }

    /// <summary>Few things, so that every line can be tampered with: what the target has, what it shares, what comes.
    /// </summary>
    internal static async Task<MergerWorld> Small(Engine engine, bool isDecided = true)
    {
        var world = await MergerTests.Example(engine);
        await Furnish(world);
        if (isDecided) (await world.Act(work => InventoryDecisions.Accept(work, MergerWorld.Code))).Expect();
        return world;
    }

    internal static async Task Furnish(MergerWorld world)
    {
        (await world["sit"].Import(("d.csv", "name,site,serial,cores\nesx1,Hemer,HN-1001,16\nesx2,Hemer,HN-1002,\n"),
            ("v.csv", "name,cluster,host,vcpus\nweb,C1,esx1,2\n"), ("p.csv", "prefix,site\n10.1.0.0/24,Hemer\n"),
            ("l.csv", "vid,name\n100,Verwaltung\n")))
            .Fine();
        (await world["kdz"].Import(("d.csv", "name,site,serial,cores\nesx1,Siegen,SG-2001,32\nhost,Hemer,HN-1002,64\n"),
            ("v.csv", "name,cluster,host,vcpus\nmail,C2,esx1,4\n"), ("p.csv", "prefix,site\n10.1.0.0/24,Siegen\n"),
            ("l.csv", "vid,name\n100,Drucker\n")))
            .Fine();
        (await world["kdz"].Import(("n.csv", "service,depends_on\nmail,host\nesx1,Strom\n"))).Fine();
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_clashes_is_named_and_once_the_proposals_are_accepted_nothing_is_lost(Engine engine)
    {
        await using var world = await Example(engine);
        var planned = (await world.Plan()).Inventory!;
        Assert.All(planned.Open, open => Assert.NotNull(open.Decision));
        // Of the key: 18 networks of which some clash with several, 24 VLANs, 9 names, an AS number.
        Assert.Equal(planned.Open.Count, planned.Findings.Count);
        Assert.All(planned.Findings, finding =>
            Assert.StartsWith("inventory/", finding.Field, StringComparison.Ordinal));
        Assert.Equal(["application", "asn", "device", "prefix", "vlan", "vm"],
            planned.Open.Select(open => open.Item.Kind.Code).Distinct().Order(StringComparer.Ordinal));
        // Services of one's own that both call alike, „Active Directory“, are two.
        Assert.Equal(["merger.inventory-clash", "merger.inventory-key"],
            (await world.Run()).Findings.Select(finding => finding.Why.Code).Distinct().Order(StringComparer.Ordinal));

        var accepted = (await world.Act(work => InventoryDecisions.Accept(work, MergerWorld.Code))).Expect();
        Assert.Equal(planned.Open.Count, accepted);
        Assert.Empty((await world.Plan()).Findings.Select(finding => $"{finding}"));
        var before = await Items(world, "sit", "kdz", "ckm");
        Assert.Empty((await world.Run()).Findings);
        Assert.True((await world.Run()).WasDone);
        var joined = planned.Moves.Count(move => move.Fate == ItemFate.Joined);
        Assert.Equal(before - joined, await Items(world, "sit"));
        var answer = await world.Check();
        Assert.True(answer.Exit == 0, answer.Text);
        Assert.Contains("Bestände", answer.Text, StringComparison.Ordinal);
        await Passes(world);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Old_keys_lead_to_what_they_became_and_links_with_them(Engine engine)
    {
        await using var world = await Small(engine);
        var old = await world["kdz"].Inventory();
        await world.Run();
        var now = await world["sit"].Inventory();
        foreach (var item in old.Items)
        {
            var today = (await world.Database.Read(db => Resolution.ResolveItem(db, "kdz", item.Id.Value))).Expect();
            Assert.Equal("sit", today.Body.Code);
            var found = now.Find(long.Parse(today.Number!, German.Culture));
            Assert.Contains($"kdz/gemeinwerk:{item.Id.Value}", found.Aliases);
            Assert.Equal(item.Kind, found.Kind);
        }
        var mail = now.Of(ItemKinds.VirtualMachine).Single(item => item.Name == "mail");
        Assert.Equal("esx1-kdz", now.Follow(mail, Fields.Host)!.Name);
        Assert.Equal("esx2", now.Find(mail.Content.Targets(Fields.NeedsHard)[0]).Name);
        // One device by its serial number: the target's name stays, and it learns how many cores it has.
        var joined = now.Of(ItemKinds.Device).Single(item => item.Name == "esx2");
        Assert.Equal(64, joined.Content.Number(Fields.Cores));
        Assert.Single(now.Of(ItemKinds.Site), site => site.Name == "Hemer");
        Assert.Equal(["10.0.0.0/24", "10.1.0.0/24"], now.Of(ItemKinds.Prefix).Select(it => it.Name).Order());
        Assert.Equal([2, 100], now.Of(ItemKinds.Vlan).Select(it => it.Content.Number(Fields.VlanId)!.Value).Order());
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_contracts_cost_less_than_before_is_held_against_the_plan(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        const string columns = "contract,product,quantity,annual_eur,ends,notice_days,type\n";
        (await world["sit"].Import(("c.csv", $"{columns}Bleibt,Eins,1,1000.00,2030-12-31,90,licence\n"
            + "Beide,Drei,1,,2030-12-31,90,licence\n"))).Fine();
        (await world["kdz"].Import(("c.csv", $"{columns}Entfällt,Eins,1,400.00,2030-12-31,90,licence\n"
            + "Lief aus,Zwei,1,300.50,2025-06-30,90,licence\nSo auch,Drei,1,250.00,2030-12-31,90,licence\n"))).Fine();
        RoadmapEvent[] events =
        [
            new RoadmapStarted("Fusion"), new StagePlanned(1, "Eins", new(2026, 1, 1), new(2026, 1, 1), null),
            new AmountPlanned("kosten", 1, "Verträge", false, 1_500_00, 2024, "sit", null, null, true),
            new AmountPlanned("weniger", 1, "Weniger Verträge", true, 500_00, 2024, "sit", null, 2024, true),
        ];
        (await world["sit"].Act((work, book) => RoadmapRecords.Record(work, book.Body, events))).Expect();
        Assert.Equal([1_000_00L, 0], await Amounts());
        var gone = (await world["kdz"].Inventory()).Find(ItemKinds.Contract, "Entfällt").Expect();
        await Set(world, new("kdz", gone.Id.Value, ItemFate.Retired, null, null, "Doppelt"));
        // The target's contract learns its price from the one that is the same: it was paid once, by the source.
        var (both, same) = ((await world["sit"].Inventory()).Find(ItemKinds.Contract, "Beide").Expect(),
            (await world["kdz"].Inventory()).Find(ItemKinds.Contract, "So auch").Expect());
        await Set(world, new("kdz", same.Id.Value, ItemFate.Joined, null, new("sit", both.Id.Value), "Ein Vertrag"));
        (await world.Act(work => InventoryDecisions.Accept(work, MergerWorld.Code))).Expect();
        Assert.Empty((await world.Run()).Findings);
        Assert.Equal([1_250_00L, 700_50], await Amounts());
        Assert.Equal([1_250_00L, null], await Amounts(body => body.Code != "kdz"));
        Assert.Empty(await world.Undo());
        Assert.Equal([1_000_00L, 0], await Amounts());

        async Task<IEnumerable<long?>> Amounts(Func<Body, bool>? sees = null) =>
            (await world.Database.Read(async db => await RoadmapAmounts.Of(
                db, await RoadmapRecords.Read(db, world["sit"].Body.Id), 2026, sees))).Select(it => it.Actual?.Cents);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task The_sources_stay_as_they_are_and_nobody_changes_them_any_more(Engine engine)
    {
        await using var world = await Small(engine);
        await world.Run();
        var refused = await InventoryImport.Run(world.Database, "test", "kdz",
            [InventoryFixture.File("d.csv", "name,site,cores\nneu,Siegen,1\n")], new());
        Assert.Equal("ledger.book-sealed", refused.Rejection!.Code);
        // Files of the source that are read into the target find what came from it.
        var again = await world["sit"].Import(
            [InventoryFixture.File("d.csv", "name,site,serial,cores\nesx1-kdz,Siegen,SG-2001,32\n")]);
        Assert.Equal((0, 1), (again.Fine().Added, again.Known));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Undone_all_is_as_it_was_and_run_again_it_ends_the_same(Engine engine)
    {
        await using var world = await Small(engine);
        var state = await world.State();
        await world.Run();
        Assert.NotEqual(state, await world.State());
        Assert.Empty(await world.Undo());
        Assert.Equal(state, await world.State());
        await Passes(world);
        Assert.Empty((await world.Run()).Findings);
        var answer = await world.Check();
        Assert.True(answer.Exit == 0, answer.Text);
        await Passes(world);
        Assert.Empty(await world.Undo());
        Assert.Equal(state, await world.State());
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_was_changed_since_stands_against_the_undo(Engine engine)
    {
        await using var world = await Small(engine);
        await world.Run();
        (await world["sit"].Import(("d.csv", "name,site,serial,cores\nesx1-kdz,Siegen,SG-2001,48\n"))).Fine();
        (await world["sit"].Import(("v.csv", "name,cluster,host,vcpus\nneu,C2,esx2,4\n"))).Fine();
        var findings = await world.Undo();
        Assert.Equal(["merger.inventory-changed", "merger.inventory-linked"],
            findings.Select(finding => finding.Why.Code).Order(StringComparer.Ordinal));
        Assert.Equal(MergerState.Executed, (await world.Database.Read(db =>
            Mergers.Find(db, MergerWorld.Code))).Expect().State);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Decisions_are_followed_and_what_is_given_up_carries_its_mark(Engine engine)
    {
        await using var world = await Small(engine, isDecided: false);
        var (sit, kdz) = (await world["sit"].Inventory(), await world["kdz"].Inventory());
        long Own(string name, ItemKind kind) => kdz.Of(kind).Single(item => item.Name == name).Id.Value;
        var target = sit.Of(ItemKinds.Device).Single(item => item.Name == "esx1").Id.Value;
        await Set(world, new("kdz", Own("esx1", ItemKinds.Device), ItemFate.Replaced, null, new("sit", target), "alt"));
        await Set(world, new("kdz", Own("10.1.0.0/24", ItemKinds.Prefix), ItemFate.Retired, null, null, "leer"));
        await Set(world, new("kdz", Own("Drucker", ItemKinds.Vlan), ItemFate.Moved, "200", null, "frei"));
        Assert.Empty((await world.Plan()).Findings.Select(finding => $"{finding}"));
        await world.Run();
        var now = await world["sit"].Inventory();
        var mail = now.Of(ItemKinds.VirtualMachine).Single(it => it.Name == "mail");
        Assert.Equal(target, mail.Content.Link(Fields.Host));
        Assert.Equal(["10.1.0.0/24"], now.Of(ItemKinds.Prefix).Select(it => it.Name));
        Assert.Equal(200, now.Of(ItemKinds.Vlan).Single(it => it.Name == "Drucker").Content.Number(Fields.VlanId));
        var answer = await world.Check();
        Assert.True(answer.Exit == 0, answer.Text);
        await Passes(world);
        Assert.Null((await world.Database.Read(db => Resolution.ResolveItem(
            db, "kdz", Own("10.1.0.0/24", ItemKinds.Prefix)))).Expect().Number);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Decisions_that_cannot_be_followed_are_findings_and_nonsense_is_refused(Engine engine)
    {
        await using var world = await Small(engine);
        var kdz = await world["kdz"].Inventory();
        long Own(string name) => kdz.Items.Single(item => item.Name == name && item.Kind != ItemKinds.Cluster).Id.Value;
        await Set(world, new("kdz", Own("esx1"), ItemFate.Moved, "ESX1", null, "Test"));
        await Set(world, new("kdz", Own("10.1.0.0/24"), ItemFate.Moved, "10.1.0.128/25", null, "Test"));
        await Set(world, new("kdz", Own("host"), ItemFate.Retired, null, null, "Test"));
        await Set(world, new("kdz", Own("mail"), ItemFate.Joined, null, new("sit", 999), "Test"));
        string[] expected = ["merger.inventory-clash", "merger.inventory-clash", "merger.inventory-needed",
            "merger.inventory-target"];
        Assert.Equal(expected,
            (await world.Plan()).Findings.Select(finding => finding.Why.Code).Order(StringComparer.Ordinal));
        // Nor is it replaced by something of another kind, the source's own included.
        await Set(world, new("kdz", Own("mail"), ItemFate.Replaced, null, new("kdz", Own("Siegen")), "Test"));
        Assert.Equal([.. expected[..2], expected[^1]],
            (await world.Plan()).Findings.Select(finding => finding.Why.Code).Order(StringComparer.Ordinal));
        await Remove(world, Own("mail"));
        Assert.Equal(expected[..^1],
            (await world.Plan()).Findings.Select(finding => finding.Why.Code).Order(StringComparer.Ordinal));
        Assert.All(new InventoryDecision[]
        {
            new("kdz", 999, ItemFate.Moved, null, null, ""), new("sit", 1, ItemFate.Moved, null, null, ""),
            new("kdz", Own("esx1"), ItemFate.Joined, null, null, ""),
            new("kdz", Own("esx1"), ItemFate.Retired, null, new("sit", 1), ""),
            new("kdz", Own("10.1.0.0/24"), ItemFate.Moved, "kein Netz", null, ""),
            new("kdz", Own("Drucker"), ItemFate.Moved, "5000", null, ""),
            new("kdz", Own("esx1"), ItemFate.Replaced, null, new("fremd", 1), ""),
        }, nonsense => Assert.Equal("merger.inventory-decision", world.Act(work =>
            InventoryDecisions.Set(work, MergerWorld.Code, [nonsense])).GetAwaiter().GetResult().Rejection!.Code));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Numbers_of_the_books_are_those_of_the_target_and_what_contradicts_itself_is_asked(Engine engine)
    {
        await using var world = await Small(engine);
        (await world["kdz"].Import(("d.csv", "name,site,serial,asset\nhost,Hemer,HN-1002,A-1\n"))).Fine();
        (await world["kdz"].Import([InventoryFixture.File("m.csv", "name,party\nStadt Hemer,D-77\n")],
            new() { Kind = ItemKinds.Member })).Fine();
        var plan = await world.Plan();
        Assert.Equal(["merger.inventory-number"], plan.Notes.Select(note => note.Why.Code));
        (await world["kdz"].Import(("t.csv", "name,site,serial,asset_tag,cores\nhost,Hemer,HN-1002,I-9,64\n"))).Fine();
        (await world["sit"].Import(("t.csv", "name,site,serial,asset_tag,cores\nesx2,Hemer,HN-1002,I-1,64\n"))).Fine();
        Assert.Equal(["merger.inventory-contradiction"], (await world.Plan()).Findings.Select(it => it.Why.Code));
        var move = (await world.Plan()).Inventory!.Moves.Single(it => it.From.Name == "host");
        await Set(world, new("kdz", move.From.Id.Value, ItemFate.Joined, null, new("sit", move.Target!.Value), "eins"));
        Assert.Empty((await world.Run()).Findings);
        var joined = await world["sit"].Item(ItemKinds.Device, "esx2");
        Assert.Equal(("I-1", "A-1"), (joined.Content.Text(Fields.AssetTag), joined.Content.Text(Fields.LedgerAsset)));
        Assert.Null((await world["sit"].Item(ItemKinds.Member, "Stadt Hemer")).Content.Text(Fields.LedgerParty));
        var answer = await world.Check();
        Assert.True(answer.Exit == 0, answer.Text);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task The_table_of_decisions_is_read_as_it_was_written(Engine engine)
    {
        await using var world = await Small(engine, isDecided: false);
        var plan = (await world.Plan()).Inventory!;
        var open = InventoryCsv.Write(plan, [], []);
        Assert.Equal(plan.Open.Count + 1, open.Split('\n').Length - 1);
        Assert.Empty(InventoryCsv.Read(InventoryFixture.File("a.csv", open)).Decisions);
        InventoryDecision[] decisions =
        [
            new("kdz", 1, ItemFate.Joined, null, new("sit", 2), "=Grund, mit „Komma“"),
            new("kdz", 2, ItemFate.Moved, "neu", null, "Test"), new("kdz", 3, ItemFate.Retired, null, null, "alt"),
        ];
        var (read, _, report) = InventoryCsv.Read(
            InventoryFixture.File("a.csv", InventoryCsv.Write(plan, decisions, [])));
        Assert.Empty(report.Findings);
        Assert.Equal(decisions, read.Take(3));
        var bad = InventoryCsv.Read(InventoryFixture.File("a.csv",
            "source_body,item,fate,target\n"
            + "kdz,x,moved,\nkdz,1,wohin,\nkdz,1,joined,sit\nkdz,1,moved,\nkdz,1,moved,\n"));
        Assert.Equal(["merger.inventory-item", "merger.inventory-fate", "merger.inventory-address",
            "merger.mapping-twice"], bad.Report.Findings.Select(finding => finding.Why.Code));
    }

    [Fact]
    public async Task The_debt_falls_with_what_is_renumbered_and_keeps_what_stays_double()
    {
        await using var world = await Decided(Engine.Sqlite);
        var before = (await world.Database.Read(db => MergeDebts.Of(
            db, MergerWorld.Code, new(2026, 6, 1)))).Expect().Moments;
        Assert.Equal(["vorher", "nach Plan"], before.Select(stage => stage.Stage));
        Assert.True(before[0].Debt.Networks > 0);
        Assert.Equal(0, before[1].Debt.Networks);
        Assert.True(before[1].Debt.Products > 0 && before[1].Debt.Platforms > 0);
        await world.Run();
        var after = (await world.Database.Read(db => MergeDebts.Of(
            db, MergerWorld.Code, new(2026, 6, 1)))).Expect().Moments;
        Assert.Equal([before[0].Debt, before[1].Debt, before[1].Debt], after.Select(stage => stage.Debt));
        Assert.Equal(["vorher 2017-12-31", "mit der Fusion 2018-01-01", "heute 2026-06-01"],
            after.Select(stage => $"{stage.Stage} {Day.Iso(stage.On)}"));
        Assert.Equal(["Zusammenführen", "Zusammenführen", null], await OfRoadmap());
        // What an undone run had made stays to be seen, and the plan that is looked at again.
        Assert.Empty(await world.Undo());
        Assert.Empty((await world.Run()).Findings);
        var course = (await world.Database.Read(db => MergeDebts.Of(
            db, MergerWorld.Code, new(2026, 6, 1)))).Expect();
        Assert.Equal([true, false, true, false, false], course.Moments.Select(stage => stage.IsUndone));
        var stage = Assert.Single(course.Stages);
        Assert.Equal((before[0].Debt, before[1].Debt), (stage.AtStart, stage.AtEnd));
        var picture = MergeDebtPicture.Of(course);
        Assert.Contains("ngig gemacht</text>", picture.File(), StringComparison.Ordinal);
        Assert.Contains($"01.01.2018, mit der Fusion: {before[1].Debt.Total}.", picture.Description,
            StringComparison.Ordinal);

        async Task<List<string?>> OfRoadmap()
        {
            (await world.Act(work => RoadmapRecords.Record(work, world["sit"].Body,
            [
                new RoadmapStarted("Fusion"),
                new StagePlanned(1, "Zusammenführen", new(2017, 1, 1), new(2017, 12, 31), null),
            ]))).Expect();
            return [.. (await world.Database.Read(db => MergeDebts.Of(db, MergerWorld.Code, new(2026, 6, 1))))
                .Expect().Moments.Select(stage => stage.OfRoadmap)];
        }
    }

    static async Task Set(MergerWorld world, InventoryDecision decision) => (await world.Act(work =>
        InventoryDecisions.Set(work, MergerWorld.Code, [decision]))).Expect();

    static async Task Remove(MergerWorld world, long item) => Assert.True((await world.Act(work =>
        InventoryDecisions.Remove(work, MergerWorld.Code, "kdz", item))).Expect());

    static async Task<int> Items(MergerWorld world, params string[] bodies)
    {
        var count = 0;
        foreach (var body in bodies) count += (await world[body].Inventory()).Items.Count;
        return count;
    }

    internal static async Task Passes(MergerWorld world) => Assert.All(await MergerVerificationTests.Verify(world),
        report => Assert.True(report.Verdict == Verdict.Pass, $"{report.Name}: {string.Join("; ", report.Rows)}"));
}
