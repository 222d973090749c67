using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Proofs;

namespace Gemeinwerk.DataCentre.Exports;

/// <summary>The root over who uses what, docs/formats.md section 5: a leaf for each use in the order of their keys.
/// </summary>
static class UseLines
{
    internal static byte[] Root(Body body, IEnumerable<ItemUse> uses)
    {
        // What stands in place of the body's code, so that nothing else can pass for a use.
        var log = Encoding.UTF8.GetBytes($"gemeinwerk/{body.Code}/uses");
        var (form, tree) = (new CanonicalForm(), new MerkleFrontier(0, []));
        foreach (var use in uses)
        {
            form.Start(log);
            form.Number(use.Id.Value);
            form.Number(use.Item.Value);
            form.Number(use.Member.Value);
            form.Number(Day.Number(use.Since));
            form.Number(use.Until is { } until ? Day.Number(until) : 0);
            form.Number(use.Share.Numerator);
            form.Number(use.Share.Denominator);
            tree.Append(form.LeafHash(), (_, _, _) => { });
        }
        return tree.Root();
    }
}
