using System.Text.RegularExpressions;
using Gemeinwerk.Operating;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Web;
using Gemeinwerk.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gemeinwerk.Tests.Web;

/// <summary>The web application in this process, on a free port, with a visitor who is signed in by decree.</summary>
sealed partial class Site : IAsyncDisposable
{
    readonly WebApplication web;
    Func<Visitor?> who = () => null;

    Site(WebApplication web)
    {
        this.web = web;
        Client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
        {
            BaseAddress = new(web.Urls.First()),
        };
    }

    internal HttpClient Client { get; }

    internal string Address => web.Urls.First();

    internal IServiceProvider Services => web.Services;

    /// <summary>What asking who is there throws from now on.</summary>
    internal Exception Failure { set => who = () => throw value; }

    /// <summary>Null is nobody.</summary>
    internal Visitor? Visitor { set => who = () => value; }

    internal IEnumerable<RouteEndpoint> Routes =>
        web.Services.GetServices<EndpointDataSource>().Concat(((IEndpointRouteBuilder)web).DataSources)
            .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Distinct();

    /// <summary>The names of what runs beside requests.</summary>
    internal IEnumerable<string> BackgroundServices => web.Services.GetServices<IHostedService>()
        .Select(it => it.GetType().FullName!);

    internal static Task<Site> Of(
        Books books, BodyRoles roles = BodyRoles.Staff, TimeProvider? clock = null, Settings? settings = null)
    {
        var visitor = new Visitor("erika", new Dictionary<string, BodyRoles> { [books.Body.Code] = roles });
        return Of(books, () => visitor, clock, settings);
    }

    /// <param name="visitor">Who is signed in, until <see cref="Visitor"/> is set.</param>
    internal static async Task<Site> Of(
        Books books, Func<Visitor?> visitor, TimeProvider? clock = null, Settings? settings = null)
    {
        Site? site = null;
        var access = new Access(_ => Task.FromResult(site!.who()));
        var web = WebApp.Create(books.Database, access, settings ?? TestSettings.Of(), clock: clock);
        await web.StartAsync();
        return site = new Site(web) { who = visitor };
    }

    /// <summary>With settings that differ; a treasurer is signed in.</summary>
    internal static async Task<Site> With(Books books, params (string Key, string Value)[] settings)
    {
        Site? site = null;
        var access = new Access(_ => Task.FromResult(site!.who()));
        var web = WebApp.Create(books.Database, access, TestSettings.Of(settings));
        await web.StartAsync();
        var visitor = new Visitor("erika", new Dictionary<string, BodyRoles> { [books.Body.Code] = BodyRoles.Staff });
        return site = new Site(web) { who = () => visitor };
    }

    internal static async Task<Site> WithoutSignIn(Books books)
    {
        var web = WebApp.Create(books.Database, Access.NotSetUp, TestSettings.Of());
        await web.StartAsync();
        return new Site(web);
    }

    internal async Task<string> Html(string path)
    {
        var answer = await Client.GetAsync(path);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}");
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Sends a form with the token of a page, by default of its own.</summary>
    internal async Task<HttpResponseMessage> Send(
        string path, IEnumerable<(string Field, string Value)> fields, string? page = null)
    {
        var token = await TokenOf(page ?? path);
        return await Client.PostAsync(path, new FormUrlEncodedContent(fields
            .Append(("__RequestVerificationToken", token))
            .Select(field => KeyValuePair.Create(field.Item1, field.Item2))));
    }

    /// <summary>What forms of a page must carry.</summary>
    internal async Task<string> TokenOf(string page) => Token().Match(await Html(page)).Groups[1].Value;

    internal async Task<int> Status(string path) => (int)(await Client.GetAsync(path)).StatusCode;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await web.StopAsync();
        await web.DisposeAsync();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
