using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Identity;

public enum ApprovalState { Asked, Approved, Refused, Used, Void }

/// <summary>Something that one person asks for and another decides (Freigabe, Vier-Augen-Prinzip).</summary>
/// <param name="Kind">What is to be done, stable: <c>merger.execution</c>.</param>
/// <param name="Subject">To what.</param>
/// <param name="Content">What exactly is asked for; the approval holds for this text and no other.</param>
/// <param name="Needs">The role of whoever decides.</param>
public sealed record Approval(
    long No, string Kind, string Subject, string Content, Role Needs, string AskedBy, DateTimeOffset AskedAt,
    DateTimeOffset ExpiresAt, ApprovalState State, string? DecidedBy);

/// <summary>
/// Four eyes, the one mechanism for all acts that need them. Asking and deciding happen in the name of the acting
/// user, who must be signed in; the act itself then calls <see cref="Use"/> in its own transaction.
/// </summary>
public static class Approvals
{
    public static readonly TimeSpan Lasting = TimeSpan.FromDays(14);

    /// <summary>Asks for an approval; an earlier one for the same subject becomes void.</summary>
    /// <param name="content">Everything that the other person is to answer for; its hash is kept with it.</param>
    /// <returns>Its number in the body.</returns>
    public static async Task<long> Ask(
        Work work, AuditLog body, string kind, string subject, string content, Role needs)
    {
        await work.Db.Run($"""
            update identity_approval set state = 'void'
            where body_id = {body.BodyId} and kind = {kind} and subject = {subject} and state in ('asked', 'approved')
            """);
        // The record comes first: it keeps others from asking at the same moment.
        await AuditTrail.Append(work, body, "approval.asked", subject, ("kind", kind), ("needs", needs.Code()),
            ("hash", HashText(content)));
        var no = await work.Db.One($"""
            select coalesce(max(approval_no), 0) + 1 from identity_approval where body_id = {body.BodyId}
            """, row => row.Number());
        await work.Db.Run($"""
            insert into identity_approval (body_id, approval_no, kind, subject, content, content_hash, needs, asked_by,
              asked_at, expires_at, state)
            values ({body.BodyId}, {no}, {kind}, {subject}, {content}, {Secrets.Hash(content)}, {needs.Code()},
              {work.Actor}, {work.Now}, {work.Now + Lasting}, 'asked')
            """);
        return no;
    }

    /// <summary>Approves or refuses, in the name of the acting user.</summary>
    /// <returns>The approval, or, in this order, <c>identity.approval-unknown</c>, <c>identity.approval-decided</c>,
    /// <c>identity.approval-expired</c>, <c>identity.approval-own</c>, <c>identity.approval-role</c>,
    /// <c>identity.approval-lapsed</c>.</returns>
    public static async Task<Result<Approval>> Decide(Work work, AuditLog body, long no, bool approves)
    {
        var approval = await work.Db.Maybe($"""
            update identity_approval set state = state where body_id = {body.BodyId} and approval_no = {no}
            returning approval_no, kind, subject, content, needs, asked_by, asked_at, expires_at, state, decided_by
            """, Map);
        if (approval is null)
        {
            return new Rejection("identity.approval-unknown", $"Die Freigabe Nr. {no} gibt es nicht.");
        }
        if (await Refuse(work, body, approval) is { } why) return why;
        var state = approves ? ApprovalState.Approved : ApprovalState.Refused;
        await work.Db.Run($"""
            update identity_approval set state = {state.Code()}, decided_by = {work.Actor}, decided_at = {work.Now}
            where body_id = {body.BodyId} and approval_no = {no}
            """);
        await AuditTrail.Append(work, body, approves ? "approval.approved" : "approval.refused", approval.Subject,
            ("kind", approval.Kind), ("asked-by", approval.AskedBy), ("hash", HashText(approval.Content)));
        return approval with { State = state, DecidedBy = work.Actor };
    }

    /// <summary>Uses up the approval of an act, within that act.</summary>
    /// <param name="content">What is about to be done, written as it was when it was asked for.</param>
    /// <returns>The approval, or <c>identity.approval-missing</c>, <c>identity.approval-changed</c>,
    /// <c>identity.approval-expired</c>, <c>identity.approval-lapsed</c>.</returns>
    public static async Task<Result<Approval>> Use(
        Work work, AuditLog body, string kind, string subject, string content)
    {
        var approval = await work.Db.Maybe($"""
            select approval_no, kind, subject, content, needs, asked_by, asked_at, expires_at, state, decided_by
            from identity_approval
            where body_id = {body.BodyId} and kind = {kind} and subject = {subject} and state = 'approved'
              and content_hash = {Secrets.Hash(content)}
            """, Map);
        if (approval is null)
        {
            return await IsApproved(work, body, kind, subject)
                ? new Rejection("identity.approval-changed",
                    "Was freigegeben wurde, ist nicht mehr das, was ausgeführt werden soll.")
                : new Rejection("identity.approval-missing", "Dafür fehlt die Freigabe einer zweiten Person.");
        }
        if (approval.ExpiresAt <= work.Now) return Expired();
        foreach (var person in (string[])[approval.AskedBy, approval.DecidedBy!])
        {
            if (await HasLapsed(work, body, person, approval.Needs)) return Lapsed(person);
        }
        await work.Db.Run($"""
            update identity_approval set state = 'used' where body_id = {body.BodyId} and approval_no = {approval.No}
            """);
        await AuditTrail.Append(work, body, "approval.used", subject, ("kind", kind), ("asked-by", approval.AskedBy),
            ("approved-by", approval.DecidedBy), ("hash", HashText(content)));
        return approval with { State = ApprovalState.Used };
    }

