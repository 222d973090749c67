using Gemeinwerk.Audit;
using Gemeinwerk.Storage;
using static Gemeinwerk.Audit.RegisterField;

namespace Gemeinwerk.Ledger;

/// <summary>
/// Master data (Stammdaten) of a body, each change of which is a record of its change log. References stand in them as
/// people know them; one that leads nowhere shows its key, so that it cannot pass for none. Only another body stands as
/// its key: who looks from behind a wall does not see more of it.
/// </summary>
static class MasterData
{
    internal static readonly Register Body = Register.Of("ledger.body", "ledger_body",
        [Text("code"), Number("created"), Text("framework"), Text("kind"), Text("name")], ["code"],
        (body, from, to, most) => $"""
            select body_id, code, created_at, framework, kind, name from ledger_body
            where body_id = {body} and body_id between {from} and {to} limit {most}
            """);

    internal static readonly Register Accounts = Register.Of("ledger.account", "ledger_account",
        [Text("kind"), Text("name"), Text("number"), Number("retired"), Text("role")], ["number"],
        (body, from, to, most) => $"""
            select account_id, kind, name, number, retired_on, role from ledger_account
            where body_id = {body} and account_id between {from} and {to} order by account_id limit {most}
            """);

    internal static readonly Register Products = Register.Of("ledger.product", "ledger_product",
        [Text("code"), Text("name")], ["code"], (body, from, to, most) => $"""
            select product_id, code, name from ledger_product
            where body_id = {body} and product_id between {from} and {to} order by product_id limit {most}
            """);

    internal static readonly Register CostCentres = Register.Of("ledger.cost-centre", "ledger_cost_centre",
        [Text("code"), Text("name")], ["code"], (body, from, to, most) => $"""
            select cost_centre_id, code, name from ledger_cost_centre
            where body_id = {body} and cost_centre_id between {from} and {to} order by cost_centre_id limit {most}
            """);

    internal static readonly Register Parties = Register.Of("ledger.party", "ledger_party",
        [
            Number("body"), Text("city"), Text("creditor"), Text("iban"), Text("name"), Text("number"),
            Text("postal-code"), Text("street"), Text("tax-number"),
        ], ["number"], (body, from, to, most) => $"""
            select party_id, counterpart_body_id, city, creditor_id, iban, name, number, postal_code, street, tax_number
            from ledger_party
            where body_id = {body} and party_id between {from} and {to} order by party_id limit {most}
            """);

    /// <summary>Without what is open of them, which follows from the journal.</summary>
    internal static readonly Register Items = Register.Of("ledger.item", "ledger_item",
        [Text("account"), Number("due"), Number("dunning"), Text("number"), Number("originated"), Text("party")],
        ["number"], (body, from, to, most) => $"""
            select i.item_id, coalesce(a.number, cast(i.account_id as text)), i.due_on, i.dunning_level, i.number,
              i.originated_on, coalesce(p.number, cast(i.party_id as text))
            from ledger_item i
            left join ledger_account a on a.body_id = i.body_id and a.account_id = i.account_id
            left join ledger_party p on p.body_id = i.body_id and p.party_id = i.party_id
            where i.body_id = {body} and i.item_id between {from} and {to} order by i.item_id limit {most}
            """);

    /// <summary>Without cost and depreciation, which follow from the journal.</summary>
    internal static readonly Register Assets = Register.Of("ledger.asset", "ledger_asset",
        [
            Text("account"), Text("centre"), Number("disposed"), Text("expense"), Number("in-service"), Number("life"),
            Text("name"), Text("number"), Text("product"),
        ], ["number"], (body, from, to, most) => $"""
            select i.asset_id, coalesce(a.number, cast(i.account_id as text)),
              coalesce(c.code, cast(i.cost_centre_id as text)), i.disposed_on,
              coalesce(e.number, cast(i.expense_account_id as text)), i.in_service_on, i.useful_life_months, i.name,
              i.number, coalesce(p.code, cast(i.product_id as text))
            from ledger_asset i
            left join ledger_account a on a.body_id = i.body_id and a.account_id = i.account_id
            left join ledger_account e on e.body_id = i.body_id and e.account_id = i.expense_account_id
            left join ledger_product p on p.body_id = i.body_id and p.product_id = i.product_id
            left join ledger_cost_centre c on c.body_id = i.body_id and c.cost_centre_id = i.cost_centre_id
            where i.body_id = {body} and i.asset_id between {from} and {to} order by i.asset_id limit {most}
            """);

    internal static readonly IReadOnlyList<Register> All =
        [Body, Accounts, Products, CostCentres, Parties, Items, Assets];

    /// <summary>Bodies whose master data is older than its records and not recorded yet.</summary>
    internal static async Task<List<Body>> Unrecorded(Session db)
    {
        var waiting = (await db.All($"select body_id from ledger_unrecorded", row => row.Id<Body>())).ToHashSet();
        return waiting.Count == 0 ? [] : (await Bodies.All(db)).FindAll(body => waiting.Contains(body.Id));
    }

    internal static Task Recorded(Work work, Book book) =>
        work.Db.Run($"delete from ledger_unrecorded where body_id = {book.Body.Id}");
}
