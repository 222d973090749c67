using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Exports;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.DataCentre;

/// <summary>The whole inventory as a file: as NetBox reads it, for programs, or as sheets for people.</summary>
static class InventoryDownload
{
    /// <summary>JSON goes as a file too: it is not an answer of the interface, whose forms are described.</summary>
    internal static readonly IReadOnlyList<string> Types =
    [
        "application/zip", "application/octet-stream",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ];

    /// <param name="format"><c>netbox</c>, <c>json</c> or <c>xlsx</c>.</param>
    /// <returns>The file, or <c>inventory.format</c>.</returns>
    internal static async Task<Result<(Stream Content, string Type, string Name)>> Of(Visit visit, string format)
    {
        if (format is not ("netbox" or "json" or "xlsx"))
        {
            return new Rejection("inventory.format",
                $"„{Texts.Shown(format)}“ ist keine Form; es gibt: netbox, json, xlsx.");
        }
        var inventory = await visit.Read(db => InventorySnapshot.Load(db, visit.Body));
        var path = Path.Combine(Path.GetTempPath(), $"gemeinwerk-{Guid.NewGuid():N}");
        if (format == "netbox")
        {
            await InventoryUpload.Pack(path, NetBoxExport.Files(inventory)
                .Select(file => (file.Name, (Stream)new MemoryStream(Encoding.UTF8.GetBytes(file.Text)))));
        }
        else
        {
            await using var to = new FileStream(path, FileMode.CreateNew);
            if (format == "xlsx") InventoryFiles.WriteSheets(inventory, to);
            else InventoryFiles.WriteJson(inventory, to);
        }
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None, 1 << 16,
            FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        return ((Stream)file, format switch
        {
            "netbox" => Types[0],
            "json" => Types[1],
            _ => Types[2],
        }, $"{visit.Body.Code}-inventory.{(format == "netbox" ? "zip" : format)}");
    }
}
