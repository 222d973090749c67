using System.Text;
using Gemeinwerk.Council;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Council;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Printing;

namespace Gemeinwerk.Tests.Cli;

/// <summary>Papers of an assembly from the command line.</summary>
public class PaperCommandTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task Papers_are_written_as_html_or_pdf_and_replace_nothing_unasked(Engine engine)
    {
        await using var fresh = await Databases.Fresh(engine);
        var folder = Directory.CreateTempSubdirectory("gemeinwerk-papers-");
        try
        {
            var cli = new CliRun(fresh.Address);
            var events = Path.Combine(folder.FullName, "events.jsonl");
            await File.WriteAllLinesAsync(events, CouncilTests.Events().Select(CouncilForm.Write));
            await cli.Done("body create tv Testverband --kind association");
            await cli.Done($"council import {events} --body tv");
            string[] papers = ["minutes 1 --for-members", "invitation 1", "paper statute 2", "paper notice 1"];
            foreach (var (paper, i) in papers.Select((paper, i) => (paper, i)))
            {
                var html = await cli.Done($"council {paper} --body tv");
                Assert.StartsWith("<!doctype html>", html, StringComparison.Ordinal);
                var pdf = Path.Combine(folder.FullName, $"{i}.pdf");
                var page = Path.Combine(folder.FullName, $"{i}.htm");
                await cli.Done($"council {paper} --body tv --out {pdf}");
                await cli.Done($"council {paper} --body tv --out {page}");
                Assert.Equal(html, await File.ReadAllTextAsync(page));
                var headings = new PdfStructure(new PdfDocument(await File.ReadAllBytesAsync(pdf))).Document.All
                    .Where(node => node.Kind is ['H', _]).Select(node => node.Text).ToList();
                Assert.NotEmpty(headings);
                Assert.All(headings, text => Assert.Contains($">{text}</h", html, StringComparison.Ordinal));
                await cli.Refused($"council {paper} --body tv --out {pdf}", "cli.out-exists");
                await cli.Done($"council {paper} --body tv --out {pdf} --force --format html");
                Assert.Equal(html, await File.ReadAllTextAsync(pdf, Encoding.UTF8));
            }
            var other = Path.Combine(folder.FullName, "other.pdf");
            await cli.Refused("council minutes 1 --format pdf --body tv", "cli.out-missing");
            await cli.Refused($"council minutes 7 --body tv --out {other}", "council.sitting-unknown");
            await cli.Refused($"council paper merger eins --with tv --body tv --out {other}",
                "council.merger-undecided");
            await cli.Refused($"council paper merger eins --with nirgends --body tv --out {other}",
                "ledger.body-unknown");
            Assert.False(File.Exists(other));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
