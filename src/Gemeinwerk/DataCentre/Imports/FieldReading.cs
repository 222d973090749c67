using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger.Imports;

namespace Gemeinwerk.DataCentre.Imports;

/// <summary>Makes values of fields out of cells, and says in German what is wrong with one.</summary>
static class FieldReading
{
    const string Gigabytes = "gb";

    /// <summary>Gigabytes of a thousand megabytes each, as NetBox counts.</summary>
    internal const string DecimalGigabytes = "gb-decimal";

    /// <summary>Megabytes, before NetBox 4.1 gigabytes.</summary>
    internal const string NetBoxDisk = "netbox-disk";

    /// <summary>The first part of „RZ Süd &gt; Schrank 1“, and the last.</summary>
    internal const string FirstOfPath = "path-1", LastOfPath = "path-2";

    /// <summary>A VLAN by its number, alone or in brackets behind its name.</summary>
    internal const string VlanNumber = "vlan";

    /// <summary>The length of a network that stands in a column of its own.</summary>
    internal const string Suffix = "suffix";

    /// <summary>A routing table, without the distinguisher in brackets behind its name.</summary>
    const string RoutingTable = "vrf";

    /// <summary>What NetBox writes into its lists where a device has no name.</summary>
    const string Unnamed = "unnamed";

    internal const int LongestName = 300;

    const string Units = "units", IdoitType = "idoit-type";

    static readonly string[] readings =
    [
        Gigabytes, DecimalGigabytes, NetBoxDisk, FirstOfPath, LastOfPath, VlanNumber, Suffix, RoutingTable, Units,
        IdoitType, Unnamed,
    ];

