using System.Diagnostics;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger.Exports;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Ledger.Exports;

/// <summary>hledger and ledger add up to what our postings add up to.</summary>
public sealed class PlainTextExportTests : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("gemeinwerk-plain-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData(Engine.Sqlite, 1)]
    [InlineData(Engine.Sqlite, 2)]
    [InlineData(Engine.Postgres, 3)]
    public async Task Hledger_agrees_with_the_postings_to_the_cent(Engine engine, int seed)
    {
        await using var books = await GeneratedBook.On(engine, seed);
        var journal = await Export(books, PlainTextTool.Hledger);
        string[] balance = ["bal", "-f", journal, "-N", "--flat", "-O", "csv"];
        await Agree(books, await Run("hledger", balance), await Run("hledger", [.. balance, "-e", "2026-07-01"]),
            line => (line.Trim('"').Split(' ')[0], line.Split("\",\"")[1].Split(' ')[0]), skip: 1);

        var codes = await Run("hledger", "codes", "-f", journal);
        Assert.Equal(await Entries(books), codes.Length);
        await Run("hledger", "check", "accounts", "commodities", "-f", journal);
        Assert.NotEmpty(await Run("hledger", "bal", "-f", journal, "tag:Zahlungskonto=6182"));
    }

    [Theory]
    [InlineData(Engine.Sqlite, 4)]
    [InlineData(Engine.Postgres, 5)]
    public async Task Ledger_agrees_with_the_postings_to_the_cent(Engine engine, int seed)
    {
        await using var books = await GeneratedBook.On(engine, seed);
        var journal = await Export(books, PlainTextTool.Ledger);
        string[] balance = ["-f", journal, "bal", "--flat", "--no-total", "--pedantic", "--format",
            "%(account)\t%(quantity(scrub(display_total)))\n"];
        await Agree(books, await Run("ledger", balance), await Run("ledger", [.. balance, "-e", "2026-07-01"]),
            line => (line.Split(' ')[0], line.Split('\t')[1]), skip: 0);
        Assert.NotEmpty(await Run("ledger", "-f", journal, "bal", "%Zahlungskonto=6182"));
    }

    async Task<string> Export(Books books, PlainTextTool tool)
    {
        var path = Path.Combine(folder.FullName, "book.journal");
        await using var file = File.Create(path);
        var written = await books.Database.Read(db => PlainTextExport.Write(db, books.Body, file, tool));
        Assert.Equal(await Entries(books), written);
        return path;
    }

    static Task<long> Entries(Books books) =>
        books.Database.Read(db => Gemeinwerk.Ledger.Checkpoints.Length(db, books.Body));

    static async Task Agree(
        Books books, string[] whole, string[] firstHalf, Func<string, (string Account, string Amount)> read, int skip)
    {
        Assert.Equal(await Sums(books, 99991231), Read(whole));
        Assert.Equal(await Sums(books, 20260630), Read(firstHalf));

        List<(string, long)> Read(string[] lines) => [.. lines.Skip(skip).Select(read).Select(cells =>
        {
            Assert.True(Money.TryParse(cells.Amount, out var amount), cells.Amount);
            return (cells.Account, amount.Cents);
        }).OrderBy(cells => cells.Account, StringComparer.Ordinal)];
    }

    static async Task<List<(string Account, long Cents)>> Sums(Books books, long through)
    {
        var sums = await books.Database.Read(db => db.All($"""
            select a.number, cast(sum(p.amount) as bigint) from ledger_posting p
            join ledger_account a on a.body_id = p.body_id and a.account_id = p.account_id
            where p.body_id = {books.Body.Id} and p.booked_on <= {through}
            group by a.number having sum(p.amount) <> 0
            """, row => (row.Text(), row.Number())));
        Assert.NotEmpty(sums);
        return [.. sums.OrderBy(sum => sum.Item1, StringComparer.Ordinal)];
    }

    static async Task<string[]> Run(string tool, params string[] arguments)
    {
        Assert.SkipUnless(IsInstalled(tool), $"{tool} is not installed.");
        var start = new ProcessStartInfo(tool) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LC_ALL"] = "C.UTF-8";
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await error);
        Assert.Empty(await error);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    static bool IsInstalled(string tool) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(place => File.Exists(Path.Combine(place, tool)));
}
