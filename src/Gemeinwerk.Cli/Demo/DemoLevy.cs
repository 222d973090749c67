using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;
using Gemeinwerk.Treasury;

namespace Gemeinwerk.Cli.Demo;

/// <summary>
/// The levy of the successor for its first year: what its budget leaves uncovered, set by the assembly, approved, and
/// claimed from the 64 members by the sample people, each with a part of their own. All of it is made up.
/// </summary>
sealed class DemoLevy(Database database)
{
    /// <summary>On which the levy is posted; what members pay for services stands on another.</summary>
    internal const string Account = "4182";

    static readonly AccountSet accounts = AccountSet.Nkf;

    /// <summary>What came of it, in German; empty before.</summary>
    internal string Says { get; private set; } = "";

    internal async Task Run(DemoCouncil council, IProgress<double> progress)
    {
        await council.SetLevy(await database.Read(async db =>
        {
            var body = (await Bodies.Find(db, AssociationModels.Umbrella)).Expect();
            var budget = await LevyBudget.Of(db, body, DemoAssemblies.LevyOn.Year, Account, DemoAssemblies.LevyOn);
            return budget!.Need(Money.Zero, Money.Zero);
        }));
        progress.Report(0.2);
        var claims = await Act(DemoPeople.Certifier, async (work, book) =>
        {
            var chart = await DemoChart.Of(work.Db, book.Body.Id);
            return await LevyClaims.Claim(work, book, 1, DemoAssemblies.LevyClaimed, new LevyTarget(
                chart.Account(Account), chart.Account(accounts.Claims), chart.Account(accounts.Debts),
                chart.Product("1101")));
        });
        progress.Report(0.4);
        await Act(DemoPeople.Treasurer, async (work, book) => await LevyClaims.Order(
            work, book, 1, await Hash(work, book, CashOrderState.Certified)));
        progress.Report(0.7);
        await Act(DemoPeople.Accountant, async (work, book) => await LevyClaims.Post(
            work, book, 1, await Hash(work, book, CashOrderState.Ordered), DemoAssemblies.LevyClaimed));
        var levy = (await database.Read(async db => await Councils.Read(
            db, (await Bodies.Find(db, AssociationModels.Umbrella)).Expect().Id))).Levies.Find(1)!;
        var largest = levy.Placed!.Shares.MaxBy(share => share.Amount)!;
        Says = $"Umlage {levy.Year}: {levy.Amount} für {levy.Placed.Shares.Count} Mitglieder, festgesetzt und "
            + $"genehmigt; {German.Count(claims)} Forderungen gebucht.\n  Am meisten zahlt {largest.Name} mit "
            + $"{largest.Amount}; alle Anteile ergeben den Betrag auf den Cent.";
    }

    static async Task<string> Hash(Work work, Book book, CashOrderState state) =>
        LevyClaims.HashOf(await LevyClaims.Of(work.Db, book.Body, 1), state);

    async Task<T> Act<T>(string person, Func<Work, Book, Task<Result<T>>> act) =>
        (await database.Act(person, async work => (await Book.Open(work, AssociationModels.Umbrella)).Ok(
            out var book, out var why) ? await act(work, book) : why)).Expect();
}
