using System.Globalization;
using System.Security.Cryptography;
using Gemeinwerk.Basics;
using Gemeinwerk.Identity;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Frame.Forms;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace Gemeinwerk.Web.Identity;

/// <summary>What a form asks of a passkey.</summary>
/// <param name="Options">For the browser, as JSON.</param>
/// <param name="State">What the answer is held against; protected, and taken once.</param>
public sealed record PasskeyQuestion(string Options, string State);

/// <summary>
/// Passkeys (WebAuthn): the question travels in the form, the answer comes back with it. ASP.NET Core Identity checks
/// the answer; what it proves is written here. A passkey counts as both factors, because the device asked its owner.
/// </summary>
sealed class PasskeySignIns(
    IPasskeyHandler<Person> handler, SignIns signIns, Database database, TimeProvider clock,
    IDataProtectionProvider protection)
{
    static readonly TimeSpan lasting = TimeSpan.FromMinutes(15);

    const string Credential = "credential", State = "state";
    const int LongestAnswer = 20_000;

    readonly IDataProtector toSignIn = protection.CreateProtector("passkey", "sign-in");
    readonly IDataProtector toAdd = protection.CreateProtector("passkey", "add");

    internal async Task<PasskeyQuestion> ToSignIn(HttpContext http)
    {
        var made = await handler.MakeRequestOptionsAsync(null, http);
        return new(made.RequestOptionsJson, Keep(toSignIn, made.AssertionState!));
    }

    internal async Task<PasskeyQuestion> ToAdd(HttpContext http, Person person)
    {
        var made = await handler.MakeCreationOptionsAsync(EntityOf(person), http);
        return new(made.CreationOptionsJson, Keep(toAdd, made.AttestationState!));
    }

    /// <summary>Signs in with a form that carries an answer.</summary>
    /// <returns>The person, or <c>identity.wait</c>, <c>identity.passkey</c>.</returns>
    internal async Task<Result<Person>> SignIn(HttpContext http, FormInput form)
    {
        var network = SignIns.NetworkOf(http);
        var begun = await database.Act("passkey", work => Attempts.Begin(work, null, network));
        if (!begun.Ok(out _, out var why)) return why;
        if (Kept(toSignIn, form) is not var (question, expiresAt)) return TooOld();
        var proved = await handler.PerformAssertionAsync(new()
        {
            HttpContext = http,
            CredentialJson = form.Typed(Credential),
            AssertionState = question,
        });
        if (!proved.Succeeded || proved.User.State != PersonState.Active)
        {
            await signIns.Record(proved.User, "identity.sign-in-failed", http, "passkey");
            return Wrong();
        }
        var (person, passkey) = (proved.User, proved.Passkey);
        var taken = await database.Act(person.SignInName, async Task<Result<Nothing>> (work) =>
        {
            if (!await Passkeys.TakeAnswer(work, question, expiresAt)
                || !await Passkeys.Used(work, person, passkey.CredentialId, passkey.SignCount, BackupOf(passkey)))
            {
                return Wrong();
            }
            await Attempts.Succeeded(work, network);
            return default(Nothing);
        });
        if (!taken.Ok(out _, out why))
        {
            await signIns.Record(person, "identity.sign-in-failed", http, "passkey");
            return why;
        }
        await signIns.Start(http, person, Stage.Full, "identity.sign-in", "passkey");
        return person;
    }

    /// <summary>Adds the passkey that a form carries.</summary>
    /// <returns>Nothing, or <c>identity.passkey</c>, or what <see cref="Passkeys.Add"/> refuses.</returns>
    internal async Task<Result<Nothing>> Add(HttpContext http, Person person, string name, FormInput form)
    {
        if (Kept(toAdd, form) is not var (question, expiresAt)) return TooOld();
        var made = await handler.PerformAttestationAsync(new()
        {
            HttpContext = http,
            CredentialJson = form.Typed(Credential),
            AttestationState = question,
        });
        if (!made.Succeeded || made.UserEntity.Id != PersonStore.KeyOf(person)) return Wrong();
        var passkey = made.Passkey;
        return await database.Act(person.SignInName, async work =>
            await Passkeys.TakeAnswer(work, question, expiresAt)
                ? await Passkeys.Add(work, person, new(0, passkey.CredentialId, name, passkey.PublicKey,
                    passkey.SignCount, passkey.Transports ?? [], BackupOf(passkey), work.Now, null))
                : Wrong());
    }

    string Keep(IDataProtector protector, string question)
    {
        var expires = (clock.GetUtcNow() + lasting).ToUnixTimeSeconds();
        return protector.Protect($"{expires.ToString(CultureInfo.InvariantCulture)} {question}");
    }

    (string Question, DateTimeOffset ExpiresAt)? Kept(IDataProtector protector, FormInput form)
    {
        if (form.Typed(Credential).Length is 0 or > LongestAnswer) return null;
        try
        {
            var kept = protector.Unprotect(form.Typed(State)).Split(' ', 2);
            var expiresAt = DateTimeOffset.FromUnixTimeSeconds(long.Parse(kept[0], CultureInfo.InvariantCulture));
            return expiresAt > clock.GetUtcNow() ? (kept[1], expiresAt) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    static PasskeyUserEntity EntityOf(Person person) => new()
    {
        Id = PersonStore.KeyOf(person),
        Name = person.SignInName,
        DisplayName = person.DisplayName,
    };

    static PasskeyBackup BackupOf(UserPasskeyInfo passkey) => passkey switch
    {
        { IsBackedUp: true } => PasskeyBackup.Done,
        { IsBackupEligible: true } => PasskeyBackup.Possible,
        _ => PasskeyBackup.None,
    };

    static Rejection Wrong() => new("identity.passkey", "Dieser Passkey gilt hier nicht.");

    static Rejection TooOld() =>
        new("identity.passkey-old", "Die Seite war zu lange offen. Bitte versuchen Sie es noch einmal.");
}
