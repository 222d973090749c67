using Gemeinwerk.Ledger;

namespace Gemeinwerk.Merger;

/// <summary>A suggested target with its reason, or why there is none.</summary>
readonly record struct Suggestion(string? Target, string Reason)
{
    internal static Suggestion None(string why) => new(null, why);
}

/// <summary>
/// Suggests accounts, in this order: the annual result; equal number and name; equal name; the usual correspondence of
/// commercial and municipal accounts; equal number and a similar name; a clearly most similar name; a new account where
/// the number is free in the same framework. Only accounts of the same kind and role, and only where there is one
/// answer.
/// </summary>
sealed class AccountSuggestions(BookSnapshot target)
{
    const int SimilarEnough = 80, ClearlyBetter = 10, SimilarWithSameNumber = 50;

    readonly List<Account> accounts = [.. target.Accounts.Values.OrderBy(a => a.Number, StringComparer.Ordinal)];

    internal Suggestion For(BookSnapshot source, Account account)
    {
        if (account.Role == AccountRole.Result && target.ResultAccount is { } result)
        {
            return new(result.Number, "Konto des Jahresergebnisses");
        }
        var alike = accounts.FindAll(candidate => MappingRules.AreAlike(account, candidate));
        var sameFramework = source.Body.Framework == target.Body.Framework;
        var sameNumber = alike.Find(candidate => candidate.Number == account.Number);
        var name = Similarity.Normal(account.Name);
        if (sameFramework && sameNumber is not null && Similarity.Normal(sameNumber.Name) == name)
        {
            return new(sameNumber.Number, "gleiche Nummer und Bezeichnung");
        }
        var sameName = alike.FindAll(candidate => Similarity.Normal(candidate.Name) == name);
        if (sameName is [var only]) return new(only.Number, "gleiche Bezeichnung");
        if (sameName.Count > 1) return Ambiguous(sameName);
        if (!sameFramework) return ByCorrespondence(source, account, alike);
        if (sameNumber is not null
            && Similarity.Percent(sameNumber.Name, account.Name) is var percent and >= SimilarWithSameNumber)
        {
            return new(sameNumber.Number, $"gleiche Nummer, ähnliche Bezeichnung ({percent} %)");
        }
        return MostSimilar(account, alike) switch
        {
            { } found => found,
            _ when accounts.TrueForAll(candidate => candidate.Number != account.Number) =>
                new(MappingLine.New, "im Ziel nicht vorhanden"),
            _ => Suggestion.None(
                $"die Nummer steht im Ziel für „{accounts.Find(a => a.Number == account.Number)!.Name}“"),
        };
    }

    static Suggestion ByCorrespondence(BookSnapshot source, Account account, List<Account> alike)
    {
        if (source.Body.Framework == Framework.Hgb && Correspondences.Of(account) is { } usual)
        {
            var below = alike.FindAll(candidate =>
                candidate.Number.StartsWith(usual.NkfType, StringComparison.Ordinal));
            if (below is [var only]) return new(only.Number,
                $"übliche Entsprechung HGB – NKF (Kontenart {usual.NkfType})");
            if (below.Count > 1)
            {
                return MostSimilar(account, below) is { } found
                    ? found with { Reason = $"übliche Entsprechung HGB – NKF, {found.Reason}" }
                    : Ambiguous(below);
            }
        }
        return MostSimilar(account, alike) ?? Suggestion.None("kein Konto des Ziels entspricht ihm");
    }

    static Suggestion? MostSimilar(Account account, List<Account> candidates)
    {
        var ranked = candidates.Select(candidate =>
            (candidate, Percent: Similarity.Percent(candidate.Name, account.Name)))
            .OrderByDescending(c => c.Percent).ThenBy(c => c.candidate.Number, StringComparer.Ordinal).Take(2).ToList();
        if (ranked.Count == 0 || ranked[0].Percent < SimilarEnough) return null;
        if (ranked.Count == 2 && ranked[1].Percent > ranked[0].Percent - ClearlyBetter)
        {
            return Ambiguous([.. ranked.Select(c => c.candidate)]);
        }
        return new(ranked[0].candidate.Number, $"ähnliche Bezeichnung ({ranked[0].Percent} %)");
    }

    static Suggestion Ambiguous(List<Account> candidates) => Suggestion.None("mehrdeutig: "
        + string.Join(", ", candidates.Take(4).Select(c => $"{c.Number} „{c.Name}“"))
        + (candidates.Count > 4 ? " und weitere" : ""));
}
