using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger.Imports;

/// <summary>A row as it stands in the file, with what is wrong with it.</summary>
sealed record RawRow(string Text, string? Reason);

/// <summary>An entry read from a file, or the rows of one that was refused while reading.</summary>
/// <param name="Draft">Null where it was refused.</param>
/// <param name="Line">Where it begins.</param>
/// <param name="Rows">Its rows, where they are kept for the file of rejected rows.</param>
readonly record struct ReadEntry(EntryDraft? Draft, long Line, List<RawRow>? Rows);

/// <summary>What the reading thread hands to the posting thread: entries, and what must exist before them.</summary>
sealed class ImportBatch
{
    internal List<ReadEntry> Entries { get; } = [];
    internal List<Product> Products { get; } = [];
    internal List<CostCentre> CostCentres { get; } = [];
    internal List<OpenItem> Items { get; } = [];
    internal ImportProgress Progress { get; set; }

    internal async Task WriteNames(Session db, Id<Body> body)
    {
        if (Products.Count > 0)
        {
            await db.Bulk("ledger_product", "body_id, product_id, code, name", Products,
                (to, product) => to.Add(body).Add(product.Id).Add(product.Code).Add(product.Name));
        }
        if (CostCentres.Count > 0)
        {
            await db.Bulk("ledger_cost_centre", "body_id, cost_centre_id, code, name", CostCentres,
                (to, centre) => to.Add(body).Add(centre.Id).Add(centre.Code).Add(centre.Name));
        }
        if (Items.Count > 0)
        {
            await db.Bulk("ledger_item", """
                body_id, item_id, number, account_id, party_id, originated_on, due_on, dunning_level, open
                """, Items, (to, item) => to
                .Add(body).Add(item.Id).Add(item.Number).Add(item.Account).Add(item.Party).Add(item.OriginatedOn)
                .Add(item.DueOn).Add(item.DunningLevel).Add(0L));
        }
    }
}
