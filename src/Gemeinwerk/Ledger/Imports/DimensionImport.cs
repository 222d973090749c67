using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger.Imports;

/// <summary>Imports products (Produkte) or cost centres (Kostenstellen): <c>code,name</c>.</summary>
public static class DimensionImport
{
    const int Code = 0, Name = 1;
    static readonly CsvShape shape = new(["code", "name"], []);

    public static string ProductExample => """
        code;name
        0111;Verwaltungssteuerung
        1101;Steuern und Zuweisungen

        """;

    public static string CostCentreExample => """
        code;name
        K100;Rechenzentrum Hemer
        K200;Rechenzentrum Siegen

        """;

    public static Task<ImportReport> Products(
        Database database, string actor, string bodyCode, ImportSource source, ImportLimits? limits = null) =>
        ListImport.Run(database, actor, bodyCode, source, shape, limits, async list => await Import(list,
            (await Dimensions.Products(list.Work.Db, list.Book.Body.Id)).ToDictionary(p => p.Code, p => p.Name),
            Dimensions.AddProducts));

    public static Task<ImportReport> CostCentres(
        Database database, string actor, string bodyCode, ImportSource source, ImportLimits? limits = null) =>
        ListImport.Run(database, actor, bodyCode, source, shape, limits, async list => await Import(list,
            (await Dimensions.CostCentres(list.Work.Db, list.Book.Body.Id)).ToDictionary(c => c.Code, c => c.Name),
            Dimensions.AddCostCentres));

    static async Task Import(
        ListWork list, Dictionary<string, string> known,
        Func<Work, Book, IEnumerable<(string Code, string Name)>, Task<Result<int>>> add)
    {
        var added = new List<(string Code, string Name)>();
        while (list.Table.Read())
        {
            if (!list.Table.IsWellFormed) continue;
            var (code, name) = (list.Required(Code, 20), list.Required(Name, 300));
            if (!list.IsFine) continue;
            if (known.TryAdd(code, name)) added.Add((code, name));
            else if (known[code] == name) list.Known++;
            else list.Table.Finding(Code, "import.dimension-differs",
                $"„{Texts.Shown(code)}“ gibt es schon mit anderem Namen („{Texts.Shown(known[code])}“).");
        }
        if (list.Findings.Total > 0) return;
        list.Added = (await add(list.Work, list.Book, added)).Expect();
    }
}
