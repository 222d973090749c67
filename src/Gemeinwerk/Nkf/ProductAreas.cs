using Gemeinwerk.Basics;

namespace Gemeinwerk.Nkf;

/// <summary>A product area (Produktbereich, two digits) or a product group of the statistics (three digits).</summary>
/// <param name="Area">The area that it belongs to; of an area itself its own code.</param>
public sealed record ProductArea(string Code, string Name, string Area);

/// <summary>The statutory product areas, KomHVO NRW § 4.</summary>
public static class ProductAreas
{
    static readonly Lazy<Dictionary<string, ProductArea>> known = new(() => DataFile.Read("nkf-products.csv", cell =>
        new ProductArea(cell("code"), cell("name_de"),
            cell("parent") is { Length: > 0 } parent ? parent : cell("code")))
        .ToDictionary(area => area.Code));

    public static IEnumerable<ProductArea> All => known.Value.Values.Where(area => area.Code == area.Area);

    public static ProductArea? Find(string code) => known.Value.GetValueOrDefault(code);

    /// <summary>
    /// The area of a product: of a product group of the statistics its own, else by the first two digits.
    /// </summary>
    /// <returns>Two digits, or null where the code names no area.</returns>
    public static string? Of(string productCode) =>
        known.Value.TryGetValue(productCode, out var group) ? group.Area
        : productCode.Length >= 2 && known.Value.TryGetValue(productCode[..2], out var area) ? area.Code
        : null;
}
