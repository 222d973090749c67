using System.Security.Cryptography;
using System.Text;
using Gemeinwerk.Basics;

namespace Gemeinwerk.DataCentre;

/// <summary>
/// One thing of a data centre (Konfigurationselement): a site, a device, a virtual machine, a contract.
/// </summary>
/// <param name="Key">What makes it the same thing when it is seen again, unique within its kind.</param>
public sealed record ConfigurationItem(
    Id<ConfigurationItem> Id, ItemKind Kind, string Key, string Name, ItemContent Content)
{
    /// <summary>How other systems call it: <c>netbox:17</c>.</summary>
    public IReadOnlyList<string> Aliases => Content.Text(Fields.Aliases)?.Split('\n') ?? [];

    /// <summary>What it needs and no inventory knows.</summary>
    public IReadOnlyList<string> Missing => Content.Text(Fields.MissingTargets)?.Split('\n') ?? [];

    /// <summary>A digest of all that it says, by which an edit shows what its author has seen.</summary>
    public string Seen => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes($"{Key}\n{Name}\n{Content.ToJson()}")))[..32];

    public override string ToString() => $"{Kind.German} {Name}";

    internal static string KeyOf(ItemKind kind, string name, Func<Field, string?> said) => string.Join('|',
        kind.Scope.Select(field => Fold(said(field) ?? "")).Append(Fold(name)));

    /// <summary>How names are compared: without blanks around them, in one case.</summary>
    internal static string Fold(string name) => name.Trim().ToLowerInvariant();
}
