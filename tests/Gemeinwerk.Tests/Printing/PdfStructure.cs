namespace Gemeinwerk.Tests.Printing;

/// <summary>The structure of a file as a screen reader walks through it.</summary>
sealed class PdfStructure
{
    /// <summary>An element, its attributes, what it holds, and what its own marked content says.</summary>
    internal sealed record Node(string Kind, string Attributes, IReadOnlyList<Node> Children, string Text)
    {
        internal IEnumerable<Node> All => Children.SelectMany(child => child.All).Prepend(this);
    }

    readonly PdfDocument document;
    readonly HashSet<(int Page, int Mark)> seen = [];
    readonly List<object> numbers;

    internal PdfStructure(PdfDocument document)
    {
        this.document = document;
        var rootRef = (PdfRef)document.Catalog["/StructTreeRoot"]!;
        var root = document.Dictionary(rootRef);
        numbers = document.List(document.Dictionary(root["/ParentTree"])["/Nums"]);
        Assert.Equal(2 * document.Pages.Count, numbers.Count);
        Document = Walk((PdfRef)Assert.Single(document.List(root["/K"])), rootRef);
        // Every content of every page is in the tree, once.
        Assert.Equal(document.Pages.SelectMany(page => page.Marks.Keys.Select(mark => (page.At, mark))).Order(),
            seen.Order());
    }

    internal Node Document { get; }

    /// <summary>Elements that hold text, in reading order.</summary>
    internal IEnumerable<Node> Leaves => Document.All.Where(node => node.Children.Count == 0);

    Node Walk(PdfRef at, PdfRef parent)
    {
        var element = document.Dictionary(at);
        Assert.Equal(parent, element["/P"]);
        var (children, text) = (new List<Node>(), "");
        foreach (var kid in document.List(element["/K"]))
        {
            if (kid is PdfRef child) children.Add(Walk(child, at));
            else text += Marked((Dictionary<string, object?>)kid, at);
        }
        Assert.True(children.Count == 0 || text.Length == 0);
        var attributes = element.TryGetValue("/A", out var all)
            ? string.Join(' ', document.Dictionary(all).Select(it => $"{it.Key} {it.Value}"))
            : "";
        return new Node(((string)element["/S"]!)[1..], attributes, children, text);
    }

    string Marked(Dictionary<string, object?> reference, PdfRef owner)
    {
        var page = document.Pages.Single(page => page.No == ((PdfRef)reference["/Pg"]!).No);
        var mark = (int)(double)reference["/MCID"]!;
        Assert.True(seen.Add((page.At, mark)));
        Assert.Equal((double)page.At, numbers[2 * page.At]);
        Assert.Equal(owner, document.List(numbers[2 * page.At + 1])[mark]);
        return page.Marks[mark];
    }
}
