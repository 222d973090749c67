using System.Diagnostics;

namespace Gemeinwerk.Tests.Proof;

/// <summary>
/// Forgeries that are consistent in themselves: journals hashed again, roots and signature made to fit, sums right.
/// </summary>
public sealed class ForgeryTests : IDisposable
{
    readonly Checker checker = new();

    public void Dispose() => checker.Dispose();

    [Fact]
    public void An_item_that_all_exports_give_to_another_party_is_named()
    {
        var merger = new MergerCase();
        Swap(merger.Files["items-kdz.jsonl"], "\"party\":\"P1\"", "\"party\":\"P2\"");
        Swap(merger.Files["items-sit-nachher.jsonl"], "KR-1\",\"account\":\"1700\",\"party\":\"10\"",
            "KR-1\",\"account\":\"1700\",\"party\":\"11\"");
        Swap(merger.Text, "R-1|1722|P1|", "R-1|1722|P2|");
        Swap(merger.Text, "KR-1|1700|10", "KR-1|1700|11");
        merger.Text.Remove("party|kdz|P1|10");
        Refused(merger, "items-kdz.jsonl", 2, "nennen Partner P1");
    }

    [Fact]
    public void An_item_and_an_asset_that_stand_on_another_account_are_named()
    {
        var merger = new MergerCase();
        Swap(merger.Files["items-kdz.jsonl"], "R-1\",\"account\":\"1722", "R-1\",\"account\":\"1811");
        Swap(merger.Files["items-sit-nachher.jsonl"], "KR-1\",\"account\":\"1700", "KR-1\",\"account\":\"1800");
        Swap(merger.Text, "R-1|1722|P1|", "R-1|1811|P1|");
        Swap(merger.Text, "KR-1|1700|10", "KR-1|1800|10");
        Refused(merger, "items-kdz.jsonl", 2, "die Buchungen stehen auf Konto 1722");

        merger = new MergerCase();
        Swap(merger.Files["assets-kdz.jsonl"], "0811", "1111");
        Swap(merger.Files["assets-sit-nachher.jsonl"], "0800", "1100");
        Swap(merger.Text, "kdz|A-1|0811", "kdz|A-1|1111");
        Swap(merger.Text, "|KA-1|0800", "|KA-1|1100");
        Refused(merger, "assets-kdz.jsonl", 2, "die Buchungen stehen auf Konto 0811");
    }

