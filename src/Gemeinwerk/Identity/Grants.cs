using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Identity;

/// <summary>A role of a person in a body.</summary>
public sealed record Grant(
    long BodyId, long No, string Person, Role Role, DateOnly From, DateOnly? To, string? Reason, string AskedBy,
    string ApprovedBy);

/// <summary>A role that somebody is to get or to lose.</summary>
public sealed record RoleChange(bool Gives, string Person, Role Role, DateOnly From, DateOnly? To, string? Reason)
{
    internal string Subject => $"{Person} {Role.Code()}";

    /// <summary>All of it in one text, which the approving person answers for.</summary>
    internal string Content => AuditRecord.Canonical(Parts);

    internal IEnumerable<(string, string?)> Parts =>
    [
        ("change", Gives ? "grant" : "revoke"), ("person", Person), ("role", Role.Code()), ("from", Day.Iso(From)),
        ("to", To is { } day ? Day.Iso(day) : null), ("reason", Reason),
    ];
}

/// <summary>Roles in bodies. Who may hold which beside which, <see cref="RoleConflict"/> says.</summary>
public static class Grants
{
    public const string ApprovalKind = "identity.role";

    /// <summary>What a person may do today, by body; 0 is the installation.</summary>
    public static async Task<ILookup<long, Role>> Of(Session db, Id<Person> person, DateOnly on) => (await db.All($"""
        select body_id, role from identity_grant
        where person_id = {person} and revoked_at is null and valid_from <= {on}
          and (valid_to is null or valid_to >= {on})
        """, row => (Body: row.Number(), Role: Codes.Parse<Role>(row.Text())))).ToLookup(it => it.Body, it => it.Role);

    /// <summary>Who has or will have roles in a body.</summary>
    public static Task<List<Grant>> In(Session db, AuditLog body, DateOnly on) => db.All($"""
        select g.body_id, g.grant_no, p.sign_in_name, g.role, g.valid_from, g.valid_to, g.reason, g.asked_by,
          g.approved_by
        from identity_grant g join identity_person p on p.person_id = g.person_id
        where g.body_id = {body.BodyId} and g.revoked_at is null and (g.valid_to is null or g.valid_to >= {on})
        order by p.sign_in_name, g.grant_no
        """, row => new Grant(row.Number(), row.Number(), row.Text(), Codes.Parse<Role>(row.Text()), row.Day(),
            row.DayOrNull(), row.TextOrNull(), row.Text(), row.Text()));

    /// <summary>Asks for a role change; a second administrator decides with <see cref="Decide"/>.</summary>
    /// <returns>The approval's number, or what <see cref="Apply"/> returns.</returns>
    public static async Task<Result<long>> Ask(Work work, AuditLog body, RoleChange change)
    {
        if (await Refuse(work, body, change) is { } why) return why;
        return await Approvals.Ask(work, body, ApprovalKind, change.Subject, change.Content, Role.Administer);
    }

    /// <summary>Approves or refuses a role change that another asked for, and carries it out.</summary>
    public static async Task<Result<Approval>> Decide(Work work, AuditLog body, long no, bool approves)
    {
        var open = (await Approvals.Open(work.Db, body, work.Now)).Find(it => it.No == no && it.Kind == ApprovalKind);
        var decided = await Approvals.Decide(work, body, no, approves);
        if (open is null || !approves || !decided.Ok(out var approval, out _)) return decided;
        var change = Parse(approval.Content);
        var used = await Approvals.Use(work, body, ApprovalKind, change.Subject, change.Content);
        if (!used.Ok(out _, out var why)) return why;
        var applied = await Apply(work, body, change, approval.AskedBy);
        return applied.Ok(out _, out why) ? approval : why;
    }

