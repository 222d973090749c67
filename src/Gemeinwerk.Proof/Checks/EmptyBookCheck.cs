using Gemeinwerk.Proof.Exports;

namespace Gemeinwerk.Proof.Checks;

/// <summary>Once a source is sealed nothing is left in its book: no balance, no item, no asset.</summary>
static class EmptyBookCheck
{
    /// <param name="figures">What stood in the book when its result was closed.</param>
    /// <param name="release">What was posted after that.</param>
    public static void Run(string path, BookFigures figures, BookFigures release, Report report)
    {
        var left = figures.Balances().ToDictionary(each => each.At, each => each.Sum.After);
        foreach (var (at, sum) in release.Balances()) left[at] = left.GetValueOrDefault(at) + sum.After;
        foreach (var (at, rest) in left.Where(each => each.Value != 0)
            .OrderBy(each => each.Key.ToString(), StringComparer.Ordinal))
            report[3].Fail(path, 0, $"{at}: im versiegelten Buch stehen noch {German.Amount(rest)}.");
        Refuse("Posten", figures.Items, release.Items, figures.ItemOpen, release.ItemOpen);
        Refuse("Anlage", figures.Assets, release.Assets, figures.Cost, release.Cost);
        Refuse("Anlage", figures.Assets, release.Assets, figures.Depreciation, release.Depreciation);

        void Refuse(string noun, ByteTable stood, ByteTable posted, Func<int, bool, Int128> before,
            Func<int, bool, Int128> added)
        {
            for (var number = 0; number < stood.Count; number++)
                Name(noun, stood.Text(number), before(number, true) + added(posted.Find(stood.Text(number)), true));
            for (var number = 0; number < posted.Count; number++)
                if (stood.Find(posted.Text(number)) < 0) Name(noun, posted.Text(number), added(number, true));
        }

        void Name(string noun, string number, Int128 rest)
        {
            if (rest != 0)
                report[4].Fail(path, 0, $"{noun} {number}: im versiegelten Buch stehen noch {German.Amount(rest)}.");
        }
    }
}
