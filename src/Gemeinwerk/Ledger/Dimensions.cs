using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger;

/// <summary>A unit of output in the budget (Produkt); its first digits are the product area (Produktbereich).</summary>
public sealed record Product(Id<Product> Id, string Code, string Name);

/// <summary>Where costs arise (Kostenstelle).</summary>
public sealed record CostCentre(Id<CostCentre> Id, string Code, string Name);

/// <summary>Products and cost centres of a body: the dimensions beside the account.</summary>
public static class Dimensions
{
    /// <summary>Adds products; one that is there keeps its name.</summary>
    /// <returns>How many were added, or <c>ledger.dimension</c>.</returns>
    public static async Task<Result<int>> AddProducts(
        Work work, Book book, IEnumerable<(string Code, string Name)> products) =>
        await Add(work, book, products, await Products(work.Db, book.Body.Id), p => (p.Id.Value, p.Code),
            MasterData.Products, "body_id, product_id, code, name");

    /// <inheritdoc cref="AddProducts"/>
    public static async Task<Result<int>> AddCostCentres(
        Work work, Book book, IEnumerable<(string Code, string Name)> centres) =>
        await Add(work, book, centres, await CostCentres(work.Db, book.Body.Id), c => (c.Id.Value, c.Code),
            MasterData.CostCentres, "body_id, cost_centre_id, code, name");

    public static Task<List<Product>> Products(Session db, Id<Body> body) => db.All(
        $"select product_id, code, name from ledger_product where body_id = {body} order by code",
        row => new Product(row.Id<Product>(), row.Text(), row.Text()));

    public static Task<List<CostCentre>> CostCentres(Session db, Id<Body> body) => db.All(
        $"select cost_centre_id, code, name from ledger_cost_centre where body_id = {body} order by code",
        row => new CostCentre(row.Id<CostCentre>(), row.Text(), row.Text()));

    static async Task<Result<int>> Add<T>(
        Work work, Book book, IEnumerable<(string Code, string Name)> drafts, List<T> known,
        Func<T, (long Id, string Code)> key, Register register, string columns)
    {
        var codes = known.Select(k => key(k).Code).ToHashSet();
        var last = known.Select(k => key(k).Id).DefaultIfEmpty(0).Max();
        var next = last;
        var added = new List<(long Id, string Code, string Name)>();
        foreach (var (code, name) in drafts)
        {
            if (Texts.Refuse(code, 20) is { } badCode)
            {
                return new Rejection("ledger.dimension", $"Schlüssel „{code}“: {badCode}");
            }
            if (Texts.Refuse(name, 300) is { } badName)
            {
                return new Rejection("ledger.dimension", $"Name zu „{code}“: {badName}");
            }
            if (codes.Add(code)) added.Add((++next, code, name));
        }
        await work.Db.Bulk(register.Table, columns, added,
            (to, row) => to.Add(book.Body.Id).Add(row.Id).Add(row.Code).Add(row.Name));
        await register.RecordAdded(work, book.Body.AuditLog(), last + 1);
        return added.Count;
    }
}
