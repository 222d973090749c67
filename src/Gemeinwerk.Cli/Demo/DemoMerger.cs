using System.Diagnostics;
using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger;
using Gemeinwerk.Merger.Governance;
using Gemeinwerk.Merger.Inventories;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Cli.Demo;

/// <summary>The Eingliederung of both parents into the umbrella on 1 January 2018, as a user would do it.</summary>
sealed class DemoMerger(Database database, string actor, string folder)
{
    internal const string Code = "fusion-2018";
    static readonly DateOnly effective = new(2018, 1, 1);
    static readonly string[] sources = [AssociationModels.Citkomm, AssociationModels.Kdz];

    internal int Suggested { get; private set; }
    internal int Decided { get; private set; }
    internal MergerPlan? Plan { get; private set; }
    internal IReadOnlyList<Finding> Notes { get; private set; } = [];
    /// <summary>How long nobody could post, because the merger ran.</summary>
    internal TimeSpan CutOver { get; private set; }

    /// <summary>What the gates lack; empty where the merger ran.</summary>
    internal IReadOnlyList<Finding> Refused { get; private set; } = [];
    internal string Verdict { get; private set; } = "";
    internal bool Passed { get; private set; }
    internal IReadOnlyList<(string Body, Money Before, Money After)> Totals { get; private set; } = [];

    internal async Task Map(IProgress<double> progress)
    {
        var suggested = (await database.Act(actor, async Task<Result<Suggested>> (work) =>
        {
            await FiscalYears.Open(work, (await Book.Open(work, AssociationModels.Umbrella)).Expect(), effective.Year);
            (await Mergers.Create(
                work, Code, MergerForm.Eingliederung, AssociationModels.Umbrella, sources, effective)).Expect();
            var models = AssociationModels.All(DemoData.Members());
            foreach (var model in models.Where(model => sources.Contains(model.Code)))
            {
                (await Shareholdings.Add(work, Code, new Shareholding(model.Code, model.Accounts.Participation,
                    AssociationModels.Umbrella, AccountSet.NkfUmbrella.Equity, model.Participation))).Expect();
            }
            return await Suggestions.Write(work, Code);
        })).Expect();
        progress.Report(0.5);
        Suggested = suggested.Lines.Count;
        Decided = DemoDecisions.All.Count;
        (await database.Act(actor, work => Mappings.Set(work, Code, DemoDecisions.All))).Expect();
        (await database.Act(actor, work => InventoryDecisions.Accept(work, Code))).Expect();
        Plan = (await database.Read(db => Execution.Plan(db, Code))).Expect();
    }

    /// <summary>Fixes the day behind its gate; where that is closed, the execution says what is missing.</summary>
    internal async Task FixDay(IProgress<double> progress) =>
        (await database.Act(actor, work => RecordedSteps.FixDay(work, Code, effective))).Expect();

    /// <summary>After the separate program has confirmed the certificate nobody undoes the merger any more.</summary>
    internal async Task Seal(IProgress<double> progress)
    {
        var missing = (await database.Act(actor, work => RecordedSteps.Seal(work, Code))).Expect();
        if (missing.Count > 0) throw new InvalidOperationException(string.Join('\n', missing));
    }

    internal async Task DryRun(IProgress<double> progress) =>
        Refuse((await Execution.DryRun(database, actor, Code)).Expect());

    internal async Task Execute(IProgress<double> progress)
    {
        var before = await Sums(effective.AddDays(-1));
        var started = TimeProvider.System.GetTimestamp();
        var outcome = (await Execution.Run(database, actor, Code)).Expect();
        CutOver = TimeProvider.System.GetElapsedTime(started);
        if (outcome.Findings.Count > 0 && outcome.Findings.All(finding => finding.Why.Code == "merger.gate"))
        {
            Refused = outcome.Findings;
            return;
        }
        Refuse(outcome);
        Notes = outcome.Notes;
        var after = await Sums(effective);
        Totals = [.. before.Zip(after, (b, a) => (b.Name, b.Sum, a.Sum))];
    }

