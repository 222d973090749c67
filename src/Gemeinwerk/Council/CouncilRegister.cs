using Gemeinwerk.Audit;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Verification;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using static Gemeinwerk.Audit.RegisterField;

namespace Gemeinwerk.Council;

/// <summary>The events of an assembly as records of the body's change log, provable like its journal.</summary>
static class CouncilRegister
{
    internal static readonly Register Events = Register.Of("council.event", "council_event",
        [Text("actor"), Number("at"), Text("event"), Text("payload")], ["event"],
        (body, from, to, most) => $"""
            select event_no, actor, recorded_at, kind, payload from council_event
            where body_id = {body} and event_no between {from} and {to} order by event_no limit {most}
            """);

    internal static readonly IReadOnlyList<Register> All = [Events];
}

/// <summary>Whether the records of assemblies are what their change log says, and each was allowed when it came.
/// </summary>
public static class CouncilVerification
{
    public static readonly IReadOnlyList<VerificationPass> Passes =
    [
        new VerificationPass("council.events", "Akten der Verbandsversammlung wie im Protokoll",
            (db, body, report) => MasterDataPass.Compare(db, body, CouncilRegister.All, report)),
        new VerificationPass("council.rules", "Beschlüsse der Verbandsversammlung nach Recht und Satzung", Rules),
    ];

    static async Task Rules(Session db, Body body, PassReport report)
    {
        var assembly = new Assembly(await Councils.DemandsFrom(db, body.Id));
        var (expected, rows) = (1L, await db.All($"""
            select event_no, recorded_at, actor, kind, payload from council_event where body_id = {body.Id}
            order by event_no
            """, row => (No: row.Number(), At: row.Moment(), Actor: row.Text(), Kind: row.Text(), Json: row.Text())));
        foreach (var (no, at, actor, kind, json) in rows)
        {
            if (no != expected++) report.Fail("council_event", $"{no}", expected - 1, no);
            if (!CouncilForm.Stored(json).Ok(out var happened, out var unread))
            {
                report.Fail("council_event", $"{no}/payload", "ein Ereignis", unread.Message);
                return;
            }
            if (CouncilForm.Kind(happened) != kind)
            {
                report.Fail("council_event", $"{no}/kind", CouncilForm.Kind(happened), kind);
            }
            if (CouncilRules.Refuse(assembly, happened) is { } why)
            {
                report.Fail("council_event", $"{no}", "erlaubt", why.ToString());
                return;
            }
            assembly.Apply(new CouncilRecord(no, at, actor, happened));
        }
    }
}
