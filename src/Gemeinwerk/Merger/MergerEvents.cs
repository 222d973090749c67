using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Merger;

public enum MergerEventKind { Created, Mapped, Unmapped, Shareholding, Executed, Undone }

/// <summary>Something that happened to a merger.</summary>
/// <param name="No">Gapless from 1 in the merger.</param>
/// <param name="Payload">JSON.</param>
public sealed record MergerEvent(long No, MergerEventKind Kind, string Actor, DateTimeOffset HappenedAt,
    string Payload)
{
    /// <summary>A declaration of a shareholding was taken back.</summary>
    public bool IsWithdrawal =>
        Kind == MergerEventKind.Shareholding && Payload.EndsWith(",\"withdrawn\":true}", StringComparison.Ordinal);
}

/// <summary>The journal of a merger: events are added, never changed; mapping and state are what they leave.</summary>
public static class MergerEvents
{
    static readonly JsonSerializerOptions form = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static Task<List<MergerEvent>> All(Session db, MergerCase merger) => db.All($"""
        select event_no, kind, actor, happened_at, payload from merger_event
        where body_id = {merger.Target.Id} and merger_id = {merger.Id} order by event_no
        """, row => new MergerEvent(
        row.Number(), Codes.Parse<MergerEventKind>(row.Text()), row.Text(), row.Moment(), row.Text()));

    /// <summary>The number of the last one.</summary>
    internal static Task<long> Last(Session db, MergerCase merger) => db.One($"""
        select coalesce(max(event_no), 0) from merger_event
        where body_id = {merger.Target.Id} and merger_id = {merger.Id}
        """, row => row.Number());

    /// <summary>What the event of a merger's creation says.</summary>
    internal static object Creation(MergerCase merger) => new
    {
        code = merger.Code,
        form = merger.Form.Code(),
        target = merger.Target.Code,
        sources = merger.Sources.Select(source => source.Code),
        effective = Day.Iso(merger.EffectiveOn),
    };

    /// <summary>What the event of a declared shareholding says.</summary>
    internal static object Declaration(Shareholding share) => new
    {
        holder = share.Holder,
        account = share.Account,
        issuer = share.Issuer,
        equity = share.EquityAccount,
        cents = share.Amount.Cents,
    };

    /// <summary>What the event of a withdrawn shareholding says: what was declared, and that it no longer holds.
    /// </summary>
    internal static object Withdrawal(Shareholding share) => new
    {
        holder = share.Holder,
        account = share.Account,
        issuer = share.Issuer,
        equity = share.EquityAccount,
        cents = share.Amount.Cents,
        withdrawn = true,
    };

    /// <summary>What the event of an execution says of one journal.</summary>
    /// <param name="root">Of the log as it was when the run was done.</param>
    internal static object Standing(RecordedMoments at, byte[] root) => new
    {
        body = at.Body.Code,
        before = at.Before,
        after = at.After,
        done = at.Done,
        root = Convert.ToBase64String(root),
        assetsBefore = at.AssetsBefore,
        assetsAfter = at.AssetsAfter,
        periods = at.PeriodStates,
        budgetBefore = at.BudgetBefore,
        budgetAfter = at.BudgetAfter,
    };

    /// <summary>A payload as the table holds it.</summary>
    internal static string Text(object payload) => JsonSerializer.Serialize(payload, form);

    internal static Task Add(Work work, MergerCase merger, MergerEventKind kind, object payload) =>
        AddAll(work, merger, kind, [payload]);

    internal static async Task AddAll(
        Work work, MergerCase merger, MergerEventKind kind, IEnumerable<object> payloads)
    {
        var no = await Last(work.Db, merger);
        await work.Db.Bulk("merger_event", "body_id, merger_id, event_no, kind, actor, happened_at, payload", payloads,
            (to, payload) => to.Add(merger.Target.Id).Add(merger.Id).Add(++no).Add(kind.Code())
                .Add(work.Actor).Add(work.Now).Add(Text(payload)));
    }
}