    internal async Task WriteCertificate(IProgress<double> progress)
    {
        var to = Path.Combine(folder, DemoFolder.Certificate);
        (await database.Read(async db =>
        {
            var merger = (await Mergers.Find(db, Code)).Expect();
            return await CertificateFolder.Write(db, merger, await Certificates.Stored(db, merger), to);
        })).Expect();
    }

    /// <summary>Runs the separate program, as anybody would who got the folder.</summary>
    internal async Task Check(IProgress<double> progress)
    {
        var certificate = Path.Combine(folder, DemoFolder.Certificate);
        var key = (await File.ReadAllTextAsync(Path.Combine(certificate, "key.txt"))).Trim();
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                ProofProgram(), "check", Path.Combine(certificate, "certificate.txt"), certificate, "--key", key,
            },
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        Verdict = (await process.StandardOutput.ReadToEndAsync()).TrimEnd();
        await process.WaitForExitAsync();
        Passed = process.ExitCode == 0;
    }

    /// <summary>Balance sheets of all three on the last day and of the umbrella on the first, as text and
    /// XLSX.</summary>
    internal async Task WriteStatements(IProgress<double> progress)
    {
        var to = Directory.CreateDirectory(Path.Combine(folder, DemoFolder.Statements)).FullName;
        foreach (var code in sources.Append(AssociationModels.Umbrella))
        {
            await Write(code, effective.AddDays(-1), Path.Combine(to, $"bilanz-{code}-vorher"));
        }
        await Write(AssociationModels.Umbrella, effective,
            Path.Combine(to, $"bilanz-{AssociationModels.Umbrella}-nachher"));
    }

    async Task Write(string code, DateOnly day, string path)
    {
        var statement = await database.Read(async db =>
            await BalanceSheet(db, (await Bodies.Find(db, code)).Expect(), day));
        await File.WriteAllTextAsync(path + ".txt", StatementText.Text(statement));
        await using var sheet = File.Create(path + ".xlsx");
        StatementSheet.Write(statement, sheet);
    }

    /// <summary>The balance sheet total of each book on a day.</summary>
    async Task<IReadOnlyList<(string Name, Money Sum)>> Sums(DateOnly day) => await database.Read(async db =>
    {
        var sums = new List<(string, Money)>();
        foreach (var code in sources.Append(AssociationModels.Umbrella))
        {
            var body = (await Bodies.Find(db, code)).Expect();
            // A dissolved body opens no year any more: there is nothing left in it.
            var isOpened = (await FiscalYears.All(db, body.Id)).Exists(year => year.Year == day.Year);
            sums.Add((body.Name, isOpened
                ? (await BalanceSheet(db, body, day)).Line("SUM", "aktiva").Actual
                : Money.Zero));
        }
        return sums;
    });

    static async Task<Statement> BalanceSheet(Session db, Body body, DateOnly day) =>
        (await Statements.Compute(db, body, StatementKind.BalanceSheet, day.Year, asOf: day)).Expect();

    static void Refuse(MergerOutcome outcome)
    {
        if (outcome.Findings.Count == 0) return;
        throw new InvalidOperationException(
            "Die Fusion der Vorführung hat Beanstandungen:\n" + string.Join('\n', outcome.Findings.Take(40)));
    }

    /// <summary>The checker lies beside this program, or in its own project's folder; both are built
    /// together.</summary>
    static string ProofProgram()
    {
        const string Name = "gemeinwerk-proof.dll";
        var here = AppContext.BaseDirectory;
        string[] places = [here, here.Replace("Gemeinwerk.Cli", "Gemeinwerk.Proof", StringComparison.Ordinal)];
        return places.Select(place => Path.Combine(place, Name)).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"Das Prüfprogramm {Name} fehlt neben diesem Programm.");
    }
}
