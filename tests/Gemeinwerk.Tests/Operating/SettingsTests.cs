using Gemeinwerk.Operating;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Web.Operating;

namespace Gemeinwerk.Tests.Operating;

/// <summary>Settings from a file and the environment: what wins, what is found, what is never shown.</summary>
public class SettingsTests
{
    const string Hidden = "streng-geheim";

    /// <summary>A module's section as one writes it.</summary>
    sealed class Sample(SettingsReader read)
    {
        public string Name { get; } = read.Text("name", "Muster", "ein Name");
        public int Seats { get; } = read.Number("seats", 7, 1, 99, "eine Zahl");
        public bool IsOpen { get; } = read.Flag("is-open", false, "ein Schalter");
        public Weather Weather { get; } = read.Choice("weather", Weather.Sunny, "eine Auswahl");
        public Uri? Where { get; } = read.Address("where", "eine Adresse");
        public Secret? Token { get; } = read.Secret("token", "ein Geheimnis");
    }

    enum Weather { Sunny, VeryCloudy }

    static readonly SettingsSection[] sections =
    [
        new("sample", "Beispiel", read => new Sample(read)),
        new("database", "Datenbank", read => new DatabaseSettings(read)),
    ];

    static Settings Load(string? text, params (string Name, string Value)[] environment)
    {
        var variables = environment.ToDictionary(it => it.Name, it => it.Value);
        if (text is null) return Settings.Load(sections, null, variables);
        using var file = new TemporaryFile(text);
        return Settings.Load(sections, file.Path, variables);
    }