    /// <summary>Takes back what was asked for, whether it is decided or not, because its subject is gone.</summary>
    internal static Task Withdraw(Work work, AuditLog body, string kind, string subject) => work.Db.Run($"""
        update identity_approval set state = 'void'
        where body_id = {body.BodyId} and kind = {kind} and subject = {subject} and state in ('asked', 'approved')
        """);

    /// <summary>What was asked for last, whatever became of it; null where nothing was.</summary>
    public static Task<Approval?> Last(Session db, AuditLog body, string kind, string subject) => db.Maybe($"""
        select approval_no, kind, subject, content, needs, asked_by, asked_at, expires_at, state, decided_by
        from identity_approval
        where body_id = {body.BodyId} and kind = {kind} and subject = {subject}
        order by approval_no desc limit 1
        """, Map);

    /// <summary>What waits for a decision, oldest first.</summary>
    public static Task<List<Approval>> Open(Session db, AuditLog body, DateTimeOffset now) => db.All($"""
        select approval_no, kind, subject, content, needs, asked_by, asked_at, expires_at, state, decided_by
        from identity_approval
        where body_id = {body.BodyId} and state = 'asked' and expires_at > {now} order by approval_no
        """, Map);

    /// <summary>What of a kind is approved and not used yet, oldest first.</summary>
    public static Task<List<Approval>> Given(Session db, AuditLog body, string kind, DateTimeOffset now) => db.All($"""
        select approval_no, kind, subject, content, needs, asked_by, asked_at, expires_at, state, decided_by
        from identity_approval
        where body_id = {body.BodyId} and kind = {kind} and state = 'approved' and expires_at > {now}
        order by approval_no
        """, Map);

    /// <summary>Those that need one of these roles, newest first.</summary>
    /// <param name="state">Null for all; of what is asked for, only what has not expired.</param>
    /// <param name="before">The number where the part before ended.</param>
    public static Task<List<Approval>> Newest(
        Session db, AuditLog body, IReadOnlyList<Role> needs, ApprovalState? state, DateTimeOffset now, long before,
        int most)
    {
        var wanted = state?.Code() ?? "";
        Sql sql = $"""
            select approval_no, kind, subject, content, needs, asked_by, asked_at, expires_at, state, decided_by
            from identity_approval
            where body_id = {body.BodyId} and approval_no < {before} and ({wanted} = '' or state = {wanted})
              and ({wanted} <> 'asked' or expires_at > {now}) and needs in (
            """;
        foreach (var role in needs.Take(1)) sql.AppendFormatted(role.Code());
        foreach (var role in needs.Skip(1))
        {
            sql.AppendLiteral(", ");
            sql.AppendFormatted(role.Code());
        }
        sql.AppendLiteral(") order by approval_no desc limit ");
        sql.AppendFormatted(most);
        return db.All(sql, Map);
    }

    static async Task<Rejection?> Refuse(Work work, AuditLog body, Approval approval)
    {
        if (approval.State != ApprovalState.Asked)
        {
            return new("identity.approval-decided", $"Die Freigabe Nr. {approval.No} ist nicht mehr offen.");
        }
        if (approval.ExpiresAt <= work.Now) return Expired();
        if (approval.AskedBy == work.Actor)
        {
            return new("identity.approval-own", "Wer eine Freigabe erbittet, kann sie nicht selbst erteilen.");
        }
        if (!await Grants.Holds(work, body, work.Actor, approval.Needs))
        {
            return new("identity.approval-role", $"Diese Freigabe braucht die Rolle „{approval.Needs.Code()}“.");
        }
        return await HasLapsed(work, body, approval.AskedBy, approval.Needs) ? Lapsed(approval.AskedBy) : null;
    }

    /// <summary>
    /// Whether somebody who took part no longer may. Programs and whoever administers the machine are no persons here.
    /// </summary>
    static async Task<bool> HasLapsed(Work work, AuditLog body, string name, Role needs) =>
        (await People.Find(work.Db, name)).Rejection is null && !await Grants.Holds(work, body, name, needs);

    static Rejection Lapsed(string name) => new("identity.approval-lapsed",
        $"{name} hat die Rolle nicht mehr, in der die Freigabe erbeten oder erteilt wurde.");

    static Task<bool> IsApproved(Work work, AuditLog body, string kind, string subject) => work.Db.Any($"""
        select 1 from identity_approval
        where body_id = {body.BodyId} and kind = {kind} and subject = {subject} and state = 'approved'
        """);

    static Rejection Expired() => new("identity.approval-expired", "Die Freigabe ist abgelaufen.");

    static string HashText(string content) => Convert.ToHexStringLower(Secrets.Hash(content));

    static Approval Map(Row row) => new(row.Number(), row.Text(), row.Text(), row.Text(), Codes.Parse<Role>(row.Text()),
        row.Text(), row.Moment(), row.Moment(), Codes.Parse<ApprovalState>(row.Text()), row.TextOrNull());
}
