using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Nkf;

/// <summary>What changes a plan value.</summary>
public enum BudgetChangeKind
{
    /// <summary>The budget as first decided (Ansatz).</summary>
    Original,

    /// <summary>Supplementary budget (Nachtragssatzung), GO NRW § 81.</summary>
    Supplementary,

    /// <summary>Authorisation carried forward from the year before (Ermächtigungsübertragung), KomHVO NRW §
    /// 22.</summary>
    CarriedForward,

    Transfer,

    /// <summary>Over- or off-budget (über- oder außerplanmäßig), GO NRW § 83.</summary>
    Approval,
}

/// <summary>Where a plan value stands: a product and a position.</summary>
/// <param name="Product">Its code; null for the body as a whole.</param>
/// <param name="Position">The first digits of accounts, two to eight; payment accounts (classes 6 and 7) for cash;
/// or a line of the Ergebnisplan (<c>Z13</c>) or Finanzplan (<c>F26</c>).</param>
public sealed record BudgetKey(string? Product, string Position)
{
    public override string ToString() => Product is null ? Position : $"{Product}/{Position}";

    /// <returns>Null, or <c>nkf.budget-position</c>.</returns>
    internal Rejection? Refuse()
    {
        var isLine = Position is ['Z' or 'F', _, _] && char.IsAsciiDigit(Position[1]) && char.IsAsciiDigit(Position[2]);
        var isAccounts = Position.Length is >= 2 and <= 8 && Position.All(char.IsAsciiDigit)
            && Position[0] is >= '4' and <= '7';
        return isLine || isAccounts
            ? null
            : new("nkf.budget-position",
                $"„{Position}“ ist keine Haushaltsposition: Ziffern eines Kontos der Klassen 4 bis 7, Z01 oder F01.");
    }
}

/// <summary>A line of the budget.</summary>
sealed record BudgetLine(long Id, BudgetKey Key, long? CoverGroup);

static class BudgetLines
{
    internal static Task<List<BudgetLine>> All(Session db, Id<Body> body, int year) => db.All($"""
        select l.line_id, p.code, l.position, l.cover_group_id from nkf_budget_line l
        left join ledger_product p on p.body_id = l.body_id and p.product_id = l.product_id
        where l.body_id = {body} and l.fiscal_year = {year} order by l.line_id
        """, row => new BudgetLine(row.Number(), new BudgetKey(row.TextOrNull(), row.Text()), row.NumberOrNull()));

    internal static Task<bool> Any(Session db, Id<Body> body, int year) => db.Any($"""
        select 1 from nkf_budget_line where body_id = {body} and fiscal_year = {year}
        """);

    /// <summary>The ids of lines, created where they are missing; their products must exist.</summary>
    /// <returns>The ids by key, or <c>nkf.budget-position</c>, <c>nkf.association-taxes</c>,
    /// <c>nkf.product-unknown</c>.</returns>
    internal static async Task<Result<Dictionary<BudgetKey, long>>> Ensure(
        Work work, Book book, int year, IEnumerable<BudgetKey> keys)
    {
        var body = book.Body.Id;
        var lines = (await All(work.Db, body, year)).ToDictionary(line => line.Key, line => line.Id);
        var products = (await Dimensions.Products(work.Db, body)).ToDictionary(it => it.Code, it => it.Id.Value);
        var last = await work.Db.One(
            $"select coalesce(max(line_id), 0) from nkf_budget_line where body_id = {body}", row => row.Number());
        var next = last;
        var added = new List<(long Id, long Product, string Position)>();
        foreach (var key in keys)
        {
            if (lines.ContainsKey(key)) continue;
            if ((key.Refuse() ?? AssociationTaxes.Refuse(book.Body, key)) is { } why) return why;
            var product = 0L;
            if (key.Product is { } code && !products.TryGetValue(code, out product))
            {
                return new Rejection("nkf.product-unknown", $"Das Produkt „{code}“ gibt es in diesem Buch nicht.");
            }
            lines.Add(key, ++next);
            added.Add((next, product, key.Position));
        }
        await work.Db.Bulk("nkf_budget_line", "body_id, line_id, fiscal_year, product_id, position", added,
            (to, line) => to.Add(body).Add(line.Id).Add(year).Add(line.Product).Add(line.Position));
        if (added.Count > 0) await BudgetRegisters.Lines.RecordAdded(work, book.Body.AuditLog(), last + 1);
        return lines;
    }

    /// <returns>The line, or <c>nkf.budget-line-unknown</c>.</returns>
    internal static async Task<Result<BudgetLine>> Find(Session db, Id<Body> body, int year, BudgetKey key) =>
        (await All(db, body, year)).Find(line => line.Key == key) is { } line
            ? line
            : new Rejection("nkf.budget-line-unknown", $"Die Haushaltsposition {key} gibt es {year} nicht.");
}
