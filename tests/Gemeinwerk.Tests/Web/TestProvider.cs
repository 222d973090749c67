using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gemeinwerk.Tests.Web;

/// <summary>A small provider (OpenID Connect) on this machine, which can be told to say what does not hold.</summary>
sealed class TestProvider : IAsyncDisposable
{
    internal const string ClientId = "gemeinwerk", ClientSecret = "geheimnis des anmeldedienstes";

    readonly RSA key = RSA.Create(2048), foreign = RSA.Create(2048);
    readonly Dictionary<string, (string Nonce, string Challenge, string Redirect)> codes = [];
    readonly HttpClient client = new(new HttpClientHandler { AllowAutoRedirect = false });
    readonly WebApplication web;

    TestProvider(WebApplication web) => this.web = web;

    internal string Address => web.Urls.First();

    /// <summary>How its token is signed: RS256, none, RS256 without the signature, HS256 with the client's secret, or
    /// with a key of somebody else.</summary>
    internal string Signature { get; set; } = "RS256";

    /// <summary>Changes what its token says.</summary>
    internal Action<JsonObject> Says { get; set; } = _ => { };

    internal string Subject { get; set; } = "5f2c-karl";

    internal List<string> Tokens { get; } = [];

    internal List<string> Codes => [.. codes.Keys];

    internal static async Task<TestProvider> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var web = builder.Build();
        var provider = new TestProvider(web);
        web.MapGet("/.well-known/openid-configuration",
            () => Results.Text(provider.Configuration(), "application/json"));
        web.MapGet("/keys", () => Results.Text(provider.Keys(), "application/json"));
        web.MapGet("/authorize", provider.Authorize);
        web.MapPost("/token", provider.Token);
        await web.StartAsync();
        return provider;
    }

    /// <summary>What a browser does between leaving for the provider and coming back.</summary>
    /// <returns>The address to which it comes back.</returns>
    internal async Task<string> Visit(HttpResponseMessage leaving)
    {
        Assert.Equal(HttpStatusCode.Redirect, leaving.StatusCode);
        Assert.StartsWith($"{Address}/authorize?", leaving.Headers.Location!.ToString(), StringComparison.Ordinal);
        var answer = await client.GetAsync(leaving.Headers.Location);
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.PathAndQuery;
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await web.StopAsync();
        await web.DisposeAsync();
    }

    string Configuration() => new JsonObject
    {
        ["issuer"] = Address,
        ["authorization_endpoint"] = $"{Address}/authorize",
        ["token_endpoint"] = $"{Address}/token",
        ["jwks_uri"] = $"{Address}/keys",
        ["end_session_endpoint"] = $"{Address}/sign-out",
        ["response_types_supported"] = new JsonArray("code"),
        ["subject_types_supported"] = new JsonArray("public"),
        ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
    }.ToJsonString();

    string Keys()
    {
        var known = key.ExportParameters(false);
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA",
                ["use"] = "sig",
                ["kid"] = "1",
                ["n"] = Base64Url.EncodeToString(known.Modulus),
                ["e"] = Base64Url.EncodeToString(known.Exponent),
            }),
        }.ToJsonString();
    }

    IResult Authorize(HttpRequest request)
    {
        string Of(string name) => request.Query[name].ToString();
        if (Of("client_id") != ClientId || Of("response_type") != "code" || Of("code_challenge_method") != "S256"
            || Of("nonce").Length < 20 || !Of("scope").Split(' ').Contains("openid"))
        {
            return Results.BadRequest(request.QueryString.ToString());
        }
        var code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        codes[code] = (Of("nonce"), Of("code_challenge"), Of("redirect_uri"));
        return Results.Redirect(
            $"{Of("redirect_uri")}?code={code}&state={Uri.EscapeDataString(Of("state"))}");
    }

    async Task<IResult> Token(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        // A code counts once, for whoever began, and for this client.
        if (!codes.Remove(form["code"].ToString(), out var asked)
            || form["client_secret"] != ClientSecret || form["redirect_uri"] != asked.Redirect
            || Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())))
                != asked.Challenge)
        {
            return Results.BadRequest();
        }
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = Address,
            ["sub"] = Subject,
            ["aud"] = ClientId,
            ["nonce"] = asked.Nonce,
            ["iat"] = now,
            ["auth_time"] = now,
            ["exp"] = now + 300,
        };
        Says(claims);
        var token = Sign(claims);
        Tokens.Add(token);
        return Results.Text(new JsonObject
        {
            ["access_token"] = "zugriff",
            ["token_type"] = "Bearer",
            ["expires_in"] = 300,
            ["id_token"] = token,
        }.ToJsonString(), "application/json");
    }

    string Sign(JsonObject claims)
    {
        var algorithm = Signature is "foreign" or "stripped" ? "RS256" : Signature;
        var header = new JsonObject { ["alg"] = algorithm, ["typ"] = "JWT", ["kid"] = "1" };
        var text = $"{Text(header.ToJsonString())}.{Text(claims.ToJsonString())}";
        var bytes = Encoding.ASCII.GetBytes(text);
        return Signature switch
        {
            "none" or "stripped" => $"{text}.",
            "HS256" => $"{text}.{Base64Url.EncodeToString(
                HMACSHA256.HashData(Encoding.UTF8.GetBytes(ClientSecret), bytes))}",
            _ => $"{text}.{Base64Url.EncodeToString((Signature == "foreign" ? foreign : key)
                .SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}",
        };
    }

    static string Text(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
