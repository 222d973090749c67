namespace Gemeinwerk.Web.Frame;

/// <summary>Where a redirect may lead: addresses of our own; "//host" and "/\host" are others'.</summary>
static class LocalAddress
{
    internal static string Of(string? wanted) =>
        wanted is ['/', ..] and not ['/', '/' or '\\', ..] ? wanted : "/";
}
