using System.Globalization;
using System.Security.Claims;
using Gemeinwerk.Basics;
using Gemeinwerk.Identity;
using Gemeinwerk.Storage;
using Microsoft.AspNetCore.Authentication;

namespace Gemeinwerk.Web.Identity;

/// <summary>
/// What the word of another provider opens. It says who somebody is; that person must have been invited here, and what
/// they may do is decided here. Its second factor counts only where the settings name how it says so.
/// </summary>
sealed class ProviderSignIns(SignIns signIns, ProviderSettings settings, Database database, TimeProvider clock)
{
    /// <summary>What travels to the provider and back, protected.</summary>
    const string InvitationItem = "gw.invitation", PersonItem = "gw.person";

    internal static AuthenticationProperties ToSignIn(string back) => new() { RedirectUri = back };

    internal static AuthenticationProperties ToAccept(string invitation) =>
        new() { RedirectUri = "/", Items = { [InvitationItem] = invitation } };

    internal static AuthenticationProperties ToConnect(Person person) =>
        new() { RedirectUri = ProviderPage.Address, Items = { [PersonItem] = PersonStore.KeyOf(person) } };

    /// <summary>Takes what the provider said, after its token was checked.</summary>
    /// <returns>Where to go on.</returns>
    internal async Task<Result<string>> Take(HttpContext http, ClaimsPrincipal said, AuthenticationProperties carried)
    {
        var login = new Login(said.FindFirstValue("iss") ?? "", said.FindFirstValue("sub") ?? "");
        var back = carried.RedirectUri ?? "/";
        if (!IsRecent(said)) return TooOld();
        if (carried.Items.TryGetValue(PersonItem, out var key)) return await Connect(http, login, key!, back);
        if (carried.Items.TryGetValue(InvitationItem, out var invitation))
        {
            var accepted = await database.Act("Einladung", work => Invitations.Accept(work, invitation!, login));
            if (!accepted.Ok(out _, out var why)) return why;
        }
        var owner = await database.Read(db => Logins.OwnerOf(db, login));
        if (owner is { State: PersonState.Active }) return await Enter(http, owner, IsStrong(said), back);
        await signIns.Record(owner, "identity.sign-in-failed", http, "provider");
        return Unknown();
    }

    /// <summary>What to say where the provider said no, said nothing, or what it said does not hold.</summary>
    internal async Task<Rejection> Refuse(HttpContext http)
    {
        await signIns.Record(null, "identity.sign-in-failed", http, "provider");
        return Failed();
    }

    async Task<Result<string>> Enter(HttpContext http, Person person, bool isStrong, string back)
    {
        if (isStrong)
        {
            await signIns.Start(http, person, Stage.Full, "identity.sign-in", "provider");
            return back;
        }
        var begun = await database.Act(person.SignInName,
            work => Attempts.Begin(work, person.SignInName, SignIns.NetworkOf(http)));
        if (!begun.Ok(out _, out var why)) return why;
        var known = await database.Read(db => People.Credentials(db, person.Id));
        var (stage, next) = known.HasSecondFactor
            ? (Stage.Password, CodePage.Address)
            : (Stage.Enrol, EnrolPage.Address);
        await signIns.Start(http, person, stage, "identity.provider-accepted", "provider");
        return $"{next}?back={Uri.EscapeDataString(back)}";
    }

    /// <summary>Joins the login to the person who asked for it, and who is still the one in front of this browser.
    /// </summary>
    async Task<Result<string>> Connect(HttpContext http, Login login, string key, string back)
    {
        if (!(await signIns.Recent(http)).Ok(out var session, out var why)) return why;
        if (PersonStore.KeyOf(session.Person) != key) return Failed();
        var added = await database.Act(session.Person.SignInName, work => Logins.Add(work, session.Person, login));
        return added.Ok(out _, out why) ? back : why;
    }

    bool IsStrong(ClaimsPrincipal said) =>
        settings.StrongClasses.Contains(said.FindFirstValue("acr") ?? "")
        || said.FindAll("amr").Any(it => settings.StrongMethods.Contains(it.Value));

    bool IsRecent(ClaimsPrincipal said) => settings.MaxAge == TimeSpan.Zero
        || long.TryParse(said.FindFirstValue("auth_time"), NumberStyles.None, CultureInfo.InvariantCulture, out var at)
        && at <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
        && clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(at) <= settings.MaxAge + ProviderScheme.Skew;

    internal static Rejection Failed() => new("identity.provider",
        "Die Anmeldung beim Anmeldedienst ist nicht gelungen. Bitte versuchen Sie es noch einmal.");

    static Rejection Unknown() => new("identity.provider-unknown",
        "Zu diesem Konto beim Anmeldedienst gehört hier niemand. Bitten Sie um eine Einladung.");

    static Rejection TooOld() => new("identity.provider-old",
        "Der Anmeldedienst hat zu lange nicht gefragt, wer Sie sind. Bitte melden Sie sich dort neu an.");
}
