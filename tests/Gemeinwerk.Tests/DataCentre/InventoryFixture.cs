using System.Text;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Imports;
using Gemeinwerk.Ledger.Imports;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.DataCentre;

/// <summary>Short words for tests of inventories: texts become files, files an inventory.</summary>
static class InventoryFixture
{
    internal static ImportSource File(string name, string text) => File(name, Encoding.UTF8.GetBytes(text));

    internal static ImportSource File(string name, byte[] bytes) => new(name, () => new MemoryStream(bytes));

    /// <summary>The files of a folder of the synthetic pair of data centres, in the order of their names.</summary>
    internal static IReadOnlyList<ImportSource> Folder(string name) => [.. Directory
            .GetFiles(Repository.PathOf("tests", "Gemeinwerk.Tests", "DataCentre", "Data", "merger-small", name))
            .Order(StringComparer.Ordinal).Select(ImportSource.File)];

    internal static async Task<InventoryImportReport> Import(
        this Books books, IReadOnlyList<ImportSource> files, InventoryImportOptions? options = null) =>
        (await InventoryImport.Run(books.Database, "test", books.Body.Code, files, options ?? new())).Expect();

    internal static Task<InventoryImportReport> Import(this Books books, params (string Name, string Text)[] files) =>
        books.Import([.. files.Select(file => File(file.Name, file.Text))]);

    internal static Task<InventorySnapshot> Inventory(this Books books) =>
        books.Database.Read(db => InventorySnapshot.Load(db, books.Body));

    internal static async Task<ConfigurationItem> Item(this Books books, ItemKind kind, string name) =>
        Assert.Single((await books.Inventory()).Of(kind), item => item.Name == name);

    /// <summary>The import took place, without any finding.</summary>
    internal static InventoryImportReport Fine(this InventoryImportReport report)
    {
        Assert.Empty(report.Findings.Select(finding => finding.ToString()));
        Assert.False(report.IsRefused);
        return report;
    }

    /// <summary>The codes of the findings, each with its file, line and field.</summary>
    internal static IEnumerable<string> Places(this InventoryImportReport report) => report.Findings.Select(found =>
        $"{found.File}:{found.Finding.Line}:{found.Finding.Field} {found.Finding.Why.Code}");
}
