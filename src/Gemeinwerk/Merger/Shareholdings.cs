using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Merger;

/// <summary>A share of one body of the merger in another (Beteiligung); it vanishes against the other's
/// equity.</summary>
/// <param name="Holder">Code of the body that holds it.</param>
/// <param name="Account">The holder's account that carries it.</param>
/// <param name="Issuer">Code of the body that it is a share in.</param>
/// <param name="EquityAccount">The issuer's account that it vanishes against.</param>
/// <param name="Amount">Positive.</param>
public sealed record Shareholding(string Holder, string Account, string Issuer, string EquityAccount, Money Amount);

public static class Shareholdings
{
    /// <returns>Its number, or <c>merger.unknown</c>, <c>merger.executed</c>, <c>merger.shareholding</c>,
    /// <c>merger.shareholding-exists</c>. Whether the accounts carry the amount is asked by the plan.</returns>
    public static async Task<Result<long>> Add(Work work, string code, Shareholding share)
    {
        if (!(await Mergers.FindDraft(work, code)).Ok(out var merger, out var why)) return why;
        if (merger.Find(share.Holder) is not { } holder || merger.Find(share.Issuer) is not { } issuer
            || holder == issuer)
        {
            return new Rejection("merger.shareholding",
                "Inhaberin und Beteiligung müssen zwei verschiedene Körperschaften dieser Fusion sein.");
        }
        if (share.Amount.Cents <= 0)
        {
            return new Rejection("merger.shareholding", "Der Betrag der Beteiligung muss positiv sein.");
        }
        if ((await All(work.Db, merger)).Exists(known => known with { Amount = share.Amount } == share))
        {
            return new Rejection("merger.shareholding-exists",
                $"Die Beteiligung von {share.Holder} (Konto {share.Account}) an {share.Issuer} "
                + $"(Konto {share.EquityAccount}) ist schon angegeben.");
        }
        var no = await work.Db.One($"""
            select coalesce(max(share_no), 0) + 1 from merger_shareholding
            where body_id = {merger.Target.Id} and merger_id = {merger.Id}
            """, row => row.Number());
        await work.Db.Run($"""
            insert into merger_shareholding
              (body_id, merger_id, share_no, holder_body_id, account, issuer_body_id, equity_account, amount)
            values ({merger.Target.Id}, {merger.Id}, {no}, {holder.Id}, {share.Account}, {issuer.Id},
              {share.EquityAccount}, {share.Amount})
            """);
        await MergerEvents.Add(work, merger, MergerEventKind.Shareholding, MergerEvents.Declaration(share));
        return no;
    }

    /// <summary>Withdraws a declaration; it stays among the merger's events.</summary>
    /// <returns>What was declared, or <c>merger.unknown</c>, <c>merger.executed</c>,
    /// <c>merger.shareholding-unknown</c>.</returns>
    public static async Task<Result<Shareholding>> Remove(Work work, string code, long no)
    {
        if (!(await Mergers.FindDraft(work, code)).Ok(out var merger, out var why)) return why;
        if ((await Numbered(work.Db, merger)).Find(it => it.No == no).Share is not { } share)
        {
            return new Rejection("merger.shareholding-unknown",
                $"Eine Beteiligung Nr. {no} ist in der Fusion „{code}“ nicht angegeben.");
        }
        await work.Db.Run($"""
            delete from merger_shareholding
            where body_id = {merger.Target.Id} and merger_id = {merger.Id} and share_no = {no}
            """);
        await MergerEvents.Add(work, merger, MergerEventKind.Shareholding, MergerEvents.Withdrawal(share));
        return share;
    }

    public static async Task<List<Shareholding>> All(Session db, MergerCase merger) =>
        (await Numbered(db, merger)).ConvertAll(it => it.Share);

    /// <summary>With the numbers that declaring them gave.</summary>
    public static Task<List<(long No, Shareholding Share)>> Numbered(Session db, MergerCase merger)
    {
        var codes = merger.Bodies.ToDictionary(body => body.Id, body => body.Code);
        return db.All($"""
            select share_no, holder_body_id, account, issuer_body_id, equity_account, amount from merger_shareholding
            where body_id = {merger.Target.Id} and merger_id = {merger.Id} order by share_no
            """, row => (row.Number(), new Shareholding(
            codes[row.Id<Body>()], row.Text(), codes[row.Id<Body>()], row.Text(), row.Money())));
    }
}
