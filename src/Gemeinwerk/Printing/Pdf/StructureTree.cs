using System.Text;

namespace Gemeinwerk.Printing.Pdf;

/// <summary>The elements of a paper as objects of its file, and which of them owns each marked content.</summary>
static class StructureTree
{
    /// <param name="pages">The objects of the pages.</param>
    /// <param name="owners">Of each page, the elements of its marked content.</param>
    /// <returns>The object of the root.</returns>
    internal static int Add(
        PdfFile file, Tag document, IReadOnlyList<int> pages, IReadOnlyList<IReadOnlyList<Tag>> owners)
    {
        var root = file.Reserve();
        Reserve(document);
        Write(document);
        var numbers = new StringBuilder();
        for (var i = 0; i < owners.Count; i++)
        {
            var page = file.Add($"[{string.Join(' ', owners[i].Select(tag => $"{tag.Object} 0 R"))}]");
            numbers.Append(null, $" {i} {page} 0 R");
        }
        var tree = file.Add($"<< /Nums [{numbers} ] >>");
        file.Set(root, $"<< /Type /StructTreeRoot /K [{document.Object} 0 R] /ParentTree {tree} 0 R "
            + $"/ParentTreeNextKey {owners.Count} >>");
        return root;

        void Reserve(Tag tag)
        {
            tag.Object = file.Reserve();
            foreach (var child in tag.Children) Reserve(child);
        }

        void Write(Tag tag)
        {
            var kids = tag.Children.Select(child => $"{child.Object} 0 R").Concat(tag.Marks.Select(mark =>
                $"<< /Type /MCR /Pg {pages[mark.Page]} 0 R /MCID {mark.No} >>"));
            file.Set(tag.Object, $"<< /Type /StructElem /S /{tag.Kind} /P {tag.Parent?.Object ?? root} 0 R"
                + $"{(tag.Attributes is null ? "" : $" /A {tag.Attributes}")} /K [{string.Join(' ', kids)}] >>");
            foreach (var child in tag.Children) Write(child);
        }
    }
}
