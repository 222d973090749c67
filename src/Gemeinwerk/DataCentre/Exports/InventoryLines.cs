using System.Text;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Exports;
using Gemeinwerk.Proofs;

namespace Gemeinwerk.DataCentre.Exports;

/// <summary>
/// The inventory as anyone can read and check it (<c>gemeinwerk-inventory/1</c>, docs/formats.md section 4): a line for
/// each item in the order of their keys, each with a hash over all that it says.
/// </summary>
public static class InventoryLines
{
    /// <param name="size">The length of the journal at that moment.</param>
    /// <returns>How many lines were written beside the header.</returns>
    public static async Task<long> Write(Body body, IReadOnlyList<ConfigurationItem> items, Stream to, long size)
    {
        using var lines = new JsonLines(to);
        var header = lines.Start();
        header.WriteString("format", "gemeinwerk-inventory/1");
        header.WriteString("body", body.Code);
        header.WriteNumber("size", size);
        header.WriteNumber("items", items.Count);
        lines.End();
        var (form, log) = (new CanonicalForm(), Log(body));
        foreach (var part in items.Chunk(4096))
        {
            foreach (var item in part)
            {
                var content = item.Content.ToJson();
                var json = lines.Start();
                json.WriteNumber("id", item.Id.Value);
                json.WriteString("kind", item.Kind.Code);
                json.WriteString("key", item.Key);
                json.WriteString("name", item.Name);
                json.WritePropertyName("content");
                json.WriteRawValue(content, skipInputValidation: true);
                json.WriteString("leaf", Convert.ToHexStringLower(Leaf(form, log, item, content)));
                lines.End();
            }
            await lines.Flush();
        }
        await lines.Flush();
        return items.Count;
    }

    /// <summary>The root of the tree over the lines of the export.</summary>
    internal static byte[] Root(Body body, IEnumerable<ConfigurationItem> items)
    {
        var (form, log, tree) = (new CanonicalForm(), Log(body), new MerkleFrontier(0, []));
        foreach (var item in items) tree.Append(Leaf(form, log, item, item.Content.ToJson()), (_, _, _) => { });
        return tree.Root();
    }

    /// <summary>What stands in a leaf in place of the body's code, so that nothing else can pass for an item.</summary>
    static byte[] Log(Body body) => Encoding.UTF8.GetBytes($"gemeinwerk/{body.Code}/inventory");

    static byte[] Leaf(CanonicalForm form, byte[] log, ConfigurationItem item, string content)
    {
        form.Start(log);
        form.Number(item.Id.Value);
        form.Text(item.Kind.Code);
        form.Text(item.Key);
        form.Text(item.Name);
        form.Text(content);
        return form.LeafHash();
    }
}
