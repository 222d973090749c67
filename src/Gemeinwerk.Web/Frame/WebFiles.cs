using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Web.Frame;

/// <summary>
/// Style sheets, scripts and fonts, which are part of the program. Their addresses carry a digest of them all, so that
/// browsers may keep them for ever and never mix two versions.
/// </summary>
public static class WebFiles
{
    const string Prefix = "assets/";

    sealed record WebFile(string Type, byte[] Content, byte[]? Zipped);

    static readonly FrozenDictionary<string, WebFile> all = Load();

    static readonly string version = Convert.ToHexStringLower(SHA256.HashData([.. all
        .OrderBy(it => it.Key, StringComparer.Ordinal)
        .SelectMany(it => SHA256.HashData(it.Value.Content))]))[..16];

    /// <summary>The address of an asset that exists.</summary>
    public static string Path(string name)
    {
        Invariant.Holds(all.ContainsKey(name));
        return $"/assets/{version}/{name}";
    }

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/assets/{version}/{name}", Get).Public();

    static IResult Get(HttpContext http, string version, string name)
    {
        if (version != WebFiles.version || !all.TryGetValue(name, out var asset)) return Results.NotFound();
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        http.Response.Headers.Vary = "Accept-Encoding";
        var takesZipped = http.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal);
        if (asset.Zipped is null || !takesZipped) return Results.Bytes(asset.Content, asset.Type);
        http.Response.Headers.ContentEncoding = "br";
        return Results.Bytes(asset.Zipped, asset.Type);
    }

    static FrozenDictionary<string, WebFile> Load()
    {
        var assembly = typeof(WebFiles).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[Prefix.Length..], name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                var content = new byte[stream.Length];
                stream.ReadExactly(content);
                var isFont = name.EndsWith(".woff2", StringComparison.Ordinal);
                return new WebFile(TypeOf(name), content, isFont ? null : Zip(content));
            });
    }

    static byte[] Zip(byte[] content)
    {
        using var zipped = new MemoryStream();
        using (var brotli = new BrotliStream(zipped, CompressionLevel.Optimal)) brotli.Write(content);
        return zipped.ToArray();
    }

    static string TypeOf(string name) => System.IO.Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "font/woff2",
    };
}
