using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Nkf;

public sealed class ChartTests
{
    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task A_seeded_nkf_chart_has_the_accounts_that_postings_need(Engine engine)
    {
        await using var books = await Books.On(engine);
        var added = (await books.Act((work, book) => Charts.Seed(work, book))).Expect();
        var accounts = (await books.Database.Read(db => Accounts.All(db, books.Body.Id))).ToDictionary(a => a.Number);

        Assert.Equal(added, accounts.Count);
        Assert.Equal((AccountKind.Asset, AccountRole.FixedAsset), Facts("0811"));
        Assert.Equal((AccountKind.Asset, AccountRole.Cash), Facts("1811"));
        Assert.Equal((AccountKind.Asset, AccountRole.Receivable), Facts("1631"));
        Assert.Equal((AccountKind.Asset, AccountRole.None), Facts("1761"));
        Assert.Equal((AccountKind.Equity, AccountRole.None), Facts("2011"));
        Assert.Equal((AccountKind.Equity, AccountRole.Result), Facts("2081"));
        Assert.Equal((AccountKind.Liability, AccountRole.Payable), Facts("3511"));
        Assert.Equal((AccountKind.Revenue, AccountRole.None), Facts("4012"));
        Assert.Equal((AccountKind.Payment, AccountRole.None), Facts("7379"));
        Assert.DoesNotContain(accounts.Keys, number => number[0] is '8' or '9');
        Assert.Equal(0, (await books.Act((work, book) => Charts.Seed(work, book))).Expect());

        (AccountKind, AccountRole) Facts(string number) => (accounts[number].Kind, accounts[number].Role);
    }

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task A_seeded_commercial_chart_has_one_result_account_and_cash(Engine engine)
    {
        await using var books = await Books.On(engine, framework: Framework.Hgb);
        (await books.Act((work, book) => Charts.Seed(work, book))).Expect();
        var accounts = await books.Database.Read(db => Accounts.All(db, books.Body.Id));

        Assert.InRange(accounts.Count, 110, 140);
        Assert.Equal("3080", Assert.Single(accounts, account => account.Role == AccountRole.Result).Number);
        Assert.All(accounts.Where(account => account.Role == AccountRole.Cash), a => Assert.StartsWith("25", a.Number));
        Assert.DoesNotContain(accounts, account => account.IsPayment);
    }

    [Theory]
    [InlineData("27", "ledger.account-number")]
    [InlineData("2911", "nkf.account-outside-chart")]
    [InlineData("8011", "nkf.account-closing")]
    public void A_local_account_outside_of_the_chart_is_refused(string number, string code) =>
        Assert.Equal(code, Charts.Local(Framework.Nkf, number, "Örtliches Konto").Rejection?.Code);

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task A_local_account_takes_kind_and_role_from_its_type(Engine engine)
    {
        await using var books = await Books.On(engine);
        (await books.Act((work, book) => Charts.Seed(work, book))).Expect();
        (await books.Act((work, book) =>
            Charts.AddLocal(work, book, "52790000", "Schulbuchausleihe"))).Expect();
        (await books.Act((work, book) => Charts.AddLocal(work, book, "2082", "Vorjahre"))).Expect();
        var accounts = (await books.Database.Read(db => Accounts.All(db, books.Body.Id))).ToDictionary(a => a.Number);

        Assert.Equal(AccountKind.Expense, accounts["52790000"].Kind);
        Assert.Equal(AccountRole.None, accounts["2082"].Role);
    }

    [Theory]
    [InlineData("4012", 100, "6012")]
    [InlineData("5012", -100, "7012")]
    [InlineData("5012", 100, "7012")]
    [InlineData("52819999", -100, "7281")]
    [InlineData("5711", -100, null)]
    [InlineData("0811", -100, "7831")]
    [InlineData("0811", 100, "6831")]
    [InlineData("3251", 100, "6927")]
    [InlineData("3251", -100, "7927")]
    [InlineData("4541", 100, "6821")]
    [InlineData("1811", 100, null)]
    public void A_counter_account_leads_to_one_payment_account_or_to_none(
        string account, long cents, string? payment) =>
        Assert.Equal(payment, PaymentMapping.For(account, new Money(cents)));

    [Theory]
    [InlineData("010101", "01")]
    [InlineData("111", "01")]
    [InlineData("16", "16")]
    [InlineData("99", null)]
    public void A_product_lies_in_the_area_of_its_first_digits_or_of_its_statistics_group(string code, string? area) =>
        Assert.Equal(area, ProductAreas.Of(code));
}
