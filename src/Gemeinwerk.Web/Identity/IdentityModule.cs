using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Identity;

/// <summary>How the application is told to use these pages for signing in.</summary>
public static class SignInPages
{
    public static Access Access(Storage.Database database, TimeProvider? clock = null) =>
        SignIns.Access(database, clock ?? TimeProvider.System);
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
        PeoplePage.Map(routes.Body);
        ProtocolPage.Map(routes.Body);
    });
}
