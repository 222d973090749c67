namespace Gemeinwerk.DataCentre;

/// <summary>What a field of an item holds.</summary>
public enum FieldType
{
    Text,

    /// <summary>A number in the unit of the field, as an integer of its smallest part (<see cref="Field.Decimals"/>).
    /// </summary>
    Number,

    /// <summary>Euro cents.</summary>
    Amount,

    Day,

    /// <summary>One item of one of the kinds.</summary>
    Link,

    /// <summary>Any number of items of the kinds.</summary>
    Links,
}

/// <summary>A field that items of some kinds have.</summary>
/// <param name="Code">Stable, for files and programs: <c>height_units</c>.</param>
/// <param name="German">What people read.</param>
/// <param name="Unit">The unit of a number: <c>MB</c>; empty where it has none.</param>
/// <param name="Decimals">How many decimals a number keeps; 4.5 with one of them is 45.</param>
/// <param name="Least">The smallest number allowed, in its smallest part.</param>
/// <param name="Most">The largest number allowed; of a text, how many characters.</param>
/// <param name="Choices">The words that a text may be; null for any.</param>
/// <param name="Targets">Codes of the kinds that a link may lead to; empty for all.</param>
public sealed record Field(
    string Code, string German, FieldType Type, string Unit = "", int Decimals = 0, long Least = 0,
    long Most = 1_000_000_000_000, IReadOnlyList<string>? Choices = null, params string[] Targets)
{
    public bool IsLink => Type is FieldType.Link or FieldType.Links;

    public bool Equals(Field? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Code.GetHashCode(StringComparison.Ordinal);
}

/// <summary>The fields, each once; a kind says which of them it has.</summary>
public static class Fields
{
    const int Long = 2000, Short = 200;

    static readonly string[] life = ["planned", "staged", "active", "offline", "failed", "decommissioning", "retired"];
    static readonly string[] network = ["container", "active", "reserved", "deprecated", "dhcp", "slaac"];

    public static readonly Field Status = Words("status", "Status", life);
    public static readonly Field NetworkStatus = Words("network_status", "Status", network);
    public static readonly Field Description = Text("description", "Beschreibung", Long);
    public static readonly Field Role = Text("role", "Rolle");
    public static readonly Field Slug = Text("slug", "Kurzname");
    public static readonly Field Facility = Text("facility", "Einrichtung");
    public static readonly Field Address = Text("address", "Anschrift", Long);
    public static readonly Field Manufacturer = Text("manufacturer", "Hersteller");
    public static readonly Field Serial = Text("serial", "Seriennummer");
    public static readonly Field AssetTag = Text("asset_tag", "Inventarnummer");
    public static readonly Field LedgerAsset = Text("asset", "Anlage im Buch");
    public static readonly Field LedgerParty = Text("party", "Geschäftspartner im Buch");
    public static readonly Field Face = Words("face", "Seite", ["front", "rear"]);
    public static readonly Field Vendor = Text("vendor", "Anbieter");
    public static readonly Field Version = Text("version", "Version");
    public static readonly Field Purpose = Text("purpose", "Zweck");
    public static readonly Field Vrf = Text("vrf", "VRF");
    public static readonly Field DnsName = Text("dns_name", "DNS-Name");
    public static readonly Field Registry = Text("registry", "Registratur");
    public static readonly Field Protocol = Text("protocol", "Protokoll");
    public static readonly Field Ports = Text("ports", "Ports", Long);
    public static readonly Field Group = Text("group", "Gruppe");
    public static readonly Field ContractType = Words("contract_type", "Art",
        ["licence", "maintenance", "lease", "service", "supply", "insurance", "other"]);

    /// <summary>Binding declarations need two signatures, GkG NRW § 16 (4) [U].</summary>
    public static readonly Field Signers = Text("signers", "Unterzeichner");

    public static readonly Field Earmark = Text("earmark", "Zweckbindung", Long);
    public static readonly Field Basis = Text("basis", "Rechtsgrundlage");
    public static readonly Field Grade = Text("grade", "Bewertung der Stelle");
    public static readonly Field Unit = Text("unit", "Organisationseinheit");
    public static readonly Field Procedure = Words("procedure", "Verfahren",
        ["open", "restricted", "negotiated", "direct", "framework"]);
    public static readonly Field MandateType = Words("mandate_type", "Art des Mandats", ["core", "b2b"]);
    public static readonly Field MissingTargets = Text("missing_targets", "Abhängig von Unbekanntem", Long);

    /// <summary>How other systems call the item: <c>netbox:17</c>, one to a line.</summary>
    public static readonly Field Aliases = Text("aliases", "Schlüssel anderswo", 20_000);

    public static readonly Field HeightUnits = Number("height_units", "Höheneinheiten", "HE", 1, 1000);
    public static readonly Field Position = Number("position", "Position", "HE", 1, 1000);
    public static readonly Field Power = Number("power", "Leistung", "W", 0, 1_000_000);
    public static readonly Field Cores = Number("cores", "Kerne", "", 0, 1_000_000);
    public static readonly Field VirtualCpus = Number("vcpus", "vCPU", "", 2, 1_000_000);
    public static readonly Field Memory = Number("memory", "Arbeitsspeicher", "MB", 0, 1_000_000_000_000);
    public static readonly Field Disk = Number("disk", "Festplatte", "MB", 0, 1_000_000_000_000);
    public static readonly Field VlanId = Number("vid", "VLAN-ID", "", 0, 4094) with { Least = 1 };
    public static readonly Field Priority = Number("priority", "Priorität", "", 0, 99);
    public static readonly Field RecoveryHours = Number("rto_hours", "Wiederanlaufzeit", "Stunden", 0, 100_000);
    public static readonly Field Quantity = Number("quantity", "Anzahl", "", 0, 1_000_000_000);
    public static readonly Field NoticeDays = Number("notice_days", "Kündigungsfrist", "Tage", 0, 36_500);
    public static readonly Field Inhabitants = Number("inhabitants", "Einwohner", "", 0, 100_000_000);
    public static readonly Field Workplaces = Number("seats", "Arbeitsplätze", "", 0, 10_000_000);

    /// <summary>Posts of staff in hundredths: 1.5 is one full-time and one half-time post.</summary>
    public static readonly Field FullTime = Number("full_time", "Stellen", "", 2, 100_000);

    public static readonly Field Interest = Number("interest", "Zinssatz", "%", 4, 100);

    /// <summary>Of a loan what is still owed, of a guarantee the most that can be claimed, of a grant what was given.
    /// </summary>
    public static readonly Field Amount = new("amount", "Betrag", FieldType.Amount, "EUR");

    public static readonly Field AnnualPrice = new("annual_price", "Preis im Jahr", FieldType.Amount, "EUR");

    public static readonly Field PurchasedOn = Day("purchased_on", "Angeschafft am");
    public static readonly Field EndOfLife = Day("eol_on", "Ende der Unterstützung");
    public static readonly Field StartsOn = Day("starts_on", "Beginn");
    public static readonly Field SignedOn = Day("signed_on", "Unterschrieben am");
    public static readonly Field LastUsedOn = Day("last_used_on", "Zuletzt benutzt am");
    public static readonly Field EndsOn = Day("ends_on", "Ende");

    public static readonly Field Site = Link("site", "Standort", "site");
    public static readonly Field Room = Link("room", "Raum", "room");
    public static readonly Field Parent = Link("parent", "Übergeordnet", "room");
    public static readonly Field Model = Link("model", "Modell", "model");
    public static readonly Field Rack = Link("rack", "Schrank", "rack");
    public static readonly Field Cluster = Link("cluster", "Cluster", "cluster");
    public static readonly Field Host = Link("host", "Läuft auf", "device");
    public static readonly Field Platform = Link("platform", "Betriebssystem", "platform");
    public static readonly Field Member = Link("member", "Mitglied", "member");
    public static readonly Field Vlan = Link("vlan", "VLAN", "vlan");
    public static readonly Field Product = Link("product", "Produkt", "product");
    public static readonly Field Application = Link("application", "Fachverfahren", "application");
    public static readonly Field On = Link("on", "Gehört zu", "device", "vm");
    public static readonly Field Covers = Links("covers", "Gilt für");
    public static readonly Field NeedsHard = Links("needs_hard", "Braucht zwingend");
    public static readonly Field NeedsSoft = Links("needs_soft", "Braucht auch");
    public static readonly Field Together = Links("together", "Zusammen mit", "vm");
    public static readonly Field Apart = Links("apart", "Getrennt von", "vm");

    static Field Text(string code, string german, int most = Short) => new(code, german, FieldType.Text, Most: most);

    static Field Words(string code, string german, string[] choices) =>
        new(code, german, FieldType.Text, Most: Short, Choices: choices);

    static Field Number(string code, string german, string unit, int decimals, long most) =>
        new(code, german, FieldType.Number, unit, decimals, 0,
            DataCentre.Quantity.Parse($"{most}", decimals, 1, isGerman: false)!.Value);

    static Field Day(string code, string german) => new(code, german, FieldType.Day);

    static Field Link(string code, string german, params string[] targets) =>
        new(code, german, FieldType.Link, Targets: targets);

    static Field Links(string code, string german, params string[] targets) =>
        new(code, german, FieldType.Links, Targets: targets);
}
