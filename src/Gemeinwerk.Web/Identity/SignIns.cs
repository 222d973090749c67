using System.Security.Cryptography;
using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Identity;
using Gemeinwerk.Operating;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Frame;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace Gemeinwerk.Web.Identity;

/// <summary>
/// Signing in and out: password, then second factor, each attempt counted before it is looked at. Only a session with
/// both is a visitor.
/// </summary>
sealed class SignIns(Database database, TimeProvider clock, IDataProtectionProvider protection)
{
    static readonly Person nobody = new(default, "nobody", "", PersonState.Active);
    static readonly PasswordHasher<Person> hasher = new();
    // Whoever does not exist takes as long as whoever does.
    static readonly string hashOfNobody = hasher.HashPassword(nobody, Guid.NewGuid().ToString());

    static readonly TimeSpan recent = TimeSpan.FromMinutes(15);

    readonly IDataProtector protector = protection.CreateProtector("totp");

    internal static Access Access(Database database, TimeProvider clock) =>
        new(http => WhoIs(http, database, clock), SignInPage.Address);

    internal static string Hash(string password) => hasher.HashPassword(nobody, password);

    internal string Protect(string secret) => protector.Protect(secret);

    /// <summary>The secret, or null where somebody else wrote it.</summary>
    internal string? Unprotect(string text)
    {
        try
        {
            return protector.Unprotect(text);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <returns>The stage that comes next, or <c>identity.wait</c>, <c>identity.sign-in</c>.</returns>
    internal async Task<Result<Stage>> WithPassword(HttpContext http, string name, string password)
    {
        var network = NetworkOf(http);
        var begun = await database.Act(name.Length > 0 ? name[..Math.Min(60, name.Length)] : "?",
            work => Attempts.Begin(work, name, network));
        if (!begun.Ok(out _, out var why)) return why;
        var known = await database.Read(async db => (await People.Find(db, name)).Ok(out var person, out _)
            ? await People.Credentials(db, person.Id)
            : null);
        var checkedHash = hasher.VerifyHashedPassword(nobody, known?.PasswordHash ?? hashOfNobody, password);
        if (known?.PasswordHash is null || known.Person.State != PersonState.Active
            || checkedHash == PasswordVerificationResult.Failed)
        {
            await Record(known?.Person, "identity.sign-in-failed", http, "password");
            return new Rejection("identity.sign-in", "Anmeldename oder Kennwort stimmt nicht.");
        }
        if (checkedHash == PasswordVerificationResult.SuccessRehashNeeded) await Rehash(known.Person, password);
        var stage = known.HasSecondFactor ? Stage.Password : Stage.Enrol;
        await Start(http, known.Person, stage, "identity.password-accepted", "password");
        return stage;
    }

    /// <summary>The second factor: a code of the app, or a recovery code.</summary>
    /// <returns>The person, or <c>identity.session</c>, <c>identity.wait</c>, <c>identity.code</c>.</returns>
    internal async Task<Result<Person>> WithCode(HttpContext http, string code)
    {
        if (await SessionOf(http, database, clock) is not { Stage: Stage.Password } session) return NoSession();
        var name = session.Person.SignInName;
        var network = NetworkOf(http);
        var begun = await database.Act(name, work => Attempts.Begin(work, name, network));
        if (!begun.Ok(out _, out var why)) return why;
        var taken = (await database.Act(name, async Task<Result<string>> (work) =>
        {
            var known = await People.Credentials(work.Db, session.Person.Id);
            if (known.TotpSecret is { } kept && Unprotect(kept) is { } secret
                && await People.TakeTotp(work, known, secret, code))
            {
                return "totp";
            }
            return await People.TakeRecoveryCode(work, session.Person.Id, code) ? "recovery-code" : "";
        })).Expect();
        if (taken.Length == 0)
        {
            await Record(session.Person, "identity.sign-in-failed", http, "code");
            return new Rejection("identity.code", "Der Code stimmt nicht oder wurde schon benutzt.");
        }
        await Finish(http, session, taken);
        return session.Person;
    }

    /// <summary>Sets up the app of a person who has no second factor yet, and signs them in.</summary>
    /// <returns>The recovery codes, or <c>identity.session</c>, <c>identity.code</c>.</returns>
    internal async Task<Result<IReadOnlyList<string>>> Enrol(HttpContext http, string secret, string code)
    {
        if (await SessionOf(http, database, clock) is not { Stage: Stage.Enrol } session) return NoSession();
        var set = await database.Act(session.Person.SignInName, async Task<Result<IReadOnlyList<string>>> (work) =>
        {
            if ((await People.Credentials(work.Db, session.Person.Id)).HasSecondFactor) return NoSession();
            await People.SetTotp(work, session.Person, Protect(secret));
            var known = await People.Credentials(work.Db, session.Person.Id);
            if (!await People.TakeTotp(work, known, secret, code))
            {
                return new Rejection("identity.code", "Der Code stimmt nicht oder wurde schon benutzt.");
            }
            return (string[])[.. await People.NewRecoveryCodes(work, session.Person)];
        });
        if (set.Ok(out _, out _)) await Finish(http, session, "totp");
        return set;
    }

    /// <summary>The session of somebody who signed in a moment ago, as changes of the own factors need it: who finds
    /// a browser open cannot add a key of their own.</summary>
    /// <returns>The session, or <c>identity.session</c>, <c>identity.sign-in-again</c>.</returns>
    internal async Task<Result<PersonSession>> Recent(HttpContext http)
    {
        if (await SessionOf(http, database, clock) is not { Stage: Stage.Full } session) return NoSession();
        return clock.GetUtcNow() - session.StartedAt < recent
            ? session
            : new Rejection("identity.sign-in-again",
                "Dafür muss die Anmeldung frisch sein. Bitte melden Sie sich neu an.");
    }

    /// <returns>What the session began with, or null.</returns>
    internal async Task<string?> SignOut(HttpContext http)
    {
        var session = await SessionOf(http, database, clock);
        if (session is not null)
        {
            await database.Act(session.Person.SignInName, async Task<Result<Nothing>> (work) =>
            {
                await Sessions.End(work, session);
                await AuditTrail.Append(
                    work, AuditLog.Installation, "identity.sign-out", session.Person.SignInName);
                return default(Nothing);
            });
        }
        http.Response.Cookies.Delete(CookieOf(http), Options(http));
        return session?.BeganWith;
    }

    /// <summary>The session of a request at whatever stage, or null.</summary>
    internal static async Task<PersonSession?> SessionOf(HttpContext http, Database database, TimeProvider clock) =>
        http.Request.Cookies[CookieOf(http)] is { Length: > 0 and < 200 } key
            ? await database.Read(db => Sessions.Find(db, key, TimesOf(http), clock.GetUtcNow()))
            : null;

    static async Task<Visitor?> WhoIs(HttpContext http, Database database, TimeProvider clock)
    {
        if (await SessionOf(http, database, clock) is not { Stage: Stage.Full } session) return null;
        var now = clock.GetUtcNow();
        if (Sessions.IsToBeNoted(session, now))
        {
            await database.Act(session.Person.SignInName, async Task<Result<Nothing>> (work) =>
            {
                await Sessions.Note(work, session);
                return default(Nothing);
            });
        }
        return await database.Read(async db =>
        {
            var held = await Grants.Of(db, session.Person.Id, DateOnly.FromDateTime(now.UtcDateTime));
            return await Visitor.Of(db, session.Person.SignInName, held, session.Person.Id.Value);
        });
    }

    async Task Finish(HttpContext http, PersonSession unfinished, string factor)
    {
        await Start(http, unfinished.Person, Stage.Full, "identity.sign-in", factor, unfinished.BeganWith);
        await database.Act(unfinished.Person.SignInName, async Task<Result<Nothing>> (work) =>
        {
            await Attempts.Succeeded(work, unfinished.Person.SignInName, NetworkOf(http));
            return default(Nothing);
        });
    }

    /// <summary>Starts a session with a new key, and ends the one that the browser had.</summary>
    /// <param name="beganWith">The first factor, where this is the second.</param>
    internal async Task Start(
        HttpContext http, Person person, Stage stage, string kind, string factor, string? beganWith = null)
    {
        var earlier = await SessionOf(http, database, clock);
        var key = (await database.Act(person.SignInName, async Task<Result<string>> (work) =>
        {
            await AuditTrail.Append(work, AuditLog.Installation, kind, person.SignInName, ("factor", factor),
                ("network", NetworkOf(http)));
            if (earlier is not null) await Sessions.End(work, earlier);
            return await Sessions.Start(
                work, person.Id, stage, TimesOf(http), http.Request.Headers.UserAgent.ToString(), NetworkOf(http),
                beganWith ?? factor);
        })).Expect();
        http.Response.Cookies.Append(CookieOf(http), key, Options(http));
    }

    internal Task<Result<Nothing>> Record(Person? person, string kind, HttpContext http, string factor) =>
        database.Act(person?.SignInName ?? "unbekannt", async Task<Result<Nothing>> (work) =>
        {
            await AuditTrail.Append(work, AuditLog.Installation, kind, person?.SignInName ?? "unbekannt",
                ("factor", factor), ("network", NetworkOf(http)));
            return default(Nothing);
        });

    Task<Result<Nothing>> Rehash(Person person, string password)
    {
        var hash = Hash(password);
        return database.Act(person.SignInName, async Task<Result<Nothing>> (work) =>
        {
            await People.Rehash(work, person, hash);
            return default(Nothing);
        });
    }

    static Rejection NoSession() =>
        new("identity.session", "Die Anmeldung ist abgelaufen. Bitte beginnen Sie von vorn.");

    internal static SessionTimes TimesOf(HttpContext http) =>
        http.RequestServices.GetRequiredService<Settings>().Of<SessionSettings>().Times;

    internal static string NetworkOf(HttpContext http) => Sessions.NetworkOf(http.Connection.RemoteIpAddress);

    // Browsers keep the prefix from being set by anyone but this host, and only with https.
    static string CookieOf(HttpContext http) => http.Request.IsHttps ? "__Host-gw-session" : "gw-session";

    static CookieOptions Options(HttpContext http) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
        Path = "/",
    };
}
