using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Merger;

/// <summary>What a certificate of an earlier run has to say, read back from the books as they are now.</summary>
static class CertifiedRows
{
    /// <summary>Lines of <c>[items]</c>.</summary>
    internal static Task<List<string>> Items(Session db, MergerCase merger)
    {
        var codes = merger.Bodies.ToDictionary(body => body.Id, body => body.Code);
        return db.All($"""
            select m.source_body_id, m.source, a.number, p.number, i.originated_on, i.due_on,
              coalesce(d.dunning_level, 0), m.amount, m.target, ta.number, tp.number
            from merger_move m
            left join ledger_item i on i.body_id = m.source_body_id and i.number = m.source
            left join ledger_account a on a.body_id = i.body_id and a.account_id = i.account_id
            left join ledger_party p on p.body_id = i.body_id and p.party_id = i.party_id
            left join merger_dunning d on d.body_id = m.body_id and d.merger_id = m.merger_id and d.run_no = m.run_no
              and d.book_body_id = m.source_body_id and d.item = m.source
            left join ledger_item t on t.body_id = m.body_id and t.number = m.target
            left join ledger_account ta on ta.body_id = t.body_id and ta.account_id = t.account_id
            left join ledger_party tp on tp.body_id = t.body_id and tp.party_id = t.party_id
            where m.body_id = {merger.Target.Id} and m.merger_id = {merger.Id} and m.run_no = {merger.RunNo}
              and m.kind = 'item'
            """, row =>
        {
            string?[] source = [codes[row.Id<Body>()], row.Text(), row.TextOrNull(), row.TextOrNull(), Iso(row),
                Iso(row), CertificateText.Number(row.Number()), CertificateText.Number(row.Number())];
            var (target, account, party) = (row.TextOrNull(), row.TextOrNull(), row.TextOrNull());
            return CertificateText.Join(
                [.. source, target is null ? "eliminated" : "moved", target, account, party]);
        });
    }

    /// <summary>Lines of <c>[assets]</c>.</summary>
    internal static Task<List<string>> Assets(Session db, MergerCase merger)
    {
        var codes = merger.Bodies.ToDictionary(body => body.Id, body => body.Code);
        return db.All($"""
            select m.source_body_id, m.source, a.number, s.in_service_on, coalesce(s.useful_life_months, 0), m.amount,
              m.depreciation, m.target, ta.number
            from merger_move m
            left join ledger_asset s on s.body_id = m.source_body_id and s.number = m.source
            left join ledger_account a on a.body_id = s.body_id and a.account_id = s.account_id
            left join ledger_asset t on t.body_id = m.body_id and t.number = m.target
            left join ledger_account ta on ta.body_id = t.body_id and ta.account_id = t.account_id
            where m.body_id = {merger.Target.Id} and m.merger_id = {merger.Id} and m.run_no = {merger.RunNo}
              and m.kind = 'asset'
            """, row => CertificateText.Join([codes[row.Id<Body>()], row.Text(), row.TextOrNull(), Iso(row),
                CertificateText.Number(row.Number()), CertificateText.Number(row.Number()),
                CertificateText.Number(row.Number()), "moved", row.TextOrNull(), row.TextOrNull()]));
    }

    /// <param name="mapping">Target numbers by kind, source body and source number.</param>
    internal static async Task<List<CertifiedBalance>> Balances(
        Session db, MergerCase merger, List<RecordedMoments> moments,
        Dictionary<(string Kind, string Body, string Source), string> mapping)
    {
        var sources = new List<Dictionary<TargetPlace, Money>>();
        foreach (var at in moments.Where(at => at.Body != merger.Target))
        {
            var sums = new Dictionary<TargetPlace, Money>();
            foreach (var (place, amount) in await At(db, at.Body.Id, at.After))
            {
                var mapped = new TargetPlace(Mapped(MappingKind.Account, at.Body, place.Account)!,
                    Mapped(MappingKind.Product, at.Body, place.Product),
                    Mapped(MappingKind.CostCentre, at.Body, place.CostCentre));
                sums[mapped] = sums.GetValueOrDefault(mapped) + amount;
            }
            sources.Add(sums);
        }
        var target = moments.Single(at => at.Body == merger.Target);
        var before = await At(db, merger.Target.Id, target.Before);
        var eliminated = await Eliminated(db, target);
        return [.. sources.SelectMany(sums => sums.Keys).Concat(before.Keys).Concat(eliminated.Keys)
            .Distinct().Order(TargetPlace.Order)
            .Select(place => new CertifiedBalance(place, [.. sources.Select(sums => sums.GetValueOrDefault(place))],
                before.GetValueOrDefault(place), eliminated.GetValueOrDefault(place)))
            .Where(line => !line.IsZero)];

        string? Mapped(MappingKind kind, Body body, string? number) =>
            number is null ? null : mapping.GetValueOrDefault((kind.Code(), body.Code, number), "?");
    }

    /// <summary>From the maintained balances less what came later, so that little is read where little came.</summary>
    static async Task<Dictionary<TargetPlace, Money>> At(Session db, Id<Body> body, long size) =>
        Places(await db.All($"""
            select a.number, p.code, c.code, cast(sum(x.amount) as bigint)
            from (
              select account_id, nullif(product_id, 0) as product_id, nullif(cost_centre_id, 0) as cost_centre_id,
                debit - credit as amount
              from ledger_balance where body_id = {body}
              union all
              select account_id, product_id, cost_centre_id, -amount
              from ledger_posting where body_id = {body} and entry_no > {size}) x
            join ledger_account a on a.body_id = {body} and a.account_id = x.account_id
            left join ledger_product p on p.body_id = {body} and p.product_id = x.product_id
            left join ledger_cost_centre c on c.body_id = {body} and c.cost_centre_id = x.cost_centre_id
            group by a.number, p.code, c.code having sum(x.amount) <> 0
            """, Place));

    static async Task<Dictionary<TargetPlace, Money>> Eliminated(Session db, RecordedMoments target) =>
        Places(await db.All($"""
            select a.number, p.code, c.code, cast(sum(x.amount) as bigint)
            from ledger_entry e
            join ledger_posting x on x.body_id = e.body_id and x.entry_no = e.entry_no
            join ledger_account a on a.body_id = x.body_id and a.account_id = x.account_id
            left join ledger_product p on p.body_id = x.body_id and p.product_id = x.product_id
            left join ledger_cost_centre c on c.body_id = x.body_id and c.cost_centre_id = x.cost_centre_id
            where e.body_id = {target.Body.Id} and e.entry_no > {target.Before} and e.entry_no <= {target.After}
              and e.kind = 'elimination'
            group by a.number, p.code, c.code
            """, Place));

    static (TargetPlace At, Money Amount) Place(Row row) =>
        (new TargetPlace(row.Text(), row.TextOrNull(), row.TextOrNull()), row.Money());

    static Dictionary<TargetPlace, Money> Places(List<(TargetPlace At, Money Amount)> rows) =>
        rows.ToDictionary(row => row.At, row => row.Amount);

    static string? Iso(Row row) => row.DayOrNull() is { } day ? Day.Iso(day) : null;
}
