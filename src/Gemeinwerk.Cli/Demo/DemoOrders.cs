using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Treasury;

namespace Gemeinwerk.Cli.Demo;

/// <summary>
/// Cash orders and payment runs of the successor, one in each state, left by the sample people so that whoever looks
/// around can take the next step of each. All of them are made up, and so are the creditors, as their names say; their
/// bank code is that of no bank.
/// </summary>
sealed class DemoOrders(Database database)
{
    static readonly AccountSet accounts = AccountSet.Nkf;
    static readonly DateOnly day = new(2018, 3, 26);

    static readonly Party[] creditors =
    [
        new(default, "K-801", "Kälte Möhnetal GmbH (erfunden)", City: "Soest", Iban: "DE40000000000000000801"),
        new(default, "K-802", "Ruhr Ersatzteile KG (erfunden)", City: "Witten", Iban: "DE13000000000000000802"),
        new(default, "K-803", "Schulungshaus Volme eG (erfunden)", City: "Hagen", Iban: "DE83000000000000000803"),
    ];

    sealed record Wish(string Creditor, string Document, string Text, long Cents, CashOrderState State);

    static readonly Wish[] wishes =
    [
        new("K-801", "2018-114", "Wartung der Kälteanlage, Februar 2018", 4_760_00, CashOrderState.Posted),
        new("K-802", "R 5521", "Ersatzteile für das Speichersystem", 2_380_00, CashOrderState.Posted),
        new("K-803", "18-0307", "Schulung Finanzverfahren, 7. März 2018", 1_190_00, CashOrderState.Posted),
        new("K-801", "2018-131", "Wartung der Kälteanlage, März 2018", 4_760_00, CashOrderState.Posted),
        new("K-802", "R 5560", "Netzteile für zwölf Server", 3_427_20, CashOrderState.Ordered),
        new("K-803", "18-0319", "Schulung Haushaltsplanung, 19. März 2018", 1_190_00, CashOrderState.Certified),
        new("K-802", "R 5583", "Verkabelung im Rechenzentrum Siegen", 8_996_40, CashOrderState.Draft),
    ];

    /// <summary>Needs the sample people, because only who may pay proposes and releases.</summary>
    internal async Task Create()
    {
        await Act(DemoPeople.Accountant, (work, book) => Parties.Add(work, book, creditors));
        var orders = new List<long>();
        foreach (var wish in wishes) orders.Add(await Bring(wish));
        var paid = await Propose(new DateOnly(2018, 3, 28), orders[0]);
        foreach (var person in DemoPeople.Releasing)
        {
            await Act(person, (work, book) => PaymentRuns.Release(work, book, paid));
        }
        await Propose(new DateOnly(2018, 3, 30), orders[1], orders[2]);
    }

    /// <summary>Takes an order through the hands of the sample people, as far as it is to come.</summary>
    /// <returns>Its number.</returns>
    async Task<long> Bring(Wish wish)
    {
        var no = await Act(DemoPeople.Certifier, async (work, book) =>
        {
            var chart = await DemoChart.Of(work.Db, book.Body.Id);
            var amount = new Money(wish.Cents);
            return await CashOrders.Draft(work, book, new CashOrderDraft(
                CashOrderKind.Payment, chart.Party(wish.Creditor), chart.Account(accounts.Debts), wish.Document,
                wish.Text, day.AddDays(-10), day.AddDays(4), amount,
                [new CashOrderLine(chart.Account(accounts.Purchases), amount, chart.Product("1101"),
                    chart.CostCentre("20"))]));
        });
        if (wish.State == CashOrderState.Draft) return no;
        await Act(DemoPeople.Certifier, async (work, book) => await CashOrders.Certify(
            work, book, no, await Hash(work, book, no), facts: true, figures: true));
        if (wish.State == CashOrderState.Certified) return no;
        await Act(DemoPeople.Treasurer, async (work, book) =>
            await CashOrders.Order(work, book, no, await Hash(work, book, no)));
        if (wish.State == CashOrderState.Ordered) return no;
        await Act(DemoPeople.Accountant, async (work, book) =>
            await CashOrders.Post(work, book, no, await Hash(work, book, no), day));
        return no;
    }

    Task<long> Propose(DateOnly payOn, params long[] orders) => Act(DemoPeople.Proposing, async (work, book) =>
    {
        var chart = await DemoChart.Of(work.Db, book.Body.Id);
        return await PaymentRuns.Propose(work, book, payOn, chart.Account(accounts.Cash), orders);
    });

    static async Task<string> Hash(Work work, Book book, long no) =>
        (await CashOrders.Find(work.Db, book.Body, no))!.HashText;

    async Task<T> Act<T>(string person, Func<Work, Book, Task<Result<T>>> act) =>
        (await database.Act(person, async work => (await Book.Open(work, AssociationModels.Umbrella)).Ok(
            out var book, out var why) ? await act(work, book) : why)).Expect();
}
