using System.Globalization;
using Gemeinwerk.Identity;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Operating;

/// <summary>What the running program takes of the machine.</summary>
public class MemoryTests
{
    const ulong HeapBytes = 64 << 20;

    [Fact]
    public async Task However_many_threads_ask_the_database_they_share_few_native_heaps()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("The C library of Linux is meant.");
        await using var books = await Books.On(Engine.Sqlite);
        var key = await ServeProcess.SignIn(books.Database, "petra", books.Body, Role.Post);
        await using var serve = await ServeProcess.Start(books.Address, key);
        for (var round = 0; round < 4; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ =>
                serve.Client.GetAsync(new Uri(serve.Address, "/b/testverband/finance/trial-balance"))));
            Assert.All(answers, answer => Assert.True(answer.IsSuccessStatusCode));
        }
        // Those of the threads that the runtime started before the database was opened are counted too.
        Assert.InRange(Heaps(serve.Process.Id), 0, 6);
    }

    /// <summary>glibc reserves each heap as a whole, at an address that is a multiple of its size, and opens it as
    /// far as it is used.</summary>
    static int Heaps(int process)
    {
        var count = 0;
        (ulong From, ulong To) before = default;
        foreach (var line in File.ReadLines($"/proc/{process}/maps"))
        {
            var (range, rights) = (line.Split(' ')[0].Split('-'), line.Split(' ')[1]);
            var (from, to) = (Address(range[0]), Address(range[1]));
            if (rights == "---p" && from == before.To && to - before.From == HeapBytes && to % HeapBytes == 0) count++;
            before = (from, to);
        }
        return count;
    }

    static ulong Address(string text) =>
        ulong.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