    /// <summary>Changes a role at once: for the command line, whose user administers the machine itself.</summary>
    /// <returns>Nothing, or, in this order, <c>identity.person-unknown</c>, <c>identity.grant-days</c>,
    /// <c>identity.role-held</c>, <c>identity.role-conflict</c>, <c>identity.role-not-held</c>.</returns>
    public static async Task<Result<Nothing>> Apply(Work work, AuditLog body, RoleChange change, string askedBy)
    {
        // Two changes of one person wait for each other, also where one is in a body and one in the installation.
        await work.Db.Run($"update identity_person set state = state where sign_in_name = {change.Person}");
        if (await Refuse(work, body, change) is { } why) return why;
        var person = (await People.Find(work.Db, change.Person)).Expect();
        await AuditTrail.Append(work, body, change.Gives ? "identity.role-granted" : "identity.role-revoked",
            change.Subject, change.Parts.Append(("asked-by", askedBy)));
        if (!change.Gives)
        {
            await work.Db.Run($"""
                update identity_grant set revoked_by = {work.Actor}, revoked_at = {work.Now}
                where body_id = {body.BodyId} and person_id = {person.Id} and role = {change.Role.Code()}
                  and revoked_at is null
                """);
            return default(Nothing);
        }
        var no = await work.Db.One($"""
            select coalesce(max(grant_no), 0) + 1 from identity_grant where body_id = {body.BodyId}
            """, row => row.Number());
        await work.Db.Run($"""
            insert into identity_grant (body_id, grant_no, person_id, role, valid_from, valid_to, reason, asked_by,
              approved_by, granted_at)
            values ({body.BodyId}, {no}, {person.Id}, {change.Role.Code()}, {change.From}, {change.To}, {change.Reason},
              {askedBy}, {work.Actor}, {work.Now})
            """);
        return default(Nothing);
    }

    /// <summary>Whether a person has a role today in a body, or in the installation.</summary>
    internal static Task<bool> Holds(Work work, AuditLog body, string signInName, Role role)
    {
        var today = DateOnly.FromDateTime(work.Now.UtcDateTime);
        return work.Db.Any($"""
            select 1 from identity_grant g join identity_person p on p.person_id = g.person_id
            where p.sign_in_name = {signInName} and p.state = 'active' and g.role = {role.Code()}
              and (g.body_id = {body.BodyId} or (g.body_id = 0 and g.role = 'administer')) and g.revoked_at is null
              and g.valid_from <= {today} and (g.valid_to is null or g.valid_to >= {today})
            """);
    }

    static async Task<Rejection?> Refuse(Work work, AuditLog body, RoleChange change)
    {
        if (!(await People.Find(work.Db, change.Person)).Ok(out var person, out var why)) return why;
        var today = DateOnly.FromDateTime(work.Now.UtcDateTime);
        if (change.To is { } last && (last < change.From || last < today))
        {
            return new("identity.grant-days", "Die Rolle endet, bevor sie beginnt oder bevor heute ist.");
        }
        var held = (await In(work.Db, body, change.From)).FindAll(grant =>
            grant.Person == change.Person && (change.To is not { } end || grant.From <= end));
        var name = change.Role.Code();
        if (!change.Gives)
        {
            return held.Exists(grant => grant.Role == change.Role)
                ? null
                : new("identity.role-not-held", $"{change.Person} hat die Rolle „{name}“ nicht.");
        }
        if (held.Exists(grant => grant.Role == change.Role))
        {
            return new("identity.role-held", $"{change.Person} hat die Rolle „{name}“ schon.");
        }
        // Who administers the installation administers every body, so that counts in each of them.
        var all = await During(work.Db, person.Id, change.From, change.To ?? DateOnly.MaxValue);
        var around = body.BodyId == AuditLog.Installation.BodyId ? all.SelectMany(it => it) : all[0];
        var roles = held.Select(it => it.Role).Concat(around);
        if (RoleConflict.Of(roles, change.Role, change.Reason, change.From) is not { } rule)
        {
            return null;
        }
        var other = rule.First == change.Role ? rule.Second : rule.First;
        return new("identity.role-conflict", rule.NeedsReason
            ? $"Die Rollen „{other.Code()}“ und „{name}“ zusammen brauchen eine Begründung."
            : $"Die Rollen „{other.Code()}“ und „{name}“ schließen einander aus.", rule.Source);
    }

    /// <summary>What a person may do at any time between two days, by body.</summary>
    static async Task<ILookup<long, Role>> During(Session db, Id<Person> person, DateOnly from, DateOnly to) =>
        (await db.All($"""
            select body_id, role from identity_grant
            where person_id = {person} and revoked_at is null and valid_from <= {to}
              and (valid_to is null or valid_to >= {from})
            """, row => (Body: row.Number(), Role: Codes.Parse<Role>(row.Text()))))
        .ToLookup(it => it.Body, it => it.Role);

    static RoleChange Parse(string content)
    {
        var text = new AuditRecord(0, default, "", "", "", content);
        _ = Day.TryParse(text["from"], out var from);
        return new(text["change"] == "grant", text["person"]!, Codes.Parse<Role>(text["role"]!), from,
            Day.TryParse(text["to"], out var to) ? to : null, text["reason"]);
    }
}
