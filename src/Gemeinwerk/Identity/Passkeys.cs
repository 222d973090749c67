using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Identity;

/// <summary>Whether a passkey leaves the device that made it.</summary>
public enum PasskeyBackup { None, Possible, Done }

/// <summary>The public half of a key with which somebody signs in (Passkey).</summary>
/// <param name="No">Counted from 1 for each person.</param>
/// <param name="SignCount">How often the device says it has signed; 0 where it does not count.</param>
public sealed record Passkey(
    long No, byte[] CredentialId, string Name, byte[] PublicKey, long SignCount, IReadOnlyList<string> Transports,
    PasskeyBackup Backup, DateTimeOffset CreatedAt, DateTimeOffset? UsedAt);

/// <summary>
/// Passkeys of people. Whether an answer proves one is for the web to find out; here stands what was proved.
/// </summary>
public static class Passkeys
{
    public const int Most = 20;
    const int LongestName = 60;

    /// <summary>All of a person, in the order in which they were added.</summary>
    public static Task<List<Passkey>> Of(Session db, Id<Person> person) => db.All($"""
        select passkey_no, credential_id, name, public_key, sign_count, transports, backup, created_at, used_at
        from identity_passkey where person_id = {person} order by passkey_no
        """, row => new Passkey(row.Number(), row.Bytes(), row.Text(), row.Bytes(), row.Number(),
            row.Text().Split(' ', StringSplitOptions.RemoveEmptyEntries), Codes.Parse<PasskeyBackup>(row.Text()),
            row.Moment(), row.MomentOrNull()));

    /// <summary>Whose a passkey is, or null.</summary>
    public static Task<Person?> OwnerOf(Session db, byte[] credentialId) => db.Maybe($"""
        select p.person_id, p.sign_in_name, p.display_name, p.state
        from identity_passkey k join identity_person p on p.person_id = k.person_id
        where k.credential_id = {credentialId}
        """, People.Map);

    /// <returns>Nothing, or <c>identity.passkey-name</c>, <c>identity.passkey-many</c>,
    /// <c>identity.passkey-known</c>.</returns>
    public static async Task<Result<Nothing>> Add(Work work, Person person, Passkey added)
    {
        if (RefuseName(added.Name) is { } why) return why;
        var held = await Of(work.Db, person.Id);
        if (held.Count >= Most)
        {
            return new Rejection("identity.passkey-many", $"Mehr als {Most} Passkeys hat niemand.");
        }
        if (await OwnerOf(work.Db, added.CredentialId) is not null)
        {
            return new Rejection("identity.passkey-known", "Diesen Passkey gibt es hier schon.");
        }
        var no = held.Count == 0 ? 1 : held[^1].No + 1;
        await AuditTrail.Append(work, AuditLog.Installation, "identity.passkey-added", person.SignInName,
            ("name", added.Name), ("backup", added.Backup.Code()));
        await work.Db.Run($"""
            insert into identity_passkey (person_id, passkey_no, credential_id, name, public_key, sign_count,
              transports, backup, created_at)
            values ({person.Id}, {no}, {added.CredentialId}, {added.Name}, {added.PublicKey}, {added.SignCount},
              {string.Join(' ', added.Transports)}, {added.Backup.Code()}, {work.Now})
            """);
        return default(Nothing);
    }

    /// <summary>Notes that a passkey signed.</summary>
    /// <returns>False where its count did not grow: then there may be two of it.</returns>
    public static async Task<bool> Used(
        Work work, Person person, byte[] credentialId, long signCount, PasskeyBackup backup) =>
        await work.Db.Run($"""
            update identity_passkey set sign_count = {signCount}, backup = {backup.Code()}, used_at = {work.Now}
            where person_id = {person.Id} and credential_id = {credentialId}
              and (sign_count < {signCount} or sign_count = 0 and {signCount} = 0)
            """) == 1;

    /// <returns>Nothing, or <c>identity.passkey-unknown</c>, <c>identity.passkey-name</c>.</returns>
    public static async Task<Result<Nothing>> Rename(Work work, Person person, long no, string name)
    {
        if (!(await Find(work.Db, person, no)).Ok(out var passkey, out var why)) return why;
        if (RefuseName(name) is { } wrong) return wrong;
        await AuditTrail.Append(work, AuditLog.Installation, "identity.passkey-renamed", person.SignInName,
            ("from", passkey.Name), ("to", name));
        await work.Db.Run($"""
            update identity_passkey set name = {name} where person_id = {person.Id} and passkey_no = {no}
            """);
        return default(Nothing);
    }

    /// <returns>Nothing, or <c>identity.passkey-unknown</c>.</returns>
    public static async Task<Result<Nothing>> Remove(Work work, Person person, long no)
    {
        if (!(await Find(work.Db, person, no)).Ok(out var passkey, out var why)) return why;
        await AuditTrail.Append(work, AuditLog.Installation, "identity.passkey-removed", person.SignInName,
            ("name", passkey.Name));
        await work.Db.Run($"""
            delete from identity_passkey where person_id = {person.Id} and passkey_no = {no}
            """);
        return default(Nothing);
    }

    /// <returns>The passkey, or <c>identity.passkey-unknown</c>.</returns>
    public static async Task<Result<Passkey>> Find(Session db, Person person, long no) =>
        (await Of(db, person.Id)).Find(it => it.No == no) is { } passkey
            ? passkey
            : new Rejection("identity.passkey-unknown", "Diesen Passkey gibt es nicht.");

    /// <summary>Takes the answer to a question, once.</summary>
    /// <param name="question">All of it; nobody could guess it.</param>
    /// <returns>False where it was answered before.</returns>
    public static async Task<bool> TakeAnswer(Work work, string question, DateTimeOffset expiresAt)
    {
        await work.Db.Run($"delete from identity_challenge where expires_at <= {work.Now}");
        return await work.Db.Run($"""
            insert into identity_challenge (challenge_hash, expires_at)
            values ({Secrets.Hash(question)}, {expiresAt}) on conflict (challenge_hash) do nothing
            """) == 1;
    }

    static Rejection? RefuseName(string name) => Texts.Refuse(name, LongestName) is { } why
        ? new("identity.passkey-name", $"Name des Passkeys: {why}")
        : null;
}
