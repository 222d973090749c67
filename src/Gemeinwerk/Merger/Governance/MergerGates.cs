using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Verification;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using static Gemeinwerk.Audit.RegisterField;

namespace Gemeinwerk.Merger.Governance;

/// <summary>How the gates of a merger stand in the records of its bodies.</summary>
public static class MergerGates
{
    static readonly Register rehearsals = Register.Of("merger.rehearsal", "merger_rehearsal",
        [Text("actor"), Number("at"), Number("event"), Number("merger")], ["merger"],
        (body, from, to, most) => $"""
            select rehearsal_no, actor, happened_at, event_no, merger_id from merger_rehearsal
            where body_id = {body} and rehearsal_no between {from} and {to} order by rehearsal_no limit {most}
            """);

    internal static VerificationPass Pass { get; } = new("merger.rehearsals", "Probeläufe wie im Protokoll",
        (db, body, report) => MasterDataPass.Compare(db, body, [rehearsals], report));

    /// <returns>The gates, see <see cref="Gates.Of"/>, or <c>merger.unknown</c>.</returns>
    public static async Task<Result<IReadOnlyList<Gate>>> Of(Session db, string code, DateOnly today)
    {
        if (!(await Mergers.Find(db, code)).Ok(out var merger, out var why)) return why;
        return (List<Gate>)[.. await Of(db, merger, today)];
    }

    /// <summary>As if the merger were this one: on another day, say.</summary>
    public static async Task<IReadOnlyList<Gate>> Of(Session db, MergerCase merger, DateOnly today) =>
        Gates.Of(await Facts(db, merger, today, isCertified: await IsCertified(db, merger)));

    /// <summary>Whether a dry run without findings is noted, and nothing changed since.</summary>
    /// <returns>Null where no body keeps its assembly here, so that nobody asks.</returns>
    public static async Task<bool?> IsRehearsed(Session db, MergerCase merger)
    {
        var facts = await Facts(db, merger, default, isCertified: false);
        return facts.AreKept ? facts.IsRehearsed : null;
    }

    /// <summary>What stands against a step, as findings; none where the gate is open or there is none.</summary>
    internal static async Task<List<Finding>> Against(Session db, MergerCase merger, GateStep step, DateOnly today)
    {
        var isCertified = step == GateStep.Seal && await IsCertified(db, merger);
        var gates = Gates.Of(await Facts(db, merger, today, isCertified));
        return [.. gates.Where(gate => gate.Step == step).SelectMany(gate => gate.Missing).Select(missing =>
            new Finding(0, $"gate/{step.Code()}", new Rejection("merger.gate", missing.Says, missing.Source)))];
    }

    /// <summary>Writes down that a dry run found nothing, where gates ask for it.</summary>
    /// <param name="seen">The last event that the dry run saw; of what came later it says nothing.</param>
    internal static async Task<Result<Nothing>> Rehearsed(Work work, string code, long seen)
    {
        if (!(await Mergers.FindDraft(work, code)).Ok(out var merger, out var why)) return why;
        var facts = await Facts(work.Db, merger, default, isCertified: false);
        if (!facts.AreKept || facts.IsRehearsed) return default(Nothing);
        var no = await work.Db.One($"""
            select coalesce(max(rehearsal_no), 0) + 1 from merger_rehearsal where body_id = {merger.Target.Id}
            """, row => row.Number());
        await work.Db.Run($"""
            insert into merger_rehearsal (body_id, rehearsal_no, merger_id, event_no, actor, happened_at)
            values ({merger.Target.Id}, {no}, {merger.Id}, {seen}, {work.Actor}, {work.Now})
            """);
        await rehearsals.RecordAdded(work, merger.Target.AuditLog(), no);
        return default(Nothing);
    }

    static async Task<GateFacts> Facts(Session db, MergerCase merger, DateOnly today, bool isCertified)
    {
        var assemblies = new Dictionary<string, Assembly>();
        foreach (var body in merger.Bodies) assemblies[body.Code] = await Councils.Read(db, body.Id);
        var seen = await db.One($"""
            select coalesce(max(event_no), 0) from merger_rehearsal
            where body_id = {merger.Target.Id} and merger_id = {merger.Id}
            """, row => row.Number());
        return new GateFacts(merger, assemblies, seen >= await MergerEvents.Last(db, merger), isCertified, today);
    }

    static async Task<bool> IsCertified(Session db, MergerCase merger)
    {
        if (merger.State != MergerState.Executed) return false;
        var report = new PassReport("merger.certificate", "");
        await CertificateVerification.CheckInForce(db, merger, report);
        return report.Verdict == Verdict.Pass;
    }
}
