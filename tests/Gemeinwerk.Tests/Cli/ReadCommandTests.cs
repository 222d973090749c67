using System.Text.Json;
using System.Text.RegularExpressions;
using Gemeinwerk.Cli;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Cli;

/// <summary>What each read command answers on a fixed book, in text and as JSON; the same on both engines.</summary>
public partial class ReadCommandTests
{
    static readonly (string File, string Line)[] reads =
    [
        ("body-list", "body list"),
        ("account-list", "account list --body tv"),
        ("chart-list", "chart list --body tv"),
        ("product-list", "product list --body tv"),
        ("cost-centre-list", "cost-centre list --body tv"),
        ("party-list", "party list --body tv"),
        ("year-list", "year list --body tv"),
        ("journal-show", "journal show 2 --body tv"),
        ("journal-list", "journal list --from 10 --count 3 --body tv"),
        ("balance-trial", "balance trial --on 2026-12-31 --body tv"),
        ("balance-sheet", "balance sheet 1811 --from 2026-01-01 --to 2026-12-31 --body tv"),
        ("item-list", "item list --body tv"),
        ("item-aged", "item aged --on 2026-03-31 --body tv"),
        ("asset-list", "asset list --body tv"),
        ("asset-schedule", "asset schedule 2026 --body tv"),
        ("budget-watch", "budget watch --year 2026 --body tv"),
        ("statement-results", "statement results --year 2026 --body tv"),
        ("statement-cash-flow", "statement cash-flow --year 2026 --body tv"),
        ("statement-balance-sheet", "statement balance-sheet --year 2026 --body tv"),
        ("statement-segment", "statement segment --year 2026 --product-area 01 --body tv"),
        ("statement-check", "statement check --year 2026 --body tv"),
        ("verify", "verify --body tv"),
        ("merger-list", "merger list"),
    ];

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Each_answers_as_its_golden_file_says(Engine engine)
    {
        await using var book = await CliBook.On(engine);
        foreach (var (file, line) in reads)
        {
            var text = await book.Cli.Done(line);
            var json = await book.Cli.Done(line + " --json");
            using var parsed = JsonDocument.Parse(json);
            AmountsAreCents(parsed.RootElement, line);
            Golden.Same(
                Repository.PathOf("tests", "Gemeinwerk.Tests", "Cli", "Golden", $"{file}.txt"),
                $"$ gemeinwerk {line}\n{text}\n$ gemeinwerk {line} --json\n{json}");
        }
    }

    [Fact]
    public async Task A_name_that_could_forge_a_line_and_two_forms_at_once_are_refused()
    {
        await using var book = await CliBook.On(Engine.Sqlite);
        foreach (var name in (string[])["", " ", "a\u001b[31m", "a\nb", "a\u009b", new string('x', 101)])
        {
            var refused = await book.Cli.Run("journal list --body tv", name);
            Assert.Equal(ExitCode.Refused, refused.Code);
            Assert.Contains("[cli.user]", refused.Error, StringComparison.Ordinal);
        }
        var both = await book.Cli.Run("statement results --year 2026 --body tv --json --format csv");
        Assert.Equal(ExitCode.Refused, both.Code);
        Assert.Contains("cli.format", both.Out, StringComparison.Ordinal);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Forms_for_programs_and_files_are_written_where_they_are_asked_for(Engine engine)
    {
        await using var book = await CliBook.On(engine);
        var folder = Directory.CreateTempSubdirectory("gemeinwerk-cli-").FullName;
        string Path(string name) => System.IO.Path.Combine(folder, name);

        var csv = await book.Cli.Done("balance trial --on 2026-12-31 --format csv --body tv");
        Assert.StartsWith("Konto,Bezeichnung,", csv, StringComparison.Ordinal);
        foreach (var noun in new[] { "journal", "items", "assets", "budget", "hledger", "ledger" })
        {
            var text = await book.Cli.Done($"export {noun} --body tv");
            await book.Cli.Done($"export {noun} --body tv --out {Path(noun)}");
            Assert.Equal(text, await File.ReadAllTextAsync(Path(noun)));
            await book.Cli.Refused($"export {noun} --body tv --out {Path(noun)}", "cli.out-exists");
            await book.Cli.Done($"export {noun} --body tv --out {Path(noun)} --force");
        }
        string[] others =
        [
            "statement results --year 2026 --body tv --format csv",
            "statement results --year 2026 --body tv --format xlsx",
            "checkpoint show --body tv", "checkpoint prove-inclusion 1 --body tv",
            "checkpoint prove-consistency --from 3 --body tv",
        ];
        for (var i = 0; i < others.Length; i++)
        {
            var file = Path($"other-{i}");
            await book.Cli.Done($"{others[i]} --out {file}");
            Assert.True(new FileInfo(file).Length > 0, others[i]);
            await book.Cli.Refused($"{others[i]} --out {file}", "cli.out-exists");
            await book.Cli.Done($"{others[i]} --out {file} --force");
        }
        var spreadsheet = await book.Cli.Run("statement results --year 2026 --body tv --format xlsx");
        Assert.Equal(ExitCode.Refused, spreadsheet.Code);
        Assert.Contains("[cli.out-missing]", spreadsheet.Error, StringComparison.Ordinal);
        Assert.StartsWith("PASS", await book.Cli.Done($"checkpoint verify {Path("other-2")} --body tv"),
            StringComparison.Ordinal);
        Assert.Contains("gemeinwerk/tv+", await book.Cli.Done("checkpoint key --body tv"), StringComparison.Ordinal);
        await book.Cli.Done($"export gdpdu --body tv --out {Path("gdpdu")}");
        Assert.True(File.Exists(Path("gdpdu/index.xml")));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Whole numbers under names that say cents; nothing with a decimal point, and no key of the database.
    /// </summary>
    static void AmountsAreCents(JsonElement element, string line)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Number:
                Assert.True(element.TryGetInt64(out _), line);
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray()) AmountsAreCents(item, line);
                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    Assert.False(IsAmount().IsMatch(member.Name), $"{line}: {member.Name} does not say cents.");
                    AmountsAreCents(member.Value, line);
                }
                break;
        }
    }

    [GeneratedRegex("^(amount|balance|debit|credit|cost|open|total|depreciation|bookValue|opening|closing|id)$")]
    private static partial Regex IsAmount();
}
