using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Cli.Demo;

/// <summary>
/// What the umbrella charges one of its parents in 2017, posted in both books in one act, so that the merger can pair
/// the
/// claims. December stays open. One invoice is disputed: the parent booked less than the umbrella, and so it never
/// pairs.
/// </summary>
static class UmbrellaYear
{
    const string DisputedBy = AssociationModels.Citkomm;
    static readonly Money disputedClaim = new(12_500_00), disputedDebt = new(11_900_00);

    internal static async Task<Result<Nothing>> Run(
        Work work, Book umbrella, AssociationModel umbrellaModel, Book parent, AssociationModel parentModel)
    {
        var debtor = new Party(default, $"D-{parentModel.Code}", parentModel.Name, Counterpart: parent.Body.Id);
        var creditor = new Party(default, "K-SIT", umbrellaModel.Name, Counterpart: umbrella.Body.Id);
        (await Parties.Add(work, umbrella, [debtor])).Expect();
        (await Parties.Add(work, parent, [creditor])).Expect();
        var (theirs, ours) = (umbrellaModel.Accounts, parentModel.Accounts);
        var claims = new Side(work, umbrella, umbrellaModel, await DemoChart.Of(work.Db, umbrella.Body.Id),
            debtor.Number, theirs.Claims, theirs.Charge);
        var debts = new Side(work, parent, parentModel, await DemoChart.Of(work.Db, parent.Body.Id),
            creditor.Number, ours.Debts, ours.UmbrellaCharge);

        for (var month = 1; month <= 12; month++)
        {
            var amount = parentModel.UmbrellaCharge.Allocate([.. Enumerable.Repeat(1L, 12)])[month - 1];
            var number = $"SIT-2017-{month:00}-{parentModel.Code}";
            var refused = await claims.Owe(number, amount, month) ?? await debts.Owe(number, -amount, month);
            if (month < 12) refused ??= await claims.Pay(amount, month + 1) ?? await debts.Pay(-amount, month + 1);
            if (refused is not null) return refused;
        }
        if (parentModel.Code == DisputedBy)
        {
            const string Number = "SIT-2017-P1";
            var refused = await claims.Owe(Number, disputedClaim, 12) ?? await debts.Owe(Number, -disputedDebt, 12);
            if (refused is not null) return refused;
        }
        return default(Nothing);
    }

    /// <summary>One of the two books, seen towards the other body.</summary>
    sealed class Side(
        Work work, Book book, AssociationModel model, DemoChart chart, string party, string itemAccount, string reason)
    {
        readonly AccountSet accounts = model.Accounts;
        Id<OpenItem> last;

        /// <param name="amount">A claim is positive, a debt negative.</param>
        internal async Task<Rejection?> Owe(string number, Money amount, int month)
        {
            var day = new DateOnly(2017, month, 10);
            var created = await OpenItems.Create(work, book, new OpenItem(
                default, number, chart.Account(itemAccount), chart.Party(party), day, day.AddDays(30), 0, default));
            if (!created.Ok(out last, out var why)) return why;
            return await Post(day, number, $"Rechenzentrumsleistungen {month:00}/2017",
                [Item(amount), new Posting(chart.Account(reason), -amount,
                    chart.Product(model.Products[0].Code), chart.CostCentre(model.CostCentres[1].Code))]);
        }

        internal Task<Rejection?> Pay(Money amount, int month) =>
            Post(new DateOnly(2017, month, 9), $"BANK {month:00}",
                $"Ausgleich der Rechenzentrumsleistungen {month - 1:00}/2017",
                [Item(-amount), new Posting(chart.Account(accounts.Cash), amount,
                    Payment: accounts.PaymentOf(reason) is { } payment ? chart.Account(payment) : null)]);

        Posting Item(Money amount) =>
            new(chart.Account(itemAccount), amount, Party: chart.Party(party), Item: last);

        async Task<Rejection?> Post(DateOnly day, string document, string text, IReadOnlyList<Posting> postings) =>
            (await Journal.Post(work, book, new EntryDraft(day, day, document, text, postings))).Rejection;
    }
}
