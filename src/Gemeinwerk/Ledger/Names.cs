using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger;

/// <summary>The numbers and codes behind the ids of a body's postings, as UTF-8, read once.</summary>
sealed class Names
{
    internal Dictionary<long, byte[]> Accounts { get; private init; } = [];
    internal Dictionary<long, byte[]> Products { get; private init; } = [];
    internal Dictionary<long, byte[]> CostCentres { get; private init; } = [];
    internal Dictionary<long, byte[]> Parties { get; private init; } = [];
    internal Dictionary<long, byte[]> Items { get; private init; } = [];
    internal Dictionary<long, byte[]> Assets { get; private init; } = [];

    internal static async Task<Names> Load(Session db, Id<Body> body)
    {
        return new Names
        {
            Accounts = await Read($"select account_id, number from ledger_account where body_id = {body}"),
            Products = await Read($"select product_id, code from ledger_product where body_id = {body}"),
            CostCentres = await Read($"select cost_centre_id, code from ledger_cost_centre where body_id = {body}"),
            Parties = await Read($"select party_id, number from ledger_party where body_id = {body}"),
            Items = await Read($"select item_id, number from ledger_item where body_id = {body}"),
            Assets = await Read($"select asset_id, number from ledger_asset where body_id = {body}"),
        };

        async Task<Dictionary<long, byte[]>> Read(Sql sql)
        {
            var names = new Dictionary<long, byte[]>();
            await db.Scan(sql, row => names.Add(row.Number(), row.Utf8().ToArray()));
            return names;
        }
    }

}
