using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Identity;

/// <summary>Who somebody is at another provider (Anmeldedienst).</summary>
/// <param name="Issuer">The provider, as its tokens say it.</param>
/// <param name="Subject">Its own stable name for the person; never an address or a name that can change hands.</param>
public sealed record Login(string Issuer, string Subject);

/// <summary>
/// People who sign in elsewhere. A login belongs to somebody who was invited here; nobody is created by signing in.
/// </summary>
public static class Logins
{
    const int LongestText = 500;

    public static Task<List<Login>> Of(Session db, Id<Person> person) => db.All($"""
        select issuer, subject from identity_login where person_id = {person} order by issuer, subject
        """, row => new Login(row.Text(), row.Text()));

    /// <summary>Whose a login is, or null.</summary>
    public static Task<Person?> OwnerOf(Session db, Login login) => db.Maybe($"""
        select p.person_id, p.sign_in_name, p.display_name, p.state
        from identity_login l join identity_person p on p.person_id = l.person_id
        where l.issuer = {login.Issuer} and l.subject = {login.Subject}
        """, People.Map);

    /// <returns>Nothing, or <c>identity.login-text</c>, <c>identity.login-taken</c>.</returns>
    public static async Task<Result<Nothing>> Add(Work work, Person person, Login login)
    {
        if (Texts.Refuse(login.Issuer, LongestText) is not null || Texts.Refuse(login.Subject, LongestText) is not null)
        {
            return new Rejection("identity.login-text", "Der Anmeldedienst nennt keine brauchbare Kennung.");
        }
        if (await OwnerOf(work.Db, login) is { } owner)
        {
            return owner.Id == person.Id
                ? default(Nothing)
                : new Rejection("identity.login-taken",
                    "Dieses Konto beim Anmeldedienst gehört hier schon zu einer anderen Person.");
        }
        await AuditTrail.Append(work, AuditLog.Installation, "identity.login-added", person.SignInName,
            ("issuer", login.Issuer), ("subject", login.Subject));
        await work.Db.Run($"""
            insert into identity_login (issuer, subject, person_id, created_at)
            values ({login.Issuer}, {login.Subject}, {person.Id}, {work.Now})
            """);
        return default(Nothing);
    }

    /// <summary>Takes all logins of a person.</summary>
    public static async Task Remove(Work work, Person person)
    {
        await work.Db.Run($"delete from identity_login where person_id = {person.Id}");
        await AuditTrail.Append(work, AuditLog.Installation, "identity.login-removed", person.SignInName);
    }
}
