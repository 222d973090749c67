using Gemeinwerk.Identity;
using Gemeinwerk.Web.Frame;
using Gemeinwerk.Web.Identity.Api;
using Gemeinwerk.Web.Operating;
using Microsoft.AspNetCore.Identity;

namespace Gemeinwerk.Web.Identity;

/// <summary>How the application is told to use these pages for signing in.</summary>
public static class SignInPages
{
    public static Access Access(Storage.Database database, TimeProvider? clock = null) =>
        SignIns.Access(database, clock ?? TimeProvider.System);

    /// <summary>What signing in needs; ASP.NET Core Identity reads people through <see cref="PersonStore"/>.</summary>
    internal static IServiceCollection AddSignIns(
        this IServiceCollection services, WebSettings web, ProviderSettings provider)
    {
        ProviderScheme.AddTo(services, provider, web);
        services.AddIdentityCore<Person>().AddUserStore<PersonStore>();
        services.Configure<IdentityPasskeyOptions>(passkeys =>
        {
            passkeys.ServerDomain = web.PublicAddress?.Host;
            passkeys.UserVerificationRequirement = "required";
            passkeys.ResidentKeyRequirement = "required";
            passkeys.AttestationConveyancePreference = "none";
            passkeys.ValidateOrigin = origin => ValueTask.FromResult(
                !origin.CrossOrigin && origin.Origin == web.OriginFor(origin.HttpContext.Request));
        });
        return services.AddSingleton<SignIns>().AddScoped<PasskeySignIns>()
            .AddScoped<IPasskeyHandler<Person>, PasskeyHandler<Person>>();
    }
}

/// <summary>Signing in, the own account, people and roles of a body, and its change log.</summary>
static class IdentityModule
{
    internal static WebModule Create() => new("Verwaltung",
    [
        new("Rollen", "people", BodyRoles.Administer, typeof(IdentityWords)),
        new("Protokoll", "protocol", BodyRoles.Administer | BodyRoles.Audit, typeof(IdentityWords)),
    ],
    [], routes =>
    {
        SignInPage.Map(routes.Site);
        CodePage.Map(routes.Site);
        EnrolPage.Map(routes.Site);
        InvitationPage.Map(routes.Site);
        AccountPage.Map(routes.Site);
        ProviderPage.Map(routes.Site);
        PasskeysPage.Map(routes.Site);
        PasskeyPage.Map(routes.Site);
        PasswordPage.Map(routes.Site);
        CodesPage.Map(routes.Site);
        PeoplePage.Map(routes.Body);
        ProtocolPage.Map(routes.Body);
        IdentityApi.Map(routes.Api);
        ApprovalsApi.Map(routes.Api);
    })
    {
        Tiles = IdentityTiles.All,
    };
}
