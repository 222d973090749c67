using Gemeinwerk.Operating;
using Gemeinwerk.Web.Operating;

namespace Gemeinwerk.Tests.Fixtures;

/// <summary>Settings of the web application as tests need them: a free port, and one folder of keys for all.</summary>
static class TestSettings
{
    /// <summary>Where the keys of cookies lie.</summary>
    internal static readonly string Keys = Directory.CreateTempSubdirectory("gemeinwerk-web-keys-").FullName;

    /// <param name="further">More of them, as <c>("log.format", "json")</c>.</param>
    internal static Settings Of(params (string Key, string Value)[] further)
    {
        var variables = new Dictionary<string, string>
        {
            ["GEMEINWERK_WEB_URLS"] = "http://127.0.0.1:0",
            ["GEMEINWERK_WEB_KEY_FOLDER"] = Keys,
            // Tests walk every address faster than people do.
            ["GEMEINWERK_LIMITS_ADDRESS_PER_SECOND"] = "100000",
            ["GEMEINWERK_LIMITS_PERSON_PER_SECOND"] = "100000",
        };
        foreach (var (key, value) in further)
        {
            variables[$"GEMEINWERK_{key.Replace('.', '_').Replace('-', '_').ToUpperInvariant()}"] = value;
        }
        var settings = Settings.Load(KnownSettings.All, null, variables);
        Assert.Empty(settings.Findings);
        return settings;
    }
}
