using Gemeinwerk.Web.Frame;
using Gemeinwerk.Web.Operating;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Gemeinwerk.Web.Identity;

/// <summary>
/// How the other provider is spoken with: OpenID Connect, code flow with PKCE. Microsoft's handler checks state, nonce,
/// signature, issuer, audience and time; <see cref="ProviderSignIns"/> takes what is left.
/// </summary>
static class ProviderScheme
{
    internal const string Name = "provider";

    /// <summary>By so much the clocks of provider and application may differ.</summary>
    internal static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    internal static void AddTo(IServiceCollection services, ProviderSettings settings, WebSettings web)
    {
        services.AddSingleton(settings).AddSingleton<ProviderSignIns>();
        if (settings.Authority is null) return;
        // Nobody is signed in by this scheme; it only asks. Without the switch a single scheme is asked who visits.
        AppContext.SetSwitch("Microsoft.AspNetCore.Authentication.SuppressAutoDefaultScheme", true);
        services.AddAuthentication().AddOpenIdConnect(Name, options => Configure(options, settings, web));
    }

    /// <summary>Where a browser goes to end its session there and come back; null where the provider has no such place.
    /// </summary>
    internal static async Task<string?> SignOutAddress(HttpContext http)
    {
        var options = http.RequestServices.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>().Get(Name);
        var found = await options.ConfigurationManager!.GetConfigurationAsync(http.RequestAborted);
        if (string.IsNullOrEmpty(found.EndSessionEndpoint)) return null;
        return new OpenIdConnectMessage
        {
            IssuerAddress = found.EndSessionEndpoint,
            ClientId = options.ClientId,
            PostLogoutRedirectUri = http.RequestServices.GetRequiredService<WebSettings>().OriginFor(http.Request)
                + SignInPage.Address,
        }.CreateLogoutRequestUrl();
    }

    static void Configure(OpenIdConnectOptions options, ProviderSettings settings, WebSettings web)
    {
        options.Authority = settings.Authority!.ToString();
        options.RequireHttpsMetadata = !settings.Authority.IsLoopback;
        options.ClientId = settings.ClientId;
        options.ClientSecret = settings.ClientSecret?.Reveal();
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.Scope.Clear();
        options.Scope.Add("openid");
        options.CallbackPath = ProviderPage.Return;
        // Nothing of the tokens is kept, and nothing of the claims renamed or left out.
        options.SaveTokens = false;
        options.MapInboundClaims = false;
        options.GetClaimsFromUserInfoEndpoint = false;
        options.ClaimActions.Clear();
        options.DisableTelemetry = true;
        options.BackchannelTimeout = TimeSpan.FromSeconds(15);
        if (settings.MaxAge > TimeSpan.Zero) options.MaxAge = settings.MaxAge;
        options.TokenValidationParameters = new()
        {
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            ClockSkew = Skew,
            ValidAlgorithms =
            [
                SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
                SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384,
            ],
        };
        foreach (var cookie in (CookieBuilder[])[options.CorrelationCookie, options.NonceCookie])
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        }
        options.Events = new()
        {
            OnRedirectToIdentityProvider = redirect =>
            {
                redirect.ProtocolMessage.RedirectUri = web.OriginFor(redirect.Request) + ProviderPage.Return;
                if (settings.StrongClasses.Count > 0)
                {
                    redirect.ProtocolMessage.AcrValues = string.Join(' ', settings.StrongClasses);
                }
                return Task.CompletedTask;
            },
            OnTokenResponseReceived = RequireSignature,
            OnTicketReceived = Received,
            OnRemoteFailure = Failed,
        };
    }

    /// <summary>
    /// The handler takes a token without signature, as the standard allows where it comes over TLS. Here none is taken:
    /// with this its signature is always there to be checked.
    /// </summary>
    static Task RequireSignature(TokenResponseReceivedContext answer)
    {
        if (answer.TokenEndpointResponse.IdToken?.Split('.') is not [_, _, { Length: > 0 }])
        {
            answer.Fail("The token is not signed.");
        }
        return Task.CompletedTask;
    }

    static async Task Received(TicketReceivedContext ticket)
    {
        ticket.HandleResponse();
        var http = ticket.HttpContext;
        // The handler has taken it out of what it carries.
        ticket.Properties!.RedirectUri = ticket.ReturnUri;
        var taken = await http.RequestServices.GetRequiredService<ProviderSignIns>()
            .Take(http, ticket.Principal!, ticket.Properties);
        if (taken.Ok(out var next, out var why)) http.Response.Redirect(next);
        else await Errors.Page(why).ExecuteAsync(http);
    }

    static async Task Failed(RemoteFailureContext failure)
    {
        failure.HandleResponse();
        var http = failure.HttpContext;
        var why = await http.RequestServices.GetRequiredService<ProviderSignIns>().Refuse(http);
        await Errors.Page(why).ExecuteAsync(http);
    }
}
