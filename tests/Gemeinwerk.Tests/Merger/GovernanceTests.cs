using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.DataCentre;
using Gemeinwerk.Installation;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger;
using Gemeinwerk.Merger.Governance;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Council;
using Gemeinwerk.Tests.DataCentre;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Ledger;
using Gemeinwerk.Tests.Ledger.Verification;

namespace Gemeinwerk.Tests.Merger;

/// <summary>Steps of a merger that are recorded behind their gates, and what law says of its effect.</summary>
public class GovernanceTests
{
    static readonly DateOnly sat = new(2017, 12, 18), later = new(2018, 2, 1);

    public static TheoryData<Engine> Engines => Databases.Engines;

    static async Task<MergerWorld> Resolved(Engine engine)
    {
        var world = await MergerTests.Example(engine);
        await GateTests.Record(world, "sit", GateTests.Completed());
        foreach (var body in new[] { "kdz", "ckm" }) await GateTests.Record(world, body, GateTests.Resolved());
        return world;
    }

    static async Task DryRun(MergerWorld world) => Assert.Empty(
        (await Execution.DryRun(world.Database, "test", MergerWorld.Code)).Expect().Findings);

    static async Task<MergerCase> Case(MergerWorld world) =>
        (await world.Database.Read(db => Mergers.Find(db, MergerWorld.Code))).Expect();

    static async Task<string?> Refused(MergerWorld world, Func<Work, Task<Result<IReadOnlyList<Finding>>>> act) =>
        (await world.Act(act)).Rejection?.Code;

    static async Task<List<string>> Failures(MergerWorld world, string body = "sit") =>
        [.. (await WholeVerification.OfBody(world.Database, world[body].Body))
            .Where(it => it.Verdict == Verdict.Fail).Select(it => it.Name)];

