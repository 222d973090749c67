using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Gemeinwerk.Basics;
using Gemeinwerk.Identity;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Tests.Fixtures;

/// <summary><c>gemeinwerk serve</c> as a process of its own, on a free port, and somebody who is signed in.</summary>
sealed partial class ServeProcess : IAsyncDisposable
{
    readonly StringBuilder log = new();

    ServeProcess(Process process, Uri address, string session)
    {
        (Process, Address) = (process, address);
        process.ErrorDataReceived += (_, line) => { lock (log) log.AppendLine(line.Data); };
        process.BeginErrorReadLine();
        Client = ClientOf(session);
    }

    internal Process Process { get; }

    internal Uri Address { get; }

    internal HttpClient Client { get; }

    /// <summary>What it said on standard error.</summary>
    internal string Log { get { lock (log) return log.ToString(); } }

    /// <param name="session">The key of <see cref="SignIn"/>, or empty for nobody.</param>
    internal static async Task<ServeProcess> Start(
        string address, string session, params (string Name, string Value)[] variables)
    {
        var start = TheProgram.Start(["serve", "--db", address, "--urls", "http://127.0.0.1:0"],
            [("GEMEINWERK_WEB_KEY_FOLDER", TestSettings.Keys), .. variables]);
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Listening().Match(line) is not { Success: true } found) continue;
            _ = process.StandardOutput.ReadToEndAsync();
            return new ServeProcess(process, new Uri(found.Value), session);
        }
        throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
    }

    /// <summary>A person with a role in a body, and the key of their session.</summary>
    internal static async Task<string> SignIn(Database database, string name, Body body, Role role) =>
        (await database.Act("test", async Task<Result<string>> (work) =>
        {
            if (!(await People.Find(work.Db, name)).Ok(out var person, out _))
            {
                person = (await People.Add(work, name, name)).Expect();
                var change = new RoleChange(true, name, role, new DateOnly(2017, 1, 1), null, null);
                (await Grants.Apply(work, body.AuditLog(), change, "test")).Expect();
            }
            return await Sessions.Start(work, person.Id, Stage.Full, SessionTimes.Usual, "test", "127.0.0.0/24");
        })).Expect();

    /// <summary>A form with the token of its page.</summary>
    internal async Task<string> Token(string page) =>
        TokenField().Match(await Client.GetStringAsync(new Uri(Address, page))).Groups[1].Value;

    internal Task<HttpResponseMessage> Send(
        string path, string token, params IEnumerable<(string Name, string Value)> fields) =>
        Client.PostAsync(new Uri(Address, path), new FormUrlEncodedContent(fields
            .Append(("__RequestVerificationToken", token)).Select(it => KeyValuePair.Create(it.Item1, it.Item2))));

    internal void Kill() => Process.Kill();

    /// <summary>Asks it to end, and waits.</summary>
    /// <returns>Its exit code.</returns>
    internal async Task<int> Stop()
    {
        TheProgram.Terminate(Process);
        await Process.WaitForExitAsync();
        return Process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!Process.HasExited) Process.Kill();
        await Process.WaitForExitAsync();
        Process.Dispose();
    }

    HttpClient ClientOf(string session)
    {
        var cookies = new CookieContainer();
        if (session.Length > 0) cookies.Add(new Cookie("gw-session", session, "/", Address.Host));
        return new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = cookies })
        {
            Timeout = TimeSpan.FromMinutes(2),
        };
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Listening();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();
}
