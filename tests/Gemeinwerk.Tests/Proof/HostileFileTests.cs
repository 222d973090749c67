namespace Gemeinwerk.Tests.Proof;

/// <summary>Files that someone made to break the checker: a clear finding each, and never an exception.</summary>
public sealed class HostileFileTests : IDisposable
{
    readonly Checker checker = new();

    public void Dispose() => checker.Dispose();

    [Theory]
    [InlineData("", "die Zeile ist leer")]
    [InlineData("{", "kein gültiges JSON")]
    [InlineData("[]", "kein JSON-Objekt")]
    [InlineData("null", "kein JSON-Objekt")]
    [InlineData("{}", "Feld „no“ fehlt")]
    [InlineData("{\"no\":3} {}", "fehlt")]
    [InlineData("{\"no\":3,\"no\":3}", "Feld „no“ steht doppelt")]
    [InlineData("{\"\\u006eo\":3,\"no\":3}", "Feld „no“ steht doppelt")]
    [InlineData("{\"nein\":3}", "unbekanntes Feld „nein“")]
    [InlineData("{\"no\":null}", "keine ganze Zahl")]
    [InlineData("{\"no\":9223372036854775808}", "keine ganze Zahl")]
    [InlineData("{\"no\":1.0}", "keine ganze Zahl")]
    [InlineData("{\"no\":\"1\"}", "keine ganze Zahl")]
    [InlineData("{\"kind\":\"a\\u0000b\"}", "enthält NUL")]
    [InlineData("{\"kind\":\"\\ud800\"}", "ungültige Zeichen")]
    [InlineData("{\"booked\":\"2017-02-29\"}", "kein Tag")]
    [InlineData("{\"postings\":[{\"account\":\"1\",\"amount\":1e3}]}", "Buchungszeile 1")]
    [InlineData("{\"postings\":{}}", "keine Liste")]
    public void A_wrong_journal_line_is_named(string line, string why)
    {
        var merger = new MergerCase();
        merger.Files["journal-kdz.jsonl"][3] = line;
        var answer = checker.Check(merger);
        Assert.Equal(1, answer.Exit);
        Assert.True(answer.Names("journal-kdz.jsonl", 4), answer.Text);
        Assert.True(answer.Says(why), answer.Text);
    }

    [Theory]
    [InlineData("\uFEFF", "", "BOM")]
    [InlineData("", "\r", "CR LF")]
    [InlineData("\0", "", "NUL")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "", "kein gültiges JSON")]
    public void Marks_and_line_ends_of_other_systems_are_refused(string before, string after, string why)
    {
        foreach (var name in new MergerCase().Files.Keys)
        {
            var merger = new MergerCase();
            var at = merger.Files[name].Count - 1;
            merger.Files[name][at] = before + merger.Files[name][at] + after;
            var answer = checker.Check(merger);
            Assert.Equal(1, answer.Exit);
            Assert.True(answer.Names(name, at + 1), answer.Text);
            if (at > 0) Assert.True(answer.Says(why) || answer.Says("kein JSON-Objekt"), answer.Text);
        }
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused()
    {
        checker.Check(new MergerCase());
        foreach (var name in (string[])["journal-sit.jsonl", "items-kdz.jsonl", "assets-kdz.jsonl", "certificate.txt"])
        {
            var good = File.ReadAllBytes(checker.Path(name));
            for (var length = 0; length < good.Length; length += 37)
            {
                checker.Write(name, good[..length]);
                Assert.Equal(1, checker.CheckAsWritten().Exit);
            }
            checker.Write(name, good);
        }
    }

    [Fact]
    public void A_line_of_twenty_megabytes_is_refused_without_being_held()
    {
        var merger = new MergerCase();
        merger.Files["journal-kdz.jsonl"][2] = new string('x', 20 * 1024 * 1024);
        var answer = checker.Check(merger);
        Assert.Equal(1, answer.Exit);
        Assert.True(answer.Names("journal-kdz.jsonl", 3) && answer.Says("länger als 16 MB"), answer.Text);
        Assert.DoesNotContain(answer.Findings, finding => finding.Line == 4);
    }

    [Fact]
    public void Bytes_without_meaning_are_refused()
    {
        var random = new Random(1);
        checker.Check(new MergerCase());
        foreach (var name in (string[])["journal-sit.jsonl", "items-kdz.jsonl", "certificate.txt"])
        {
            var good = File.ReadAllBytes(checker.Path(name));
            for (var round = 0; round < 20; round++)
            {
                var noise = new byte[random.Next(1, 5000)];
                random.NextBytes(noise);
                checker.Write(name, [.. good[..random.Next(good.Length)], .. noise]);
                Assert.Equal(1, checker.CheckAsWritten().Exit);
            }
            checker.Write(name, good);
        }
    }

    [Fact]
    public void Two_thousand_faults_are_counted_and_twenty_five_are_shown()
    {
        var merger = new MergerCase();
        merger.Files["items-kdz.jsonl"].AddRange(Enumerable.Repeat("{}", 2000));
        var answer = checker.Check(merger);
        Assert.Equal(1, answer.Exit);
        Assert.Contains("… und 1.976 weitere", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_export_twice_and_an_export_of_strangers_are_refused()
    {
        var merger = new MergerCase();
        merger.Files["wieder.jsonl"] = merger.Files["items-kdz.jsonl"];
        merger.Files["fremd.jsonl"] = ["{\"format\":\"gemeinwerk-items/1\",\"body\":\"fremd\",\"size\":0,\"items\":0}"];
        var answer = checker.Check(merger);
        Assert.True(answer.Names("wieder.jsonl", 1) && answer.Names("fremd.jsonl", 1), answer.Text);
    }

    [Fact]
    public void Missing_files_and_wrong_usage_are_told()
    {
        Assert.Equal(1, Checker.Run("check", checker.Path("nichts"), checker.Path("auch-nichts")).Exit);
        foreach (var args in (string[][])[[], ["check"], ["check", "a"], ["prüfe"], ["check", "a", "b", "--key"],
            ["journal"], ["checkpoint", "a", "b"], ["check", "a", "b", "--nein", "c"]])
            Assert.Equal(2, Checker.Run(args).Exit);
        Assert.Equal(0, Checker.Help());
    }
}
