namespace Gemeinwerk.Tests.Proof;

public sealed class CertificateTests : IDisposable
{
    readonly Checker checker = new();

    public void Dispose() => checker.Dispose();

    [Fact]
    public void A_true_certificate_passes()
    {
        var answer = checker.Check(new MergerCase());
        Assert.True(answer.Exit == 0, answer.Text);
        Assert.Contains("PASS: alle Punkte sind bewiesen.", answer.Text, StringComparison.Ordinal);
        Assert.Contains($"Unterschrieben mit dem angegebenen Schlüssel {MergerCase.Signer.VerifierKey}. Vergleichen",
            answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_lies_beside_proves_nothing_and_is_named()
    {
        checker.Check(new MergerCase(), withKey: false);
        checker.Write("key.txt", MergerCase.Signer.VerifierKey + "\n");
        var answer = checker.CheckAsWritten(withKey: false);
        Assert.Equal(3, answer.Exit);
        Assert.Contains("Das beweist die Herkunft nicht", answer.Text, StringComparison.Ordinal);
        answer = checker.CheckAsWritten();
        Assert.Equal(0, answer.Exit);
        Assert.Contains("Er liegt auch bei den Unterlagen", answer.Text, StringComparison.Ordinal);

        checker.Write("certificate.txt", new Signer("gemeinwerk/kdz").Sign("[certificate]\n"));
        Assert.Equal(1, checker.CheckAsWritten(withKey: false).Exit);
    }

    [Fact]
    public void A_source_that_keeps_a_balance_after_it_was_sealed_is_named()
    {
        var merger = new MergerCase();
        var kept = new E(4, "closing", new("1811", -39_999), new("2010", 39_999), new("3600", 500, Party: "77",
            Item: "K-7"), new("2049", -500));
        var book = new Book("citk", 2, 3, [.. MergerCase.Citk.Entries[..3], kept]);
        merger.Files["journal-citk.jsonl"] = book.Journal();
        var at = merger.Text.FindIndex(line => line.StartsWith("citk|sealed|", StringComparison.Ordinal));
        merger.Text[at] = $"citk|sealed|4|{Convert.ToBase64String(book.Root(4))}";
        var answer = checker.Check(merger);
        Assert.Equal(1, answer.Exit);
        Assert.True(answer.Says("Konto 1811: im versiegelten Buch stehen noch 0,01 €"), answer.Text);
    }

    [Fact]
    public void Without_a_key_the_signature_is_not_proven()
    {
        var answer = checker.Check(new MergerCase(), withKey: false);
        Assert.Equal(3, answer.Exit);
        Assert.Contains("fehlt: der öffentliche Schlüssel", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_missing_export_makes_the_check_incomplete_and_is_named()
    {
        foreach (var name in new MergerCase().Files.Keys)
        {
            checker.Check(new MergerCase());
            File.Delete(checker.Path(name));
            var answer = checker.CheckAsWritten();
            Assert.True(answer.Exit == 3, name + answer.Text);
            Assert.Contains("fehlt:", answer.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_changed_cent_in_any_export_is_found_on_its_line() => EveryExportLine((lines, at) =>
    {
        if (at == 0) return false;
        var amount = lines[at].Contains("\"amount\"", StringComparison.Ordinal) ? "\"amount\":"
            : lines[at].Contains("\"open\"", StringComparison.Ordinal) ? "\"open\":"
            : lines[at].Contains("\"original\"", StringComparison.Ordinal) ? "\"original\":" : "\"cost\":";
        var digit = lines[at].IndexOf(amount, StringComparison.Ordinal) + amount.Length;
        while (char.IsAsciiDigit(lines[at][digit + 1]) || lines[at][digit] == '-') digit++;
        lines[at] = lines[at][..digit] + (lines[at][digit] == '0' ? '1' : '0') + lines[at][(digit + 1)..];
        return true;
    }, (answer, file, line) => answer.Names(file, line));

    [Fact]
    public void Every_dropped_line_of_any_export_is_found() => EveryExportLine((lines, at) =>
    {
        lines.RemoveAt(at);
        return true;
    }, (answer, file, line) => answer.Names(file, line) || answer.Names(file, 1) || answer.Names(file, 0));

    [Fact]
    public void Every_doubled_line_of_any_export_is_found() => EveryExportLine((lines, at) =>
    {
        lines.Insert(at, lines[at]);
        return true;
    }, (answer, file, line) => answer.Names(file, line + 1));

    [Fact]
    public void Every_swapped_pair_of_lines_of_any_export_is_found() => EveryExportLine((lines, at) =>
    {
        if (at + 1 >= lines.Count) return false;
        (lines[at], lines[at + 1]) = (lines[at + 1], lines[at]);
        return true;
    }, (answer, file, line) => answer.Names(file, line) || answer.Names(file, line + 1));

    [Fact]
    public void Any_changed_byte_of_any_export_is_found()
    {
        var random = new Random(6962);
        var merger = new MergerCase();
        checker.Check(merger);
        foreach (var name in merger.Files.Keys)
        {
            var good = File.ReadAllBytes(checker.Path(name));
            for (var round = 0; round < 60; round++)
            {
                var bad = (byte[])good.Clone();
                var at = random.Next(bad.Length);
                bad[at] ^= (byte)(1 << random.Next(8));
                // The display name of the body is no part of the entries; everything else is.
                var line = 1 + good.Take(at).Count(b => b == '\n');
                if (line == 1 && name.StartsWith("journal", StringComparison.Ordinal)) continue;
                checker.Write(name, bad);
                var answer = checker.CheckAsWritten();
                // A header of another moment is another export: then the right one is missing, and that is said.
                Assert.True(answer.Exit == 1 || (answer.Exit == 3 && line == 1),
                    $"{name}:{line} byte {at}: {answer.Text}");
            }
            checker.Write(name, good);
        }
    }

    [Fact]
    public void A_forged_entry_with_a_right_leaf_hash_fails_by_root_and_by_balance()
    {
        var merger = new MergerCase();
        var forged = MergerCase.Kdz.Entries[2] with
        {
            Postings = [new("5291", 701, "0111"), new("3511", -701, Party: "P2", Item: "V-1")],
        };
        merger.Files["journal-kdz.jsonl"][3] = MergerCase.Kdz.Line(forged);
        var answer = checker.Check(merger);
        Assert.Equal(1, answer.Exit);
        Assert.True(answer.Says("die Wurzel des Journals der kdz bis Buchung 4"), answer.Text);
        Assert.True(answer.Says("Konto 3500: für kdz nennt das Zertifikat −7,00 €, das Journal ergibt −7,01"),
            answer.Text);
        Assert.True(answer.Names("items-kdz.jsonl", 4), answer.Text);
    }

    [Fact]
    public void Any_changed_byte_of_the_certificate_breaks_the_signature()
    {
        var random = new Random(8032);
        var merger = new MergerCase();
        checker.Check(merger);
        var good = File.ReadAllBytes(checker.Path("certificate.txt"));
        for (var round = 0; round < 300; round++)
        {
            var bad = (byte[])good.Clone();
            bad[random.Next(bad.Length)] ^= (byte)(1 << random.Next(8));
            checker.Write("certificate.txt", bad);
            var answer = checker.CheckAsWritten();
            Assert.True(answer.Exit == 1, answer.Text);
            Assert.Contains(answer.Findings, finding => finding.Point == 1);
        }
    }

    [Fact]
    public void A_certificate_signed_with_another_key_fails()
    {
        var merger = new MergerCase();
        var text = string.Concat(merger.Text.Select(line => line + "\n"));
        var answer = checker.Check(merger, new Signer("gemeinwerk/kdz").Sign(text));
        Assert.Equal(1, answer.Exit);
        Assert.True(answer.Says("keine Unterschrift"), answer.Text);
    }

    void EveryExportLine(Func<List<string>, int, bool> change, Func<Answer, string, int, bool> named)
    {
        foreach (var (name, lines) in new MergerCase().Files)
            for (var at = 0; at < lines.Count; at++)
            {
                var merger = new MergerCase();
                if (!change(merger.Files[name], at)) continue;
                var answer = checker.Check(merger);
                Assert.True(answer.Exit == 1 || (answer.Exit == 3 && at == 0), $"{name}:{at + 1} {answer.Text}");
                Assert.True(named(answer, name, at + 1), $"{name}:{at + 1} is not named. {answer.Text}");
            }
    }
}
