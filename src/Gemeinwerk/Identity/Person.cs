using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Identity;

public enum PersonState { Active, Locked }

/// <summary>Somebody who can sign in.</summary>
/// <param name="SignInName">Lower case; it is the actor in books and in the change log.</param>
public sealed record Person(Id<Person> Id, string SignInName, string DisplayName, PersonState State);

/// <summary>What somebody proves who they are with.</summary>
/// <param name="PasswordHash">Null before the invitation was accepted.</param>
/// <param name="TotpSecret">Protected; null without an app.</param>
public sealed record Credentials(
    Person Person, string? PasswordHash, string? TotpSecret, long TotpStep, int RecoveryCodes)
{
    public bool HasSecondFactor => TotpSecret is not null;
}

public static class People
{
    const int RecoveryCodeCount = 10;

    /// <returns>The person, who cannot sign in yet, or <c>identity.name</c>, <c>identity.display-name</c>,
    /// <c>identity.name-taken</c>.</returns>
    public static async Task<Result<Person>> Add(Work work, string signInName, string displayName)
    {
        var name = signInName.Trim().ToLowerInvariant();
        if (name.Length is < 2 or > 60 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '@'))
        {
            return new Rejection("identity.name",
                "Ein Anmeldename hat 2 bis 60 Buchstaben ohne Umlaute, Ziffern, Punkte, Bindestriche oder @.");
        }
        if (Texts.Refuse(displayName, 100) is { } why)
        {
            return new Rejection("identity.display-name", $"Name der Person: {why}");
        }
        if (await work.Db.Any($"select 1 from identity_person where sign_in_name = {name}"))
        {
            return new Rejection("identity.name-taken", $"Den Anmeldenamen „{name}“ gibt es schon.");
        }
        var id = await work.Db.One(
            $"select coalesce(max(person_id), 0) + 1 from identity_person", row => row.Id<Person>());
        await work.Db.Run($"""
            insert into identity_person (person_id, sign_in_name, display_name, state, created_at)
            values ({id}, {name}, {displayName}, 'active', {work.Now})
            """);
        await AuditTrail.Append(work, AuditLog.Installation, "identity.person-added", name, ("name", displayName));
        return new Person(id, name, displayName, PersonState.Active);
    }

    /// <returns>The person, or <c>identity.person-unknown</c>.</returns>
    public static async Task<Result<Person>> Find(Session db, string signInName)
    {
        var name = signInName.Trim().ToLowerInvariant();
        return await db.Maybe($"""
            select person_id, sign_in_name, display_name, state from identity_person where sign_in_name = {name}
            """, Map) is { } person
            ? person
            : new Rejection("identity.person-unknown", $"Die Person „{name}“ gibt es nicht.");
    }

    public static Task<Person?> Find(Session db, Id<Person> person) => db.Maybe($"""
        select person_id, sign_in_name, display_name, state from identity_person where person_id = {person}
        """, Map);

    public static Task<List<Person>> All(Session db) => db.All($"""
        select person_id, sign_in_name, display_name, state from identity_person order by sign_in_name
        """, Map);

    public static Task<Credentials> Credentials(Session db, Id<Person> person) => db.One($"""
        select p.person_id, p.sign_in_name, p.display_name, p.state, p.password_hash, p.totp_secret, p.totp_step,
          (select count(*) from identity_recovery_code c where c.person_id = p.person_id and c.used_at is null)
        from identity_person p where p.person_id = {person}
        """, row => new Credentials(Map(row), row.TextOrNull(), row.TextOrNull(), row.Number(), row.Int()));

    /// <summary>Locks or unlocks a person; a lock ends all sessions.</summary>
    public static async Task SetState(Work work, Person person, PersonState state)
    {
        await work.Db.Run($"update identity_person set state = {state.Code()} where person_id = {person.Id}");
        if (state == PersonState.Locked) await Sessions.EndAll(work, person.Id);
        await AuditTrail.Append(work, AuditLog.Installation,
            state == PersonState.Locked ? "identity.person-locked" : "identity.person-unlocked", person.SignInName);
    }

    public static async Task SetPassword(Work work, Person person, string hash)
    {
        await work.Db.Run($"update identity_person set password_hash = {hash} where person_id = {person.Id}");
        await AuditTrail.Append(work, AuditLog.Installation, "identity.password-set", person.SignInName);
    }

    /// <summary>The same password with a hash that costs more to guess.</summary>
    public static Task Rehash(Work work, Person person, string hash) =>
        work.Db.Run($"update identity_person set password_hash = {hash} where person_id = {person.Id}");

    /// <param name="protectedSecret">Protected with a key that lies outside the database.</param>
    public static async Task SetTotp(Work work, Person person, string protectedSecret)
    {
        await work.Db.Run($"""
            update identity_person set totp_secret = {protectedSecret}, totp_step = 0 where person_id = {person.Id}
            """);
        await AuditTrail.Append(work, AuditLog.Installation, "identity.totp-set", person.SignInName);
    }

    /// <summary>Takes a code of the app; each counts once.</summary>
    /// <param name="secret">The secret, no longer protected.</param>
    public static async Task<bool> TakeTotp(Work work, Credentials credentials, string secret, string code)
    {
        if (Totp.Step(secret, code, work.Now, credentials.TotpStep) is not { } step) return false;
        return await work.Db.Run($"""
            update identity_person set totp_step = {step}
            where person_id = {credentials.Person.Id} and totp_step < {step}
            """) == 1;
    }

    /// <summary>New recovery codes; the old ones count no more.</summary>
    /// <returns>The codes, which are shown now and never again.</returns>
    public static async Task<IReadOnlyList<string>> NewRecoveryCodes(Work work, Person person)
    {
        string[] codes = [.. Enumerable.Range(0, RecoveryCodeCount).Select(_ => Secrets.NewCode())];
        await work.Db.Run($"delete from identity_recovery_code where person_id = {person.Id}");
        await work.Db.Bulk("identity_recovery_code", "person_id, code_hash", codes,
            (to, code) => to.Add(person.Id).Add(Secrets.Hash(code)));
        await AuditTrail.Append(work, AuditLog.Installation, "identity.recovery-codes", person.SignInName);
        return codes;
    }

    /// <summary>Takes a recovery code; each counts once.</summary>
    public static async Task<bool> TakeRecoveryCode(Work work, Id<Person> person, string code) =>
        await work.Db.Run($"""
            update identity_recovery_code set used_at = {work.Now}
            where person_id = {person} and used_at is null
              and code_hash = {Secrets.Hash(code.Trim().ToLowerInvariant())}
            """) == 1;

    internal static Person Map(Row row) =>
        new(row.Id<Person>(), row.Text(), row.Text(), Codes.Parse<PersonState>(row.Text()));
}
