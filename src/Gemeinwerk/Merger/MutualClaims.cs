using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Merger;

/// <summary>
/// Finds the claims that bodies of a merger have against each other: equal and opposite amounts, paired first by number
/// or voucher, then by amount and due date. What does not pair, or not in one way only, moves on and is reported.
/// </summary>
static class MutualClaims
{
    /// <summary>An item whose party is another body of the merger.</summary>
    internal sealed record Candidate(BookSnapshot Book, ItemSnapshot Item, Body Against)
    {
        internal Money Open => Item.Item.Open;

        internal bool Mirrors(Candidate other) =>
            Book.Body == other.Against && Against == other.Book.Body && Open == -other.Open;

        internal bool SharesVoucher(Candidate other) => Vouchers.Overlaps(other.Vouchers);

        HashSet<string> Vouchers { get; } = [Item.Item.Number, .. Item.Documents];

        public override string ToString() => $"{Book.Body.Code}/{Item.Item.Number}";
    }

    internal static (List<(Candidate Claim, Candidate Debt)> Pairs, List<Finding> Unpaired) Pair(
        MergerCase merger, IReadOnlyList<BookSnapshot> books)
    {
        var all = books.SelectMany(book => book.Items.Select(item => CandidateOf(merger, book, item)))
            .OfType<Candidate>().ToList();
        var claims = all.Where(candidate => candidate.Open.Cents > 0).ToList();
        var debts = all.Where(candidate => candidate.Open.Cents < 0).ToList();
        var pairs = new List<(Candidate, Candidate)>();
        PairBy(claims, debts, pairs, (claim, debt) => claim.SharesVoucher(debt));
        PairByDue(claims, debts, pairs);
        return (pairs, [.. claims.Concat(debts).Select(Report)]);
    }

    static Candidate? CandidateOf(MergerCase merger, BookSnapshot book, ItemSnapshot item) =>
        book.Parties[item.Item.Party].Counterpart is { } other && other != book.Body.Id
            && merger.Bodies.FirstOrDefault(body => body.Id == other) is { } against
            ? new Candidate(book, item, against) : null;

    /// <summary>Pairs where each side has exactly one partner.</summary>
    static void PairBy(List<Candidate> claims, List<Candidate> debts, List<(Candidate, Candidate)> pairs,
        Func<Candidate, Candidate, bool> belong)
    {
        var debtsByAmount = debts.ToLookup(debt => debt.Open.Cents);
        var links = claims.SelectMany(claim => debtsByAmount[-claim.Open.Cents]
            .Where(debt => claim.Mirrors(debt) && belong(claim, debt)).Select(debt => (Claim: claim, Debt: debt)))
                .ToList();
        var ofClaim = links.CountBy(link => link.Claim).ToDictionary();
        var ofDebt = links.CountBy(link => link.Debt).ToDictionary();
        foreach (var link in links.Where(link => ofClaim[link.Claim] == 1 && ofDebt[link.Debt] == 1))
        {
            pairs.Add(link);
            claims.Remove(link.Claim);
            debts.Remove(link.Debt);
        }
    }

    /// <summary>Items of equal amount and due date are alike; as many claims as debts pair one by one.</summary>
    static void PairByDue(List<Candidate> claims, List<Candidate> debts, List<(Candidate, Candidate)> pairs)
    {
        var alike = claims.GroupBy(claim =>
            (Of: claim.Book.Body, claim.Against, claim.Open, claim.Item.Item.DueOn)).ToList();
        foreach (var group in alike)
        {
            var partners = debts.Where(debt => debt.Item.Item.DueOn == group.Key.DueOn && group.First().Mirrors(debt))
                .OrderBy(debt => debt.Item.Item.Number, StringComparer.Ordinal).ToList();
            if (partners.Count != group.Count()) continue;
            foreach (var (claim, debt) in group.OrderBy(c => c.Item.Item.Number, StringComparer.Ordinal).Zip(partners))
            {
                pairs.Add((claim, debt));
                claims.Remove(claim);
                debts.Remove(debt);
            }
        }
    }

    static Finding Report(Candidate candidate) => new(0,
        MappingResolver.Place(MappingKind.Item, candidate.Book.Body.Code, candidate.Item.Item.Number),
        new Rejection("merger.claim-unpaired",
            $"Posten {candidate.Item.Item.Number} der {candidate.Book.Body.Code} über {candidate.Open} gegen "
            + $"{candidate.Against.Code} hat dort kein eindeutiges Gegenstück; er geht unverändert über."));
}
