using Gemeinwerk.Web.Frame;
using Gemeinwerk.Web.Treasury.Api;
using Gemeinwerk.Web.Treasury.Levies;

namespace Gemeinwerk.Web.Treasury;

/// <summary>The pages of the treasury (Kasse): cash orders, and payment runs with their releases.</summary>
static class TreasuryModule
{
    internal const BodyRoles Drafters = BodyRoles.Certify | BodyRoles.Order | BodyRoles.Post;

    internal static WebModule Create() => new("Kasse",
    [
        new("Anordnungen", "treasury/orders", BodyRoles.Staff, typeof(TreasuryWords)),
        new("Zahlläufe", "treasury/runs", BodyRoles.Staff, typeof(TreasuryWords)),
    ],
    [], routes =>
    {
        OrdersPage.Map(routes.Body);
        DraftPage.Map(routes.Body);
        OrderPage.Map(routes.Body);
        RunsPage.Map(routes.Body);
        ProposePage.Map(routes.Body);
        RunPage.Map(routes.Body);
        LevyOrdersPage.Map(routes.Body);
        LevyClaimPage.Map(routes.Body);
        CashOrdersApi.Map(routes.Api);
        LevyClaimsApi.Map(routes.Api);
        PaymentRunsApi.Map(routes.Api);
    })
    {
        Tiles = TreasuryTiles.All,
    };
}
