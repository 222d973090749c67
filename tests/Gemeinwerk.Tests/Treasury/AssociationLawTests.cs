using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.Installation;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Treasury;

namespace Gemeinwerk.Tests.Treasury;

/// <summary>Budget law of associations by the numbers of its rules: FI-01 and FI-04; GkG NRW §§ 18, 19.</summary>
public class AssociationLawTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    static readonly BudgetKey staff = new(null, "50"), supplies = new(null, "52");

    /// <summary>Each rule that applies is tried in an association's books, which refuse what it forbids.</summary>
    [Theory, MemberData(nameof(Engines))]
    public async Task FI_01_The_books_of_an_association_hold_the_budget_rules_of_municipalities(Engine engine)
    {
        await using var world = await TreasuryWorld.On(engine);
        var books = world.Books;
        Assert.Equal(BodyKind.Association, books.Body.Kind);
        await books.Account("5012");
        (await books.Act((work, book) => Budget.Add(work, book, 2026, BudgetChangeKind.Original,
            [new(staff, new(100_00)), new(supplies, new(10_00))], "Haushaltssatzung 2026"))).Expect();
        (await books.Act<Nothing>(async (work, book) =>
        {
            await BudgetControl.Switch(work, book, 2026, on: true);
            return default(Nothing);
        })).Expect();
        var codes = new List<string?>
        {
            (await Enter(books, 5, -6)).Rejection?.Code,
            (await Enter(books, 20_00, -20_00)).Rejection?.Code,
            (await books.Act((work, book) => Budget.Approve(work, book, 2026, supplies, new(5_00), "Rat", "")))
                .Rejection?.Code,
            await OrderedByCertifier(world),
        };
        (await books.Act((work, book) => Closing.CloseMonths(work, book, 2026, 3))).Expect();
        codes.Add((await Enter(books, 1, -1)).Rejection?.Code);
        (await books.Act((work, book) => Closing.BeginClosing(work, book, 2026))).Expect();
        (await books.Act((work, book) => Closing.Finish(work, book, 2026))).Expect();
        codes.Add((await books.Act((work, book) => Budget.Set(work, book, 2026, staff, new(9), "B"))).Rejection?.Code);
        Assert.Equal(BudgetRule.All.Where(rule => rule.Applies && rule.Refusal.Length > 0).Select(rule => rule.Refusal)
            .Order(StringComparer.Ordinal), codes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void FI_01_Display_local_audit_and_consolidated_accounts_are_the_only_exceptions()
    {
        Assert.Equal(["accounts-display", "budget-display", "consolidated-accounts", "local-audit"], BudgetRule.On(
            new(2026, 1, 1)).Where(rule => !rule.Applies).Select(rule => rule.Code).Order(StringComparer.Ordinal));
        Assert.Contains(BudgetRule.All, rule => rule is { Code: "supra-local-audit", Applies: true, Certainty: "V" });
        // Nothing of the product asks an association for what it need not do.
        Assert.DoesNotContain(BudgetRule.All, rule => !rule.Applies && rule.Refusal.Length > 0);
    }

    static async Task<Result<PostedWithBudget>> Enter(Books books, long debit, long credit)
    {
        var (expense, debt) = (await books.Account("5241"), await books.Account("3511"));
        return await books.Act((work, book) => BudgetControl.Post(work, book, new EntryDraft(new(2026, 3, 2),
            new(2026, 3, 2), "B-1", "Strom", [new(expense, new(debit)), new(debt, new(credit))])));
    }

    static async Task<string?> OrderedByCertifier(TreasuryWorld world)
    {
        var draft = await world.Draft(1_00);
        var no = (await world.As("ines", (work, book) => CashOrders.Draft(work, book, draft))).Expect();
        (await world.Certify("ines", no)).Expect();
        return (await world.OrderBy("ines", no)).Rejection?.Code;
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task FI_04_Fees_may_be_raised_and_taxes_may_not(Engine engine)
    {
        await using var world = await TreasuryWorld.On(engine);
        var books = world.Books;
        async Task<Rejection?> Post(string account)
        {
            var (claim, revenue) = (await books.Account("1611"), await books.Account(account));
            return (await books.Act((work, book) => BudgetControl.Post(work, book, new EntryDraft(new(2026, 3, 2),
                new(2026, 3, 2), "B-1", "Erhebung", [new(claim, new(100)), new(revenue, new(-100))])))).Rejection;
        }
        Assert.Null(await Post("4321"));
        var tax = (await Post("4012"))!;
        Assert.Equal(("nkf.association-taxes", "GkG NRW § 19 (3)"), (tax.Code, tax.Source));
        foreach (var position in (string[])["4012", "40", "Z01", "6012"])
        {
            Assert.Equal("nkf.association-taxes", (await books.Act((work, book) => Budget.Set(work, book, 2026,
                new(null, position), new(100), "Haushalt"))).Rejection?.Code);
        }
        (await books.Act((work, book) => Budget.Set(work, book, 2026, new(null, "43"), new(100), "Haushalt"))).Expect();
        var municipality = (await books.Database.Act("test", work => Bodies.Create(work, "hemer", "Hemer",
            BodyKind.Municipality, Framework.Nkf))).Expect();
        (await books.Database.Act("test", async work => await Budget.Set(work, await Book.Open(work, municipality),
            2026, new(null, "4012"), new(100), "Haushalt"))).Expect();
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task FI_04_Verify_names_taxes_that_came_into_the_books_and_not_what_was_reversed(Engine engine)
    {
        await using var books = await Books.On(engine);
        await books.Given("2026-01-31 Altdaten\n  1811 125,00 6012\n  4012 -125,00");
        var pass = (await WholeVerification.OfBody(books.Database, books.Body)).Single(it => it.Name == "nkf.taxes");
        Assert.Equal((Verdict.Fail, "4012/2026", "-125.00"),
            (pass.Verdict, Assert.Single(pass.Rows).Key, pass.Rows[0].Found));
        (await books.Act((work, book) => Journal.Reverse(work, book, 1, new(2026, 2, 1), "S-1", "Storno"))).Expect();
        pass = (await WholeVerification.OfBody(books.Database, books.Body)).Single(it => it.Name == "nkf.taxes");
        Assert.Equal(Verdict.Pass, pass.Verdict);
    }
}
