using System.Globalization;
using System.Text;
using Gemeinwerk.Ledger.Imports;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using static Gemeinwerk.Tests.Ledger.Imports.ImportFixture;

namespace Gemeinwerk.Tests.Ledger.Imports;

public class LargeFileTests
{
    [Theory, InlineData("x"), InlineData("\"x\n"), InlineData("1;")]
    public void A_line_of_a_gigabyte_stops_at_the_limit_with_flat_memory(string start)
    {
        var filling = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(start[^1], 1 << 16)));
        var source = new ImportSource("huge.csv", () => new GeneratedStream(
            Enumerable.Repeat(filling, 1 << 14).Prepend(Encoding.UTF8.GetBytes($"{Head}\n{start}"))));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var limits = new ImportLimits();
        var findings = new FindingList(10);
        var encoding = SourceEncoding.Detect(source, limits).Expect();
        using var table = CsvTable.Open(source, encoding, JournalColumns.Shape, limits, findings);
        Assert.Equal(1L << 30, encoding.Bytes / (1 << 16) * (1 << 16));
        Assert.False(table?.Read() ?? false);
        Assert.True(findings.IsFatal);
        Assert.Equal(2, Assert.Single(findings.With(new FindingList(0))).Line);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
    }

    [Fact]
    public void A_file_above_the_size_limit_is_refused()
    {
        var limits = new ImportLimits(FileBytes: 1000);
        Assert.Equal("import.too-large",
            SourceEncoding.Detect(Source(new string('x', 1001)), limits).Rejection?.Code);
        Assert.Null(SourceEncoding.Detect(Source(new string('x', 1000)), limits).Rejection);
    }

    [Fact]
    public void Physical_lines_are_right_whatever_is_inside_quotes_and_wherever_a_buffer_ends()
    {
        foreach (var end in new[] { "\n", "\r\n", "\r" })
        {
            var random = new Random(7);
            var text = new StringBuilder(Head + end);
            var expected = new List<long>();
            var line = 2L;
            while (expected.Count < 20_000)
            {
                expected.Add(line);
                var breaks = random.Next(4);
                text.Append("1;;4;5;\"").Append('y', random.Next(30));
                for (var i = 0; i < breaks; i++) text.Append(end).Append('x', random.Next(9));
                text.Append('"').Append(end);
                line += breaks + 1;
                if (random.Next(10) > 0) continue;
                text.Append(end);
                line++;
            }
            var findings = new FindingList(10);
            var source = Source(text.ToString());
            var limits = new ImportLimits();
            using var table = CsvTable.Open(
                source, SourceEncoding.Detect(source, limits).Expect(), JournalColumns.Shape, limits, findings)!;
            foreach (var wanted in expected)
            {
                Assert.True(table.Read());
                Assert.Equal(wanted, table.Line);
            }
            Assert.False(table.Read());
            Assert.Equal(0, findings.Total);
        }
    }

    [Theory, InlineData("ä"), InlineData("€"), InlineData("😀")]
    public void Encoding_is_right_when_a_letter_lies_across_the_end_of_a_chunk(string letter)
    {
        var limits = new ImportLimits();
        for (var shift = 0; shift < 5; shift++)
        {
            var utf8 = Encoding.UTF8.GetBytes(new string('x', (1 << 16) - shift) + letter + "x");
            var whole = SourceEncoding.Detect(Source(utf8), limits).Expect();
            var cut = SourceEncoding.Detect(Source(utf8[..^2]), limits);
            Assert.Equal(65001, whole.Encoding.CodePage);
            // What is left of the euro sign says that the file was UTF-8; of the others nothing does.
            if (letter == "€") Assert.Equal("import.encoding", cut.Rejection?.Code);
            else Assert.Equal(1252, cut.Expect().Encoding.CodePage);
        }
    }

    /// <summary>GEMEINWERK_IMPORT_MEGABYTES sets another size, such as 300.</summary>
    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Memory_stays_flat_while_a_large_file_is_imported(Engine engine)
    {
        var megabytes = int.Parse(
            Environment.GetEnvironmentVariable("GEMEINWERK_IMPORT_MEGABYTES") ?? "3", CultureInfo.InvariantCulture);
        await using var books = await Books.On(engine).WithAccounts();
        using var child = ChildProcess.Start(
            LargeImport.Verb, books.Address, books.Body.Code, megabytes.ToString(CultureInfo.InvariantCulture));
        var said = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        Assert.Equal(0, child.ExitCode);
        if (said.Split(' ').Select(it => long.Parse(it, CultureInfo.InvariantCulture)).ToArray()
            is not [var rows, var postings, var added, var reports, var bytes]) throw new FormatException(said);
        Assert.Equal(rows, postings);
        Assert.Equal(added, await books.EntryCount());
        Assert.True(reports > megabytes, $"{reports}");
        Assert.InRange(bytes, 1, 400L << 20);
    }
}
