using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Operating;

/// <summary>Work in the background as it was last written down.</summary>
/// <param name="EndedAt">Null where nobody wrote an end: it is in progress, or broke off with the program.</param>
/// <param name="State">What whoever did it says of it, in a form of their own.</param>
public sealed record KeptWork(DateTimeOffset StartedAt, DateTimeOffset? EndedAt, byte[] State)
{
    /// <summary>For how long it is known what came of it.</summary>
    public static TimeSpan Time { get; } = TimeSpan.FromDays(30);

    /// <summary>Writes down that work begins; what was known of the same work, and what is old, is forgotten.
    /// </summary>
    /// <param name="kind">What is done.</param>
    /// <param name="subject">To what, within the body; may be empty.</param>
    public static async Task Begin(Work work, Id<Body> body, string kind, string subject, byte[] state)
    {
        await work.Db.Run($"""
            delete from operating_work where body_id = {body} and started_at < {work.Now - Time}
            """);
        await work.Db.Run($"""
            insert into operating_work (body_id, kind, subject, started_at, state)
            values ({body}, {kind}, {subject}, {work.Now}, {state})
            on conflict (body_id, kind, subject) do update
              set started_at = excluded.started_at, ended_at = null, state = excluded.state
            """);
    }

    /// <summary>Writes down what came of it. In the act that does the work it is there exactly where its result is.
    /// </summary>
    public static Task End(Work work, Id<Body> body, string kind, string subject, byte[] state) => work.Db.Run($"""
        update operating_work set ended_at = {work.Now}, state = {state}
        where body_id = {body} and kind = {kind} and subject = {subject}
        """);

    /// <returns>Null where there was none, or where it is forgotten.</returns>
    public static Task<KeptWork?> Find(Session db, Id<Body> body, string kind, string subject, DateTimeOffset now) =>
        db.Maybe($"""
            select started_at, ended_at, state from operating_work
            where body_id = {body} and kind = {kind} and subject = {subject} and started_at >= {now - Time}
            """, row => new KeptWork(
                row.Moment(), row.MomentOrNull(), row.Bytes()));
}
