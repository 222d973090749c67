using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Identity;

public enum InvitationPurpose { FirstAdministrator, Join, Reset }

/// <param name="Person">Null for the first administrator, who chooses a name.</param>
public sealed record Invitation(InvitationPurpose Purpose, Person? Person);

/// <summary>
/// One-time links with which somebody gets in without a password; their keys are kept as hashes only.
/// </summary>
public static class Invitations
{
    public static readonly TimeSpan FirstLasting = TimeSpan.FromHours(24);
    public static readonly TimeSpan Lasting = TimeSpan.FromDays(7);

    /// <summary>The key with which the first administrator sets themselves up; earlier ones count no more.</summary>
    /// <returns>Null where somebody administers the installation.</returns>
    public static async Task<string?> FirstAdministrator(Work work)
    {
        if (await HasAdministrator(work.Db)) return null;
        await work.Db.Run($"""
            update identity_invitation set used_at = {work.Now}
            where purpose = 'first-administrator' and used_at is null
            """);
        return await Create(work, InvitationPurpose.FirstAdministrator, null, FirstLasting);
    }

    /// <summary>A link for a person, to set a password; with <paramref name="forgetsFactors"/> the second factor
    /// is to be set up anew too, and passkeys and logins elsewhere are gone.</summary>
    public static async Task<string> For(Work work, Person person, bool forgetsFactors = false)
    {
        await AuditTrail.Append(work, AuditLog.Installation, "identity.invited", person.SignInName,
            ("forgets-factors", forgetsFactors ? "yes" : null));
        await work.Db.Run($"""
            update identity_invitation set used_at = {work.Now} where person_id = {person.Id} and used_at is null
            """);
        if (forgetsFactors)
        {
            await work.Db.Run($"update identity_person set totp_secret = null where person_id = {person.Id}");
            await work.Db.Run($"delete from identity_recovery_code where person_id = {person.Id}");
            await work.Db.Run($"delete from identity_passkey where person_id = {person.Id}");
            await work.Db.Run($"delete from identity_login where person_id = {person.Id}");
            await Sessions.EndAll(work, person.Id);
        }
        return await Create(work, forgetsFactors ? InvitationPurpose.Reset : InvitationPurpose.Join, person, Lasting);
    }

    /// <returns>The invitation, or <c>identity.invitation</c> where it was used, expired, or never was.</returns>
    public static async Task<Result<Invitation>> Find(Session db, string key, DateTimeOffset now)
    {
        var found = (await db.All($"""
            select i.purpose, p.person_id, p.sign_in_name, p.display_name, p.state
            from identity_invitation i left join identity_person p on p.person_id = i.person_id
            where i.key_hash = {Secrets.Hash(key)} and i.used_at is null and i.expires_at > {now}
            """, row =>
        {
            var purpose = Codes.Parse<InvitationPurpose>(row.Text());
            return new Invitation(purpose, purpose == InvitationPurpose.FirstAdministrator ? null : People.Map(row));
        })).SingleOrDefault();
        if (found is null || found.Purpose == InvitationPurpose.FirstAdministrator && await HasAdministrator(db))
        {
            return new Rejection("identity.invitation", "Diese Einladung gilt nicht (mehr).");
        }
        return found;
    }

    /// <summary>Uses a link up. The first administrator gets the role without a second person, and this is recorded.
    /// </summary>
    /// <param name="signInName">For the first administrator; others have theirs.</param>
    /// <returns>The person, or <c>identity.invitation</c>, or what <see cref="People.Add"/> refuses.</returns>
    public static async Task<Result<Person>> Accept(
        Work work, string key, string signInName, string displayName, string passwordHash)
    {
        if (!(await Find(work.Db, key, work.Now)).Ok(out var invitation, out var why)) return why;
        await UseUp(work, key);
        var person = invitation.Person;
        if (person is null)
        {
            if (!(await People.Add(work, signInName, displayName)).Ok(out person, out why)) return why;
            var change = new RoleChange(true, person.SignInName, Role.Administer,
                DateOnly.FromDateTime(work.Now.UtcDateTime), null, "erste Verwaltung, ohne zweite Person");
            if (!(await Grants.Apply(work, AuditLog.Installation, change, work.Actor)).Ok(out _, out why)) return why;
        }
        await People.SetPassword(work, person, passwordHash);
        return person;
    }

    /// <summary>Uses a link up for somebody who signs in elsewhere.</summary>
    /// <returns>The person, or <c>identity.invitation</c>, or what <see cref="Logins.Add"/> refuses.</returns>
    public static async Task<Result<Person>> Accept(Work work, string key, Login login)
    {
        if (!(await Find(work.Db, key, work.Now)).Ok(out var invitation, out var why)) return why;
        // The first administrator has no name yet, which only the form asks for.
        if (invitation.Person is not { } person)
        {
            return new Rejection("identity.invitation", "Diese Einladung gilt nicht (mehr).");
        }
        await UseUp(work, key);
        return (await Logins.Add(work, person, login)).Ok(out _, out why) ? person : why;
    }

    static Task<long> UseUp(Work work, string key) => work.Db.Run($"""
        update identity_invitation set used_at = {work.Now} where key_hash = {Secrets.Hash(key)}
        """);

    static async Task<string> Create(Work work, InvitationPurpose purpose, Person? person, TimeSpan lasting)
    {
        var key = Secrets.New();
        await work.Db.Run($"""
            insert into identity_invitation (key_hash, purpose, person_id, created_at, expires_at)
            values ({Secrets.Hash(key)}, {purpose.Code()}, {person?.Id}, {work.Now}, {work.Now + lasting})
            """);
        return key;
    }

    static Task<bool> HasAdministrator(Session db) => db.Any($"""
        select 1 from identity_grant where body_id = 0 and role = 'administer' and revoked_at is null
        """);
}
