using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Cli.Demo;

/// <summary>Creates an association with chart, dimensions, parties and opening balance.</summary>
sealed class AssociationBooks(Database database, string actor, int year = 2017)
{
    readonly DateOnly opening = new(year, 1, 1);

    internal async Task Create(AssociationModel model, IReadOnlyDictionary<string, Id<Body>> members)
    {
        (await database.Act(actor, async Task<Result<Nothing>> (work) =>
        {
            var created = await Bodies.Create(work, model.Code, model.Name, BodyKind.Association, model.Framework);
            if (!created.Ok(out var body, out var why)) return why;
            var book = await Book.Open(work, body);
            (await Charts.Seed(work, book)).Expect();
            (await Dimensions.AddProducts(work, book, Named(model.Products))).Expect();
            (await Dimensions.AddCostCentres(work, book, Named(model.CostCentres))).Expect();
            (await Parties.Add(work, book, PartiesOf(model, members))).Expect();
            await FiscalYears.Open(work, book, year);
            return await Open(work, book, model);
        })).Expect();
    }

    static IEnumerable<(string Code, string Name)> Named(IEnumerable<Unit> units) =>
        units.Select(unit => (unit.Code, unit.Name));

    static IEnumerable<Party> PartiesOf(AssociationModel model, IReadOnlyDictionary<string, Id<Body>> members)
    {
        foreach (var (member, _) in model.Charges)
        {
            yield return new Party(default, $"D{member.Ags}", member.Name, City: member.Name,
                Counterpart: members[member.BodyCode]);
        }
        foreach (var supplier in model.Suppliers)
        {
            yield return new Party(default, supplier.Number, supplier.Name, supplier.TaxNumber, City: supplier.City);
        }
    }

    /// <summary>The opening balance: assets one by one, the rest as the model says, general reserve or capital as the
    /// rest.</summary>
    async Task<Result<Nothing>> Open(Work work, Book book, AssociationModel model)
    {
        var chart = await DemoChart.Of(work.Db, book.Body.Id);
        var accounts = model.Accounts;
        var postings = new List<Posting>
        {
            new(chart.Account(accounts.Cash), model.Cash),
            new(chart.Account(accounts.Loan), -model.Loan),
            new(chart.Account(accounts.Pensions), -model.Pensions),
        };
        if (!model.Participation.IsZero) postings.Add(new(chart.Account(accounts.Participation), model.Participation));
        foreach (var asset in model.Assets)
        {
            var account = chart.Account(asset.IsSoftware ? accounts.Software : accounts.Equipment);
            var expense = chart.Account(
                asset.IsSoftware ? accounts.SoftwareDepreciation : accounts.EquipmentDepreciation);
            var created = await Assets.Create(work, book, new Asset(default, asset.Number, asset.Name, account, expense,
                chart.Product(model.Products[0].Code), chart.CostCentre(model.CostCentres[1].Code),
                asset.InServiceOn, asset.Months, null, default, default));
            if (!created.Ok(out var id, out var why)) return why;
            postings.Add(new(account, asset.Cost, Asset: id, Movement: AssetMovement.Addition));
            var worn = WornBy(asset);
            if (!worn.IsZero) postings.Add(new(account, -worn, Asset: id, Movement: AssetMovement.Depreciation));
        }
        var rest = postings.Aggregate(Money.Zero, (sum, posting) => sum + posting.Amount);
        postings.Add(new(chart.Account(accounts.Equity), -rest));
        var posted = await Journal.Post(work, book, new EntryDraft(opening, opening, $"EB {year}",
            $"Eröffnungsbilanz {year} (für die Vorführung erzeugt)", postings, EntryKind.Opening));
        return posted.Rejection is { } refused ? refused : default(Nothing);
    }

    /// <summary>Straight-line depreciation from the month of first use to the opening.</summary>
    Money WornBy(DemoAsset asset)
    {
        var months = (opening.Year - asset.InServiceOn.Year) * 12 + opening.Month - asset.InServiceOn.Month;
        var worn = Math.Min(months, asset.Months);
        return worn == asset.Months ? asset.Cost : asset.Cost.Allocate([worn, asset.Months - worn])[0];
    }
}
