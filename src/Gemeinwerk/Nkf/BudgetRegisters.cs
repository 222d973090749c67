using Gemeinwerk.Audit;
using Gemeinwerk.Ledger.Verification;
using static Gemeinwerk.Audit.RegisterField;

namespace Gemeinwerk.Nkf;

/// <summary>
/// The budget of a body, each change of which is a record of its change log: what is planned, bound and refused follows
/// from decisions of people and from no entry. Lines stand in it by year, product and position, as people know them.
/// </summary>
static class BudgetRegisters
{
    internal static readonly Register Groups = Register.Of("nkf.cover-group", "nkf_cover_group",
        [Text("code"), Text("name"), Number("year")], ["year", "code"], (body, from, to, most) => $"""
            select cover_group_id, code, name, fiscal_year from nkf_cover_group
            where body_id = {body} and cover_group_id between {from} and {to} order by cover_group_id limit {most}
            """);

    internal static readonly Register Lines = Register.Of("nkf.budget-line", "nkf_budget_line",
        [Text("group"), Text("position"), Text("product"), Number("year")], ["year", "product", "position"],
        (body, from, to, most) => $"""
            select l.line_id, coalesce(g.code, cast(l.cover_group_id as text)), l.position,
              case when l.product_id <> 0 then coalesce(p.code, cast(l.product_id as text)) end, l.fiscal_year
            from nkf_budget_line l
            left join ledger_product p on p.body_id = l.body_id and p.product_id = l.product_id
            left join nkf_cover_group g on g.body_id = l.body_id and g.cover_group_id = l.cover_group_id
            where l.body_id = {body} and l.line_id between {from} and {to} order by l.line_id limit {most}
            """);

    internal static readonly Register Changes = Register.Of("nkf.budget-change", "nkf_budget_change",
        [
            Number("amount"), Number("at"), Text("by"), Text("cover"), Text("kind"), Text("position"), Text("product"),
            Text("reference"), Number("year"),
        ], ["year", "product", "position"], (body, from, to, most) => $"""
            select c.change_id, c.amount, c.recorded_at, c.recorded_by, c.cover, c.kind, l.position,
              case when l.product_id <> 0 then coalesce(p.code, cast(l.product_id as text)) end, c.reference,
              l.fiscal_year
            from nkf_budget_change c
            left join nkf_budget_line l on l.body_id = c.body_id and l.line_id = c.line_id
            left join ledger_product p on p.body_id = l.body_id and p.product_id = l.product_id
            where c.body_id = {body} and c.change_id between {from} and {to} order by c.change_id limit {most}
            """);

    internal static readonly Register Control = Register.Of("nkf.budget-control", "nkf_budget_control",
        [Number("on"), Number("year")], ["year"], (body, from, to, most) => $"""
            select fiscal_year, is_on, fiscal_year from nkf_budget_control
            where body_id = {body} and fiscal_year between {from} and {to} order by fiscal_year limit {most}
            """);

    internal static readonly Register Commitments = Register.Of("nkf.commitment", "nkf_commitment",
        [
            Number("amount"), Number("at"), Text("by"), Text("number"), Text("position"), Text("product"),
            Number("released"), Text("text"), Number("year"),
        ], ["number"], (body, from, to, most) => $"""
            select m.commitment_id, m.amount, m.recorded_at, m.recorded_by, m.number, l.position,
              case when l.product_id <> 0 then coalesce(p.code, cast(l.product_id as text)) end, m.released_at, m.text,
              l.fiscal_year
            from nkf_commitment m
            left join nkf_budget_line l on l.body_id = m.body_id and l.line_id = m.line_id
            left join ledger_product p on p.body_id = l.body_id and p.product_id = l.product_id
            where m.body_id = {body} and m.commitment_id between {from} and {to} order by m.commitment_id limit {most}
            """);

    /// <summary>Their key is made of both: a commitment may be used by many entries.</summary>
    internal static readonly Register Uses = Register.Of("nkf.commitment-use", "nkf_commitment_use",
        [Number("amount"), Text("commitment"), Number("entry")], ["commitment", "entry"],
        (body, from, to, most) => $"""
            select u.commitment_id * 1099511627776 + u.entry_no, u.amount,
              coalesce(m.number, cast(u.commitment_id as text)), u.entry_no
            from nkf_commitment_use u
            left join nkf_commitment m on m.body_id = u.body_id and m.commitment_id = u.commitment_id
            where u.body_id = {body} and u.commitment_id * 1099511627776 + u.entry_no between {from} and {to}
            order by u.commitment_id, u.entry_no limit {most}
            """);

    internal static readonly IReadOnlyList<Register> All = [Groups, Lines, Changes, Control, Commitments, Uses];

    /// <summary>The key under which <see cref="Uses"/> has a use.</summary>
    internal static long UseKey(long commitment, long entryNo) => commitment * 1_099_511_627_776 + entryNo;

    /// <summary>Whether the budget is what the records of its changes say.</summary>
    internal static VerificationPass Pass { get; } =
        new VerificationPass("nkf.budget", "Haushalt und Mittelbindungen wie im Protokoll",
            (db, body, report) => MasterDataPass.Compare(db, body, All, report));
}
