namespace Gemeinwerk.Nkf;

/// <summary>A part of the budget by products: an area, the products of a code, or what has no area at all.</summary>
/// <param name="Area">Two digits, or null.</param>
/// <param name="Prefix">First characters of the product's code, or null.</param>
public sealed record Segment(string? Area, string? Prefix)
{
    /// <summary>Postings without a product, or with one whose code names no product area.</summary>
    public static readonly Segment Unassigned = new(null, (string?)null);

    public static Segment OfArea(string area) => new(area, null);

    public static Segment OfProducts(string prefix) => new(null, prefix);

    public bool Covers(string? productCode) => this switch
    {
        { Area: { } area } => productCode is not null && ProductAreas.Of(productCode) == area,
        { Prefix: { } prefix } => productCode?.StartsWith(prefix, StringComparison.Ordinal) == true,
        _ => productCode is null || ProductAreas.Of(productCode) is null,
    };

    public string Title => this switch
    {
        { Area: { } area } => $"Produktbereich {area} {ProductAreas.Find(area)?.Name}".TrimEnd(),
        { Prefix: { } prefix } => $"Produkt {prefix}",
        _ => "ohne Produktbereich",
    };
}
