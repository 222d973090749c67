using System.Security.Cryptography;
using System.Text;
using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Identity;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Merger;

/// <summary>What of a merger needs a second person.</summary>
public enum MergerApproval { Mapping, Execution }

/// <summary>The newest approval of a merger.</summary>
/// <param name="IsCurrent">Whether it is about what would be executed today, and not expired.</param>
public sealed record StandingApproval(MergerApproval What, Approval Approval, bool IsCurrent)
{
    public bool IsGiven => IsCurrent && Approval.State == ApprovalState.Approved;

    public bool IsOpen => IsCurrent && Approval.State == ApprovalState.Asked;
}

/// <summary>
/// Four eyes for mergers: the mapping and the execution are approved by a second person who closes the target's books,
/// each for exactly what stands in it. The command line, whose user administers the machine itself, runs without.
/// </summary>
public static class MergerApprovals
{
    /// <returns>The approval's number, or <c>merger.unknown</c>, <c>merger.executed</c>.</returns>
    public static async Task<Result<long>> Ask(Work work, string code, MergerApproval what)
    {
        if (!(await Mergers.FindDraft(work, code)).Ok(out var merger, out var why)) return why;
        return await Approvals.Ask(work, merger.Target.AuditLog(), Kind(what), code,
            await Content(work.Db, merger, what), Role.Close);
    }

    /// <returns>The approval, or <c>merger.unknown</c>, <c>identity.approval-unknown</c>, or what
    /// <see cref="Approvals.Decide"/> returns.</returns>
    public static async Task<Result<Approval>> Decide(Work work, string code, long no, bool approves)
    {
        if (!(await Mergers.Find(work.Db, code)).Ok(out var merger, out var why)) return why;
        return (await Standing(work.Db, merger, work.Now)).Exists(it => it.Approval.No == no)
            ? await Approvals.Decide(work, merger.Target.AuditLog(), no, approves)
            : new Rejection("identity.approval-unknown", $"Die Freigabe Nr. {no} gibt es nicht.");
    }

    /// <summary>Executes a merger whose mapping and execution are approved, and uses the approvals up.</summary>
    /// <returns>The outcome, or <c>merger.unknown</c>, <c>merger.executed</c>, <c>merger.findings</c>,
    /// <c>ledger.signing-key</c>, or what <see cref="Approvals.Use"/> returns.</returns>
    public static async Task<Result<MergerOutcome>> Run(Work work, string code)
    {
        if (!(await Mergers.FindDraft(work, code)).Ok(out var merger, out var why)) return why;
        foreach (var what in Enum.GetValues<MergerApproval>())
        {
            var content = await Content(work.Db, merger, what);
            var used = await Approvals.Use(work, merger.Target.AuditLog(), Kind(what), code, content);
            if (!used.Ok(out _, out why)) return why;
        }
        if (!(await Execution.Run(work, code)).Ok(out var outcome, out why)) return why;
        return outcome.Findings.Count == 0
            ? outcome
            : new Rejection("merger.findings",
                $"Der Fusion stehen {outcome.Findings.Count} Befunde entgegen; der Plan zeigt sie.");
    }

    /// <summary>The newest approval of each kind, where one was ever asked for.</summary>
    public static async Task<List<StandingApproval>> Standing(Session db, MergerCase merger, DateTimeOffset now)
    {
        var standing = new List<StandingApproval>();
        foreach (var what in Enum.GetValues<MergerApproval>())
        {
            var last = await Approvals.Last(db, merger.Target.AuditLog(), Kind(what), merger.Code);
            if (last is null) continue;
            var isCurrent = last.ExpiresAt > now && last.Content == await Content(db, merger, what);
            standing.Add(new StandingApproval(what, last, isCurrent));
        }
        return standing;
    }

    static string Digest(IEnumerable<object> said) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', said.Select(MergerEvents.Text)))));

    static string Kind(MergerApproval what) => $"merger.{what.Code()}";

    /// <summary>All that is approved in one text: another mapping, day or run is something else.</summary>
    static async Task<string> Content(Session db, MergerCase merger, MergerApproval what)
    {
        var lines = await Mappings.All(db, merger);
        var mapping = SHA256.HashData(Encoding.UTF8.GetBytes(MappingCsv.Write(lines, [])));
        return AuditRecord.Canonical(
        [
            ("approves", what.Code()), ("merger", merger.Code), ("form", $"{merger.Form}"),
            ("target", merger.Target.Code), ("sources", string.Join(' ', merger.Sources.Select(body => body.Code))),
            ("effective", Day.Iso(merger.EffectiveOn)), ("run", $"{merger.RunNo + 1}"), ("lines", $"{lines.Count}"),
            ("mapping", Convert.ToHexStringLower(mapping)),
            .. await Inventories.InventoryDecisions.All(db, merger) is { Count: > 0 } decided
                ? ((string, string?)[])[("inventory",
                    $"{decided.Count} {Digest(decided.Select(Inventories.InventoryDecisions.Said))}")]
                : [],
            .. await Inventories.UseWeights.All(db, merger) is { Count: > 0 } weighed
                ? ((string, string?)[])[("weights",
                    $"{weighed.Count} {Digest(weighed.Select(Inventories.UseWeights.Said))}")]
                : [],
        ]);
    }
}
