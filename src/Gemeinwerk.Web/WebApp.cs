using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Gemeinwerk.Basics;
using Gemeinwerk.Operating;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Council;
using Gemeinwerk.Web.DataCentre;
using Gemeinwerk.Web.Finance;
using Gemeinwerk.Web.Finance.Api;
using Gemeinwerk.Web.Frame;
using Gemeinwerk.Web.Identity;
using Gemeinwerk.Web.Members;
using Gemeinwerk.Web.Merger;
using Gemeinwerk.Web.Operating;
using Gemeinwerk.Web.Treasury;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Localization;

namespace Gemeinwerk.Web;

/// <summary>The web application: its modules, and how they are put together.</summary>
public sealed class WebApp
{
    const long LargestRequestBytes = 1 << 20;
    static readonly TimeSpan longestRequest = TimeSpan.FromMinutes(2);

    /// <summary>A module is added here, and nowhere else.</summary>
    public IReadOnlyList<WebModule> Modules { get; } =
    [
        FinanceModule.Create(), TreasuryModule.Create(), CentreModule.Create(), CouncilModule.Create(),
        MergerModule.Create(), MembersModule.Create(), IdentityModule.Create(), ApiModule.Create(),
    ];

    public static string Version { get; } = typeof(WebApp).Assembly.GetName().Version!.ToString(3);

    /// <summary>The application, ready to run; stopping it lets requests in progress end.</summary>
    /// <param name="urls">Where it listens, as <c>http://localhost:8080</c>; several with semicolons. Null for where
    /// the settings say.</param>
    public static WebApplication Create(
        Database database, Access access, Settings settings, string? urls = null, TimeProvider? clock = null)
    {
        var (app, ours) = (new WebApp(), settings.Of<WebSettings>());
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(urls ?? ours.Urls).UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestRequestBytes;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
        builder.Host.ConfigureHostOptions(host => host.ShutdownTimeout = ours.LongestStop);
        builder.Services.AddSystemd();
        Logs.AddTo(builder.Logging, settings.Of<LogSettings>());
        TelemetryExport.AddTo(builder.Services, settings.Of<TelemetrySettings>());
        Health.AddTo(builder.Services);
        AddTo(builder.Services, ours.KeyFolder, settings.Of<LimitSettings>());
        builder.Services.AddSingleton(app).AddSingleton(settings).AddSingleton(ours).AddSingleton(database)
            .AddSingleton(access).AddSingleton(settings.Of<PublicSettings>())
            .AddSingleton<Publishers>()
            .AddSingleton<BackgroundWork>().AddHostedService(it => it.GetRequiredService<BackgroundWork>())
            .AddSignIns(ours, settings.Of<ProviderSettings>()).AddSingleton<Verifications>().AddSingleton<DryRuns>()
            .AddSingleton<ImportRuns>().AddSingleton<PlacementRuns>()
            .AddSingleton(clock ?? TimeProvider.System);
        var web = builder.Build();
        app.Use(web, ours);
        return web;
    }

    static void AddTo(IServiceCollection services, string keyFolder, LimitSettings limits)
    {
        services.AddRazorComponents();
        services.AddLocalization();
        // Umlauts are no danger; escaping them only makes pages longer.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddDataProtection().SetApplicationName("gemeinwerk");
        services.AddOptions<KeyManagementOptions>().Configure<ILoggerFactory>(
            (keys, logs) => keys.XmlRepository = new KeyFolder(keyFolder, logs));
        services.AddAntiforgery(forms =>
        {
            forms.Cookie.Name = "gw-form";
            forms.Cookie.SameSite = SameSiteMode.Strict;
            forms.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new() { Timeout = longestRequest });
        services.AddRateLimiter(limiter => RequestLimits.Configure(limiter, limits));
        services.AddSingleton(new RequestLimits(limits));
        ApiDescription.AddTo(services);
    }

    void Use(WebApplication web, WebSettings ours)
    {
        // Numbers and days are German in every language; only the words change.
        CultureInfo[] languages = [CultureInfo.GetCultureInfo("de"), CultureInfo.GetCultureInfo("en")];
        if (ours.TrustedProxies.Count > 0) web.UseForwardedHeaders(Forwarded(ours.TrustedProxies));
        web.Use(RequestLog.Around);
        web.Use(SafetyHeaders.Add);
        web.UseRequestLocalization(new RequestLocalizationOptions
        {
            DefaultRequestCulture = new RequestCulture(German.Culture, languages[0]),
            SupportedCultures = [German.Culture],
            SupportedUICultures = languages,
            RequestCultureProviders = [new CookieRequestCultureProvider { CookieName = Language.Cookie }],
        });
        web.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = Errors.OfException,
            // What is wrong with a request is a line in the log, and no failure with a stack.
            SuppressDiagnosticsCallback = failed => RequestFault.StatusOf(failed.Exception) is not null,
        });
        web.UseStatusCodePages(Errors.OfStatus);
        web.UseRouting();
        web.UseRateLimiter();
        web.UseRequestTimeouts();
        web.UseMiddleware<Gate>();
        // Behind the gate, like all that answers; it takes one address, and only where there is a provider.
        if (web.Services.GetRequiredService<ProviderSettings>().Authority is not null) web.UseAuthentication();

        Health.Map(web);
        WebFiles.Map(web);
        Language.Map(web);
        var whatModulesConcern = Walls.OfModules(Modules);
        var routes = new Routes(web, web.MapGroup("/b/{body}"), web.MapGroup("/api/v1").Concerns(whatModulesConcern),
            web.MapGroup("/api/v1/bodies/{body}"));
        StartPage.Map(routes.Site.MapGroup("").Concerns(whatModulesConcern));
        SearchPage.Map(routes.Site.MapGroup("").Concerns(whatModulesConcern));
        BodyPage.Map(routes.Body.MapGroup("").Concerns(whatModulesConcern));
        foreach (var module in Modules) module.Map(routes);
        Needs.Complete(((IEndpointRouteBuilder)web).DataSources);
    }

    /// <summary>Whom proxies ask for. What they say counts from these only, however many stand in a row.</summary>
    static ForwardedHeadersOptions Forwarded(IReadOnlyList<System.Net.IPNetwork> proxies)
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in proxies) options.KnownIPNetworks.Add(network);
        return options;
    }
}
