using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger;
using Gemeinwerk.Merger.Inventories;
using Gemeinwerk.Merger.Roadmaps;
using Gemeinwerk.Nkf;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.DataCentre;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Merger;

namespace Gemeinwerk.Tests.Ledger.Verification;

/// <summary>
/// Every column of the tables of change log, ledger, budget, inventory, assembly and merger is either looked at by a
/// pass of verify or stands in a list with the reason why not; a new column must be decided on.
/// </summary>
public class ColumnCoverageTests
{
    const string Witness = "who and when, said nowhere else";

    /// <summary>Columns that may change unnoticed. A name that ends with a dot stands for a whole table.</summary>
    static readonly Dictionary<string, string> free = new()
    {
        ["ledger_body.body_id"] = "a key; without its body no pass runs at all",
        ["ledger_book.body_id"] = "a key; without its book nothing is verified",
        ["ledger_unrecorded."] = "only for databases from before, until what they hold is recorded",
        ["council_demand."] = "only for records from before, which are judged by what was asked then",
        ["merger_budget.place"] = "only the order in which the moves are listed",
        ["merger_cover.place"] = "only the order in which the lines are listed",
        ["ledger_checkpoint.body_id"] = "a checkpoint may be missing; whoever keeps it outside has it",
        ["audit_checkpoint.body_id"] = "a checkpoint may be missing; whoever keeps it outside has it",
        ["merger_event.actor"] = Witness,
        ["merger_event.happened_at"] = "said nowhere else; of executions and their undoing it is found",
        ["merger_shareholding.share_no"] = "only the order of shareholdings",
    };

    sealed record Column(string Table, string Name, bool IsKey);

    [Fact]
    public Task Every_column_is_covered_by_a_pass_or_free_for_a_reason() => CheckEveryColumn(Engine.Sqlite);

    /// <summary>The passes themselves run on both engines in every test of theirs; this takes minutes here.</summary>
    [Fact(Explicit = true)]
    public Task Every_column_is_covered_on_PostgreSQL_too() => CheckEveryColumn(Engine.Postgres);

    static async Task CheckEveryColumn(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        await PostToCostCentre(world["kdz"]);
        await PlanAndBind(world);
        await InventoryMergerTests.Furnish(world);
        await UseMergerTests.Furnish(world);
        await DecideOnItems(world);
        Assert.Empty((await world.Suggest()).Open);
        Assert.Empty((await world.Run()).Findings);
        Assert.Empty(await world.Undo());
        await ResolveAndPlan(world);
        Assert.Empty((await world.Run()).Findings);
        var sit = world["sit"];
        await PostMany(sit);
        await MasterDataWithEverything(sit);
        await BudgetWithEverything(sit);
        await Sign(sit);
        (await sit.Act((work, book) => Vouchers.Attach(work, book, 1, "Rechnung.pdf", VoucherTests.Invoice))).Expect();
        await Corruption.Unlock(sit);
        var columns = await Columns();
        Assert.All(free.Keys, name => Assert.Contains(columns, column =>
            $"{column.Table}.{column.Name}" == name || $"{column.Table}." == name));
        var (random, missed) = (new Random(20180101), new List<string>());
        foreach (var column in columns.Where(column => !IsFree(column)
            && !Corruption.Columns.Contains((column.Table, column.Name))))
        {
            var keys = columns.Where(other => other.Table == column.Table && other.IsKey).Select(key => key.Name);
            if (!await IsFound(world, column, [.. keys], random)) missed.Add($"{column.Table}.{column.Name}");
        }
        Assert.True(missed.Count == 0, string.Join('\n', missed));
        Assert.All(await MergerVerificationTests.Verify(world),
            report => Assert.Equal(Verdict.Pass, report.Verdict));
    }

    static async Task PlanAndBind(MergerWorld world)
    {
        await world.Product("kdz", "0111");
        await BudgetMergerTests.Plan(world, "kdz", 2018, BudgetMergerTests.power, 10_000);
        await BudgetMergerTests.Bind(world, "kdz", 2018, BudgetMergerTests.power, "M-1", 60);
        (await world["kdz"].Act((work, book) => Gemeinwerk.Nkf.Budget.Group(
            work, book, 2018, "DK1", "Sachkosten", [BudgetMergerTests.power]))).Expect();
    }

    /// <summary>What assemblies, dry runs and roadmaps leave.</summary>
    static async Task ResolveAndPlan(MergerWorld world)
    {
        await GateTests.Record(world, "sit", GateTests.Completed());
        foreach (var body in new[] { "kdz", "ckm" }) await GateTests.Record(world, body, GateTests.Resolved());
        Assert.Empty(await world.FixDay());
        Assert.Empty((await Execution.DryRun(world.Database, "test", MergerWorld.Code)).Expect().Findings);
        (await world.Act(work => RoadmapRecords.Record(work, world["sit"].Body,
            [new RoadmapStarted("Fusion"), new RiskNamed("stillstand", "Stillstand", 2, 5, "Notkopien", "Leitung")])))
            .Expect();
    }

    static async Task DecideOnItems(MergerWorld world)
    {
        var (own, its) = (await world["sit"].Inventory(), await world["kdz"].Inventory());
        var (one, other) = (own.Of(ItemKinds.Device).First(), its.Of(ItemKinds.Device).First());
        (await world.Act(work => InventoryDecisions.Accept(work, MergerWorld.Code))).Expect();
        (await world.Act(work => InventoryDecisions.Set(work, MergerWorld.Code, [new("kdz", other.Id.Value,
            ItemFate.Replaced, null, new("sit", one.Id.Value), "alt")]))).Expect();
    }