    [Fact]
    public void The_file_is_read_and_the_environment_wins()
    {
        var settings = Load("""
            # Kommentar
            ; auch einer
            [sample]
            name = "Stadt = Land # Fluss"
            seats=12
            is-open = yes
            weather = very-cloudy
            where = https://example.org/a

            [database]
            address = bücher.db
            """, ("GEMEINWERK_SAMPLE_SEATS", "13"), ("GEMEINWERK_SAMPLE_IS_OPEN", ""), ("GEMEINWERK_DB", "andere.db"));
        Assert.Empty(settings.Findings);
        var sample = settings.Of<Sample>();
        Assert.Equal(("Stadt = Land # Fluss", 13, true, Weather.VeryCloudy, "https://example.org/a"),
            (sample.Name, sample.Seats, sample.IsOpen, sample.Weather, sample.Where!.ToString()));
        Assert.Equal("andere.db", settings.Of<DatabaseSettings>().Address);
        Assert.Equal("Umgebung", settings.All.Single(it => it.Key == "seats").Source);
        Assert.EndsWith(":4", settings.All.Single(it => it.Key == "name").Source, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_file_and_environment_the_defaults_stand()
    {
        var settings = Load(null, ("GEMEINWERK_TEST_POSTGRES", "x"), ("PATH", "x"));
        Assert.Empty(settings.Findings);
        Assert.Equal(("Muster", 7, false, null), (settings.Of<Sample>().Name, settings.Of<Sample>().Seats,
            settings.Of<Sample>().IsOpen, settings.Of<Sample>().Where));
        Assert.All(settings.All, it => Assert.Null(it.Source));
    }

    [Theory]
    [InlineData("[sample]\nseats = viele", 2, "operating.setting", "keine ganze Zahl von 1 bis 99")]
    [InlineData("[sample]\nseats = 100", 2, "operating.setting", "keine ganze Zahl von 1 bis 99")]
    [InlineData("[sample]\nis-open = ja", 2, "operating.setting", "weder yes noch no")]
    [InlineData("[sample]\n\nweather = Regen", 3, "operating.setting", "erlaubt sind: sunny, very-cloudy")]
    [InlineData("[sample]\nwhere = ftp://x", 2, "operating.setting", "keine Adresse")]
    [InlineData("[sample]\nwhere = https://a:b@x/", 2, "operating.setting", "ohne Benutzer und Kennwort")]
    [InlineData("[sample]\nsaets = 3", 2, "operating.setting-unknown", "bekannt sind: name, seats")]
    [InlineData("[smaple]\nseats = 3", 2, "operating.setting-unknown", "bekannt sind: sample, database")]
    [InlineData("seats = 3", 1, "operating.setting-unknown", "[] gibt es nicht")]
    [InlineData("[sample]\ntoken = streng-geheim", 2, "operating.setting-secret", "„token-file“")]
    [InlineData("[sample]\ntoken-file = geheim.txt", 2, "operating.secret-file", "keine Credentials")]
    [InlineData("[sample]\ntoken-file = /gibt/es/nicht", 2, "operating.secret-file", "/gibt/es/nicht fehlt")]
    [InlineData("[sample]\nseats = 3\nseats = 4", 3, "operating.setting-twice", ":2")]
    [InlineData("[sample]\nseats", 2, "operating.settings-line", "„seats“")]
    [InlineData("[database]\naddress = postgres://a:b@:x/y", 2, "operating.setting", "keine Adresse wie postgres://")]
    [InlineData("[database]\naddress = postgres://a:b@h/y?gibtesnicht=1", 2, "operating.setting", "keine Adresse")]
    public void A_finding_names_file_line_and_what_would_be_right(string text, int line, string code, string says)
    {
        var finding = Assert.Single(Load(text).Findings);
        Assert.EndsWith($".ini:{line}", finding.Where, StringComparison.Ordinal);
        Assert.Equal(code, finding.Why.Code);
        Assert.Contains(says, finding.Why.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Hidden, finding.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_misspelt_variable_of_a_section_is_found_and_those_of_others_are_not()
    {
        var findings = Load(null, ("GEMEINWERK_SAMPLE_SAETS", "3"), ("GEMEINWERK_KILLS", "3"),
            ("GEMEINWERK_SAMPLE_WEATHER", "x")).Findings;
        Assert.Equal(["GEMEINWERK_SAMPLE_WEATHER", "GEMEINWERK_SAMPLE_SAETS"], findings.Select(it => it.Key));
        Assert.All(findings, it => Assert.Equal("Umgebung", it.Where));
    }

    [Fact]
    public void A_secret_comes_from_a_file_or_a_credential_and_is_never_shown()
    {
        using var file = new TemporaryFile(Hidden + "\n");
        var folder = Path.GetDirectoryName(file.Path)!;
        var credential = Path.GetFileName(file.Path);
        foreach (var settings in (Settings[])
        [
            Load($"[sample]\ntoken-file = {file.Path}"),
            Load($"[sample]\ntoken-file = {credential}", ("CREDENTIALS_DIRECTORY", folder)),
            Load(null, ("GEMEINWERK_SAMPLE_TOKEN_FILE", file.Path)),
        ])
        {
            Assert.Empty(settings.Findings);
            Assert.Equal(Hidden, settings.Of<Sample>().Token!.Reveal());
            Assert.DoesNotContain(Hidden, $"{settings.Of<Sample>().Token}{string.Join(';', settings.All)}",
                StringComparison.Ordinal);
        }
        using var empty = new TemporaryFile("\n");
        Assert.Contains("leer", Load($"[sample]\ntoken-file = {empty.Path}").Findings.Single().Why.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgres://gw:streng-geheim@db/gw", "postgres://gw:••••••••@db/gw")]
    [InlineData("postgres://gw@db/gw?sslmode=require", "postgres://gw@db/gw?sslmode=require")]
    [InlineData("postgres://db/gw?Password=streng-geheim&sslmode=require",
        "postgres://db/gw?Password=••••••••&sslmode=require")]
    [InlineData("/srv/gw:x@y/gemeinwerk.db", "/srv/gw:x@y/gemeinwerk.db")]
    public void An_address_is_shown_without_its_password(string address, string shown)
    {
        var settings = Load($"[database]\naddress = {address}");
        Assert.Equal(address, settings.Of<DatabaseSettings>().Address);
        Assert.Equal(shown, settings.All.Single(it => it is { Section: "database", Key: "address" }).Shown);
        Assert.Equal(shown, DatabaseSettings.Shown(address));
    }

    [Fact]
    public void The_password_of_a_file_is_put_into_the_address()
    {
        using var file = new TemporaryFile("p@ss:/ä\n");
        var settings = Load($"[database]\naddress = postgres://gw@db/gw\npassword-file = {file.Path}");
        Assert.Empty(settings.Findings);
        Assert.Equal("postgres://gw:p%40ss%3A%2F%C3%A4@db/gw", settings.Of<DatabaseSettings>().Address);
        Assert.Contains("nur bei PostgreSQL", Load($"[database]\npassword-file = {file.Path}").Findings.Single()
            .Why.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_a_finding()
    {
        var missing = Settings.Load(sections, "/gibt/es/nicht.ini", new Dictionary<string, string>());
        Assert.Equal("operating.settings-file", missing.Findings.Single().Why.Code);
        using var binary = new TemporaryFile("");
        File.WriteAllBytes(binary.Path, [0xFF, 0xFE, 0x00]);
        Assert.Contains("UTF-8", Settings.Load(sections, binary.Path, new Dictionary<string, string>()).Findings
            .Single().Why.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_reference_and_the_sample_file_are_what_the_code_reads()
    {
        var settings = Settings.Load(KnownSettings.All, null, new Dictionary<string, string>());
        Assert.Equal(KnownSettings.All.Select(it => it.Name), settings.All.Select(it => it.Section).Distinct());
        Assert.Distinct(settings.All.Select(it => it.Variable));
        Assert.All(settings.All, it => Assert.True(it.Description.Length > 0 && it.Form.Length > 0, it.Key));
        Golden.Same(Repository.PathOf("docs", "operating", "settings.md"),
            SettingsText.Page(KnownSettings.All, settings));
        Golden.Same(Repository.PathOf("operating", "gemeinwerk.ini"), SettingsText.File(KnownSettings.All, settings));
    }

    sealed class TemporaryFile : IDisposable
    {
        readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("gemeinwerk-settings-");

        internal TemporaryFile(string text) => File.WriteAllText(Path, text);

        internal string Path => System.IO.Path.Combine(folder.FullName, "gemeinwerk.ini");

        public void Dispose() => folder.Delete(recursive: true);
    }
}
