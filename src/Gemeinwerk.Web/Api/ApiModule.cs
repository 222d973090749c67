using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Api;

/// <summary>The interface for programs: its description, and the bodies of a token. Each module adds its own
/// operations.</summary>
static class ApiModule
{
    internal static WebModule Create() => new("Schnittstelle",
        [new("Tokens", "tokens", BodyRoles.Administer, typeof(ApiWords))], [], routes =>
    {
        ApiPage.Map(routes.Site);
        TokensPage.Map(routes.Body.MapGroup("").Concerns(Walls.Installation));
        routes.Site.MapGet(ApiDescription.Address, async (ApiDescription description) =>
            Answers.Text((await description.Read()).Json, "gemeinwerk-v1.json", ApiJson.Type)).Public();
        BodiesApi.Map(routes.ApiSite, routes.Api);
    });
}