    static async Task MasterDataWithEverything(Books books)
    {
        await books.Account("5499");
        var (account, expense) = (await books.Account("0811"), await books.Account("5711"));
        (await books.Act(async Task<Result<Nothing>> (work, book) =>
        {
            await Dimensions.AddCostCentres(work, book, Enumerable.Range(100, 50).Select(no => ($"{no}", "Raum")));
            await Dimensions.AddProducts(work, book, [("0222", "Netze")]);
            await Parties.Add(work, book, [new Party(default, "P-9", "Stadt", "123/4567", "DE02120300000000202051",
                "DE98ZZZ09999999999", "Rathausplatz 1", "58675", "Hemer", book.Body.Id)]);
            await Accounts.Retire(work, book, "5499", new(2018, 1, 1));
            var asset = new Asset(default, "A-9", "Server", account, expense,
                (await Dimensions.Products(work.Db, book.Body.Id))[0].Id,
                (await Dimensions.CostCentres(work.Db, book.Body.Id))[0].Id, new(2018, 1, 1), 60, new(2018, 2, 1),
                default, default);
            return (await Assets.Create(work, book, asset)).Ok(out _, out var why) ? default(Nothing) : why;
        })).Expect();
    }

    static async Task BudgetWithEverything(Books books)
    {
        var (key, day) = (new BudgetKey("0222", "5241"), new DateOnly(2018, 4, 1));
        var (power, debt) = (await books.Account("5241"), await books.Account("3511"));
        (await books.Act(async Task<Result<PostedWithBudget>> (work, book) =>
        {
            var product = (await Dimensions.Products(work.Db, book.Body.Id)).Single(it => it.Code == "0222").Id;
            (await Budget.Approve(work, book, 2018, key, new(10_000), "Beschluss", "Mehrertrag")).Expect();
            (await Budget.Group(work, book, 2018, "DK1", "Sachkosten", [key])).Expect();
            await BudgetControl.Switch(work, book, 2018, on: true);
            (await Commitments.Bind(work, book, 2018, key, "M-9", "Auftrag", new(500))).Expect();
            return await BudgetControl.Post(work, book, new(day, day, "B-9", "Strom",
                [new(power, new(400), product), new(debt, new(-400))]), "M-9");
        })).Expect();
    }

    /// <summary>Signs journal and change log, which gets records enough for a node of its tree to be kept.</summary>
    static async Task Sign(Books books)
    {
        (await books.Act((work, book) => Checkpoints.Create(
            work, book, SigningKey.Of(books.Body).Expect()))).Expect();
        var log = books.Body.AuditLog();
        (await books.Act(async (work, _) =>
        {
            await AuditTrail.AppendAll(
                work, log, [.. Enumerable.Range(1, 300).Select(no => new NewRecord("test.done", $"Ding {no}", []))]);
            return await AuditTrail.Sign(work, log, log.Key().Expect());
        })).Expect();
    }

    static async Task PostToCostCentre(Books books)
    {
        (await books.Act((work, book) =>
            Dimensions.AddCostCentres(work, book, [("100", "Rechenzentrum")]))).Expect();
        var centre = (await books.Database.Read(db => Dimensions.CostCentres(db, books.Body.Id)))[0].Id;
        var day = new DateOnly(2017, 6, 30);
        (await books.Post(new(day, day, "B-KST", "Strom",
        [
            new(await books.Account("5241"), new(4_000), CostCentre: centre),
            new(await books.Account("3511"), new(-4_000)),
        ]))).Expect();
    }

    /// <summary>Enough entries for a node of the log to be kept.</summary>
    static async Task PostMany(Books books)
    {
        var (debit, credit, day) = (await books.Account("5241"), await books.Account("3511"), new DateOnly(2018, 3, 1));
        var draft = new EntryDraft(day, day, "B", "Strom", [new(debit, new(100)), new(credit, new(-100))]);
        var posted = await books.Act(async Task<Result<long>> (work, book) =>
            await Journal.PostAll(work, book, Enumerable.Repeat(draft, 300), []));
        Assert.Equal(300, posted.Expect());
    }

    static bool IsFree(Column column) =>
        free.ContainsKey($"{column.Table}.{column.Name}") || free.ContainsKey($"{column.Table}.");

    /// <summary>Whether one of the rows of a column cannot change unnoticed; rows that nothing refers to may.</summary>
    static async Task<bool> IsFound(MergerWorld world, Column column, string[] keys, Random random)
    {
        var sit = world["sit"];
        foreach (var cell in await Corruption.Cells(sit, column.Table, column.Name, keys, most: 8, random))
        {
            await cell.Damage(sit, random);
            var isFound = (await MergerVerificationTests.Verify(world)).Exists(report =>
                report.Verdict != Verdict.Pass);
            await cell.Restore(sit);
            if (isFound) return true;
        }
        return false;
    }

    /// <summary>As the scripts make them; the same on both engines.</summary>
    static async Task<List<Column>> Columns()
    {
        await using var fresh = await Databases.Fresh(Engine.Sqlite);
        return await fresh.Database.Read(db => db.All($"""
            select t.name, c.name, c.pk from sqlite_schema t join pragma_table_info(t.name) c
            where t.type = 'table' and substr(t.name, 1, instr(t.name, '_') - 1)
              in ('audit', 'ledger', 'nkf', 'datacentre', 'council', 'merger')
            """, row => new Column(row.Text(), row.Text(), row.Number() > 0)));
    }
}
