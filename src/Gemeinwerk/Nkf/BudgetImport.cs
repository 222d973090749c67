using System.Globalization;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Sylvan.Data.Csv;

namespace Gemeinwerk.Nkf;

/// <summary>What an import of a budget read.</summary>
/// <param name="Lines">Plan values taken.</param>
/// <param name="Skipped">Rows of actual values, of cost accounting (<c>imputed</c>) and of other years.</param>
public sealed record BudgetImported(long Lines, long Skipped, Money Revenues, Money Expenses, Money Receipts,
    Money Payments);

/// <summary>
/// Reads the common budget format: CSV with the columns <c>year, plan_actual, product_code, product_name,
/// account_code, kind, amount_eur</c>; amounts in the natural direction. Accounts may be digits or lines (<c>Z13</c>).
/// </summary>
public static class BudgetImport
{
    static readonly string[] columns =
        ["year", "plan_actual", "product_code", "product_name", "account_code", "kind", "amount_eur"];

    sealed class Totals
    {
        internal readonly Dictionary<BudgetKey, Money> Sums = [];
        internal readonly Dictionary<string, string> Products = [];
        internal readonly Dictionary<string, Money> Kinds = [];
        internal long Lines, Skipped;
    }

    /// <summary>Imports the plan values of one year, or none; memory grows with the lines of the budget.</summary>
    /// <param name="findings">Gets every refused row: <c>nkf.budget-columns</c>, <c>nkf.budget-row</c>,
    /// <c>nkf.budget-position</c>.</param>
    /// <returns>What was read, or <c>nkf.budget-refused</c>, <c>nkf.budget-present</c> (the year has original values),
    /// or a rejection of <see cref="Budget.Add"/>.</returns>
    public static async Task<Result<BudgetImported>> Import(
        Work work, Book book, int year, TextReader text, string reference, ICollection<Finding> findings)
    {
        if ((await PlanValues.Of(work.Db, book.Body.Id, year)).Exists(plan => !plan.Original.IsZero))
        {
            return new Rejection("nkf.budget-present", $"Für {year} gibt es schon einen Haushaltsplan.");
        }
        var totals = Read(text, year, findings);
        if (findings.Count > 0)
        {
            return new Rejection("nkf.budget-refused",
                "Der Haushaltsplan hat Beanstandungen; nichts wurde geschrieben.");
        }
        var products = totals.Products.Select(it => (it.Key, it.Value.Length > 0 ? it.Value : it.Key));
        if ((await Dimensions.AddProducts(work, book.Body.Id, products)).Rejection is { } bad) return bad;
        var changes = totals.Sums.Select(sum => new BudgetChange(sum.Key, sum.Value)).ToList();
        var added = await Budget.Add(work, book, year, BudgetChangeKind.Original, changes, reference);
        if (added.Rejection is { } why) return why;
        return new BudgetImported(totals.Lines, totals.Skipped, Kind("revenue"), Kind("expense"), Kind("receipt"),
            Kind("payment"));

        Money Kind(string name) => totals.Kinds.GetValueOrDefault(name);
    }

    static Totals Read(TextReader text, int year, ICollection<Finding> findings)
    {
        const int MostFindings = 1000;
        var totals = new Totals();
        using var reader = CsvDataReader.Create(text);
        var missing = columns.Except(Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)).ToList();
        if (missing.Count > 0)
        {
            findings.Add(new Finding(1, missing[0], new Rejection("nkf.budget-columns",
                $"Es fehlen die Spalten {string.Join(", ", missing)}.")));
            return totals;
        }
        var at = columns.Select(reader.GetOrdinal).ToArray();
        for (var line = 2L; findings.Count < MostFindings && reader.Read(); line++)
        {
            Take(totals, year, [.. at.Select(reader.GetString)], (field, why) =>
                findings.Add(new Finding(line, field, why)));
        }
        return totals;
    }

    static void Take(Totals totals, int year, string[] cells, Action<string, Rejection> refuse)
    {
        var (planOrActual, product, position, kind) = (cells[1], cells[2], cells[4], cells[5]);
        if (!int.TryParse(cells[0], NumberStyles.None, CultureInfo.InvariantCulture, out var of))
        {
            refuse("year", new("nkf.budget-row", $"„{cells[0]}“ ist kein Jahr."));
            return;
        }
        if (of != year || planOrActual != "plan" || kind == "imputed")
        {
            totals.Skipped++;
            return;
        }
        if (kind is not ("revenue" or "expense" or "receipt" or "payment"))
        {
            refuse("kind", new("nkf.budget-row", $"„{kind}“ ist keine Art: revenue, expense, receipt, payment."));
            return;
        }
        if (!Money.TryParse(cells[6], out var amount))
        {
            refuse("amount_eur", new("nkf.budget-row", $"„{cells[6]}“ ist kein Betrag in Euro."));
            return;
        }
        var key = new BudgetKey(product.Length > 0 ? product : null, position);
        if (key.Refuse() is { } why)
        {
            refuse("account_code", why);
            return;
        }
        if (key.Product is not null) totals.Products.TryAdd(product, cells[3]);
        totals.Sums[key] = totals.Sums.GetValueOrDefault(key) + amount;
        totals.Kinds[kind] = totals.Kinds.GetValueOrDefault(kind) + amount;
        totals.Lines++;
    }
}
