using System.Globalization;
using System.Text;
using Gemeinwerk.Ledger.Imports;

namespace Gemeinwerk.Cli.Demo;

/// <summary>
/// Files of a data centre that is invented and plausible: about as many products, members and workplaces as were
/// published of the two that went into Südwestfalen-IT (180, 72, 20,000), their names, devices and networks made up,
/// always the same. Vendors are invented.
/// </summary>
sealed class CentreFiles(CentreModel model, IReadOnlyList<DemoMember> members)
{
    const int VlansInCommon = 12, FirstVlan = 100, HostsPerRack = 8, HostModels = 3;

    static readonly string[] purposes =
    [
        "Meldewesen", "Standesamt", "Kfz-Zulassung", "Führerschein", "Ausländerwesen", "Sozialhilfe", "Wohngeld",
        "Jugendhilfe", "Unterhaltsvorschuss", "Finanzwesen", "Grundsteuer", "Gewerbesteuer", "Hundesteuer", "Kasse",
        "Vollstreckung", "Personalabrechnung", "Beihilfe", "Zeiterfassung", "Ratsinformation", "Aktenführung",
        "Bauaufsicht", "Gewerberegister", "Bußgeld", "Wahlen", "Friedhof", "Bibliothek", "Geodaten", "Liegenschaften",
        "Feuerwehr", "Rettungsdienst", "Schulverwaltung", "Kindertagesstätten", "Musikschule", "Volkshochschule",
        "Archiv", "Vergabe", "Straßenkataster", "Kanalkataster", "Abfallgebühren", "Grünflächen", "Gebäude",
        "Fuhrpark", "Veranstaltungen", "Fundbüro", "Bürgerportal", "Formulare", "Rechnungseingang", "Signatur",
        "Statistik", "Denkmalschutz",
    ];

    static readonly string[] vendors = ["Lohra", "Regis", "Amtura", "Kommdat", "Statis", "Verwa", "Civitas"];

    static readonly string[] services =
    [
        "Verzeichnisdienst", "Namensdienst", "Datenbanken", "Datensicherung", "Dateiablage", "Druckdienst",
        "Postfächer",
    ];

    static readonly (string Name, string Ends)[] systems =
    [
        ("Windows Server 2012 R2", "2023-10-10"), ("Windows Server 2016", "2027-01-12"),
        ("Windows Server 2008 R2", "2020-01-14"), ("Windows Server 2003 R2", "2015-07-14"), ("RHEL 7", "2024-06-30"),
        ("RHEL 5", "2017-03-31"), ("Debian 9", "2022-06-30"),
    ];

    readonly Random random = new(model.Seed);

    /// <summary>The files in the order in which they are read; ends of support are those of endoflife.date.</summary>
    internal IReadOnlyList<ImportSource> All() =>
    [
        File("mitglieder.csv", "name,inhabitants,seats,party", members.Select(member =>
            $"{member.Name},{member.Population2017},{Math.Max(40, member.Population2017 / 70)},D{member.Ags}")),
        File("vlans.csv", "vid,name,site,status", Enumerable.Range(0, model.Vlans).Select(at =>
            $"{FirstVlan + at},{(at < VlansInCommon ? "Fachnetz" : model.Prefix)} {at},{model.Site},active")),
        File("netze.csv", "prefix,vlan,status,scope_type,scope_name,description", Enumerable.Range(0, model.Vlans)
            .Select(at => $"10.{model.Block(at)}.{at}.0/24,{FirstVlan + at},active,dcim.site,{model.Site},Netz {at}")
            .Concat(
            [
                $"10.{model.Block(0)}.0.0/20,,container,dcim.site,{model.Site},Fachnetze",
                $"10.{model.FirstBlock}.0.0/18,,container,dcim.site,{model.Site},Netze des Standorts",
            ])),
        File("as.csv", "asn,rir", [$"{64_512},RFC 6996", $"{model.OwnAsn},RFC 6996"]),
        File("schraenke.csv", "name,site,status,u_height", Enumerable.Range(1, (model.Hosts - 1) / HostsPerRack + 1)
            .Select(no => $"Schrank {no},{model.Site},active,42")),
        File("modelle.csv", "manufacturer,model,u_height", Enumerable.Range(0, HostModels)
            .Select(at => $"{HostModel(at)},2")),
        File("geraete.csv", "name,role,manufacturer,device_type,serial,status,site,rack,position,face,cluster,cf_cores,"
            + "cf_ram_gb,cf_purchased,cf_watt", Enumerable.Range(1, model.Hosts).Select(Host)),
        File("verfahren.csv", "id,name,vendor,priority,rto_hours", Applications()),
        File("virtuell.csv", "name,status,cluster,device,vcpus,memory,disk,platform,cf_service",
            Enumerable.Range(1, model.Machines).Select(Machine)),
        File("adressen.csv", "address,status,device,virtual_machine,dns_name", Addresses()),
        File("vertraege.csv", "contract,product,quantity,annual_eur,ends,notice_days,type,covers", Contracts()),
        File("abhaengig.csv", "service,depends_on,kind", Dependencies()),
    ];

