using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Conflicts;
using Gemeinwerk.DataCentre.Dependencies;
using Gemeinwerk.DataCentre.Imports;
using Gemeinwerk.DataCentre.Plan;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Imports;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Cli.Demo;

/// <summary>The two data centres of the demo, Hemer and Siegen: imported, then checked against each other.</summary>
sealed class DemoCentres(Database database, string actor, IReadOnlyList<AssociationModel> associations)
{
    static readonly DateOnly mergerDay = new(2018, 1, 1);

    /// <summary>How many items each centre has, by its site.</summary>
    internal List<(string Site, long Items)> Sizes { get; } = [];

    internal ConflictReport? Conflicts { get; private set; }

    /// <summary>How few hosts would do at each site, and how it would be started again.</summary>
    internal List<(string Site, Placement Placement, RestartPlan Restart)> Plans { get; } = [];

    internal async Task Import(IProgress<double> progress)
    {
        foreach (var model in CentreModel.All)
        {
            var members = associations.Single(it => it.Code == model.Body).Charges.Select(it => it.Member).ToList();
            var files = new CentreFiles(model, members);
            var count = await Take(model, files.All(), null)
                + await Take(model, [CentreFiles.Systems], ItemKinds.Platform);
            Sizes.Add((model.Site, count));
            var uses = await UseImport.Run(database, actor, model.Body, files.Uses());
            Invariant.Holds(uses.Findings.Count == 0, uses.Findings.Count > 0 ? uses.Findings[0].ToString() : "");
            progress.Report((double)Sizes.Count / CentreModel.All.Count);
        }
    }

    async Task<long> Take(CentreModel model, IReadOnlyList<ImportSource> files, ItemKind? kind)
    {
        var options = new InventoryImportOptions { Source = model.Prefix, Kind = kind };
        var report = (await InventoryImport.Run(database, actor, model.Body, files, options)).Expect();
        Invariant.Holds(!report.IsRefused, report.Findings.Count > 0 ? report.Findings[0].ToString() : "");
        return report.Added;
    }

    internal async Task Check(IProgress<double> progress)
    {
        var sides = new List<InventorySnapshot>();
        foreach (var model in CentreModel.All)
        {
            var (side, uses) = await database.Read(async db =>
            {
                var body = (await Bodies.Find(db, model.Body)).Expect();
                return (await InventorySnapshot.Load(db, body), await Uses.All(db, body.Id));
            });
            sides.Add(side);
            Plans.Add((model.Site, Placement.Of(side, new PlacementOptions(new CentreRules(mergerDay))),
                RestartPlan.Of(DependencyGraph.Of(side), Usage.Of(side, uses, mergerDay))));
            progress.Report(sides.Count / (CentreModel.All.Count + 1.0));
        }
        Conflicts = ConflictCheck.Run(sides[0], sides[1], new ConflictRules(mergerDay));
        progress.Report(1);
    }
}
