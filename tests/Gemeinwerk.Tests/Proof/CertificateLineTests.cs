namespace Gemeinwerk.Tests.Proof;

/// <summary>
/// Certificates that lie and are signed all the same: only the exports can tell, and the line is named.
/// </summary>
public sealed class CertificateLineTests : IDisposable
{
    readonly Checker checker = new();

    public void Dispose() => checker.Dispose();

    [Fact]
    public void Every_changed_number_of_a_signed_certificate_is_found_on_its_line()
    {
        var lines = new MergerCase().Text;
        for (var at = lines.IndexOf("[checkpoints]"); at < lines.Count; at++)
        {
            if (lines[at].Length == 0 || lines[at][0] is '#' or '[') continue;
            var fields = lines[at].Split('|');
            for (var field = 0; field < fields.Length; field++)
            {
                // The name of a statement line is for readers.
                if (at > lines.IndexOf("[statement]") && field == 1) continue;
                var merger = new MergerCase();
                var changed = (string[])fields.Clone();
                changed[field] = Change(fields[field]);
                merger.Text[at] = string.Join('|', changed);
                Refused(merger, at + 1);
            }
        }
    }

    [Fact]
    public void Every_dropped_or_doubled_line_of_a_signed_certificate_is_found()
    {
        var lines = new MergerCase().Text;
        for (var at = 0; at < lines.Count; at++)
        {
            if (lines[at].Length == 0 || lines[at][0] == '#') continue;
            foreach (var drop in (bool[])[true, false])
            {
                var merger = new MergerCase();
                if (drop) merger.Text.RemoveAt(at);
                else merger.Text.Insert(at, lines[at]);
                if (!drop && lines[at].StartsWith("mutual-", StringComparison.Ordinal)) Refused(merger, [null]);
                else Refused(merger, drop ? null : at + 2, at + 1);
            }
        }
    }

    [Fact]
    public void Swapped_section_lines_are_found()
    {
        var lines = new MergerCase().Text;
        for (var at = 0; at + 1 < lines.Count; at++)
        {
            if (!lines[at + 1].StartsWith('[')) continue;
            var merger = new MergerCase();
            (merger.Text[at], merger.Text[at + 1]) = (lines[at + 1], lines[at]);
            if (lines[at].Length == 0 || lines[at][0] == '#') continue;
            Refused(merger, at + 2);
        }
    }

    [Theory]
    [InlineData("account|kdz|1811|1800", "account|kdz|1811|1700")]
    [InlineData("account|citk|3600|3500", "account|citk|3600|1700")]
    [InlineData("product|kdz|0111|1", "product|kdz|0111|2")]
    [InlineData("cost-centre|kdz|C1|K1", "cost-centre|kdz|C1|K2")]
    [InlineData("party|kdz|P1|10", "party|kdz|P1|11")]
    [InlineData("item|kdz|R-1|KR-1", "item|kdz|R-1|KR-2")]
    [InlineData("asset|kdz|A-1|KA-1", "asset|kdz|A-1|KA-9")]
    public void A_changed_mapping_line_is_named(string right, string wrong)
    {
        var merger = new MergerCase();
        var at = merger.Text.IndexOf(right);
        merger.Text[at] = wrong;
        Refused(merger, at + 1);
    }

    [Theory]
    [InlineData("a line longer than any")]
    [InlineData("|||||||||||||||||||||")]
    [InlineData("[unbekannt]")]
    [InlineData("item|kdz|R-1|\\q")]
    [InlineData("account|kdz|\\-|1800")]
    public void A_stray_line_is_refused_wherever_it_stands(string stray)
    {
        for (var at = 0; at < new MergerCase().Text.Count; at += 3)
        {
            var merger = new MergerCase();
            merger.Text.Insert(at, stray);
            Refused(merger, at + 1);
        }
    }

    [Fact]
    public void A_random_mixture_of_certificate_lines_is_refused_without_a_crash()
    {
        var random = new Random(2018);
        for (var round = 0; round < 150; round++)
        {
            var merger = new MergerCase();
            var first = random.Next(3, merger.Text.Count);
            var second = random.Next(3, merger.Text.Count);
            if (merger.Text[first] == merger.Text[second]) continue;
            merger.Text.RemoveRange(Math.Min(first, second), Math.Abs(first - second));
            merger.Text.AddRange(new MergerCase().Text.Skip(random.Next(20)).Take(random.Next(1, 30)));
            Assert.Equal(1, checker.Check(merger).Exit);
        }
    }

    static string Change(string field) => field switch
    {
        "-" => "9",
        "moved" => "eliminated",
        "eliminated" => "moved",
        "before" => "after",
        "after" => "before",
        _ when char.IsAsciiDigit(field[^1]) => field[..^1] + (field[^1] == '1' ? '2' : '1'),
        _ when field.EndsWith('=') => (field[0] == 'A' ? "B" : "A") + field[1..],
        _ => field + "x",
    };

    void Refused(MergerCase merger, params int?[] anyOf)
    {
        var answer = checker.Check(merger);
        Assert.True(answer.Exit == 1, $"{anyOf[^1]}: {answer.Text}");
        if (anyOf.Contains(null)) return;
        Assert.True(anyOf.Any(line => answer.Names("certificate.txt", line!.Value)),
            $"line {anyOf[0]} ({merger.Text[anyOf[0]!.Value - 1]}) is not named: {answer.Text}");
    }
}
