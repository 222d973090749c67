using System.Text.Json;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Exports;
using Gemeinwerk.DataCentre.Imports;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using MiniExcelLibs;

namespace Gemeinwerk.Tests.DataCentre;

/// <summary>An inventory written out says what it says, and can be read in again.</summary>
public class InventoryExportTests
{
    static readonly ItemKind[] known =
        [.. ItemKinds.All.Except([ItemKinds.Platform, ItemKinds.Product, ItemKinds.Application, ItemKinds.Contract])];

    /// <summary>NetBox itself is not there to read them; our own reader of its form is.</summary>
    [Theory, InlineData("nord"), InlineData("sued")]
    public async Task Files_for_NetBox_read_in_again_give_the_same_inventory(string side)
    {
        await using var books = await Books.On(Engine.Sqlite, side);
        (await books.Import(InventoryFixture.Folder(side))).Fine();
        var before = await books.Inventory();
        var files = NetBoxExport.Files(before).Select(file => InventoryFixture.File(file.Name, file.Text)).ToList();
        var again = await books.Beside("wieder");
        (await again.Import(files, new InventoryImportOptions { IsBeforeNetBox41 = false })).Fine();
        var after = await again.Inventory();
        Assert.All(known, kind => Assert.Equal(Said(before, kind), Said(after, kind)));
        Assert.Equal(["Betriebssysteme", "Produkte", "Fachverfahren", "Verträge"],
            NetBoxExport.Left(before).Select(kind => kind.Plural));
    }

    [Fact]
    public async Task JSON_and_sheets_have_every_item_and_no_formula()
    {
        await using var books = await Books.On(Engine.Sqlite);
        (await books.Import(InventoryFixture.Folder("nord"))).Fine();
        (await books.Import(("x.csv", "name,serial,cores,site\n=1+1,S,1,Hemer\n"))).Fine();
        var inventory = await books.Inventory();

        using var text = new MemoryStream();
        InventoryFiles.WriteJson(inventory, text);
        using var json = JsonDocument.Parse(text.ToArray());
        Assert.Equal(inventory.Items.Count, json.RootElement.GetProperty("items").GetArrayLength());
        var contract = json.RootElement.GetProperty("items").EnumerateArray()
            .Single(item => item.GetProperty("name").GetString() == "V-3610");
        Assert.Equal(10_141_37, contract.GetProperty("annual_priceCents").GetInt64());
        Assert.Equal("2025-12-16", contract.GetProperty("ends_on").GetString());

        using var sheets = new MemoryStream();
        InventoryFiles.WriteSheets(inventory, sheets);
        Assert.Equal(ItemKinds.All.Where(kind => inventory.Of(kind).Any()).Select(kind => kind.Plural),
            sheets.GetSheetNames());
        Assert.Contains(sheets.Query(useHeaderRow: true, sheetName: "Geräte").Cast<IDictionary<string, object>>(),
            row => row["Name"] is "=1+1" && row["Kerne"] is 1d);
    }

    /// <summary>What an inventory says of a kind, by names; what NetBox cannot hold is left out.</summary>
    static IEnumerable<string> Said(InventorySnapshot inventory, ItemKind kind) => inventory.Of(kind)
        .Select(item => ShownItem.Of(inventory, item)).Select(item => $"{item.Name}: " + string.Join("; ", item.Fields
            .Where(field => field.Code is not ("aliases" or "application" or "cores" or "purchased_on" or "power"
                or "inhabitants" or "seats" or "slug" or "needs_hard" or "needs_soft" or "missing_targets")
                && (kind != ItemKinds.Device || field.Code != "memory"))
            .Select(field => $"{field.Code}={field.Value}"))).Order(StringComparer.Ordinal);
}
