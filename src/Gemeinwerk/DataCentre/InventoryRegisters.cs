using Gemeinwerk.Audit;
using static Gemeinwerk.Audit.RegisterField;

namespace Gemeinwerk.DataCentre;

/// <summary>The inventory of a body, each change of which is a record of its change log.</summary>
static class InventoryRegisters
{
    internal static readonly Register Items = Register.Of("datacentre.item", "datacentre_item",
        [Text("content"), Text("item-key"), Text("item-kind"), Text("name"), Number("withdrawn")],
        ["item-kind", "name"],
        (body, from, to, most) => $"""
            select item_id, content, key, kind, name, withdrawn from datacentre_item
            where body_id = {body} and item_id between {from} and {to} order by item_id limit {most}
            """);

    internal static readonly Register Uses = Register.Of("datacentre.use", "datacentre_use",
        [Text("item"), Text("member"), Number("of"), Number("share"), Number("since"), Number("until"),
            Number("withdrawn")],
        ["item", "member"], (body, from, to, most) => $"""
            select u.use_id, coalesce(i.name, cast(u.item_id as text)), coalesce(m.name, cast(u.member_id as text)),
              u.share_denominator, u.share_numerator, u.since, u.until, u.withdrawn
            from datacentre_use u
            left join datacentre_item i on i.body_id = u.body_id and i.item_id = u.item_id
            left join datacentre_item m on m.body_id = u.body_id and m.item_id = u.member_id
            where u.body_id = {body} and u.use_id between {from} and {to} order by u.use_id limit {most}
            """);

    internal static readonly IReadOnlyList<Register> All = [Items, Uses];

    /// <summary>What records about an item of this kind and name have as their subject.</summary>
    internal static string LabelOf(ItemKind kind, string name) => Items.Label(Items.RowOf(0, field => field switch
    {
        "item-kind" => kind.Code,
        "name" => name,
        _ => null,
    }));
}
