using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Cli.Demo;

/// <summary>Books the months of a year of one association: charges and their payment, personnel, purchases,
/// loan.</summary>
sealed class AssociationYear(
    Work work, Book book, AssociationModel model, DemoChart chart, int year = 2017, int months = 12)
{
    static readonly long[] productWeights = [4, 3, 2, 1];

    readonly AccountSet accounts = model.Accounts;
    Dictionary<Id<Party>, List<(Id<OpenItem> Item, Money Open, string Account)>> unpaid = [];

    internal async Task<Result<Nothing>> Run()
    {
        for (var month = 1; month <= months; month++)
        {
            var due = unpaid;
            unpaid = [];
            foreach (var step in new Func<int, Task<Rejection?>>[] { Charges, Purchases, Personnel, Loan })
            {
                if (await step(month) is { } why) return why;
            }
            if (await Pay(due, month) is { } notPaid) return notPaid;
        }
        return default(Nothing);
    }

    async Task<Rejection?> Charges(int month)
    {
        foreach (var (member, yearly) in model.Charges)
        {
            var amount = Monthly(yearly, month);
            var party = chart.Party($"D{member.Ags}");
            var lines = amount.Allocate(productWeights[..model.Products.Count]).Select((share, i) =>
                new Posting(chart.Account(accounts.Charge), -share, Product(i), Centre(2)));
            var number = $"{year}-{month:00}-{member.Ags}";
            if (await Owe(number, accounts.Claims, accounts.Charge, party, amount, month,
                $"Umlage und Entgelte {month:00}/{year}, {member.Name}", lines) is { } why) return why;
        }
        return null;
    }

    async Task<Rejection?> Purchases(int month)
    {
        var shares = Monthly(model.Purchases, month).Allocate(
            [.. model.Suppliers.Select((_, i) => 7L + (i * month + 3 * i) % 5)]);
        for (var i = 0; i < model.Suppliers.Count; i++)
        {
            var supplier = model.Suppliers[i];
            if (await Owe($"{supplier.Number}-{year}-{month:00}", accounts.Debts, accounts.Purchases,
                chart.Party(supplier.Number), -shares[i], month, $"{supplier.Name}, Rechnung {month:00}/{year}",
                [new Posting(chart.Account(accounts.Purchases), shares[i], Product(i), Centre(i))]) is { } why)
            {
                return why;
            }
        }
        return null;
    }

    async Task<Rejection?> Personnel(int month)
    {
        var amount = Monthly(model.Personnel, month);
        var parts = amount.Allocate([.. model.CostCentres.Select((_, i) => i == 0 ? 2L : 5L)]);
        var lines = parts.Select((part, i) =>
            new Posting(chart.Account(accounts.Personnel), part, Product(i), Centre(i)));
        return await Post(month, 28, $"GEH {month:00}", $"Entgelte der Beschäftigten {month:00}/{year}",
            [.. lines, CashLine(-amount, accounts.Personnel)]);
    }

    async Task<Rejection?> Loan(int month)
    {
        if (month % 3 != 0) return null;
        var repayment = Monthly(model.Loan, month).Allocate([1, 9])[0];
        var interest = model.Loan.Allocate([6, 994])[0];
        return await Post(month, 30, $"DAR {month:00}", "Darlehen: Tilgung und Zinsen",
            [
                new Posting(chart.Account(accounts.Loan), repayment), CashLine(-repayment, accounts.Loan),
                new Posting(chart.Account(accounts.Interest), interest, Product(0), Centre(0)),
                CashLine(-interest, accounts.Interest),
            ]);
    }

    /// <summary>Books a claim (positive) or debt as an open item with its counter lines; it is paid the month
    /// after.</summary>
    internal async Task<Rejection?> Owe(
        string number, string account, string reason, Id<Party> party, Money amount, int month, string text,
        IEnumerable<Posting> counter)
    {
        var day = new DateOnly(year, month, 5);
        var item = new OpenItem(default, number, chart.Account(account), party, day, day.AddDays(30), 0, default);
        if (!(await OpenItems.Create(work, book, item)).Ok(out var id, out var why)) return why;
        if (!unpaid.TryGetValue(party, out var owed)) unpaid[party] = owed = [];
        owed.Add((id, amount, reason));
        return await Post(month, 5, number, text,
            [new Posting(chart.Account(account), amount, Party: party, Item: id), .. counter]);
    }

    /// <summary>Settles last month's items, each party in one entry. Every seventeenth party pays only half of June's,
    /// and
    /// the rest stays open, so that the merger has overdue claims to carry over.</summary>
    async Task<Rejection?> Pay(
        Dictionary<Id<Party>, List<(Id<OpenItem> Item, Money Open, string Account)>> due, int month)
    {
        foreach (var (party, items) in due)
        {
            var lines = new List<Posting>();
            foreach (var (item, open, reason) in items)
            {
                var paid = month == 7 && open > Money.Zero && party.Value % 17 == 3 ? open.Allocate([1, 1])[0] : open;
                var itemAccount = chart.Account(open > Money.Zero ? accounts.Claims : accounts.Debts);
                lines.Add(new Posting(itemAccount, -paid, Party: party, Item: item));
                lines.Add(CashLine(paid, reason));
            }
            if (await Post(month, 20, $"BANK {month:00}", $"Zahlung {month:00}/{year}", lines) is { } why) return why;
        }
        return null;
    }

    async Task<Rejection?> Post(
        int month, int dayOfMonth, string document, string text, IReadOnlyList<Posting> postings)
    {
        var day = new DateOnly(year, month, Math.Min(dayOfMonth, DateTime.DaysInMonth(year, month)));
        return (await Journal.Post(work, book, new EntryDraft(day, day, document, text, postings))).Rejection;
    }

    Posting CashLine(Money amount, string reason) => new(chart.Account(accounts.Cash), amount,
        Payment: accounts.PaymentOf(reason) is { } payment ? chart.Account(payment) : null);

    Id<Product> Product(int i) => chart.Product(model.Products[i % model.Products.Count].Code);

    Id<CostCentre> Centre(int i) => chart.CostCentre(model.CostCentres[i % model.CostCentres.Count].Code);

    static Money Monthly(Money yearly, int month) => yearly.Allocate([.. Enumerable.Repeat(1L, 12)])[month - 1];
}
