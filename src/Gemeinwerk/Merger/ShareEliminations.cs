using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;

namespace Gemeinwerk.Merger;

/// <summary>Mutual shareholdings vanish against equity, where both accounts carry the amount.</summary>
sealed class ShareEliminations(
    IReadOnlyDictionary<string, BookSnapshot> books, MappingResolver resolver, MergerCase merger,
        List<Finding> findings)
{
    readonly Dictionary<(string Body, Assignment At), Money> left = [];

    internal List<Elimination> Plan(IReadOnlyList<Shareholding> shares)
    {
        foreach (var (code, book) in books)
        {
            var balances = book.Body == merger.Target ? book.Balances : book.ClosedBalances();
            foreach (var (at, amount) in balances) left[(code, at)] = amount;
        }
        var eliminations = new List<Elimination>();
        foreach (var share in shares)
        {
            var debit = Side(share.Holder, share.Account, share.Amount, sign: 1, account =>
                account is { Kind: AccountKind.Asset, Role: AccountRole.None });
            var credit = Side(share.Issuer, share.EquityAccount, share.Amount, sign: -1, account =>
                account is { Kind: AccountKind.Equity });
            if (debit is null || credit is null) continue;
            eliminations.Add(new Elimination(EliminationReason.MutualShareholding, debit, credit, share.Amount));
        }
        return eliminations;
    }

    EliminationSide? Side(string body, string number, Money amount, int sign, Func<Account, bool> fits)
    {
        var book = books[body];
        if (book.Accounts.Values.FirstOrDefault(account => account.Number == number) is not { } account
            || !fits(account) || !IsOnItsLine(book.Body.Framework, number, sign)
            || (book.Body != merger.Target && resolver.Account(book, account) is { } target
                && !IsOnItsLine(merger.Target.Framework, target, sign)))
        {
            return Fail(body, number, "merger.shareholding-account",
                sign > 0 ? "ist kein Konto für Beteiligungen." : "ist kein Konto des Eigenkapitals.");
        }
        var places = Take(book, account, new Money(amount.Cents * sign));
        if (places.Aggregate(Money.Zero, (sum, place) => sum + place.Amount).Absolute != amount)
        {
            return Fail(body, number, "merger.shareholding-balance", $"trägt weniger als {amount}.");
        }
        if (book.Body != merger.Target && resolver.Account(book, account) is null) return null;
        return new EliminationSide(book.Body, number, places, null);
    }

    /// <summary>Shares stand among the financial assets, what they vanish against is equity.</summary>
    static bool IsOnItsLine(Framework framework, string account, int sign)
    {
        var form = BalanceSheetForm.Of(framework);
        return sign > 0 ? form.IsForShares(account) : form.IsEquity(account);
    }

    /// <summary>Takes the amount from what stands on the account, first without product and cost centre.</summary>
    List<(TargetPlace At, Money Amount)> Take(BookSnapshot book, Account account, Money amount)
    {
        var places = new List<(TargetPlace, Money)>();
        var keys = left.Keys.Where(key => key.Body == book.Body.Code && key.At.Account == account.Id)
            .OrderBy(key => key.At.Product?.Value ?? 0).ThenBy(key => key.At.CostCentre?.Value ?? 0).ToList();
        foreach (var key in keys)
        {
            if (amount.IsZero || Math.Sign(left[key].Cents) != Math.Sign(amount.Cents)) continue;
            var part = left[key].Absolute < amount.Absolute ? left[key] : amount;
            if (Mapped(book, key.At) is not { } at) continue;
            places.Add((at, part));
            left[key] -= part;
            amount -= part;
        }
        return places;
    }

    TargetPlace? Mapped(BookSnapshot book, Assignment at)
    {
        if (book.Body == merger.Target) return MergerPlan.PlaceOf(book, at);
        var account = resolver.Account(book, book.Accounts[at.Account]);
        return account is null ? null
            : new TargetPlace(account, resolver.Product(book, at.Product), resolver.CostCentre(book, at.CostCentre));
    }

    EliminationSide? Fail(string body, string number, string code, string what)
    {
        findings.Add(new Finding(0, MappingResolver.Place(MappingKind.Account, body, number),
            new Rejection(code, $"Beteiligung: Konto {number} der {body} {what}")));
        return null;
    }
}
