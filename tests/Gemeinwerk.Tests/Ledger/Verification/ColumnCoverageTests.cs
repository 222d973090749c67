using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Merger;

namespace Gemeinwerk.Tests.Ledger.Verification;

/// <summary>
/// Every column of the tables of ledger, budget and merger is either looked at by a pass of verify or stands in a list
/// with the reason why not; a new column must be decided on.
/// </summary>
public class ColumnCoverageTests
{
    const string MasterData = "master data without a record of its changes; its numbers are in the hashes of entries";
    const string Budget = "a decision of the council, derived from nothing";
    const string Witness = "who and when, said nowhere else";

    /// <summary>Columns that may change unnoticed. A name that ends with a dot stands for a whole table.</summary>
    static readonly Dictionary<string, string> free = new()
    {
        ["ledger_body.body_id"] = "a key; without its body no pass runs at all",
        ["ledger_body.code"] = "locked; it is in every hash, read once when verify starts",
        ["ledger_body.framework"] = "locked; read once when verify starts",
        ["ledger_body.name"] = MasterData,
        ["ledger_body.kind"] = MasterData,
        ["ledger_body.created_at"] = Witness,
        ["ledger_book.body_id"] = "a key; without its book nothing is verified",
        ["ledger_account.name"] = MasterData,
        ["ledger_account.kind"] = "locked; found only where a statement stops adding up",
        ["ledger_account.role"] = "locked; found only where a statement stops adding up",
        ["ledger_account.retired_on"] = MasterData,
        ["ledger_product.name"] = MasterData,
        ["ledger_cost_centre.name"] = MasterData,
        ["ledger_party.name"] = MasterData,
        ["ledger_party.tax_number"] = MasterData,
        ["ledger_party.iban"] = MasterData,
        ["ledger_party.creditor_id"] = MasterData,
        ["ledger_party.street"] = MasterData,
        ["ledger_party.postal_code"] = MasterData,
        ["ledger_party.city"] = MasterData,
        ["ledger_party.counterpart_body_id"] = MasterData,
        ["ledger_item.due_on"] = "master data; of items that a merger moved it is found",
        ["ledger_item.dunning_level"] = MasterData,
        ["ledger_asset.name"] = MasterData,
        ["ledger_asset.expense_account_id"] = "locked; only coming depreciation uses it",
        ["ledger_asset.product_id"] = MasterData,
        ["ledger_asset.cost_centre_id"] = MasterData,
        ["ledger_asset.disposed_on"] = MasterData,
        ["merger_budget.place"] = "only the order in which the moves are listed",
        ["merger_cover.place"] = "only the order in which the lines are listed",
        ["ledger_checkpoint.body_id"] = "a checkpoint may be missing; whoever keeps it outside has it",
        ["merger_event.actor"] = Witness,
        ["merger_event.happened_at"] = "said nowhere else; of executions and their undoing it is found",
        ["merger_shareholding.share_no"] = "only the order of shareholdings",
        ["nkf_budget_line."] = Budget,
        ["nkf_budget_change."] = Budget,
        ["nkf_budget_control."] = Budget,
        ["nkf_cover_group."] = Budget,
        ["nkf_commitment."] = Budget,
        ["nkf_commitment_use."] = Budget,
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
        Assert.Empty((await world.Suggest()).Open);
        Assert.Empty((await world.Run()).Findings);
        Assert.Empty(await world.Undo());
        await world.Run();
        var sit = world["sit"];
        await PostMany(sit);
        (await sit.Act((work, book) => Checkpoints.Create(
            work, book, SigningKey.Of(sit.Body).Expect()))).Expect();
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
            where t.type = 'table' and t.name <> 'storage_migration' and substr(t.name, 1, 6) in
              ('ledger', 'nkf_bu', 'nkf_co', 'merger')
            """, row => new Column(row.Text(), row.Text(), row.Number() > 0)));
    }
}