    /// <summary>Everything that the file of a merger holds; without any one of it the day is not fixed.</summary>
    [Theory, MemberData(nameof(Engines))]
    public async Task MG_01_The_file_of_a_merger_holds_resolutions_counts_interim_approval_publication_and_day(
        Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        var whole = GateTests.Resolved();
        var records = new (string Body, Scene Scene, string Lacks)[]
        {
            ("kdz", GateTests.Resolved(), "Verband kdz: der Beschluss der Verbandsversammlung fehlt."),
            ("ckm", GateTests.Resolved(), "Verband ckm: der Beschluss der Verbandsversammlung fehlt."),
            ("sit", whole, "Die Genehmigung der Aufsichtsbehörde ist nicht beantragt."),
        };
        await GateTests.Record(world, "sit", whole);
        foreach (var (body, scene, lacks) in records)
        {
            Assert.Contains(lacks, (await world.FixDay()).Select(it => it.Why.Message));
            if (body != "sit") await GateTests.Record(world, body, scene);
        }
        async Task Then(params CouncilEvent[] events) => (await world.Act(work =>
            Councils.RecordAll(work, world["sit"].Body, events))).Expect();
        await Then(new ApprovalAsked(1, "Bezirksregierung Arnsberg", sat, false),
            new ApprovalAnswered(1, ApprovalAnswer.Given, new(2017, 12, 22), "31.1-2"));
        Assert.Equal(["Die Bekanntmachung fehlt."], (await world.FixDay()).Select(it => it.Why.Message));
        await Then(new PublicationOrdered(1, Scene.Head, new(2017, 12, 28)),
            new Published(1, "Amtsblatt Arnsberg", new(2017, 12, 30), "S. 12"));
        Assert.Equal(["Bekannt gemacht am 30.12.2017; vor dem 31.12.2017 kann die Fusion nicht wirksam werden."],
            (await world.FixDay(new(2017, 12, 30))).Select(it => it.Why.Message));
        Assert.Empty(await world.FixDay());
        var file = (await world.Database.Read(db => MergerGates.Of(db, MergerWorld.Code, later))).Expect()
            .Single(gate => gate.Step == GateStep.Execute).Requirements.Where(it => it.IsMet).Select(it => it.Says);
        var hash = whole.Now.Resolutions[0].StatuteHash![..12];
        foreach (var says in new[]
        {
            "Verband sit: Beschluss 1/2017 vom 18.12.2017, 13 von 13 Stimmen.",
            "Verband kdz: Beschluss 1/2017 vom 18.12.2017, 13 von 13 Stimmen.",
            $"Alle haben denselben Wortlaut der Satzung beschlossen ({hash}…).",
            "Vorsteher und Vorsitz bleiben die des aufnehmenden Verbands.",
            "Aufsichtsbehörde Bezirksregierung Arnsberg: genehmigt am 22.12.2017.",
            "Bekannt gemacht am 30.12.2017, wirksam am 01.01.2018.",
            "Der Tag der Wirkung ist auf den 01.01.2018 festgesetzt.",
        })
        {
            Assert.Contains(says, file);
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task MG_03_Claims_contracts_and_duties_pass_over_and_items_keep_origin_and_due_day(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        await world.AddItem("kdz", "R-77", "1611", "D1", 119_00, "4182", "2017-08-15");
        (await world["kdz"].Act((work, book) =>
            Vouchers.Attach(work, book, 1, "Rechnung.pdf", VoucherTests.Invoice))).Expect();
        foreach (var (kind, text) in new[]
        {
            (ItemKinds.Contract, "name,starts_on\nWartung Netz,2015-01-01\n"),
            (ItemKinds.Retention, "name,basis,ends_on\nBelege 2017,KomHVO NRW § 59,2028-12-31\n"),
        })
        {
            await ObligationTests.Give(world["kdz"], kind, text);
        }
        var items = await world.Database.Read(db => OpenItems.Unsettled(db, world["kdz"].Body.Id));
        await world.Suggest();
        Assert.Empty((await world.Run()).Findings);

        var moves = await world.Database.Read(db => MergerRecords(db));
        var now = (await world.Database.Read(db => OpenItems.Unsettled(db, world["sit"].Body.Id)))
            .ToDictionary(item => item.Number);
        Assert.Contains(items, item => item.Number == "R-77");
        foreach (var item in items.Where(item => moves[item.Number] is not null))
        {
            var its = now[moves[item.Number]!];
            Assert.Equal((item.OriginatedOn, item.DueOn, item.DunningLevel, item.Open),
                (its.OriginatedOn, its.DueOn, its.DunningLevel, its.Open));
        }
        var inventory = await world["sit"].Inventory();
        Assert.Equal("Wartung Netz", Assert.Single(inventory.Of(ItemKinds.Contract)).Name);
        Assert.Equal("Belege 2017", Assert.Single(inventory.Of(ItemKinds.Retention)).Name);
        // The vouchers stay with the source's journal, which the successor keeps and anybody can read.
        Assert.Single(await world.Database.Read(db => Vouchers.Of(db, world["kdz"].Body.Id, 1)));
        Assert.Empty(await Failures(world));
        Assert.Empty(await Failures(world, "kdz"));

        async Task<Dictionary<string, string?>> MergerRecords(Session db) => (await RunRecords.Moves(
            db, (await Mergers.Find(db, MergerWorld.Code)).Expect()))
            .Where(move => move.Kind == MappingKind.Item && move.Source == world["kdz"].Body)
            .ToDictionary(move => move.Number, move => move.Target);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Members_come_along_with_what_they_further_and_with_the_districts_behind_them(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        await GateTests.Record(world, "sit", GateTests.Completed());
        await GateTests.Record(world, "ckm", GateTests.Resolved());
        await GateTests.Record(world, "kdz", GateTests.Resolved()
            .Do(new MemberJoined("netz", "Netz GmbH", MemberKind.Company, Scene.Start, null, "Gründung",
                "stellt das Netz"))
            .Do(new MemberJoined("zv", "Zweckverband Nord", MemberKind.PublicBody, Scene.Start, null, "Gründung", null,
                true)));
        Assert.Empty(await world.FixDay());
        await DryRun(world);
        Assert.Empty((await world.Run()).Findings);
        var sit = await world.Database.Read(db => Councils.Read(db, world["sit"].Body.Id));
        Assert.Equal("stellt das Netz", sit.Member("netz")!.Furthers);
        Assert.True(sit.Member("zv")!.WithDistricts);
        Assert.Equal(MergerWorld.Effective, sit.Member("zv")!.Since);
        Assert.Empty(await Failures(world));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task CH_05_A_dissolved_association_books_only_what_its_winding_up_requires(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        var (one, other) = (await world["kdz"].Account("2081"), await world["kdz"].Account("2011"));
        Assert.Empty((await world.Run()).Findings);
        // The last year is in closing; the accounts of the winding-up have a year of their own.
        (await world["kdz"].Act((work, book) => FiscalYears.Open(work, book, 2018))).Expect();
        async Task<Result<Posted>> Post(EntryKind kind) => await world["kdz"].Act((work, book) =>
            Journal.Post(work, book, new EntryDraft(new(2018, 12, 31), new(2018, 12, 31), "ABW", "Schlussrechnung",
                [new(one, new(100)), new(other, new(-100))], kind)));
        foreach (var kind in new[] { EntryKind.Regular, EntryKind.Adjustment })
        {
            Assert.Equal("ledger.book-sealed", (await Post(kind)).Rejection?.Code);
        }
        (await Post(EntryKind.WindingUp)).Expect();
        Assert.Empty(await Failures(world, "kdz"));
        Assert.Empty(await world.Seal());
        (await Post(EntryKind.WindingUp)).Expect();
        Assert.Equal("ledger.book-sealed", (await Post(EntryKind.Regular)).Rejection?.Code);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task The_planned_day_may_be_fixed_to_another_which_needs_a_new_dry_run(Engine engine)
    {
        await using var world = await Resolved(engine);
        await DryRun(world);
        Assert.Equal("merger.day", await Refused(world, work => RecordedSteps.FixDay(work, MergerWorld.Code, default)));
        Assert.Equal("merger.unknown", await Refused(world, work => RecordedSteps.FixDay(work, "nichts", sat)));
        Assert.False((await Case(world)).IsDayFixed);
        Assert.Empty(await world.FixDay(new(2018, 2, 1)));
        var planned = await Case(world);
        Assert.Equal((new DateOnly(2018, 2, 1), true), (planned.EffectiveOn, planned.IsDayFixed));
        Assert.Contains((await world.Run()).Findings, it => it.Why.Message.Contains("Probelauf",
            StringComparison.Ordinal));
        Assert.Empty(await world.FixDay());
        Assert.Equal("merger.day-fixed", await Refused(world, work =>
            RecordedSteps.FixDay(work, MergerWorld.Code, MergerWorld.Effective)));
        Assert.Empty(await Failures(world));
        await DryRun(world);
        Assert.Empty((await world.Run()).Findings);
        Assert.Equal("merger.executed", await Refused(world, work =>
            RecordedSteps.FixDay(work, MergerWorld.Code, MergerWorld.Effective)));
        Assert.Empty(await world.Undo());
        Assert.Equal("merger.day", await Refused(world, work => RecordedSteps.FixDay(work, MergerWorld.Code, later)));
        Assert.True((await Case(world)).IsDayFixed);
        Assert.Empty(await Failures(world));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_merger_is_sealed_for_good_only_when_executed_and_certified_and_never_undone_then(
        Engine engine)
    {
        await using var world = await Resolved(engine);
        Assert.Empty(await world.FixDay());
        await DryRun(world);
        Assert.Equal("merger.not-executed", await Refused(world, work => RecordedSteps.Seal(work, MergerWorld.Code)));
        Assert.Empty((await world.Run()).Findings);
        Assert.Empty(await world.Undo());
        Assert.Equal("merger.not-executed", await Refused(world, work => RecordedSteps.Seal(work, MergerWorld.Code)));
        await DryRun(world);
        Assert.Empty((await world.Run()).Findings);
        Assert.False((await Case(world)).IsSealed);
        Assert.Empty(await world.Seal());
        Assert.True((await Case(world)).IsSealed);
        Assert.Equal("merger.sealed", await Refused(world, work => RecordedSteps.Seal(work, MergerWorld.Code)));
        Assert.Equal("merger.sealed", await Refused(world, work => Undo.Run(work, MergerWorld.Code)));
        Assert.Empty(await Failures(world));
        // The database itself opens the books no more.
        await Assert.ThrowsAnyAsync<Exception>(() => world.Act<Nothing>(async work =>
        {
            await work.Db.Run($"update merger_run set undone_at = {work.Now} where run_no = 2");
            return default(Nothing);
        }));
        await Assert.ThrowsAnyAsync<Exception>(() => world.Act<Nothing>(async work =>
        {
            await work.Db.Run($"delete from merger_step where body_id = {world["sit"].Body.Id}");
            return default(Nothing);
        }));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Where_no_assembly_is_kept_the_certificate_alone_decides_on_the_seal(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        Assert.Empty((await world.Run()).Findings);
        await Corruption.Unlock(world["sit"]);
        await Corruption.Script(world["sit"], "update merger_certificate set certificate = certificate || ' '");
        Assert.Equal(["Ein Zertifikat, das mit den Büchern übereinstimmt, fehlt."],
            (await world.Seal()).Select(it => it.Why.Message));
        Assert.False((await Case(world)).IsSealed);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Who_changes_days_or_seals_behind_the_program_is_found(Engine engine)
    {
        await using var world = await Resolved(engine);
        Assert.Empty(await world.FixDay(later));
        Assert.Empty(await Failures(world));
        await Corruption.Unlock(world["sit"]);
        await Corruption.Script(world["sit"], "update merger_case set effective_on = 20180101");
        Assert.Equal(["merger.events", "merger.steps"], (await Failures(world)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Without_a_fixed_day_in_the_log_the_database_changes_none()
    {
        foreach (var engine in new[] { Engine.Sqlite, Engine.Postgres })
        {
            await using var world = await MergerTests.Example(engine);
            await Assert.ThrowsAnyAsync<Exception>(() => world.Act<Nothing>(async work =>
            {
                await work.Db.Run($"update merger_case set effective_on = {later}");
                return default(Nothing);
            }));
        }
    }
}
