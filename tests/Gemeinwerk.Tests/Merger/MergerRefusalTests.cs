using System.Text;
using System.Text.RegularExpressions;
using Gemeinwerk.Basics;
using Gemeinwerk.Installation;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Imports;
using Gemeinwerk.Merger;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Tidy;

namespace Gemeinwerk.Tests.Merger;

/// <summary>Everything a merger refuses, code by code.</summary>
public partial class MergerRefusalTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    [Fact]
    public void Every_code_of_the_merger_is_named_in_a_test()
    {
        var tests = string.Concat(SourceFile.All().Where(file => file.IsUnder("tests/")).Select(file => file.Text));
        var codes = SourceFile.All().Where(file => file.IsCSharp && file.IsUnder("src/Gemeinwerk/Merger/"))
            .SelectMany(file => Code().Matches(file.Text)).Select(match => match.Value).Distinct();
        // Takes a dry run back; nobody sees it.
        Assert.All(codes.Where(code => code != "merger.dry-run"), code => Assert.True(
            tests.Contains(code, StringComparison.Ordinal), code));
    }

    static async Task<string?> CodeOf<T>(Task<Result<T>> result) => (await result).Rejection?.Code;

    static async Task<string[]> Codes(MergerWorld world, string code = MergerWorld.Code) =>
        [.. (await world.Plan(code)).Findings.Select(finding => finding.Why.Code).Distinct()
            .Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Engines))]
    public async Task A_merger_needs_a_code_of_its_own_and_different_bodies(Engine engine)
    {
        await using var world = await MergerWorld.On(engine);
        await world["sit"].Given("""
            2018-01-01 Eröffnung
              1811   10 6811
              2011  -10
            """);
        Task<string?> Create(string code, string target, params string[] sources) => CodeOf(world.Create(
            code, MergerForm.Zusammenschluss, target, MergerWorld.Effective, sources));

        Assert.Equal("merger.code", await Create("SIT 2018", "ckm", "kdz"));
        Assert.Equal("merger.sources", await Create("ohne", "ckm"));
        Assert.Equal("merger.sources", await Create("selbst", "ckm", "kdz", "ckm"));
        Assert.Equal("merger.sources", await Create("doppelt", "ckm", "kdz", "kdz"));
        Assert.Equal("ledger.body-unknown", await Create("fremd", "ckm", "nrw"));
        Assert.Equal("merger.target-not-empty", await Create("bebucht", "sit", "kdz"));
        Assert.Null(await Create("neu", "ckm", "kdz"));
        Assert.Equal("merger.exists", await Create("neu", "ckm", "kdz"));
        Assert.Equal("merger.unknown", await CodeOf(world.Act(work => Suggestions.Write(work, "nie"))));

        await world["ckm"].Given("""
            2017-01-01 zu früh
              1811   1 6811
              2011  -1
            """);
        Assert.Contains("merger.target-not-empty", await Codes(world, "neu"));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Mappings_and_shares_name_bodies_of_the_merger_and_real_numbers(Engine engine)
    {
        await using var world = await MergerWorld.On(engine);
        await world.Create();
        Task<string?> Map(string body, string source, string target, string reason = "Test") =>
            CodeOf(world.Act(work => Mappings.Set(
                work, MergerWorld.Code, [new(MappingKind.Account, body, source, target, reason)])));
        Task<string?> Share(string holder, string issuer, long cents) => CodeOf(world.Act(work => Shareholdings.Add(
            work, MergerWorld.Code, new(holder, "1111", issuer, "2011", new(cents)))));

        Assert.Equal("merger.mapping", await Map("sit", "1811", "1811"));
        Assert.Equal("merger.mapping", await Map("kdz", "", "1811"));
        Assert.Equal("merger.mapping", await Map("kdz", "1811", new string('1', 65)));
        Assert.Equal("merger.mapping", await Map("kdz", "1811", "1811", "mit\0Zeichen"));
        Assert.Equal("merger.shareholding", await Share("kdz", "kdz", 1));
        Assert.Equal("merger.shareholding", await Share("kdz", "nrw", 1));
        Assert.Equal("merger.shareholding", await Share("kdz", "ckm", 0));
        Assert.Null(await Share("ckm", "kdz", 7));
        Assert.Equal("merger.shareholding-exists", await Share("ckm", "kdz", 9));
        Assert.Equal("merger.shareholding-unknown", await CodeOf(Withdraw(2)));
        Assert.Equal(7, (await Withdraw(1)).Expect().Amount.Cents);
        Assert.Equal("merger.shareholding-unknown", await CodeOf(Withdraw(1)));
        Assert.Null(await Share("ckm", "kdz", 9));
        Assert.True((await WholeVerification.OfBody(world.Database, world["sit"].Body))
            .All(report => report.Verdict == Verdict.Pass));

        Task<Result<Shareholding>> Withdraw(long no) =>
            world.Act(work => Shareholdings.Remove(work, MergerWorld.Code, no));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Accounts_and_numbers_of_the_target_must_take_what_comes(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        foreach (var account in new[] { "1819", "1121", "4413" }) await world["sit"].Account(account);
        (await world["sit"].Act((work, book) => Accounts.Retire(work, book, "1819", MergerWorld.Effective))).Expect();
        Assert.Empty(await Codes(world));
        foreach (var (kind, source, target, code) in new[]
        {
            (MappingKind.Account, "1811", "1819", "merger.target-retired"),
            // An account for claims, and one for fixed assets, become one that takes neither items nor assets.
            (MappingKind.Account, "1711", "1121", "merger.account-type"),
            (MappingKind.Account, "0811", "1121", "merger.account-type"),
            (MappingKind.Account, "5711", "4413", "merger.account-type"),
            (MappingKind.Product, "0111", "NEU=" + new string('1', 21), "merger.number"),
            (MappingKind.Party, "D1", "NEU=" + new string('D', 41), "merger.number"),
            (MappingKind.Item, "R-1", new string('R', 61), "merger.number"),
        })
        {
            var before = (await world.Database.Read(async db => await Mappings.All(
                db, (await Mergers.Find(db, MergerWorld.Code)).Expect())))
                .Find(line => (line.Kind, line.SourceBody, line.Source) == (kind, "kdz", source));
            await world.Map(kind, "kdz", source, target);
            Assert.Equal([code], await Codes(world));
            if (before is not null) await world.Map(kind, "kdz", source, before.Target);
            else (await world.Act(work => Mappings.Remove(work, MergerWorld.Code, kind, "kdz", source))).Expect();
        }
        Assert.Empty(await Codes(world));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_new_account_from_commercial_books_needs_a_municipal_number(Engine engine)
    {
        await using var world = await MergerWorld.On(engine, Framework.Hgb);
        await world["kdz"].Given("""
            2017-01-01 Einlage
              1111   10
              2011  -10
            """);
        await world.Create(sources: "kdz");
        await world.Map(MappingKind.Account, "kdz", "1111", "NEU");
        await world.Map(MappingKind.Account, "kdz", "2011", "NEU=2012");
        Assert.Equal(["merger.new-account-number"], await Codes(world));
        await world.Map(MappingKind.Account, "kdz", "1111", "NEU=1112");
        Assert.Empty(await Codes(world));
    }

    [Theory, InlineData(Engine.Sqlite, "ckm"), InlineData(Engine.Postgres, "ckm"),
        InlineData(Engine.Sqlite, "sit"), InlineData(Engine.Postgres, "sit")]
    public async Task A_balance_without_a_line_is_not_merged(Engine engine, string where)
    {
        await using var world = await MergerWorld.On(engine);
        await world[where].Given($"""
            {(where == "sit" ? 2018 : 2017)}-01-01 Konto ohne Zeile der Bilanz
              1921   10
              2011  -10
            """);
        await world.Create(sources: "ckm");
        await world.Suggest();
        if (where == "ckm") await world.Map(MappingKind.Account, "ckm", "1921", "NEU");
        Assert.Equal(["merger.account-without-line"], await Codes(world));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_result_needs_an_account_that_takes_it(Engine engine)
    {
        await using var world = await MergerWorld.On(engine);
        await (await world.Beside("neu", 2017)).Given("""
            2017-02-01 Umlage
              1811   10 6182
              4182  -10
            """);
        await world.Create(sources: "neu");
        await world.Suggest();
        Assert.Equal(["merger.result-account"], await Codes(world));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task An_earlier_year_is_closed_before_the_merger(Engine engine)
    {
        await using var world = await MergerWorld.On(engine);
        (await world["kdz"].Act(async Task<Result<Nothing>> (work, book) =>
            await FiscalYears.Open(work, book, 2016))).Expect();
        await world["kdz"].Given("""
            2016-02-01 Umlage
              1811   10 6182
              4182  -10
            2017-02-01 Umlage
              1811   1 6182
              4182  -1
            """);
        await world.Create();
        await world.Suggest();
        var finding = Assert.Single((await world.Plan()).Findings);
        Assert.Equal("merger.earlier-year-open", finding.Why.Code);
        Assert.Contains("kdz ist 2016 nicht abgeschlossen", finding.Why.Message, StringComparison.Ordinal);

        await world.Close("kdz", 2016);
        Assert.Empty((await world.Run()).Findings);
        Assert.Equal(new Money(-1_100), (await world["sit"].TrialBalance("2018-01-01"))["2081"]);
        Assert.Equal(0, (await world.Check()).Exit);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_was_dissolved_does_not_merge_again_and_a_done_merger_does_not_change(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        (await world.Create("zweite", MergerForm.Eingliederung, "kdz", new(2018, 1, 1), "ckm")).Expect();
        await world.Run();
        Assert.Equal("merger.executed", await CodeOf(world.Act(work => Suggestions.Write(work, MergerWorld.Code))));
        Assert.Equal("merger.executed", await CodeOf(Execution.DryRun(world.Database, "test", MergerWorld.Code)));
        var dissolved = (await world.Plan("zweite")).Findings
            .Where(finding => finding.Why.Code == "merger.book-sealed").Select(finding => finding.Why.Message).ToList();
        Assert.Equal(2, dissolved.Count);
        Assert.Contains(dissolved, message => message.StartsWith("Das Ziel kdz", StringComparison.Ordinal));
        Assert.Contains(dissolved, message => message.StartsWith("Die Quelle ckm", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Undo_is_refused_after_winding_up_entries_and_changes_of_an_asset(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        await world.Run();
        var (asset, expense) = (await world.Database.Read(async db =>
            (await Assets.Find(db, world["sit"].Body.Id, "A-1"))!), await world["sit"].Account("5711"));
        (await world["sit"].Post(new(new(2018, 1, 31), new(2018, 1, 31), "AfA", "Januar",
        [
            new(expense, new(100)),
            new(asset.Account, new(-100), Asset: asset.Id, Movement: AssetMovement.Depreciation),
        ], EntryKind.Depreciation))).Expect();
        var (bank, equity) = (await world["kdz"].Account("1811"), await world["kdz"].Account("2011"));
        var payment = await world["kdz"].Account("6811");
        (await world["kdz"].Act(async Task<Result<Nothing>> (work, book) =>
            await FiscalYears.Open(work, book, 2018))).Expect();
        (await world["kdz"].Post(new(new(2018, 2, 1), new(2018, 2, 1), "AB", "Abwicklung",
            [new(bank, new(1), Payment: payment), new(equity, new(-1))], EntryKind.WindingUp))).Expect();
        Assert.Equal(["merger.asset-changed", "merger.wound-up"],
            (await world.Undo()).Select(finding => finding.Why.Code).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Winding_up_is_reversed_in_the_sealed_book_and_then_the_merger_can_be_undone(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        var kdz = world["kdz"];
        var (bank, equity, payment) =
            (await kdz.Account("1811"), await kdz.Account("2011"), await kdz.Account("6811"));
        (await kdz.Act(async Task<Result<Nothing>> (work, book) =>
            await FiscalYears.Open(work, book, 2018))).Expect();
        var before = await world.State();
        await world.Run();
        var posted = (await kdz.Post(new(new(2018, 2, 1), new(2018, 2, 1), "AB", "Abwicklung",
            [new(bank, new(1), Payment: payment), new(equity, new(-1))], EntryKind.WindingUp))).Expect();
        Assert.Equal("Die Quelle kdz hat seither Abwicklungsbuchungen, die nicht storniert sind: "
            + $"Nr. {posted.EntryNo}. Sind sie storniert, lässt sich die Fusion rückgängig machen.",
            Assert.Single(await world.Undo()).Why.Message);

        Assert.Equal("ledger.book-sealed", await CodeOf(kdz.Act((work, book) =>
            Journal.Reverse(work, book, 1, new(2018, 2, 2), "S", "Storno"))));
        var storno = (await kdz.Act((work, book) =>
            Journal.Reverse(work, book, posted.EntryNo, new(2018, 2, 2), "S", "Storno"))).Expect();
        Assert.Equal("ledger.not-reversible", await CodeOf(kdz.Act((work, book) =>
            Journal.Reverse(work, book, storno.EntryNo, new(2018, 2, 2), "S", "Storno"))));
        await Passes();
        Assert.Empty(await world.Undo());
        await Passes();
        Assert.Equal(before, await world.State());

        Assert.Empty((await world.Run()).Findings);
        Assert.Equal(0, (await world.Check()).Exit);
        await Passes();

        async Task Passes()
        {
            foreach (var body in await world.Database.Read(Bodies.All))
            {
                Assert.All(await WholeVerification.OfBody(world.Database, body), report =>
                    Assert.True(report.Verdict == Verdict.Pass, string.Join("; ", report.Rows)));
            }
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_folder_is_written_only_with_the_key_that_signed(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        var certificate = (await world.Run()).Certificate!;
        using var folder = new TemporaryFolder();
        var foreign = SignedNote.Sign("Text\n", SigningKey.Of(world["kdz"].Body).Expect()).Note;
        Assert.Equal("merger.key-unknown", await CodeOf(world.Database.Read(async db => await CertificateFolder.Write(
            db, (await Mergers.Find(db, MergerWorld.Code)).Expect(), foreign, folder.Path))));
        Assert.Empty(Directory.GetFiles(folder.Path));
        Assert.NotEqual(foreign, certificate);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_has_no_answer_is_left_open_and_the_books_pass(Engine engine)
    {
        await using var world = await MergerWorld.On(engine);
        await world.Product("kdz", "0111");
        (await world["sit"].Act((work, book) => Dimensions.AddProducts(work, book, [("0111", "Straßen")]))).Expect();
        await world.Create();
        Assert.Equal("merger.no-suggestion", Assert.Single((await world.Suggest()).Open).Why.Code);
        Assert.Equal("merger.moves", MergerVerification.Pass.Name);
    }

    [Fact]
    public void A_mapping_file_is_read_whole_or_not_at_all()
    {
        const string Header = "kind,source_body,source,target,reason\n";
        foreach (var (text, line, code) in new (string, long, string)[]
        {
            ("kind,source_body,source\n", 1, "import.column-missing"),
            (Header + "konto,kdz,1811,1811,\n", 2, "merger.mapping-kind"),
            (Header + "account,kdz,1811,1811,\naccount,kdz,,1811,\n", 3, "import.text"),
            (Header + "account,,1811,1811,\n", 2, "import.text"),
            (Header + "account,kdz,1811,1811,\naccount,kdz,1811,1812,\n", 3, "merger.mapping-twice"),
            (Header + "account,kdz,\"18\"11,1811,\n", 2, "import.quote"),
        })
        {
            var source = new ImportSource("map.csv", () => new MemoryStream(Encoding.UTF8.GetBytes(text)));
            var (lines, report) = MappingCsv.Read(source);
            Assert.Empty(lines);
            var finding = Assert.Single(report.Findings);
            Assert.Equal((code, line), (finding.Why.Code, finding.Line));
        }
    }

    [Fact]
    public void A_mapping_file_holds_no_formula_and_every_text_comes_back()
    {
        string[] texts = ["=1+1", "+x", "-", "@a", "\\=1", "\\\\", "\\t", "＝1", "a=b", "=\"a\";b", "plain"];
        MappingLine[] lines = [.. texts.Select(text => new MappingLine(MappingKind.Party, "kdz", text, text, text))];
        var csv = MappingCsv.Write(lines, []);
        Assert.DoesNotMatch("(^|[,\"])[=+@＝-]", csv.Replace("\"\"", "", StringComparison.Ordinal));
        var (read, report) = MappingCsv.Read(new ImportSource("map.csv",
            () => new MemoryStream(Encoding.UTF8.GetBytes(csv))));
        Assert.Empty(report.Findings);
        Assert.Equal(lines, read);
    }

    [GeneratedRegex("(?<=\")merger\\.[a-z-]+(?=\")")]
    private static partial Regex Code();
}
