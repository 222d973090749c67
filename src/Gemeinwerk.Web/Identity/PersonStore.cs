using System.Globalization;
using Gemeinwerk.Basics;
using Gemeinwerk.Identity;
using Gemeinwerk.Storage;
using Microsoft.AspNetCore.Identity;

namespace Gemeinwerk.Web.Identity;

/// <summary>
/// What ASP.NET Core Identity reads of people, over the seam. It writes nothing: a change belongs into the act that
/// needs it, in one transaction with its record.
/// </summary>
sealed class PersonStore(Database database) : IUserPasskeyStore<Person>
{
    internal static string KeyOf(Person person) => person.Id.Value.ToString(CultureInfo.InvariantCulture);

    public Task<string> GetUserIdAsync(Person user, CancellationToken cancellationToken) =>
        Task.FromResult(KeyOf(user));

    public Task<string?> GetUserNameAsync(Person user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.SignInName);

    public Task<string?> GetNormalizedUserNameAsync(Person user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.SignInName);

    public async Task<Person?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        long.TryParse(userId, NumberStyles.None, CultureInfo.InvariantCulture, out var key)
            ? await database.Read(db => People.Find(db, new Id<Person>(key)))
            : null;

    public async Task<Person?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        (await database.Read(db => People.Find(db, normalizedUserName))).Ok(out var person, out _) ? person : null;

    public Task<Person?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        database.Read(db => Passkeys.OwnerOf(db, credentialId));

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Person user, CancellationToken cancellationToken) =>
        (await database.Read(db => Passkeys.Of(db, user.Id))).ConvertAll(Info);

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(
        Person user, byte[] credentialId, CancellationToken cancellationToken) =>
        (await database.Read(db => Passkeys.Of(db, user.Id)))
            .Find(it => it.CredentialId.AsSpan().SequenceEqual(credentialId)) is { } found
            ? Info(found)
            : null;

    public Task SetUserNameAsync(Person user, string? userName, CancellationToken cancellationToken) =>
        throw WritesNothing();

    public Task SetNormalizedUserNameAsync(Person user, string? normalizedName, CancellationToken cancellationToken) =>
        throw WritesNothing();

    public Task<IdentityResult> CreateAsync(Person user, CancellationToken cancellationToken) => throw WritesNothing();

    public Task<IdentityResult> UpdateAsync(Person user, CancellationToken cancellationToken) => throw WritesNothing();

    public Task<IdentityResult> DeleteAsync(Person user, CancellationToken cancellationToken) => throw WritesNothing();

    public Task AddOrUpdatePasskeyAsync(Person user, UserPasskeyInfo passkey, CancellationToken cancellationToken) =>
        throw WritesNothing();

    public Task RemovePasskeyAsync(Person user, byte[] credentialId, CancellationToken cancellationToken) =>
        throw WritesNothing();

    public void Dispose()
    {
        // The database outlives it.
    }

    // What is said about the device that made the key, and the proof of it, is not kept: nobody here asks for it.
    static UserPasskeyInfo Info(Passkey passkey) => new(
        passkey.CredentialId, passkey.PublicKey, passkey.CreatedAt, (uint)passkey.SignCount, [.. passkey.Transports],
        isUserVerified: true, passkey.Backup != PasskeyBackup.None, passkey.Backup == PasskeyBackup.Done, [], [])
    {
        Name = passkey.Name,
    };

    static NotSupportedException WritesNothing() => new("What changes is written by the act that needs it.");
}
