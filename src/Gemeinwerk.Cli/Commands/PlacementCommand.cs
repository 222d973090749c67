using System.CommandLine;
using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Plan;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk centre placement</c>: all virtual machines on as few hosts as possible.</summary>
static class PlacementCommand
{
    internal static readonly Option<int> Search = Inputs.NumberOption<int>(
        "--search",
            "wie viele Sekunden je Cluster nach der besten Belegung gesucht wird; 0 für das schnelle Verfahren. "
            + "Strg-C bricht ab und behält das Beste bis dahin", 0);

    internal static readonly Option<Money> Price = new("--kwh-price")
    {
        Description = "Preis einer Kilowattstunde in Euro",
        HelpName = "BETRAG",
        CustomParser = result =>
        {
            if (Money.Parse(result.Tokens[0].Value).Ok(out var price, out var why)) return price;
            result.AddError(why.Message);
            return default;
        },
        DefaultValueFactory = _ => new Money(25),
    };

    static readonly Option<string?> cluster = new("--cluster")
    {
        Description = "nur dieser Cluster",
        HelpName = "NAME",
    };

    static readonly Option<int> spare = Inputs.NumberOption<int>("--spare-hosts",
        "wie viele Server je Cluster als Reserve frei bleiben, damit so viele beliebige ausfallen können", 0);

    static readonly Option<bool> across = new("--across") { Description = "über alle Cluster hinweg" };

    internal static Command Create() => CentreCommands.Reading("placement",
        "legt alle virtuellen Server auf so wenige Server wie möglich",
        [.. CentreCommands.RuleOptions, cluster, across, spare, Search, Price], (shell, snapshot, _, parsed) =>
        {
            ConfigurationItem? only = null;
            Rejection? why = null;
            if (parsed.GetValue(cluster) is { } called
                && !snapshot.Find(ItemKinds.Cluster, called).Ok(out only, out why))
            {
                return why;
            }
            if (!PlanNumber.Spare.Check(parsed.GetValue(spare)).Ok(out var spares, out why)) return why;
            var options = Options(parsed) with { Only = only, SpareHosts = spares };
            var isAcross = parsed.GetValue(across) && only is null;
            options = options with { Rules = options.Rules with { IsAcross = isAcross } };
            using var interrupt = new Interrupt();
            var said = shell.AsJson ? null : new Said(shell.Error);
            var placement = Placement.Of(snapshot, options, said, interrupt.Token);
            return (Shown(placement), Text(placement, spares));
        });

    internal static PlacementOptions Options(ParseResult parsed) => new(CentreRules(parsed),
        SearchLimit: parsed.GetValue(Search) is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null,
        PricePerKilowattHour: Math.Clamp(parsed.GetValue(Price).Cents, 0, 1_000_000) * 100);

    static CentreRules CentreRules(ParseResult parsed) => CentreCommands.Rules(parsed);

    internal static object Shown(Placement placement) => new
    {
        placement.IsComplete,
        placement.IsStopped,
        pools = placement.Pools.Select(pool => new
        {
            pool.Pool,
            used = pool.Used.Select(host => host.Name),
            spare = pool.Spare.Select(host => host.Name),
            pool.HasReserve,
            freed = pool.Freed.Select(host => host.Name),
            pool.FewestHosts,
            pool.IsProven,
            machines = pool.Machines.Select(placed => new
            {
                name = placed.Machine.Name,
                host = placed.Host?.Name,
                was = placed.Was?.Name,
            }),
        }),
        placement.Saving.Watts,
        placement.Saving.KilowattHours,
        power = placement.Saving.Power,
        contracts = placement.Saving.Contracts.Select(saved => new { name = saved.Contract.Name, saved.AnnualPrice }),
        maintenance = placement.Saving.Maintenance,
        saving = placement.Saving.Total,
    };

    internal static string Text(Placement placement, int spares = 0) => (placement.IsStopped
        ? "Die Suche wurde abgebrochen; das ist die beste Belegung, die bis dahin gefunden war.\n"
        : "") + MasterDataCommands.Rows(
        ["Cluster", "VM", "ohne Platz", "ziehen um", "Server", "Reserve", "mindestens", "bewiesen", "frei"],
            placement.Pools, pool =>
            [pool.Pool, German.Count(pool.Machines.Count), German.Count(pool.Unplaced.Count()),
                German.Count(pool.Machines.Count(placed => placed.Moves)), German.Count(pool.Used.Count),
                pool.HasReserve ? German.Count(pool.Spare.Count) : "reicht nicht",
                German.Count(pool.FewestHosts), pool.IsProven ? "ja" : "nein", German.Count(pool.Freed.Count)])
        + $"Frei werden: {Names(placement)}.\n"
        + (spares switch
        {
            0 => "Eine Reserve für den Ausfall eines Servers ist nicht eingerechnet.\n",
            1 => "Fällt ein beliebiger Server eines Clusters aus, haben die übrigen in Summe ",
            _ => $"Fallen {German.Count(spares)} beliebige Server eines Clusters aus, haben die übrigen in Summe ",
        })
        + (spares == 0 ? "" : "Prozessoren und Speicher für alles, wo die Reserve reicht.\n")
        + $"Das spart im Jahr {German.Count(placement.Saving.KilowattHours)} kWh ({placement.Saving.Power}) "
        + $"und Wartung für {placement.Saving.Maintenance}, zusammen {placement.Saving.Total}.";

    static string Names(Placement placement) =>
        placement.Pools.SelectMany(pool => pool.Freed).Select(host => host.Name).ToList() is { Count: > 0 } names
            ? string.Join(", ", names)
            : "keine Server";

    sealed class Said(TextWriter to) : IProgress<PlacementProgress>
    {
        public void Report(PlacementProgress value) => to.WriteLine(
            $"{value.Pool}: {German.Count(value.Hosts)} Server, "
            + $"mindestens {German.Count(value.FewestHosts)}, nach {value.Elapsed.TotalSeconds:0} s");
    }
}
