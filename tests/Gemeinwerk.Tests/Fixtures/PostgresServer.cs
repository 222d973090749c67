using System.Diagnostics;
using Npgsql;

namespace Gemeinwerk.Tests.Fixtures;

/// <summary>
/// The PostgreSQL server of a test run: the one that <c>./test</c> started and named in
/// <c>GEMEINWERK_TEST_POSTGRES</c>, or a private one of this process, started with the first test that needs it and
/// stopped at its end.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    static readonly Lazy<Task<PostgresServer>> running = new(Start);

    readonly string? folder;

    PostgresServer(string address, string? folder)
    {
        Address = new Uri(address);
        this.folder = folder;
    }

    public static Task<PostgresServer> Running => running.Value;

    Uri Address { get; }

    /// <summary>The address of one database on this server.</summary>
    public string AddressOf(string database) =>
        new UriBuilder(Address) { Path = database, Scheme = "postgres" }.ToString();

    /// <summary>
    /// Runs a statement of administration, such as <c>create database</c>; names come from the tests only.
    /// </summary>
    public async Task Administer(string sql)
    {
        var user = Address.UserInfo.Split(':');
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = Address.Host,
            Port = Address.Port,
            Username = user[0],
            Password = user[1],
            Database = "postgres",
            MaxPoolSize = 4,
        };
        await using var open = new NpgsqlConnection(connection.ConnectionString);
        await open.OpenAsync();
        await using var command = new NpgsqlCommand(sql, open);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (folder is not null) await Script("stop", folder);
    }

    static async Task<PostgresServer> Start()
    {
        if (Environment.GetEnvironmentVariable("GEMEINWERK_TEST_POSTGRES") is { Length: > 0 } given)
        {
            return new PostgresServer(given, null);
        }
        var folder = Path.Combine(Path.GetTempPath(), $"gemeinwerk-pg-{Guid.NewGuid():N}");
        var address = await Script("start", folder, $"{Environment.ProcessId}");
        return new PostgresServer(address, folder);
    }

    static async Task<string> Script(params string[] arguments)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(Repository.Root, "tests", "postgres"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var script = Process.Start(start)!;
        var errors = script.StandardError.ReadToEndAsync();
        var output = await script.StandardOutput.ReadToEndAsync();
        await script.WaitForExitAsync();
        return script.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException(await errors);
    }
}