    /// <summary>The operating systems, whose list says by itself only that it has names and days.</summary>
    internal static ImportSource Systems { get; } =
        File("systeme.csv", "name,eol_on", systems.Select(system => $"{system.Name},{system.Ends}"));

    /// <summary>Who uses what, in equal shares: all members what everything stands on, some of them a product.
    /// </summary>
    internal ImportSource Uses() => File("nutzungen.csv", "item,member,since,share",
        from at in Enumerable.Range(0, services.Length + model.Products)
        let product = at - services.Length
        let count = product < 0 ? members.Count : 1 + (product * 7 + model.Seed) % members.Count
        from user in Enumerable.Range(0, count)
        let member = members[(Math.Max(0, product) * 5 + user) % members.Count]
        let key = product < 0 ? $"I{at + 1}" : $"{product + 1}"
        select $"{model.Prefix}-{key},{member.Name},2017-01-01,1/{count}");

    string Host(int no)
    {
        var name = HostName(no);
        var bought = new DateOnly(2008 + random.Next(10), 1 + random.Next(12), 1 + random.Next(28));
        return string.Create(CultureInfo.InvariantCulture,
            $"{name},Server,{HostModel(no % HostModels)},{model.Prefix.ToUpperInvariant()}{10_000 + no * 37},active,"
            + $"{model.Site},Schrank {1 + (no - 1) / HostsPerRack},{2 + (no - 1) % HostsPerRack * 4},front,"
            + $"Cluster {model.Site},{32 + no % 3 * 16},{256 + no % 2 * 256},{bought:yyyy-MM-dd},{350 + no % 4 * 50}");
    }

    /// <summary>The first are called alike on both sides.</summary>
    string HostName(int no) =>
        string.Create(CultureInfo.InvariantCulture, $"{(no <= 4 ? "" : $"{model.Prefix}-")}esx{no:00}");

    string MachineName(int no) =>
        string.Create(CultureInfo.InvariantCulture, $"{(no <= 3 ? "vm-test" : $"{model.Prefix}-vm")}{no:0000}");

    /// <summary>Manufacturer and model.</summary>
    static string HostModel(int at) => $"Muster,M{4 + at}00";

    /// <summary>Keys are the centre's own: first what everything stands on, then the applications.</summary>
    IEnumerable<string> Applications()
    {
        for (var at = 0; at < services.Length; at++) yield return $"{model.Prefix}-I{at + 1},{services[at]},,0,4";
        for (var at = 0; at < model.Products; at++)
        {
            var (purpose, vendor) = Product(at);
            var hours = 8 * (1 + at % 4 * at % 3);
            yield return $"{model.Prefix}-{at + 1},{vendor} {purpose},{vendor},{1 + at % 4},{hours}";
        }
    }

    /// <summary>Every fourth product is the same on both sides; each side has several for the same purpose.</summary>
    (string Purpose, string Vendor) Product(int at) => (purposes[at % purposes.Length],
        vendors[(at * 3 + at / purposes.Length + (at % 4 == 0 ? 0 : model.Seed)) % vendors.Length]);

