using System.Diagnostics;
using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Cli.Demo;

namespace Gemeinwerk.Tests.Demo;

public class DemoTests
{
    [Fact]
    public async Task The_demo_merges_the_model_case_and_the_separate_program_says_pass()
    {
        var folder = Directory.CreateTempSubdirectory("gemeinwerk-demo-").FullName;
        try
        {
            var (code, text) = await Run("demo", "--out", folder);

            Assert.True(code == 0, text);
            Assert.Contains("196 von 196 Jahren", text, StringComparison.Ordinal);
            Assert.Contains("PASS: alle Punkte sind bewiesen.", text, StringComparison.Ordinal);
            Assert.Contains("9 Bestände", text, StringComparison.Ordinal);
            Assert.DoesNotContain("FEHLT", text, StringComparison.Ordinal);
            Assert.Contains("Am 30.01.2018 wählen 64 Mitglieder mit 315 von 315 Stimmen", text,
                StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(folder, "urkunde", "certificate.txt")));
            Assert.Equal(8, Directory.GetFiles(Path.Combine(folder, "abschluesse")).Length);

            // The second run finds its own files and replaces them; a stranger's file stops it.
            await File.WriteAllTextAsync(Path.Combine(folder, "fremd.txt"), "nicht überschreiben");
            var (refused, why) = await Run("demo", "--out", folder);
            Assert.Equal(2, refused);
            Assert.Contains("fremd.txt", why, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Without_one_vote_the_demo_shows_the_refusal_and_ends_also_where_it_should_serve()
    {
        var folder = Directory.CreateTempSubdirectory("gemeinwerk-demo-").FullName;
        try
        {
            var (code, text) = await Run("demo", "--out", folder, "--skip-vote", "--serve");

            Assert.True(code == 0, text);
            Assert.Contains("ABGELEHNT: die Fusion wurde nicht vollzogen", text, StringComparison.Ordinal);
            Assert.Contains("KDZ Westfalen-Süd: der Beschluss der Verbandsversammlung fehlt. (GkG NRW §§ 20 (1), 22)",
                text, StringComparison.Ordinal);
            Assert.False(Directory.Exists(Path.Combine(folder, "urkunde")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_shipped_figures_add_up_to_the_published_totals()
    {
        var lines = DemoData.CashLines();
        foreach (var member in DemoData.ControlTotals())
        {
            foreach (var total in member)
            {
                var year = lines[member.Key].Where(line => line.Year == total.Year).ToList();
                Assert.Equal(total.Receipts, Sum(year.Where(line => line.IsReceipt)));
                Assert.Equal(total.Payments, Sum(year.Where(line => !line.IsReceipt)));
            }
        }

        static Money Sum(IEnumerable<CashLine> lines) => lines.Aggregate(Money.Zero, (sum, line) => sum + line.Amount);
    }

    [Fact]
    public void Every_member_gets_a_body_code_of_its_own()
    {
        var codes = DemoData.Members().Select(member => member.BodyCode).ToList();
        Assert.Equal(72, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Matches("^[a-z0-9-]{2,20}$", code));
    }

    static async Task<(int Code, string Text)> Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Gemeinwerk.Cli.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var text = await process.StandardOutput.ReadToEndAsync() + await error;
        await process.WaitForExitAsync();
        return (process.ExitCode, text);
    }
}
