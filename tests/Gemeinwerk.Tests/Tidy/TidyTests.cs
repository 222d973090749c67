using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Tidy;

/// <summary>Reads the whole source and holds the rules of the house; each rule is shown to catch a sample.</summary>
public class TidyTests
{
    /// <summary>Places where a rule gives way, each with its reason; one that is no longer needed fails.</summary>
    static readonly (string Path, string Rule, string Reason)[] exemptions =
    [
        ("src/Gemeinwerk/Storage/ActTrace.cs", "inexact", "watchers want durations in seconds"),
        ("src/Gemeinwerk/Basics/German.cs", "inexact", "cents become a decimal only to be formatted for people"),
        ("src/Gemeinwerk/Nkf/StatementSheet.cs", "inexact", "spreadsheets have no integers of cents"),
        ("src/Gemeinwerk.Web/Frame/Visit.cs", "door", "a page about a failure makes its own, behind all walls"),
        ("src/Gemeinwerk.Web/Api/Bearer.cs", "door", "tokens belong to no body"),
        .. ((string[])["Account", "Codes", "Enrol", "Invitation", "Passkey", "Password", "Provider"]).Select(page =>
            ($"src/Gemeinwerk.Web/Identity/{page}Page.razor", "door", "people and sessions belong to no body")),
    ];

    static readonly Architecture architecture =
        Architecture.Parse(File.ReadAllText(Repository.PathOf("docs", "architecture.md")));

    static IEnumerable<Fault> Check(SourceFile file, Architecture plan) =>
        [.. LayoutRules.Check(file), .. CallRules.Check(file), .. new ModuleRules(plan).Check(file)];

    [Fact]
    public void The_source_is_tidy()
    {
        var files = SourceFile.All();
        Assert.True(files.Count(file => file.IsCSharp) > 30, "The source was not found.");
        var faults = files.SelectMany(file => Check(file, architecture)).ToList();
        var open = faults.Where(fault => !exemptions.Any(exempt => Covers(exempt, fault))).ToList();
        Assert.True(open.Count == 0, $"{open.Count} faults:\n{string.Join('\n', open)}");
        Assert.All(exemptions, exempt => Assert.Contains(faults, fault => Covers(exempt, fault)));
    }

    static bool Covers((string Path, string Rule, string Reason) exempt, Fault fault) =>
        exempt.Path == fault.Path && exempt.Rule == fault.Rule;

    [Fact]
    public void The_documented_arrows_have_no_circle_and_every_table_has_an_owner()
    {
        Assert.NotEmpty(architecture.Arrows);
        foreach (var (module, may) in architecture.Arrows)
        {
            Assert.All(may, used =>
                Assert.True(architecture.Arrows.ContainsKey(used), $"{module} uses unknown {used}."));
            Assert.DoesNotContain(may, used => architecture.MayUse(used, module));
        }
        Assert.All(architecture.Tables, table => Assert.True(architecture.OwnerOf(table) is not null, table));
    }

    [Fact]
    public void Every_documented_table_of_a_module_that_has_a_schema_exists()
    {
        var schema = SourceFile.All().Where(file => file.IsSql && file.Module is not null).ToList();
        var text = string.Join('\n', schema.Select(file => file.Text));
        var withSchema = schema.Select(file => file.Module!).ToHashSet();
        // The table that knows the scripts is there before the first of them.
        var gone = architecture.Tables.Where(table => table != "storage_migration" &&
            withSchema.Contains(architecture.OwnerOf(table)!)
            && !text.Contains($"create table {table} ", StringComparison.Ordinal)
            && !text.Contains($"create view {table} ", StringComparison.Ordinal));
        Assert.Empty(gone);
    }

    const string Plan = """
        | `Basics` | money | |
        | `Storage` | seam | `Basics` |
        | `Ledger` | books | `Basics`, `Storage` |
        | `Nkf` | statements | `Basics`, `Storage`, `Ledger` |
        | `ledger_entry` | no | entries |
        | `ledger_balance` | yes | balances |
        | `nkf_plan` | no | plan values |
        """;

    const string Nkf = "src/Gemeinwerk/Nkf/Sample.cs";
    const string Schema = "src/Gemeinwerk/Nkf/Schema/0009-sample.sql";

