using Gemeinwerk.Basics;

namespace Gemeinwerk.DataCentre;

/// <summary>A kind of configuration item (Konfigurationselement) and the fields that its items have.</summary>
/// <param name="Code">Stable, for files and programs: <c>device</c>.</param>
/// <param name="Scope">Names are unique within what these fields say.</param>
/// <param name="IsImplied">Files may name such an item without ever describing it: a rack by the devices in it.</param>
public sealed record ItemKind(
    string Code, string German, string Plural, IReadOnlyList<Field> Scope, bool IsImplied, IReadOnlyList<Field> Fields)
{
    readonly Dictionary<string, Field> byCode =
        Fields.ToDictionary(field => field.Code, StringComparer.Ordinal);

    /// <returns>The field of a code, or null where items of this kind have no such field.</returns>
    public Field? Find(string code) => byCode.GetValueOrDefault(code);

    public override string ToString() => German;

    public bool Equals(ItemKind? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Code.GetHashCode(StringComparison.Ordinal);
}

/// <summary>All kinds, in an order in which each comes after those that its items are in or on.</summary>
public static class ItemKinds
{
    static readonly Field[] dependencies =
        [Fields.NeedsHard, Fields.NeedsSoft, Fields.MissingTargets];

    public static readonly ItemKind Member = Kind("member", "Mitglied", "Mitglieder", [], false,
        Fields.Slug, Fields.Group, Fields.Inhabitants, Fields.Workplaces, Fields.LedgerParty);

    public static readonly ItemKind Site = Kind("site", "Standort", "Standorte", [], true,
        Fields.Slug, Fields.Status, Fields.Facility, Fields.Address, Fields.Member);

    public static readonly ItemKind Room = Kind("room", "Raum", "Räume", [Fields.Site], true,
        Fields.Site, Fields.Parent, Fields.Slug, Fields.Status, Fields.Facility, Fields.Member);

    public static readonly ItemKind Rack = Kind("rack", "Schrank", "Schränke", [Fields.Site], true,
        Fields.Site, Fields.Room, Fields.Status, Fields.Role, Fields.HeightUnits, Fields.Power, Fields.Serial,
        Fields.AssetTag, Fields.Member);

    public static readonly ItemKind Platform = Kind("platform", "Betriebssystem", "Betriebssysteme", [], true,
        Fields.Manufacturer, Fields.Version, Fields.EndOfLife);

    public static readonly ItemKind Product = Kind("product", "Produkt", "Produkte", [], true,
        Fields.Vendor, Fields.Version, Fields.Purpose, Fields.EndOfLife);

    public static readonly ItemKind Model = Kind("model", "Modell", "Modelle", [Fields.Manufacturer], true,
        Fields.Manufacturer, Fields.HeightUnits, Fields.Power, Fields.EndOfLife);

    public static readonly ItemKind Cluster = Kind("cluster", "Cluster", "Cluster", [], true,
        Fields.Site, Fields.Status, Fields.Role, Fields.Group, Fields.Member);

    public static readonly ItemKind Device = Kind("device", "Gerät", "Geräte", [Fields.Site], false,
        Fields.Status, Fields.Role, Fields.Model, Fields.Serial, Fields.AssetTag, Fields.Site,
        Fields.Room, Fields.Rack, Fields.Position, Fields.Face, Fields.HeightUnits, Fields.Power, Fields.Cores,
        Fields.Memory, Fields.Disk, Fields.Cluster, Fields.Platform, Fields.PurchasedOn, Fields.EndOfLife,
        Fields.LedgerAsset, Fields.Member);

    public static readonly ItemKind Application = Kind("application", "Fachverfahren", "Fachverfahren", [], false,
        Fields.Status, Fields.Vendor, Fields.Product, Fields.Version, Fields.Purpose, Fields.Priority,
        Fields.RecoveryHours);

    public static readonly ItemKind VirtualMachine = Kind("vm", "Virtueller Server", "Virtuelle Server",
        [Fields.Cluster], false,
        Fields.Status, Fields.Role, Fields.Cluster, Fields.Site, Fields.Host, Fields.VirtualCpus, Fields.Memory,
        Fields.Disk, Fields.Platform, Fields.Application, Fields.Member, Fields.Together, Fields.Apart);

    public static readonly ItemKind Vlan = Kind("vlan", "VLAN", "VLANs",
        [Fields.Site, Fields.Group, Fields.VlanId], false,
        Fields.VlanId, Fields.Site, Fields.Group, Fields.NetworkStatus, Fields.Role, Fields.Member);

    public static readonly ItemKind Prefix = Kind("prefix", "Netz", "Netze", [Fields.Vrf], false,
        Fields.Vrf, Fields.NetworkStatus, Fields.Vlan, Fields.Site, Fields.Role, Fields.Member);

    public static readonly ItemKind Address = Kind("address", "IP-Adresse", "IP-Adressen", [Fields.Vrf], false,
        Fields.Vrf, Fields.NetworkStatus, Fields.Role, Fields.DnsName, Fields.On, Fields.Member);

    public static readonly ItemKind AutonomousSystem = Kind("asn", "AS-Nummer", "AS-Nummern", [], false,
        Fields.Registry, Fields.Member);

    public static readonly ItemKind Endpoint = Kind("endpoint", "Netzdienst", "Netzdienste", [Fields.On], false,
        Fields.On, Fields.Protocol, Fields.Ports);

    public static readonly ItemKind Contract = Kind("contract", "Vertrag", "Verträge", [], false,
        Fields.ContractType, Fields.Vendor, Fields.LedgerParty, Fields.Product, Fields.Quantity, Fields.AnnualPrice,
        Fields.StartsOn, Fields.EndsOn, Fields.NoticeDays, Fields.Signers, Fields.Covers);

    public static readonly ItemKind Loan = Kind("loan", "Darlehen", "Darlehen", [], false,
        Fields.LedgerParty, Fields.Amount, Fields.Interest, Fields.Purpose, Fields.StartsOn, Fields.EndsOn);

    public static readonly ItemKind Guarantee = Kind("guarantee", "Bürgschaft", "Bürgschaften", [], false,
        Fields.LedgerParty, Fields.Amount, Fields.Purpose, Fields.StartsOn, Fields.EndsOn);

    public static readonly ItemKind Grant = Kind("grant", "Zuwendung", "Zuwendungen", [], false,
        Fields.LedgerParty, Fields.Amount, Fields.Earmark, Fields.LedgerAsset, Fields.StartsOn, Fields.EndsOn);

    public static readonly ItemKind Mandate = Kind("mandate", "SEPA-Mandat", "SEPA-Mandate", [], false,
        Fields.LedgerParty, Fields.MandateType, Fields.SignedOn, Fields.LastUsedOn, Fields.EndsOn);

    /// <summary>Posts as numbers per grade (Stellenplan); nothing about persons.</summary>
    public static readonly ItemKind Post = Kind("post", "Planstelle", "Planstellen", [Fields.Unit, Fields.Grade], false,
        Fields.Unit, Fields.Grade, Fields.FullTime, Fields.EndsOn);

    public static readonly ItemKind Retention = Kind("retention", "Aufbewahrungspflicht", "Aufbewahrungspflichten", [],
        false, Fields.Basis, Fields.Facility, Fields.EndsOn);

    public static readonly ItemKind Procurement = Kind("procurement", "Vergabeverfahren", "Vergabeverfahren", [], false,
        Fields.Procedure, Fields.LedgerParty, Fields.Amount, Fields.Purpose, Fields.StartsOn, Fields.EndsOn);

    /// <summary>What a body is bound by besides its balances. None of two bodies is ever the same thing, but
    /// posts of one unit and grade are added.</summary>
    public static readonly IReadOnlyList<ItemKind> Obligations =
        [Loan, Guarantee, Grant, Mandate, Post, Retention, Procurement];

    public static readonly IReadOnlyList<ItemKind> All =
    [
        Member, Site, Room, Rack, Platform, Product, Model, Cluster, Device, Application, VirtualMachine, Vlan, Prefix,
        Address, AutonomousSystem, Endpoint, Contract, .. Obligations,
    ];

    static readonly Dictionary<string, ItemKind> byCode =
        All.ToDictionary(kind => kind.Code, StringComparer.OrdinalIgnoreCase);

    /// <returns>The kind of a code, or null.</returns>
    public static ItemKind? Find(string code) => byCode.GetValueOrDefault(code);

    /// <returns>The kind of a code, or <c>inventory.kind-unknown</c>.</returns>
    public static Result<ItemKind> Parse(string code) => Find(code) is { } kind
        ? kind
        : new Rejection("inventory.kind-unknown",
            $"Die Art „{Texts.Shown(code)}“ gibt es nicht; es gibt: "
            + string.Join(", ", All.Select(known => known.Code)) + ".");

    static ItemKind Kind(
        string code, string german, string plural, Field[] scope, bool isImplied, params Field[] fields) => new(
        code, german, plural, scope, isImplied, [.. fields, Fields.Description, .. dependencies, Fields.Aliases]);
}
