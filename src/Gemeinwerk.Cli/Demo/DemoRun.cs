using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Cli.Demo;

/// <summary>The demo, step by step: the members' books, the three associations, and their merger on 1 January
/// 2018.</summary>
sealed class DemoRun(Database database, string folder, string? balanceSheetFile, bool skipsVote = false)
{
    internal const string Actor = "vorfuehrung";

    readonly IReadOnlyList<DemoMember> members = DemoData.Members();
    readonly IReadOnlyList<AssociationModel> models = AssociationModels.All(DemoData.Members());
    readonly DemoMerger merger = new(database, Actor, folder);
    readonly DemoCouncil council = new(database, Actor, DemoData.Members(), skipsVote);
    readonly DemoCentres centres = new(database, Actor, AssociationModels.All(DemoData.Members()));
    readonly DemoLevy levy = new(database);
    IReadOnlyDictionary<string, BalanceSheet> balanceSheets = new Dictionary<string, BalanceSheet>();
    ControlTotals? totals;
    long memberEntries, associationEntries;

    /// <summary>Without a vote it has shown what it should when the merger was refused.</summary>
    internal bool Passed => totals is { Differences.Count: 0 }
        && (skipsVote ? IsRefused : merger.Passed);

    /// <summary>The merger was refused, so there is no merged association to look at.</summary>
    internal bool IsRefused => merger.Refused.Count > 0;

    internal IReadOnlyList<(string Name, Func<IProgress<double>, Task> Work)> Steps() =>
    [
        ($"Bücher der {members.Count} Mitglieder 2009–2011 (IT.NRW)", PostMembers),
        ("Finanzrechnungen gegen die veröffentlichten Summen", CheckTotals),
        ("Bücher der drei Verbände 2017 (erzeugt)", PostAssociations),
        ("Rechenzentren Hemer und Siegen (erzeugt)", centres.Import),
        ("Konflikte, Belegung und Wiederanlauf der beiden", centres.Check),
        ("Versammlungen und Fahrplan 2013 bis Dezember 2017", council.Prepare),
        ("Fusion: Zuordnung", merger.Map),
        ("Fusion: Tag der Wirkung festsetzen", merger.FixDay),
        ("Fusion: Probelauf", merger.DryRun),
        ("Fusion: was die Tore noch verlangen", council.Ask),
        ("Fusion: Vollzug zum 01.01.2018", merger.Execute),
        .. skipsVote ? [] : Merged(),
    ];

    IReadOnlyList<(string Name, Func<IProgress<double>, Task> Work)> Merged() =>
    [
        ("Erste Sitzung am 30.01.2018", council.Finish),
        ("Urkunde und Exporte", merger.WriteCertificate),
        ("Prüfung durch gemeinwerk-proof", merger.Check),
        ("Fusion: endgültiges Siegel der beiden Quellen", merger.Seal),
        ("Bilanzen vorher und nachher", merger.WriteStatements),
        ("Haushalt und erstes Quartal 2018, Planspiel (erzeugt)", new DemoQuarter(database, Actor).Run),
        ("Umlage 2018: beschlossen, genehmigt, erhoben (erzeugt)", progress => levy.Run(council, progress)),
        ("Beitritte 2020", council.Enlarge),
    ];

    async Task PostMembers(IProgress<double> progress)
    {
        if (balanceSheetFile is not null) balanceSheets = BalanceSheet.Read(balanceSheetFile);
        var lines = DemoData.CashLines();
        var books = new MemberBooks(database, Actor);
        for (var i = 0; i < members.Count; i++)
        {
            memberEntries += await books.Post(
                members[i], [.. lines[members[i].Ags]], balanceSheets.GetValueOrDefault(members[i].Ags));
            progress.Report((i + 1.0) / members.Count);
        }
    }

    async Task CheckTotals(IProgress<double> progress) =>

        totals = await ControlTotals.Check(database, members, progress);

    async Task PostAssociations(IProgress<double> progress)
    {
        var bodies = await database.Read(Bodies.All);
        var memberIds = bodies.ToDictionary(body => body.Code, body => body.Id);
        var associations = new AssociationBooks(database, Actor);
        foreach (var model in models) await associations.Create(model, memberIds);
        progress.Report(0.1);

        var umbrella = models.Single(model => model.Code == AssociationModels.Umbrella);
        foreach (var model in models)
        {
            var result = await database.Act(Actor, async Task<Result<long>> (work) =>
            {
                if (!(await Book.Open(work, model.Code)).Ok(out var book, out var why)) return why;
                var chart = await DemoChart.Of(work.Db, book.Body.Id);
                var year = new AssociationYear(work, book, model, chart);
                if ((await year.Run()).Rejection is { } refused) return refused;
                if (model != umbrella)
                {
                    if (!(await Book.Open(work, umbrella.Code)).Ok(out var other, out why)) return why;
                    if ((await UmbrellaYear.Run(work, other, umbrella, book, model)).Rejection is { } notCharged)
                    {
                        return notCharged;
                    }
                }
                if ((await Assets.Depreciate(work, book, 2017, 12)).Rejection is { } notWorn) return notWorn;
                return book.EntryCount;
            });
            associationEntries += result.Expect();
            progress.Report(0.1 + 0.3 * (models.ToList().IndexOf(model) + 1));
        }
    }

    internal string Summary(TimeSpan took) => DemoSummary.Text(new DemoSummary.Facts(
        members.Count, memberEntries, balanceSheets.Count, totals!, associationEntries, merger, council, centres, levy,
        folder, took));
}
