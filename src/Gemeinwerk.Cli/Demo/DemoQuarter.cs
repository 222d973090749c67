using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Cli.Demo;

/// <summary>
/// What is left to do after the merger, for those who look around: the successor's budget of 2018 and its first
/// quarter, and a small merger in preparation, as a planning game. All of it is generated.
/// </summary>
sealed class DemoQuarter(Database database, string actor)
{
    internal const string RehearsalMerger = "planspiel-2018";
    const int Year = 2018, Months = 3;
    const string Resolution = "Haushaltssatzung 2018 (für die Vorführung erzeugt)";

    internal async Task Run(IProgress<double> progress)
    {
        var all = AssociationModels.All(DemoData.Members());
        var model = AssociationModels.Successor(all);
        (await database.Act(actor, async Task<Result<Nothing>> (work) =>
        {
            if (!(await Book.Open(work, model.Code)).Ok(out var book, out var why)) return why;
            if ((await Plan(work, book, model, all)).Rejection is { } notPlanned) return notPlanned;
            var year = new AssociationYear(work, book, model, await DemoChart.Of(work.Db, book.Body.Id), Year, Months);
            if ((await year.Run()).Rejection is { } refused) return refused;
            return (await Assets.Depreciate(work, book, Year, Months)).Rejection is { } notWorn
                ? notWorn
                : default(Nothing);
        })).Expect();
        progress.Report(0.7);
        await Rehearse();
    }

    /// <summary>Plans what the year will cost; most of one line is bound by a contract already.</summary>
    static async Task<Result<Nothing>> Plan(
        Work work, Book book, AssociationModel model, IReadOnlyList<AssociationModel> all)
    {
        var (first, second) = (model.Products[0].Code, model.Products[1].Code);
        var charges = Sum(model.Charges.Select(charge => charge.Yearly));
        var (revenue, personnel, purchases) =
            (charges.Allocate([4, 3]), model.Personnel.Allocate([2, 5]), model.Purchases.Allocate([1, 1]));
        var wear = Sum(all.SelectMany(it => it.Assets).Select(asset => asset.Cost.Allocate([12, asset.Months])[0]));
        var interest = model.Loan.Allocate([24, 976])[0];
        // What bringing the two data centres together costs in the first year, is assumed; the levy covers the rest.
        var moving = new Money(2_400_000_00);
        var levy = Rest(
            Rounded(revenue[0]) + Rounded(revenue[1]), [.. personnel, .. purchases, moving, interest, wear]);
        (string? Product, string Position, Money Amount)[] lines =
        [
            (first, "4189", revenue[0]), (second, "4189", revenue[1]), (null, DemoLevy.Account, levy),
            (first, "50", personnel[0]), (second, "50", personnel[1]),
            (first, "52", purchases[0]), (second, "52", purchases[1]),
            (null, "54", moving), (null, "55", interest), (null, "57", wear), (null, "61", charges + levy),
            (null, "70", model.Personnel), (null, "74", moving), (null, "72", model.Purchases), (null, "75", interest),
        ];
        var added = await Budget.Add(work, book, Year, BudgetChangeKind.Original,
            [.. lines.Select(line => new BudgetChange(new(line.Product, line.Position), Rounded(line.Amount)))],
            Resolution);
        if (!added.Ok(out _, out var why)) return why;
        await BudgetControl.Switch(work, book, Year, on: true);
        var licences = await Commitments.Bind(work, book, Year, new(second, "52"), "MB-2018-1",
            "Lizenzen der Finanzverfahren, Rahmenvertrag 2018", Rounded(purchases[1]).Allocate([72, 28])[0]);
        return licences.Rejection is { } notBound ? notBound : default(Nothing);
    }

    /// <summary>Books of an association that nobody founded, and its merger, of which nothing is mapped yet.</summary>
    async Task Rehearse()
    {
        var model = AssociationModels.Rehearsal();
        await new AssociationBooks(database, actor, Year).Create(model, new Dictionary<string, Id<Body>>());
        (await database.Act(actor, async Task<Result<MergerCase>> (work) =>
        {
            if (!(await Book.Open(work, model.Code)).Ok(out var book, out var why)) return why;
            var year = new AssociationYear(work, book, model, await DemoChart.Of(work.Db, book.Body.Id), Year, Months);
            if ((await year.Run()).Rejection is { } refused) return refused;
            return await Mergers.Create(work, RehearsalMerger, MergerForm.Eingliederung, AssociationModels.Umbrella,
                [model.Code], new DateOnly(Year, Months + 1, 1));
        })).Expect();
    }

    /// <summary>What revenues leave uncovered.</summary>
    static Money Rest(Money revenues, IReadOnlyList<Money> expenses) => Sum(expenses.Select(Rounded)) - revenues;

    /// <summary>To full hundreds of euros, as plans are.</summary>
    static Money Rounded(Money amount) => new(amount.Cents / 100_00 * 100_00);

    static Money Sum(IEnumerable<Money> amounts) => amounts.Aggregate(Money.Zero, (sum, amount) => sum + amount);
}
