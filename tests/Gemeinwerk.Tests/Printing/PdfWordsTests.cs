using System.Text;
using Gemeinwerk.Printing;
using Gemeinwerk.Printing.Pdf;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Tests.Printing;

/// <summary>Of generated papers of many sizes no word is lost, none changes its place, none leaves the page.</summary>
public class PdfWordsTests
{
    const string Letters = "abcdefghijklmnopqrstuvwxyzäöüßABCÄÖÜ0123456789-/§€„“–….,()ŁğşéČ";

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 30)];

    [Theory, MemberData(nameof(Seeds))]
    public void Every_word_is_read_back_in_its_order(int seed)
    {
        var random = new Random(seed);
        var blocks = new List<Block>();
        var (level, expected) = (0, new List<string>());
        for (var i = random.Next(1, 40); i > 0; i--)
        {
            var block = Any(random, level);
            level = (block as Heading)?.Level ?? level;
            blocks.Add(block);
            expected.AddRange(Said(block));
        }
        var fonts = seed % 2 == 0 ? PaperFonts.Standard : PrintFonts.Noto;
        var document = new PdfDocument(PaperPdf.Write(PdfTests.Made($"Schriftstück {seed}", blocks), fonts));
        var structure = new PdfStructure(document);
        Assert.Equal(expected.Select(Words), structure.Leaves.Where(node => node.Kind != "Document")
            .Select(node => Words(node.Text)));
        Assert.Equal(blocks.OfType<Heading>().Select(heading => heading.Level), structure.Document.Children
            .Where(node => node.Kind is ['H', _]).Select(node => node.Kind[1] - '0'));
        StaysOnItsPage(document, fonts);
    }

    /// <summary>Nothing leaves the margins, and nothing lies on another line.</summary>
    static void StaysOnItsPage(PdfDocument document, PaperFonts fonts)
    {
        var faces = fonts.Typeset().Faces.ToDictionary(face => $"/{face.Name}");
        foreach (var page in document.Pages)
        {
            Assert.All(page.Drawn, it =>
            {
                var end = it.X + faces[it.Face].Width(it.Text.TrimEnd()) * it.Size / 1000;
                Assert.True(it.X >= 70.8 && end <= 538.7, $"{it} ends at {end}");
                Assert.True(it.Y > (it.IsArtifact ? 33 : 62) && it.Y < 786, $"{it}");
            });
            var lines = page.Drawn.Select(it => (it.X, it.Y)).Where(at => at.Y > 60).GroupBy(at => at.X)
                .Select(group => group.Select(at => at.Y).Distinct().Order().ToList());
            Assert.All(lines, ys => Assert.All(ys.Zip(ys.Skip(1)), pair =>
                Assert.True(pair.Second - pair.First > 8, $"{pair}")));
        }
    }

    static Block Any(Random random, int level) => random.Next(10) switch
    {
        0 => new Heading(random.Next(1, Math.Min(3, level + 1) + 1), Text(random, 12)),
        1 => new Items(random.Next(2) == 0, [.. Many(random, 12, () => Text(random, 40))]),
        2 => new Facts([.. Many(random, 8, () => new Fact(Text(random, 4), Text(random, 60)))]),
        3 or 4 => Table(random),
        5 => new Signatures([.. Many(random, 4, () => Text(random, 10))]),
        6 => new PageBreak(),
        _ => new Paragraph(Text(random, 400), random.Next(4) == 0),
    };

    static Grid Table(Random random)
    {
        var columns = random.Next(1, 9);
        return new Grid(Text(random, 10),
            [.. Enumerable.Range(0, columns).Select(_ => new Column(Text(random, 3), random.Next(3) == 0))],
            [.. Many(random, 40, () => (string[])[.. Enumerable.Range(0, columns).Select(_ =>
                random.Next(5) == 0 ? "" : Text(random, random.Next(20) == 0 ? 300 : 8))])]);
    }

    static List<T> Many<T>(Random random, int most, Func<T> one) =>
        [.. Enumerable.Range(0, random.Next(1, most)).Select(_ => one())];

    /// <summary>Words of any length, some longer than a line, with spaces and line ends between them.</summary>
    static string Text(Random random, int most)
    {
        var text = new StringBuilder();
        for (var i = random.Next(1, most + 1); i > 0; i--)
        {
            var length = random.Next(60) == 0 ? random.Next(100, 300) : random.Next(1, 20);
            for (; length > 0; length--) text.Append(Letters[random.Next(Letters.Length)]);
            if (i > 1) text.Append(random.Next(30) == 0 ? "\n" : random.Next(10) == 0 ? "  " : " ");
        }
        return text.ToString();
    }

    static IEnumerable<string> Said(Block block) => block switch
    {
        Heading it => [it.Text],
        Paragraph it => [it.Text],
        Items it => it.Each.SelectMany((item, i) => new[] { it.IsOrdered ? $"{i + 1}." : "•", item }),
        Facts it => it.Each.SelectMany(fact => new[] { fact.Term, fact.Says }),
        Grid it => [it.Caption, .. it.Columns.Select(column => column.Name), .. it.Rows.SelectMany(row => row)],
        Signatures it => it.Each,
        _ => [],
    };

    static string Words(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