    static readonly Dictionary<string, string> words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["aktiv"] = "active",
        ["in betrieb"] = "active",
        ["geplant"] = "planned",
        ["bereitgestellt"] = "staged",
        ["offline"] = "offline",
        ["außer betrieb"] = "offline",
        ["ausgefallen"] = "failed",
        ["defekt"] = "failed",
        ["inventory"] = "staged",
        ["inventar"] = "staged",
        ["staging"] = "staged",
        ["lager"] = "staged",
        ["wird stillgelegt"] = "decommissioning",
        ["stillgelegt"] = "retired",
        ["ausgemustert"] = "retired",
        ["paused"] = "offline",
        ["pausiert"] = "offline",
        ["available"] = "active",
        ["verfügbar"] = "active",
        ["reserviert"] = "reserved",
        ["veraltet"] = "deprecated",
        ["vorne"] = "front",
        ["hinten"] = "rear",
        ["lizenz"] = "licence",
        ["license"] = "licence",
        ["wartung"] = "maintenance",
        ["leasing"] = "lease",
    };

    internal static string All => string.Join(", ", readings);

    internal static bool Exists(string reading) => reading.Length == 0 || readings.Contains(reading);

    /// <summary>The text that a reading takes out of a cell.</summary>
    internal static string Taken(string reading, string cell) => reading switch
    {
        FirstOfPath => cell.Split('>')[0].Trim(),
        LastOfPath => cell.Contains('>', StringComparison.Ordinal) ? cell.Split('>')[^1].Trim() : "",
        VlanNumber when cell.EndsWith(')') && cell.LastIndexOf('(') is var at and >= 0 => cell[(at + 1)..^1],
        RoutingTable => cell.LastIndexOf(" (", StringComparison.Ordinal) is var at and > 0 ? cell[..at] : cell,
        Unnamed => cell == "Unnamed device" ? "" : cell,
        Units => cell.TrimEnd(' ', 'U', 'u', 'H', 'E'),
        IdoitType => cell.Replace("C__OBJTYPE__", "", StringComparison.Ordinal),
        _ => cell,
    };

    /// <summary>The value of a field that is no link.</summary>
    /// <param name="isGerman">Points are thousands, the comma is the decimal sign.</param>
    /// <returns>A value, or <c>inventory.text</c>, <c>inventory.choice</c>, <c>inventory.number</c>,
    /// <c>inventory.number-range</c>, or why a date or an amount is none.</returns>
    internal static Result<FieldValue> Value(Field field, string reading, string cell, bool isGerman)
    {
        if (field.Type == FieldType.Number) return Number(field, reading, cell, isGerman);
        if (field.Type == FieldType.Day)
        {
            return Cells.Date(cell, out var day, out var wrong) ? FieldValue.Of(Day.Number(day)) : wrong;
        }
        if (field.Type == FieldType.Amount)
        {
            var plain = isGerman ? cell.Replace(".", "", StringComparison.Ordinal) : cell;
            if (!Money.Parse(plain).Ok(out var amount, out var none)) return none;
            return amount < Money.Zero
                ? new Rejection("inventory.number-range", $"{field.German}: {amount} ist negativ.")
                : FieldValue.Of(amount.Cents);
        }
        if (Texts.Refuse(cell, (int)field.Most) is { } why)
        {
            return new Rejection("inventory.text", $"{field.German}: {why}");
        }
        return field.Choices is null ? FieldValue.Of(cell) : Choice(field, cell);
    }

    /// <summary>A name as it is kept: of networks and addresses the one form that both engines sort alike.</summary>
    /// <returns>The name, or <c>inventory.name</c>, <c>inventory.network</c>, <c>inventory.number-range</c>.</returns>
    internal static Result<string> Name(ItemKind kind, string cell)
    {
        if (Texts.Refuse(cell, LongestName) is { } why) return new Rejection("inventory.name", $"Name: {why}");
        if (kind == ItemKinds.AutonomousSystem)
        {
            return uint.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
                ? number.ToString(CultureInfo.InvariantCulture)
                : new Rejection("inventory.number-range", $"„{Texts.Shown(cell)}“ ist keine AS-Nummer.");
        }
        if (kind == ItemKinds.Prefix)
        {
            return Network.Parse(cell).Ok(out var network, out var none) ? network.ToString() : none;
        }
        if (kind == ItemKinds.Address) return Address(cell);
        return cell;
    }

    static Result<string> Address(string cell)
    {
        var cut = cell.IndexOf('/', StringComparison.Ordinal);
        var address = cut < 0 ? cell : cell[..cut];
        if (IPAddress.TryParse(address, out var ip) && address.AsSpan().ContainsAny('.', ':'))
        {
            var most = ip.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
            if (cut < 0) return $"{ip}/{most}";
            if (Cells.Number(cell.AsSpan(cut + 1), out var length) && length <= most) return $"{ip}/{length}";
        }
        return new Rejection("inventory.network", $"„{Texts.Shown(cell)}“ ist keine Adresse wie 10.1.2.3/24.");
    }

    static Result<FieldValue> Choice(Field field, string cell)
    {
        var word = field.Choices!.FirstOrDefault(choice => choice.Equals(cell, StringComparison.OrdinalIgnoreCase))
            ?? words.GetValueOrDefault(cell);
        return word is not null && field.Choices!.Contains(word)
            ? FieldValue.Of(word)
            : new Rejection("inventory.choice",
                $"„{Texts.Shown(cell)}“ ist bei {field.German} nicht möglich; möglich sind: "
                + string.Join(", ", field.Choices!) + ".");
    }

    static Result<FieldValue> Number(Field field, string reading, string cell, bool isGerman)
    {
        if (Quantity.Parse(cell, field.Decimals, Factor(reading), isGerman) is not { } number)
        {
            return new Rejection("inventory.number",
                $"„{Texts.Shown(cell)}“ ist bei {field.German} keine Zahl mit höchstens {field.Decimals} "
                + "Nachkommastellen.");
        }
        return number >= field.Least && number <= field.Most
            ? FieldValue.Of(number)
            : new Rejection("inventory.number-range",
                $"{field.German}: {Texts.Shown(cell)} liegt nicht zwischen {ShownItem.Number(field, field.Least)} und "
                + $"{ShownItem.Number(field, field.Most)}.");
    }

    static int Factor(string reading) => reading switch
    {
        Gigabytes => 1024,
        DecimalGigabytes => 1000,
        _ => 1,
    };
}
