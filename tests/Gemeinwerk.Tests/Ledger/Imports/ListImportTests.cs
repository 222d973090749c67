using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Imports;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using static Gemeinwerk.Tests.Ledger.Imports.ImportFixture;

namespace Gemeinwerk.Tests.Ledger.Imports;

public class ListImportTests
{
    delegate Task<ImportReport> Import(Books books, string text);

    static readonly Import
        accounts = (books, text) => AccountImport.Run(books.Database, "test", books.Body.Code, Source(text)),
        parties = (books, text) => PartyImport.Run(books.Database, "test", books.Body.Code, Source(text)),
        products = (books, text) => DimensionImport.Products(books.Database, "test", books.Body.Code, Source(text)),
        centres = (books, text) => DimensionImport.CostCentres(books.Database, "test", books.Body.Code, Source(text)),
        items = (books, text) => ItemImport.Run(books.Database, "test", books.Body.Code, Source(text)),
        assets = (books, text) => AssetImport.Run(books.Database, "test", books.Body.Code, Source(text));

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task The_examples_can_be_imported_and_a_second_time_changes_nothing(Engine engine)
    {
        await using var books = await Books.On(engine);
        (string Text, Import Run)[] examples =
        [
            (AccountImport.Example, accounts), (PartyImport.Example, parties),
            (DimensionImport.ProductExample, products), (DimensionImport.CostCentreExample, centres),
        ];
        foreach (var number in new[] { "1711", "3511", "4482", "0811", "5711", "2011" }) await books.Account(number);
        foreach (var (text, run) in examples.Append((ItemImport.Example, items)).Append((AssetImport.Example, assets)))
        {
            var first = (await run(books, text)).Fine();
            Assert.Equal((first.Rows, 0), (first.Added, first.Known));
            var second = (await run(books, text)).Fine();
            Assert.Equal((0, first.Rows, 0), (second.Added, second.Known, second.Postings));
        }
        Assert.Equal(3, await books.EntryCount());
        var item = await books.Database.Read(db => OpenItems.Find(db, books.Body.Id, "R-2026-1"));
        Assert.Equal(new Money(125_000), item!.Open);
        var asset = Assert.Single(await books.Database.Read(db => Assets.InUse(db, books.Body.Id)));
        Assert.Equal((new Money(500_000), new Money(-150_000)), (asset.Cost, asset.Depreciation));
        Assert.Equal(new Money(350_000), (await books.TrialBalance("2026-12-31"))["0811"]);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task All_findings_come_at_once_and_nothing_is_half_written(Engine engine)
    {
        await using var books = await Books.On(engine).WithAccounts();
        (await accounts(books, """
            account,name,kind,role
            9001,Neu,asset,
            12,,art,rolle
            1811,Anders,asset,cash
            2081,Ergebnis,equity,result
            2082,Ergebnis,equity,result
            """)).FindingCodes("ledger.account-number", "import.text", "import.account-kind", "import.account-role",
            "ledger.account-exists", "ledger.account-result");
        (await parties(books, "number,name,body\nD-1,Neu,niemand\nD-100,Anders,\n,x,\n"))
            .FindingCodes("ledger.body-unknown", "import.party-differs", "import.text");
        (await parties(books,
            "number,name,iban\nD-1,Neu,DE02 1203 0000 0000 2020 52\nD-2,Neu,DE02 1203 0000 0000 2020 51\n"))
            .FindingCodes("ledger.iban");
        (await products(books, "code,name\n0111,Anders\n12345678901234567890123,x\n"))
            .FindingCodes("import.dimension-differs", "import.text");
        (await items(books, """
            number;account;party;originated;due;dunning;amount;counter_account;date;text
            R-1;1711;D-100;2026-01-01;2026-02-01;0;10;4012;2026-01-01;Gut
            R-2;1811;D-9;2026-01-01;2025-02-01;10;1,234;9999;2026-02-30;
            R-1;1711;D-100;2026-01-01;2026-02-02;0;10;4012;2026-01-01;Anders
            R-3;1711;D-100;2026-01-01;2026-02-01;0;10;4012;2027-01-01;Jahr fehlt
            R-4;5241;D-100;2026-01-02;2026-01-01;0;0;4012;2026-01-01;Falsch
            """)).FindingCodes("import.account-unknown", "import.unknown", "import.date-missing", "import.number",
            "money.decimals", "import.text", "ledger.item-exists", "ledger.year-missing",
            "ledger.item-account", "ledger.item-due", "ledger.zero-amount");
        (await assets(books, """
            number;name;account;expense_account;in_service;life_months;cost;depreciation;counter_account;date
            A-1;Gut;0811;5711;2024-01-01;60;10;-5;2011;2026-01-01
            A-2;Falsch;1811;4012;2024-01-01;9999;-10;5;2011;2026-01-01
            """)).FindingCodes("import.number", "ledger.asset-account", "ledger.asset-account", "import.asset-cost",
            "import.asset-depreciation");

        Assert.Equal(0, await books.EntryCount());
        Assert.Null(await books.Database.Read(db => OpenItems.Find(db, books.Body.Id, "R-1")));
        Assert.Empty(await books.Database.Read(db => Assets.InUse(db, books.Body.Id)));
        var chart = await books.Database.Read(db => Accounts.All(db, books.Body.Id));
        Assert.DoesNotContain(chart, account => account.Number == "9001");
    }
}
