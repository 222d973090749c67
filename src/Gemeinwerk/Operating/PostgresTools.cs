using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Gemeinwerk.Basics;
using Gemeinwerk.Storage;
using Npgsql;

namespace Gemeinwerk.Operating;

/// <summary>PostgreSQL's own programs <c>pg_dump</c> and <c>pg_restore</c>; the password travels in their
/// environment.</summary>
sealed partial class PostgresTools
{
    readonly string folder;

    PostgresTools(string folder) => this.folder = folder;

    /// <summary>The oldest version that is not older than the server.</summary>
    /// <param name="wanted">Where they must lie, or null to look for them.</param>
    /// <returns>The programs, or <c>operating.postgres-tools</c>.</returns>
    internal static async Task<Result<PostgresTools>> Find(string? wanted, int server)
    {
        var found = new List<(int Version, string Folder)>();
        foreach (var folder in wanted is null ? UsualFolders() : [wanted])
        {
            if (!File.Exists(Path.Combine(folder, "pg_dump")) || !File.Exists(Path.Combine(folder, "pg_restore")))
            {
                continue;
            }
            var (code, output, _) = await Run(Path.Combine(folder, "pg_dump"), ["--version"], [], null);
            if (code == 0 && Version().Match(output) is { Success: true } version)
            {
                found.Add((int.Parse(version.ValueSpan, CultureInfo.InvariantCulture), folder));
            }
        }
        if (found.Where(it => it.Version >= server).OrderBy(it => it.Version).FirstOrDefault() is
            { Folder: { } best })
        {
            return new PostgresTools(best);
        }
        if (found.Count > 0)
        {
            return new Rejection("operating.postgres-tools", $"pg_dump hat die Version {found.Max(it => it.Version)}, "
                + $"der Server {server}; nötig ist mindestens seine.");
        }
        var where = wanted is null ? "" : $" in {wanted}";
        return new Rejection("operating.postgres-tools", $"pg_dump und pg_restore fehlen{where}; ohne sie gibt es von "
            + $"PostgreSQL keine Sicherung. Auf Debian: apt-get install postgresql-client-{server}");
    }

    /// <param name="snapshot">What the transaction exported whose view is dumped.</param>
    /// <param name="tables">Their sizes by name, so that progress can be told.</param>
    internal Task<Rejection?> Dump(
        string address, string file, string snapshot, IReadOnlyDictionary<string, long> tables,
        IProgress<int>? progress) =>
        Do("pg_dump", address,
            ["--format=custom", "--no-owner", "--no-privileges", "--no-password", "--verbose", $"--snapshot={snapshot}",
                $"--file={file}"],
            new TableProgress(DumpedTable(), tables, progress));

    /// <summary>In one transaction: all of it is there, or nothing.</summary>
    internal Task<Rejection?> Restore(
        string file, string address, IReadOnlyDictionary<string, long> tables, IProgress<int>? progress) =>
        Do("pg_restore", address,
            ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--no-password", "--verbose",
                $"--dbname={Connection(address).Database}", file],
            new TableProgress(RestoredTable(), tables, progress));

    /// <summary>Whether a file can be read as a dump at all.</summary>
    internal async Task<Rejection?> Check(string file)
    {
        var (code, _, errors) = await Run(Path.Combine(folder, "pg_restore"), ["--list", file], [], null);
        return code == 0 ? null : Failed("pg_restore", errors);
    }

    async Task<Rejection?> Do(string program, string address, string[] arguments, TableProgress progress)
    {
        var (code, _, errors) = await Run(
            Path.Combine(folder, program), arguments, Environment(address), progress.Line);
        return code == 0 ? null : Failed(program, errors);
    }

    static Rejection Failed(string program, IReadOnlyList<string> errors) => new("operating.postgres-tools",
        $"{program} ist gescheitert: {errors.FirstOrDefault(line => ErrorLine().IsMatch(line))
            ?? (errors is [.., var last] ? last : "ohne Angabe")}");

    static async Task<(int Code, string Output, IReadOnlyList<string> Errors)> Run(
        string program, IEnumerable<string> arguments, IEnumerable<(string Name, string? Value)> environment,
        Action<string>? onLine)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LC_ALL"] = "C";
        foreach (var (name, value) in environment) if (value is not null) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = new List<string>();
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            onLine?.Invoke(line);
            // The lines about progress are thousands where there are many tables.
            if (errors.Count < 1000) errors.Add(line);
        }
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, errors);
    }

    static IEnumerable<(string Name, string? Value)> Environment(string address)
    {
        var to = Connection(address);
        yield return ("PGHOST", to.Host);
        yield return ("PGPORT", to.Port.ToString(CultureInfo.InvariantCulture));
        yield return ("PGUSER", to.Username);
        yield return ("PGPASSWORD", to.Password);
        yield return ("PGDATABASE", to.Database);
        yield return ("PGAPPNAME", "gemeinwerk-backup");
        yield return ("PGSSLROOTCERT", to.RootCertificate);
        yield return ("PGSSLCERT", to.SslCertificate);
        yield return ("PGSSLKEY", to.SslKey);
        yield return ("PGSSLMODE", to.SslMode switch
        {
            SslMode.VerifyCA => "verify-ca",
            SslMode.VerifyFull => "verify-full",
            var mode => mode.ToString().ToLowerInvariant(),
        });
    }

    static NpgsqlConnectionStringBuilder Connection(string address) => new(PostgresAddress.ConnectionString(address));

    static IEnumerable<string> UsualFolders()
    {
        const string Debian = "/usr/lib/postgresql";
        var folders = (System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return Directory.Exists(Debian)
            ? Directory.EnumerateDirectories(Debian).Select(it => Path.Combine(it, "bin")).Concat(folders)
            : folders;
    }

    /// <summary>Tells how far a program is by the tables that it says to begin.</summary>
    sealed class TableProgress(Regex begins, IReadOnlyDictionary<string, long> tables, IProgress<int>? progress)
    {
        readonly long all = Math.Max(1, tables.Values.Sum());
        long done, current;

        internal void Line(string line)
        {
            if (begins.Match(line) is not { Success: true } begun) return;
            done += current;
            current = tables.GetValueOrDefault(begun.Groups[1].Value);
            progress?.Report((int)(100 * done / all));
        }
    }

    [GeneratedRegex("""dumping contents of table "[^".]+\.([^"]+)""")]
    private static partial Regex DumpedTable();

    [GeneratedRegex("""processing data for table "[^".]+\.([^"]+)""")]
    private static partial Regex RestoredTable();

    [GeneratedRegex(@"\berror:|\bfatal:", RegexOptions.IgnoreCase)]
    private static partial Regex ErrorLine();

    [GeneratedRegex(@"(?<=\) )\d+")]
    private static partial Regex Version();
}