    string Machine(int no)
    {
        var app = no <= services.Length ? $"{model.Prefix}-I{no}" : $"{model.Prefix}-{1 + no % model.Products}";
        var host = 1 + random.Next(model.Hosts);
        return string.Create(CultureInfo.InvariantCulture,
            $"{MachineName(no)},active,Cluster {model.Site},{HostName(host)},{1 << random.Next(4)},"
            + $"{4096 << random.Next(5)},{20_000 * (1 + random.Next(20))},"
            + $"{systems[random.Next(systems.Length)].Name},{app}");
    }

    /// <summary>Hosts and machines each have an address, one network after another.</summary>
    IEnumerable<string> Addresses()
    {
        for (var no = 0; no < model.Hosts + model.Machines; no++)
        {
            var (at, isHost) = (no % model.Vlans, no < model.Hosts);
            var name = isHost ? HostName(no + 1) : MachineName(no - model.Hosts + 1);
            yield return $"10.{model.Block(at)}.{at}.{10 + no / model.Vlans}/24,active,"
                + $"{(isHost ? name : "")},{(isHost ? "" : name)},{name}.{model.Site.ToLowerInvariant()}.example";
        }
    }

    IEnumerable<string> Contracts()
    {
        for (var at = 0; at < model.Products; at += 2)
        {
            var (purpose, vendor) = Product(at);
            var ends = new DateOnly(2018, 1, 31).AddMonths(random.Next(36));
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{model.Prefix.ToUpperInvariant()}-2017-{at + 1:000},{vendor} {purpose},"
                + $"{10 * (1 + random.Next(40))},{1_200 + random.Next(60_000)}.{random.Next(100):00},"
                + $"{ends:yyyy-MM-dd},{90 * random.Next(3)},licence,{model.Prefix}-{at + 1}");
        }
    }

    /// <summary>Three of them stand in a circle, as in life.</summary>
    IEnumerable<string> Dependencies()
    {
        for (var at = 2; at <= services.Length; at++) yield return $"{model.Prefix}-I{at},{model.Prefix}-I1,hart";
        for (var at = 1; at <= model.Products; at++)
        {
            yield return $"{model.Prefix}-{at},{model.Prefix}-I{1 + at % services.Length},hart";
            if (at % 5 == 0) yield return $"{model.Prefix}-{at},{model.Prefix}-{at - 1},weich";
        }
        yield return $"{model.Prefix}-1,{model.Prefix}-2,hart";
        yield return $"{model.Prefix}-2,{model.Prefix}-3,hart";
        yield return $"{model.Prefix}-3,{model.Prefix}-1,hart";
    }

    static ImportSource File(string name, string header, IEnumerable<string> rows)
    {
        var text = new StringBuilder(header).Append('\n');
        foreach (var row in rows) text.Append(row).Append('\n');
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        return new ImportSource(name, () => new MemoryStream(bytes));
    }
}

/// <summary>How large a data centre of the demo is.</summary>
/// <param name="Body">The code of its body.</param>
/// <param name="Prefix">Stands before its own names.</param>
/// <param name="FirstBlock">Where its own networks begin: 10.x.</param>
sealed record CentreModel(
    string Body, string Site, string Prefix, int Seed, int Hosts, int Machines, int Products, int Vlans, int FirstBlock,
    int OwnAsn)
{
    internal static readonly IReadOnlyList<CentreModel> All =
    [
        new(AssociationModels.Citkomm, "Hemer", "hem", 1, Hosts: 40, Machines: 420, Products: 110, Vlans: 48,
            FirstBlock: 20, OwnAsn: 64_601),
        new(AssociationModels.Kdz, "Siegen", "sie", 2, Hosts: 26, Machines: 260, Products: 70, Vlans: 36,
            FirstBlock: 40, OwnAsn: 64_602),
    ];

    /// <summary>Some networks both took out of the same range, long before anybody thought of merging.</summary>
    internal int Block(int at) => at < 10 ? 1 : FirstBlock;
}
