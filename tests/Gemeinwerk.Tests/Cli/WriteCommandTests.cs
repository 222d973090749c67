using System.IO.Pipes;
using Gemeinwerk.Cli;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Merger;

namespace Gemeinwerk.Tests.Cli;

/// <summary>The most likely mistakes with each write command; <see cref="CliBook.Script"/> is their happy path.
/// </summary>
public class WriteCommandTests
{
    const string Post = "journal post --date 2026-02-10 --document X --text X --body tv ";

    static readonly (string Line, string Code)[] mistakes =
    [
        ("body create tv Testverband --kind association", "ledger.body-exists"),
        ("account list --body gibtesnicht", "ledger.body-unknown"),
        ("user invite muster", "identity.person-unknown"),
        ("account add 12 X --kind asset --body tv", "ledger.account-number"),
        ("journal show 999 --body tv", "ledger.entry-unknown"),
        ("journal reverse 999 --date 2026-02-01 --document X --text X --body tv", "ledger.entry-unknown"),
        ("journal reverse 11 --date 2026-02-07 --document X --text X --body tv", "ledger.already-reversed"),
        (Post + "--line 5241;10 --line 3511;-9", "ledger.unbalanced"),
        (Post + "--line 5241;10 --line 1811;-10", "ledger.payment-missing"),
        (Post + "--line 5241", "cli.line"),
        (Post + "--line 9999;10", "cli.line"),
        (Post + "--line 5241;1.000", "cli.line"),
        (Post + "--line 5241;10;produkt=0111", "cli.line"),
        (Post + "--line 5241;10;product", "cli.line"),
        (Post + "--line 5241;10;product=77", "cli.line"),
        (Post + "--line 5241;9999,00;product=0111 --line 3511;-9999,00", "nkf.budget-exceeded"),
        ("journal post --date 2026-01-10 --document X --text X --line 5241;1 --line 3511;-1 --body tv",
            "ledger.period-closed"),
        ("journal post --date 2027-01-10 --document X --text X --line 5241;1 --line 3511;-1 --body tv",
            "ledger.year-missing"),
        ("journal post --kind adjustment --date 2026-11-30 --document X --text X --line 5241;1 "
            + "--line 3511;-1 --body tv", "ledger.booking-day"),
        (Post + "--external-id X1 --line 5241;1 --line 3511;-1", "ledger.external-id-conflict"),
        ("year close 2026 --body tv", "ledger.year-not-closing"),
        ("year begin-closing 2027 --body tv", "ledger.year-missing"),
        ("month close 2026 13 --body tv", "ledger.month"),
        ("party add D-101 X --iban DE02120300000000202052 --body tv", "ledger.iban"),
        ("party add D-100 \"Andere Stadt\" --body tv", "ledger.party-exists"),
        ("party add D-101 X --counterpart niemand --body tv", "ledger.body-unknown"),
        ("item create R-7 --account 1711 --party D-100 --date 2026-02-01 --due 2026-03-01 --text X "
            + "--line 4482;-1 --body tv", "ledger.item-exists"),
        ("item create R-9 --account 4482 --party D-100 --date 2026-02-01 --due 2026-03-01 --text X "
            + "--line 4482;-1 --body tv", "ledger.item-account"),
        ("item create R-9 --account 1711 --party D-9 --date 2026-02-01 --due 2026-03-01 --text X "
            + "--line 4482;-1 --body tv", "ledger.party-unknown"),
        ("item create R-9 --account 1711 --party D-100 --date 2026-02-01 --due 2026-01-01 --text X "
            + "--line 4482;-1 --body tv", "ledger.item-due"),
        ("item dun R-7 11 --body tv", "ledger.dunning-level"),
        ("item dun R-99 1 --body tv", "ledger.item-unknown"),
        ("asset add A-1 Server --account 0811 --expense 5711 --in-service 2026-02-01 --life 60 --body tv",
            "ledger.asset-exists"),
        ("asset add A-3 Server --account 1811 --expense 5711 --in-service 2026-02-01 --life 60 --body tv",
            "ledger.asset-account"),
        ("asset acquire A-9 --date 2026-02-01 --document X --text X --against 3511;-1 --body tv",
            "ledger.asset-unknown"),
        ("asset acquire A-2 --date 2026-04-01 --document X --text X --against 3511;-1 --body tv",
            "ledger.asset-disposed"),
        ("statement results --year 2031 --body tv", "ledger.year-missing"),
        ("statement balance-sheet --year 1999 --body tv", "ledger.year-missing"),
        ("budget set 0111/Q1 10 --year 2026 --reference X --body tv", "nkf.budget-position"),
        ("budget transfer 0111/5012 0111/5241 10 --year 2026 --reference X --body tv", "nkf.budget-line-unknown"),
        ("budget release M-9 --body tv", "nkf.commitment-unknown"),
        ("checkpoint verify gibtesnicht.txt --body tv", "cli.file"),
        ("journal import gibtesnicht.csv --body tv", "cli.file"),
        ("merger plan gibtesnicht", "merger.unknown"),
    ];

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Likely_mistakes_are_refused_by_code_and_leave_the_book_as_it_was(Engine engine)
    {
        await using var book = await CliBook.On(engine);
        var before = await book.Cli.Done("export journal --body tv");
        foreach (var (line, code) in mistakes) await book.Cli.Refused(line, code);
        Assert.Equal(before, await book.Cli.Done("export journal --body tv"));
        Assert.Contains("War schon gebucht: Nr. 2.", await book.Cli.Done(CliBook.Script.Single(
            line => line.Contains("--external-id X1", StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5241", "der Betrag fehlt")]
    [InlineData("9999;10", "das Konto „9999“ gibt es nicht")]
    [InlineData("5241;1.000", "Tausenderpunkt oder Dezimalpunkt?")]
    [InlineData("5241;10;produkt=0111", "das Feld „produkt“ ist unbekannt; bekannt sind: product")]
    [InlineData("5241;10;product=77", "das Produkt „77“ gibt es nicht")]
    [InlineData("5241;10;item=R-99", "den offenen Posten „R-99“ gibt es nicht")]
    [InlineData("5241;10;centre", "„centre“ hat nicht die Form feld=wert")]
    public async Task A_wrong_line_is_told_which_part_is_wrong(string typed, string says)
    {
        await using var fresh = await Databases.Fresh(Engine.Sqlite);
        var cli = new CliRun(fresh.Address);
        await cli.Done("body create tv X --kind association");
        await cli.Done("account add 5241 Strom --kind expense --body tv");
        await cli.Done("year open 2026 --body tv");
        var answer = await cli.Run(Post + $"--line {typed}");
        Assert.Equal(ExitCode.Refused, answer.Code);
        Assert.Contains($"Zeile „{typed}“: ", answer.Error, StringComparison.Ordinal);
        Assert.Contains(says, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_database_is_announced_so_that_a_mistyped_path_does_not_look_like_lost_books()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "neu.db");
        var cli = new CliRun(path);
        Assert.Equal($"Hinweis: Die Datenbank {path} gab es nicht; sie ist neu und leer.",
            (await cli.Run("body list")).Error.Trim());
        Assert.Equal("", (await cli.Run("body list")).Error);
        Assert.Equal(ExitCode.Failed, (await new CliRun("mysql://server/db").Run("body list")).Code);
    }

    [Fact]
    public async Task One_finding_is_told_in_the_singular()
    {
        await using var book = await CliBook.On(Engine.Sqlite);
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "a.csv");
        foreach (var (rows, says) in new[]
        {
            ("9;2026-02-31;5241;1;X\n", "Abgelehnt: 1 Beanstandung, nichts wurde geschrieben."),
            ("9;2026-02-31;5241;1;X\n9;2026-02-31;3511;-1;X\n", "Abgelehnt: 2 Beanstandungen, nichts"),
        })
        {
            await File.WriteAllTextAsync(path, "entry;date;account;amount;text\n" + rows);
            Assert.Contains(says, (await book.Cli.Run($"journal import {path} --body tv")).All,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_pipe_is_not_imported()
    {
        await using var book = await CliBook.On(Engine.Sqlite);
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        await book.Cli.Refused($"journal import /dev/fd/{pipe.GetClientHandleAsString()} --body tv", "cli.file");
    }

    [Fact]
    public async Task Asking_for_a_key_or_checking_makes_none()
    {
        await using var fresh = await Databases.Fresh(Engine.Sqlite);
        var cli = new CliRun(fresh.Address);
        await cli.Done("body create schluessellos X --kind association");
        var file = Path.GetTempFileName();
        await cli.Refused("checkpoint key --body schluessellos", "ledger.signing-key-missing");
        await cli.Refused($"checkpoint verify {file} --body schluessellos", "ledger.signing-key-missing");
        await cli.Refused("checkpoint key --body schluessellos", "ledger.signing-key-missing");
        File.Delete(file);
    }
}
