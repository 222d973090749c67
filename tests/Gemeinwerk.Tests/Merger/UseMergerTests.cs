using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Imports;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger;
using Gemeinwerk.Merger.Inventories;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.DataCentre;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Merger;

/// <summary>Who uses what goes over with what is used.</summary>
public class UseMergerTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    /// <summary>Two data centres with uses of every kind; a host that both have, used by a town that both have.
    /// </summary>
    internal static async Task<MergerWorld> Example(Engine engine, bool isDecided = true)
    {
        var world = await InventoryMergerTests.Small(engine, isDecided: false);
        await Furnish(world);
        if (isDecided) (await world.Act(work => InventoryDecisions.Accept(work, MergerWorld.Code))).Expect();
        return world;
    }

    internal static async Task Furnish(MergerWorld world)
    {
        await Members(world["sit"], "Stadt Hemer", "Stadt Iserlohn");
        await Members(world["kdz"], "Stadt Siegen", "Stadt Hemer", "Stadt Olpe");
        await Import(world["sit"], """
            esx2,Stadt Hemer,2017-01-01,,1/2
            esx2,Stadt Iserlohn,2018-06-01,,1/4
            web,Stadt Hemer,2017-01-01,,1
            """);
        await Import(world["kdz"], """
            host,Stadt Siegen,2017-01-01,,1/3
            host,Stadt Hemer,2017-01-01,2019-01-01,2/3
            mail,Stadt Siegen,2017-01-01,2017-07-01,1
            mail,Stadt Olpe,2017-07-01,,1
            esx1,Stadt Siegen,2017-01-01,2018-01-01,1/2
            Siegen,Stadt Olpe,2019-01-01,2020-01-01,1/7
            """);
    }

    static async Task Members(Books books, params string[] names) => (await books.Import(
        [InventoryFixture.File("m.csv", $"name\n{string.Join('\n', names)}\n")], new() { Kind = ItemKinds.Member }))
        .Fine();

    internal static async Task Import(Books books, string rows)
    {
        var report = await UseImport.Run(books.Database, "test", books.Body.Code,
            InventoryFixture.File("u.csv", "item,member,since,until,share\n" + rows + "\n"));
        Assert.True(report.Findings.Count == 0, string.Join('\n', report.Findings));
    }

    /// <summary>The uses of a body by names.</summary>
    internal static async Task<List<string>> Named(Books books)
    {
        var (items, uses) = (await books.Inventory(), await All(books));
        return [.. uses.Select(use => $"{items.Find(use.Item.Value).Name} {items.Find(use.Member.Value).Name} "
            + $"{Day.Iso(use.Since)} {(use.Until is { } until ? Day.Iso(until) : "")} {use.Share}")
            .Order(StringComparer.Ordinal)];
    }

    static Task<List<ItemUse>> All(Books books) => books.Database.Read(db => Uses.All(db, books.Body.Id));

    [Theory, MemberData(nameof(Engines))]
    public async Task What_runs_arrives_with_its_share_and_what_several_share_is_weighed(Engine engine)
    {
        await using var world = await Example(engine, isDecided: false);
        var open = (await world.Plan()).Inventory!.Open.Single(it => it.Weights.Count > 0);
        Assert.Equal(("host", "kdz"), (open.Item.Name, open.Source.Code));
        Assert.Equal([2L, 2L], open.Weights.Select(it => it.Weight));
        Assert.Contains("merger.inventory-weight",
            (await world.Run()).Findings.Select(finding => finding.Why.Code));
        (await world.Act(work => InventoryDecisions.Accept(work, MergerWorld.Code))).Expect();
        var plan = await world.Plan();
        Assert.Empty(plan.Findings.Select(finding => $"{finding}"));
        Assert.Empty(plan.Notes);
        Assert.Equal(["arrived 4", "history 2", "kept 1", "reshared 2"], plan.Inventory!.Uses!.Moves
            .CountBy(move => move.Fate.Code()).Select(it => $"{it.Key} {it.Value}").Order(StringComparer.Ordinal));

        var sources = await Named(world["kdz"]);
        Assert.Empty((await world.Run()).Findings);
        Assert.Equal(sources, await Named(world["kdz"]));
        Assert.Equal([
            "Siegen Stadt Olpe 2019-01-01 2020-01-01 1/7",
            "esx2 Stadt Hemer 2017-01-01 2018-01-01 1/2",
            "esx2 Stadt Hemer 2018-01-01 2019-01-01 7/12",
            "esx2 Stadt Hemer 2019-01-01  1/4",
            "esx2 Stadt Iserlohn 2018-06-01  1/8",
            "esx2 Stadt Siegen 2018-01-01  1/6",
            "mail Stadt Olpe 2018-01-01  1",
            "web Stadt Hemer 2017-01-01  1"], await Named(world["sit"]));
        var answer = await world.Check();
        Assert.True(answer.Exit == 0, answer.Text);
        Assert.Contains("Nutzungen", answer.Text, StringComparison.Ordinal);
        await InventoryMergerTests.Passes(world);
        // Afterwards the keys of what was withdrawn are not given again.
        await Import(world["sit"], "esx1,Stadt Iserlohn,2017-01-01,2017-02-01,1/2");
        await InventoryMergerTests.Passes(world);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_is_given_up_takes_its_uses_with_it_and_what_replaces_it_takes_them_over(Engine engine)
    {
        await using var world = await Example(engine);
        var (sit, kdz) = (await world["sit"].Inventory(), await world["kdz"].Inventory());
        long Own(InventorySnapshot of, ItemKind kind, string name) => of.Find(kind, name).Expect().Id.Value;
        var (mail, web) = (Own(kdz, ItemKinds.VirtualMachine, "mail"), Own(sit, ItemKinds.VirtualMachine, "web"));
        var site = Own(kdz, ItemKinds.Site, "Siegen");
        (await world.Act(work => InventoryDecisions.Set(work, MergerWorld.Code,
        [
            new("kdz", mail, ItemFate.Replaced, null, new("sit", web), "alt"),
            new("kdz", site, ItemFate.Retired, null, null, "geschlossen"),
        ],
        [
            new(new("kdz", mail), 1, "ein Nutzer"), new(new("sit", web), 3, "drei Viertel"),
        ]))).Expect();
        Assert.Empty((await world.Plan()).Findings.Select(finding => $"{finding}"));
        await world.Run();
        var uses = await Named(world["sit"]);
        Assert.Contains("web Stadt Hemer 2018-01-01  3/4", uses);
        Assert.Contains("web Stadt Olpe 2018-01-01  1/4", uses);
        Assert.DoesNotContain(uses, use => use.StartsWith("Siegen", StringComparison.Ordinal));
        var answer = await world.Check();
        Assert.True(answer.Exit == 0, answer.Text);
        await InventoryMergerTests.Passes(world);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Undone_all_uses_are_as_they_were_and_run_again_they_end_the_same(Engine engine)
    {
        await using var world = await Example(engine);
        var (state, before) = (await world.State(), await All(world["sit"]));
        await world.Run();
        var after = await Named(world["sit"]);
        Assert.Empty(await world.Undo());
        Assert.Equal(before, await All(world["sit"]));
        Assert.Equal(state, await world.State());
        await InventoryMergerTests.Passes(world);
        Assert.Empty((await world.Run()).Findings);
        Assert.Equal(after, await Named(world["sit"]));
        var answer = await world.Check();
        Assert.True(answer.Exit == 0, answer.Text);
        await InventoryMergerTests.Passes(world);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_was_changed_in_uses_since_stands_against_the_undo(Engine engine)
    {
        await using var world = await Example(engine);
        await world.Run();
        var sit = await world["sit"].Inventory();
        var (mail, olpe, hemer) = (sit.Find(ItemKinds.VirtualMachine, "mail").Expect().Id,
            sit.Find(ItemKinds.Member, "Stadt Olpe").Expect().Id,
            sit.Find(ItemKinds.Member, "Stadt Hemer").Expect().Id);
        (await world["sit"].Act((work, book) => Uses.End(work, book, mail, olpe, new(2020, 1, 1)))).Expect();
        (await world["sit"].Act((work, book) => Uses.Add(work, book,
            [new UseDraft(mail, hemer, new(2020, 1, 1), null, Share.Whole)]))).Expect();
        Assert.Equal(["merger.inventory-use-changed", "merger.inventory-used"],
            (await world.Undo()).Select(finding => finding.Why.Code));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Whatever_is_changed_in_what_was_written_down_of_uses_is_found(Engine engine)
    {
        await using var world = await Example(engine);
        await world.Run();
        await Gemeinwerk.Tests.Ledger.Verification.Corruption.Unlock(world["sit"]);
        foreach (var (pass, change) in new[]
        {
            ("merger.events", "update merger_inventory_weight set weight = weight + 1"),
            ("merger.events", "update merger_inventory_weight set reason = 'anders'"),
            ("merger.certificates", "update merger_use_move set share_denominator = share_denominator + 1"),
            ("merger.certificates", "update merger_use_move set fate = 'history' where fate = 'arrived'"),
            ("merger.certificates", "update merger_use_move set weight = 9 where weight is not null"),
            ("merger.certificates", "update merger_use_new set share_numerator = 1, share_denominator = 9"),
            ("merger.certificates", "delete from merger_use_new"),
            ("merger.certificates", "delete from merger_use_move"),
            ("merger.certificates", "update datacentre_use set share_denominator = 99 where use_id = 1"),
        })
        {
            await MergerVerificationTests.Found(world, pass, change);
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_share_that_would_be_too_fine_stands_against_the_merger(Engine engine)
    {
        await using var world = await Example(engine);
        await Import(world["kdz"], "host,Stadt Olpe,2019-01-01,,1/99991");
        Assert.Empty((await world.Plan()).Findings);
        var own = (await world["sit"].Inventory()).Find(ItemKinds.Device, "esx2").Expect().Id.Value;
        (await world.Act(work => InventoryDecisions.Set(
            work, MergerWorld.Code, [], [new(new("sit", own), 999_983, "geschätzt")]))).Expect();
        var refused = await world.Run();
        Assert.Equal("merger.inventory-share", Assert.Single(refused.Findings).Why.Code);
        Assert.DoesNotContain(await Named(world["sit"]), use => use.Contains("Olpe", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Weights_are_decided_taken_back_and_read_as_they_were_written(Engine engine)
    {
        await using var world = await Example(engine, isDecided: false);
        var host = (await world["kdz"].Inventory()).Find(ItemKinds.Device, "host").Expect().Id.Value;
        UseWeight weight = new(new("kdz", host), 7, "=sieben, „geschätzt“");
        Assert.Equal(1, (await Set(weight)).Expect());
        Assert.Equal(0, (await Set(weight)).Expect());
        var open = (await world.Plan()).Inventory!.Open.Single(it => it.Weights.Count > 0);
        Assert.Contains(weight, open.Weights);
        var (plan, known) = ((await world.Plan()).Inventory!, await Weights());
        var (decisions, weights, report) = InventoryCsv.Read(
            InventoryFixture.File("a.csv", InventoryCsv.Write(plan, [], known)));
        Assert.Empty(report.Findings);
        Assert.Empty(decisions);
        Assert.Equal(known, weights);
        Assert.Equal(["merger.inventory-weight-number", "merger.mapping-twice"], InventoryCsv.Read(
            InventoryFixture.File("a.csv",
                "source_body,item,fate,weight\nkdz,1,,viel\nkdz,2,,1\nkdz,2,moved,\nkdz,2,,1\n"))
            .Report.Findings.Select(finding => finding.Why.Code));
        Assert.All([weight with { Item = new("kdz", 999) }, weight with { Item = new("fremd", 1) },
            weight with { Weight = 0 }, weight with { Weight = 1_000_001 }], nonsense =>
            Assert.Equal("merger.inventory-decision", Set(nonsense).GetAwaiter().GetResult().Rejection!.Code));
        Assert.True((await world.Act(work =>
            InventoryDecisions.Remove(work, MergerWorld.Code, "kdz", host))).Expect());
        Assert.Empty(await Weights());
        await InventoryMergerTests.Passes(world);

        Task<Result<int>> Set(UseWeight it) => world.Act(work =>
            InventoryDecisions.Set(work, MergerWorld.Code, [], [it]));

        Task<List<UseWeight>> Weights() => world.Database.Read(async db =>
            await UseWeights.All(db, (await Mergers.Find(db, MergerWorld.Code)).Expect()));
    }

    /// <summary>As an engine with a fault would do it: the signature fits, one field of one line does not.</summary>
    [Theory, MemberData(nameof(Engines))]
    public async Task Each_field_of_the_certificate_about_uses_that_is_changed_is_named(Engine engine)
    {
        await using var world = await Example(engine);
        await world.Run();
        using var folder = new TemporaryFolder();
        await InventoryProofTests.Write(world, folder.Path);
        var file = Path.Combine(folder.Path, "certificate.txt");
        var lines = SignedNote.Parse(File.ReadAllText(file)).Expect().Text.Split('\n')[..^1];
        var first = Array.IndexOf(lines, "[use-moments]");
        for (var at = first; at < lines.Length; at++)
        {
            if (lines[at][0] is '[' or '#') continue;
            var fields = lines[at].Split('|');
            for (var no = 0; no < fields.Length; no++)
            {
                var changed = fields.ToArray();
                changed[no] = Other(fields[no]);
                Named([.. lines[..at], string.Join('|', changed), .. lines[(at + 1)..]], $"{lines[at]}, {no}");
            }
            Named([.. lines[..at], .. lines[(at + 1)..]], $"without {lines[at]}");
            Named([.. lines[..(at + 1)], .. lines[at..]], $"twice {lines[at]}");
        }
        foreach (var at in Enumerable.Range(0, lines.Length).Where(at =>
            lines[at].StartsWith("uses ", StringComparison.Ordinal)
            || lines[at].StartsWith("new uses", StringComparison.Ordinal)))
        {
            Named([.. lines[..at], lines[at] + "1", .. lines[(at + 1)..]], lines[at]);
        }

        void Named(string[] changed, string what)
        {
            var text = string.Concat(changed.Select(line => line + "\n"));
            File.WriteAllText(file, SignedNote.Sign(text, SigningKey.Of(world["sit"].Body).Expect()).Note);
            var answer = MergerWorld.CheckFolder(folder.Path);
            Assert.True(answer.Exit == 1 && answer.Findings.All(it => it.Point is 0 or 7 or 10),
                $"{what}: {answer.Text}");
        }
    }

    static string Other(string field) => field switch
    {
        "-" => "7",
        "kdz" => "ckm",
        "sit" => "kdz",
        "before" => "after",
        "after" => "before",
        "arrived" => "retired",
        "history" => "arrived",
        "kept" => "reshared",
        "reshared" => "kept",
        _ when DateOnly.TryParse(field, German.Culture, out var day) => Day.Iso(day.AddDays(1)),
        _ when long.TryParse(field, German.Culture, out var number) => $"{number + 1}",
        _ => (field[0] == 'A' ? 'B' : 'A') + field[1..],
    };
}
