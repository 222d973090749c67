using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Merger;

namespace Gemeinwerk.Tests.Operating;

/// <summary>As a service of systemd the program says when it is ready and when it stops.</summary>
public class SystemdTests
{
    [Fact]
    public async Task It_tells_systemd_when_it_is_ready_and_when_it_stops()
    {
        using var folder = new TemporaryFolder();
        await using var books = await Books.On(Engine.Sqlite);
        var path = Path.Combine(folder.Path, "notify");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        // A program takes itself for a service of systemd when that is its parent, by name.
        var systemd = Path.Combine(folder.Path, "systemd");
        File.Copy("/bin/bash", systemd);
        var serve = TheProgram.Start(["serve", "--db", books.Address, "--urls", "http://127.0.0.1:0"],
            ("NOTIFY_SOCKET", path), ("GEMEINWERK_WEB_KEY_FOLDER", TestSettings.Keys));
        var start = new ProcessStartInfo(systemd,
            ["-c", "trap : TERM; \"$@\" & echo $!; wait; wait", "systemd", serve.FileName, .. serve.ArgumentList])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in serve.Environment) start.Environment[name] = value;
        using var parent = Process.Start(start)!;
        using var child = Process.GetProcessById(int.Parse((await parent.StandardOutput.ReadLineAsync())!, null));
        try
        {
            Assert.Contains("READY=1", await Heard(socket), StringComparison.Ordinal);
            TheProgram.Terminate(child);
            Assert.Contains("STOPPING=1", await Heard(socket), StringComparison.Ordinal);
        }
        finally
        {
            if (!child.HasExited) child.Kill();
            await parent.WaitForExitAsync();
        }
    }

    static async Task<string> Heard(Socket socket)
    {
        using var longest = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var buffer = new byte[4096];
        var count = await socket.ReceiveAsync(buffer, longest.Token);
        return Encoding.UTF8.GetString(buffer, 0, count);
    }
}
