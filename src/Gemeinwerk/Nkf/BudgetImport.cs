using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Imports;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Nkf;

/// <summary>What came of the import of a budget; <c>Added</c> counts plan values.</summary>
/// <param name="Skipped">Rows of actual values, of cost accounting (<c>imputed</c>) and of other years.</param>
public sealed record BudgetImported(
    ImportReport Report, long Skipped, Money Revenues, Money Expenses, Money Receipts, Money Payments)
    : ImportReport(Report);

/// <summary>
/// Reads the common budget format (docs/formats.md, Imports): a row per year, product and account, amounts in the
/// natural direction. Accounts may be digits or lines (<c>Z13</c>).
/// </summary>
public static class BudgetImport
{
    const int Year = 0, PlanActual = 1, ProductCode = 2, ProductName = 3, Position = 4, Kind = 5, Amount = 6;
    static readonly CsvShape shape = new(
        ["year", "plan_actual", "product_code", "product_name", "account_code", "kind", "amount_eur"],
        ["agency", "account_name", "agency_ags", "source_ref"]);

    public static string Example => """
        year;plan_actual;product_code;product_name;account_code;account_name;kind;amount_eur
        2026;plan;0111;Verwaltungssteuerung;5012;Dienstbezüge;expense;120000,00
        2026;plan;0111;Verwaltungssteuerung;7012;Dienstbezüge;payment;118500,00
        2026;plan;1101;Steuern und Zuweisungen;4012;Grundsteuer B;revenue;250000,00

        """;

    sealed class Totals
    {
        internal readonly Dictionary<BudgetKey, Money> Sums = [];
        internal readonly Dictionary<string, string> Products = [];
        internal readonly Dictionary<string, Money> Kinds = [];
        internal long Skipped;

        internal Money Of(string kind) => Kinds.GetValueOrDefault(kind);
    }

    /// <summary>Imports the plan values of one year, or none; memory grows with the lines of the budget.</summary>
    /// <param name="reference">The resolution, or where the budget is from.</param>
    public static async Task<BudgetImported> Run(
        Database database, string actor, string bodyCode, int year, string reference, ImportSource source,
        ImportLimits? limits = null)
    {
        var totals = new Totals();
        var report = await ListImport.Run(database, actor, bodyCode, source, shape, limits, list =>
        {
            totals = new Totals();
            return Import(list, year, reference, totals);
        });
        return new BudgetImported(report, totals.Skipped, totals.Of("revenue"), totals.Of("expense"),
            totals.Of("receipt"), totals.Of("payment"));
    }

    static async Task Import(ListWork list, int year, string reference, Totals totals)
    {
        var (work, book) = (list.Work, list.Book);
        if (await Budget.RefuseClosed(book, year) is { } closed)
        {
            list.Findings.Fatal(0, "", closed);
            return;
        }
        if ((await PlanValues.Of(work.Db, book.Body.Id, year)).Exists(plan => !plan.Original.IsZero))
        {
            list.Findings.Fatal(0, "", new("nkf.budget-present", $"Für {year} gibt es schon einen Haushaltsplan."));
            return;
        }
        while (list.Table.Read())
        {
            if (list.Table.IsWellFormed) Take(list, year, totals);
        }
        if (list.Findings.Total > 0) return;
        var products = totals.Products.Select(it => (it.Key, it.Value.Length > 0 ? it.Value : it.Key));
        if ((await Dimensions.AddProducts(work, book, products)).Rejection is { } bad)
        {
            list.Findings.Fatal(0, "", bad);
            return;
        }
        var changes = totals.Sums.Select(sum => new BudgetChange(sum.Key, sum.Value)).ToList();
        var added = await Budget.Add(work, book, year, BudgetChangeKind.Original, changes, reference);
        if (added.Rejection is { } why) list.Findings.Fatal(0, "", why);
    }

    static void Take(ListWork list, int year, Totals totals)
    {
        var table = list.Table;
        var of = list.Number(Year, 2999);
        var kind = table[Kind].ToString();
        if (list.IsFine && (of != year || !table[PlanActual].SequenceEqual("plan") || kind == "imputed"))
        {
            totals.Skipped++;
            return;
        }
        if (kind is not ("revenue" or "expense" or "receipt" or "payment"))
        {
            table.Finding(Kind, "nkf.budget-kind",
                $"„{Texts.Shown(kind)}“ ist keine Art; möglich sind: revenue, expense, receipt, payment.");
        }
        var amount = list.Amount(Amount);
        var product = list.Optional(ProductCode, 20);
        var key = new BudgetKey(product, table[Position].ToString());
        if (key.Refuse() is { } why) table.Finding(Position, why);
        var name = list.Optional(ProductName, 300) ?? "";
        if (!list.IsFine) return;
        if (!Add(totals.Sums, key, amount) || !Add(totals.Kinds, kind, amount))
        {
            table.Finding(Amount, "ledger.amount-too-large", "Die Summe der Ansätze ist zu groß.");
            return;
        }
        if (product is not null) totals.Products.TryAdd(product, name);
        list.Added++;
    }

    static bool Add<T>(Dictionary<T, Money> sums, T key, Money amount) where T : notnull
    {
        var sum = (Int128)sums.GetValueOrDefault(key).Cents + amount.Cents;
        if (Int128.Abs(sum) > long.MaxValue / 1000) return false;
        sums[key] = new Money((long)sum);
        return true;
    }
}