    public static TheoryData<string, string, string> Samples => new()
    {
        { "line-length", Nkf, new string('/', 121) },
        { "file-length", Nkf, string.Concat(Enumerable.Repeat("//\n", 401)) },
        { "method-length", Nkf, $"class C {{ void M() {{{new string('\n', 70)}}} }}" },
        { "method-length", "src/Gemeinwerk.Cli/Program.cs", $"int a = 1;{new string('\n', 71)}int b = 2;" },
        { "method-length", Nkf, $"class C {{ int P {{ get {{{new string('\n', 70)} return 1; }} }} }}" },
        { "folder-name", "src/Gemeinwerk/Nkf/Helpers/Sample.cs", "" },
        { "type-name", Nkf, "class PlanManager;" },
        { "unfinished", Nkf, "// TO" + "DO later" },
        { "unfinished", Nkf, "class C { void M() => throw new NotImplemented" + "Exception(); }" },
        { "machine-path", "docs/sample.md", "see /ro" + "ot/notes" },
        { "machine-path", "test", "cd /wo" + "rk/main" },
        { "lock-host", "src/Gemeinwerk/packages.lock.json", "\"resolved\": \"https://" + "example.org/x\"" },
        { "lock-host", "src/Gemeinwerk.Web/package-lock.json", "\"resolved\": \"https://" + "example.org/x\"" },
        { "clock", Nkf, "class C { object M() => DateTime.Now; }" },
        { "clock", Nkf, "class C { object M() => System.DateTimeOffset.UtcNow; }" },
        { "sleep", "tests/Gemeinwerk.Tests/Sample.cs", "class C { void M() => Thread.Sleep(1); }" },
        { "door", "src/Gemeinwerk.Web/X/SamplePage.razor", "Task Get(Visit visit, Storage.Database all) => x;" },
        { "door", "src/Gemeinwerk.Web/X/Sample.cs", "class C { void M(Database db, Visit visit) { } }" },
        { "door", "src/Gemeinwerk.Web/X/Sample.cs", "class C { object M(Visit it) => it.Service<Database>(); }" },
        { "door", "src/Gemeinwerk.Web/X/SamplePage.razor", "@inject Gemeinwerk.Storage.Database All" },
        { "console", Nkf, "class C { void M() => Console.WriteLine(1); }" },
        { "inexact", Nkf, "class C { decimal amount; }" },
        { "inexact", Nkf, "class C { object M() => 1.5; }" },
        { "portable-sql", Nkf, "class C { string s = \"select 1 from nkf_plan where name like 'x'\"; }" },
        { "portable-sql", Nkf, "class C { object M(int n) => $\"update nkf_plan set at = now() where id = {n}\"; }" },
        { "portable-sql", Schema, "create table nkf_plan (at bigint default current_timestamp);" },
        { "arrow", "src/Gemeinwerk/Ledger/Sample.cs", "using Gemeinwerk.Nkf;" },
        { "arrow", "src/Gemeinwerk/Ledger/Sample.cs", "class C { object M() => Nkf.Budget.All; }" },
        { "arrow", "src/Gemeinwerk/Ledger/Sample.cs", "class C { Gemeinwerk.Nkf.Budget b; }" },
        { "arrow", "src/Gemeinwerk/Ledger/Sample.cs", "class C { object M() => Gemeinwerk.Nkf.Budget.All; }" },
        { "arrow", "src/Gemeinwerk.Proof/Sample.cs", "using Gemeinwerk.Basics;" },
        { "arrow", "src/Gemeinwerk/Unknown/Sample.cs", "" },
        { "table-owner", Nkf, "class C { string s = \"select 1 from ledger_entry\"; }" },
        { "table-owner", Nkf, "class C { object M(int n) => $\"insert into ledger_balance values ({n})\"; }" },
        { "table-owner", Nkf, "class C { void M(dynamic db) => db.Bulk(\"ledger_balance\", \"a\"); }" },
        { "table-owner", "src/Gemeinwerk/Ledger/Sample.cs", "class C { string s = \"select 1 from nkf_plan\"; }" },
        { "table-owner", "src/Gemeinwerk.Cli/Sample.cs", "class C { string s = \"select 1 from nkf_plan\"; }" },
        { "table-owner", Schema, "create table plan (id bigint);" },
        { "table-owner", Schema, "create table nkf_unknown (id bigint);" },
        { "table-owner", "src/Gemeinwerk/Ledger/Schema/0009-sample.sql", "  x bigint references nkf_plan" },
    };

    [Theory, MemberData(nameof(Samples))]
    public void Each_rule_catches_its_sample(string rule, string path, string text)
    {
        var faults = Check(new SourceFile(path, text), Architecture.Parse(Plan)).ToList();
        Assert.Contains(faults, fault => fault.Rule == rule);
        Assert.All(faults, fault => Assert.Equal(rule, fault.Rule));
    }

    [Theory]
    [InlineData(Nkf, "using Gemeinwerk.Ledger; class C { string s = \"select 1 from ledger_balance join nkf_plan\"; }")]
    [InlineData(Nkf, "class C { object M(long n) => $\"select {n} from nkf_plan\"; string s = \"so wie gewohnt\"; }")]
    [InlineData("src/Gemeinwerk.Proof/Sample.cs", "using Gemeinwerk.Proof; class C { double d; }")]
    [InlineData("src/Gemeinwerk.Cli/Sample.cs", "using Gemeinwerk.Nkf; class C { void M() => Console.WriteLine(); }")]
    [InlineData("src/Gemeinwerk.Web/X/Sample.cs", "class C { void M(Visit visit) { } void N(Database db) { } }")]
    [InlineData(Schema, "create table nkf_plan (id bigint references ledger_entry); -- like the books")]
    public void What_is_allowed_is_not_reported(string path, string text) =>
        Assert.Empty(Check(new SourceFile(path, text), Architecture.Parse(Plan)));
}