    [Fact]
    public void A_party_that_no_posting_names_is_not_proven()
    {
        var merger = new MergerCase();
        var entries = MergerCase.Sit.Entries.ToArray();
        entries[1] = new(2, "regular", new("1700", 300, Item: "T-1"), new("4100", -300, "1"));
        merger.Forge(new("sit", 2, 6, entries));
        var answer = checker.Check(merger);
        Assert.True(answer.Exit == 3, answer.Text);
        Assert.Contains("eine Buchung, die den Partner zu Posten nennt", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sum_that_contains_itself_is_named()
    {
        var merger = new MergerCase();
        merger.Text.Remove("sum|Aktiva SUM|Aktiva 1|1");
        var at = Swap(merger.Text, "sum|Aktiva SUM|Aktiva 2|1", "sum|Aktiva SUM|Aktiva SUM|1");
        Swap(merger.Text, "Aktiva SUM|Bilanzsumme|254200|40000|1300|-3000|292500",
            "Aktiva SUM|Bilanzsumme|999999|0|0|0|999999");
        Refused(merger, "certificate.txt", at, "enthält sich selbst");
    }

    [Theory]
    [InlineData("account|1800|Aktiva 2|1", "account|1800|-|1", "steht in keiner Bilanzzeile")]
    [InlineData("account|1800|Aktiva 2|1", "account|1800|Passiva 4|-1", "gehört nach seiner Nummer nicht")]
    [InlineData("account|1800|Aktiva 2|1", "account|1800|Aktiva 2|-1", "das falsche Vorzeichen")]
    public void An_account_that_is_hidden_or_on_the_wrong_side_is_named(string right, string wrong, string why)
    {
        var merger = new MergerCase();
        Refused(merger, "certificate.txt", Swap(merger.Text, right, wrong), why);
    }

    [Fact]
    public void Sides_that_differ_are_named()
    {
        var merger = new MergerCase();
        var at = Swap(merger.Text, "Passiva SUM|Bilanzsumme|254200|", "Passiva SUM|Bilanzsumme|254201|");
        Refused(merger, "certificate.txt", at, "Aktiva und Passiva sind für kdz nicht gleich");
    }

    [Fact]
    public void A_closing_that_empties_the_bank_account_is_named()
    {
        var merger = new MergerCase();
        merger.Forge(new("citk", 2, 3, MergerCase.Citk.Entries[0], MergerCase.Citk.Entries[1],
            new(3, "closing", new("5455", -500), new("1811", -40_000), new("2049", 40_500)),
            new(4, "closing", new("2010", 40_000), new("3600", 500, Party: "77", Item: "K-7"),
                new("2049", -40_500))));
        merger.Text.Remove("account|citk|1811|1800");
        Refused(merger, "journal-citk.jsonl", 4, "berührt mehrere Bilanzkonten");
    }

    [Theory]
    [InlineData("1811", "1800", "2010", "2000")]
    [InlineData("1111", "1100", "3511", "3500")]
    public void A_share_that_is_none_is_named(string share, string shareTo, string equity, string equityTo)
    {
        var merger = new MergerCase();
        var line = share == "1811" ? $"mutual-shareholding|kdz|{share}|citk|{equity}|2500"
            : $"mutual-shareholding|kdz|{share}|kdz|{equity}|2500";
        var at = Swap(merger.Text, "mutual-shareholding|kdz|1111|citk|2010|2500", line);
        var entries = MergerCase.Sit.Entries.ToArray();
        entries[5] = new(6, "elimination", new(shareTo, -2_500), new(equityTo, 2_500)) { Day = MergerCase.NewYear };
        merger.Forge(new("sit", 2, 6, entries));
        Refused(merger, "certificate.txt", at, share == "1811" ? "in keiner Bilanzzeile für Anteile" : "derselben");
    }

    [Fact]
    public void Another_day_or_form_of_the_merger_is_named()
    {
        var merger = new MergerCase();
        var at = Swap(merger.Text, "effective|2018-01-01", "effective|2018-01-02");
        Refused(merger, "certificate.txt", at, "zum Stichtag 2018-01-02");
        merger = new MergerCase();
        at = Swap(merger.Text, "form|Eingliederung", "form|Zusammenschluss");
        Refused(merger, "certificate.txt", at, "entsteht das Ziel erst");
    }

    [Theory]
    [InlineData("account|kdz|4182|4100")]
    [InlineData("party|kdz|P3|12")]
    public void A_mapping_of_a_number_that_nothing_uses_is_named(string line)
    {
        var merger = new MergerCase();
        var at = merger.Text.IndexOf("[mapping]") + 1;
        merger.Text.Insert(at, line);
        Refused(merger, "certificate.txt", at + 1, "die Zuordnung nennt");
    }

    [Fact]
    public void A_source_without_entries_and_export_is_refused()
    {
        var merger = new MergerCase();
        var none = Convert.ToBase64String(PlainTree.Root([]));
        foreach (var name in (string[])["before", "after", "sealed"])
        {
            var at = merger.Text.FindIndex(line => line.StartsWith($"citk|{name}|", StringComparison.Ordinal));
            merger.Text[at] = $"citk|{name}|0|{none}";
        }
        merger.Files.Remove("journal-citk.jsonl");
        var answer = checker.Check(merger);
        Assert.True(answer.Exit == 1 && answer.Says("die Quelle citk soll keine einzige Buchung haben"), answer.Text);
    }

    [Fact]
    public void A_true_certificate_tells_length_and_root_of_every_journal()
    {
        var answer = checker.Check(new MergerCase());
        Assert.Equal(0, answer.Exit);
        foreach (var book in (Book[])[MergerCase.Kdz, MergerCase.Citk, MergerCase.Sit])
            Assert.Contains($"Journal der {book.Body}: {book.Entries.Length} Buchungen, Wurzel "
                + Convert.ToBase64String(book.Root(book.Entries.Length)), answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Pipes_are_passed_over_and_refused_where_they_are_named()
    {
        checker.Check(new MergerCase());
        Process.Start("mkfifo", checker.Path("pipe.txt")).WaitForExit();
        Assert.Equal(0, checker.CheckAsWritten().Exit);
        Process.Start("mkfifo", checker.Path("pipe.jsonl")).WaitForExit();
        var answer = checker.CheckAsWritten();
        Assert.True(answer.Exit == 1 && answer.Says("keine gewöhnliche Datei"), answer.Text);
        Assert.Equal(1, Checker.Run("check", checker.Path("pipe.txt"), checker.Path("journal-kdz.jsonl")).Exit);
    }

    [Fact]
    public void Lines_and_fields_beyond_measure_are_refused()
    {
        foreach (var (line, why) in new[] { (new string('x', 70_000), "länger als 64 KB"),
            (new string('|', 2_000), "mehr als 1000 Felder") })
        {
            var merger = new MergerCase();
            merger.Text.Add(line);
            Refused(merger, "certificate.txt", merger.Text.Count, why);
        }
    }

    static int Swap(List<string> lines, string from, string to)
    {
        var at = lines.FindIndex(line => line.Contains(from, StringComparison.Ordinal));
        Assert.True(at >= 0, from);
        lines[at] = lines[at].Replace(from, to, StringComparison.Ordinal);
        return at + 1;
    }

    void Refused(MergerCase merger, string file, int line, string why)
    {
        var answer = checker.Check(merger);
        Assert.True(answer.Exit == 1 && answer.Names(file, line) && answer.Says(why), $"{file}:{line} {answer.Text}");
    }
}
