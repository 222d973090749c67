using Gemeinwerk.Proof.Budgets;
using Gemeinwerk.Proof.Certificates;
using Gemeinwerk.Proof.Exports;

namespace Gemeinwerk.Proof.Checks;

/// <summary>
/// Point 3: every certified amount is what the journals say through the mapping, and none is missing.
/// </summary>
sealed class BalancesCheck(Certificate certificate, BudgetBooks budgets, Point point)
{
    sealed record Contribution(Assignment To, Int128 Amount, IReadOnlyList<Mapping> Through);

    readonly Dictionary<Assignment, Int128[]> computed = [];
    readonly Dictionary<(string Body, string Account), Int128> byAccount = [];
    readonly HashSet<string> known = [];
    readonly HashSet<(string Body, string Account)> held = [];

    int Columns => certificate.Sources.Count + 3;

    /// <summary>Whether the journal of this body was given.</summary>
    public bool Knows(string body) => known.Contains(body);

    /// <summary>What an account of a body carried over: of a source after its closing, of the target before.</summary>
    public Int128 Balance(string body, string account) => byAccount.GetValueOrDefault((body, account));

    /// <summary>Whether postings on the account name a payment, an item or an asset.</summary>
    public bool IsHeld(string body, string account) => held.Contains((body, account));

    public void Add(string body, BookFigures figures)
    {
        known.Add(body);
        foreach (var account in figures.HeldAccounts()) held.Add((body, account));
        if (body == certificate.Target) AddTarget(figures);
        else AddSource(body, figures);
    }

    public void Compare()
    {
        foreach (var line in certificate.Balances)
        {
            var amounts = computed.Remove(line.At, out var found) ? found : new Int128[Columns];
            for (var column = 0; column < Columns; column++) CompareColumn(line, column, amounts[column]);
            Int128 sum = (Int128)line.Before + line.Eliminated;
            foreach (var amount in line.Sources) sum += amount;
            if (sum != line.After)
                point.Fail(certificate.File, line.Line, $"{line.At}: Quellen + Ziel vorher + Eliminierung ergeben "
                    + $"{German.Amount(sum)}, nachher stehen {German.Amount(line.After)}.");
        }
        foreach (var (at, amounts) in computed.OrderBy(each => each.Key.ToString(), StringComparer.Ordinal))
            for (var column = 0; column < Columns; column++)
                if (amounts[column] != 0)
                    point.Fail(certificate.File, certificate.LineOf("balances"),
                        $"{at} fehlt in der Liste; das Journal ergibt für {Column(column)} "
                            + $"{German.Amount(amounts[column])}.");
    }

    void AddTarget(BookFigures figures)
    {
        foreach (var (at, sum) in figures.Balances())
        {
            if (sum.Before == 0 && sum.After == 0 && sum.Eliminated == 0) continue;
            var row = Row(at);
            (row[^3], row[^2], row[^1]) = (sum.Before, sum.Eliminated, sum.After);
            var key = (certificate.Target, at.Account);
            byAccount[key] = byAccount.GetValueOrDefault(key) + sum.Before;
        }
    }

    void AddSource(string body, BookFigures figures)
    {
        var column = certificate.Sources.IndexOf(body);
        var accounts = certificate.MappingOf("account", body);
        var products = certificate.MappingOf("product", body);
        var centres = certificate.MappingOf("cost-centre", body);
        var made = new List<Contribution>();
        var missing = new HashSet<(string, string)>();
        foreach (var (at, sum) in figures.Balances().Where(each => each.Sum.After != 0))
        {
            byAccount[(body, at.Account)] = byAccount.GetValueOrDefault((body, at.Account)) + sum.After;
            var through = new List<Mapping>();
            var to = new Assignment(Map(accounts, "Konto", at.Account)!, Map(products, "Produkt", at.Product),
                Map(centres, "Kostenstelle", at.Centre));
            made.Add(new Contribution(to, sum.After, through));
            Row(to)[column] += sum.After;

            string? Map(Dictionary<string, Mapping> mapping, string noun, string? number)
            {
                if (number is null) return null;
                if (mapping.TryGetValue(number, out var line))
                {
                    through.Add(line);
                    return line.Target;
                }
                if (missing.Add((noun, number)))
                    point.Fail(certificate.File, certificate.LineOf("mapping"),
                        $"{noun} {number} der {body} ist keinem Ziel zugeordnet ({German.Amount(sum.After)} auf "
                            + $"{at}).");
                return number;
            }
        }
        RefuseUnused(body, figures);
        Suspect(body, column, made);
    }

    void RefuseUnused(string body, BookFigures figures)
    {
        var used = new HashSet<(string Kind, string Number)>();
        foreach (var at in figures.Balances().Where(each => each.Sum.After != 0).Select(each => each.At))
        {
            used.Add(("account", at.Account));
            if (at.Product is not null) used.Add(("product", at.Product));
            if (at.Centre is not null) used.Add(("cost-centre", at.Centre));
        }
        foreach (var each in certificate.Items.Concat(certificate.Assets).Where(each => each.Body == body))
        {
            used.Add(("account", each.Source.Account));
            if (each.Target is not null) used.Add(("party", each.Source.Party));
        }
        foreach (var line in certificate.Mappings.Where(line => line.Body == body
            && line.Kind is not ("item" or "asset" or "position") && !used.Contains((line.Kind, line.Source))))
        {
            // A budget that nothing binds cannot be asked.
            if (line.Kind == "product" && (certificate.Version == 2 ? figures.Products.Find(line.Source) >= 0
                : budgets.UsesProduct(body, line.Source))) continue;
            point.Fail(certificate.File, line.Line, $"die Zuordnung nennt „{line.Source}“, das weder ein Saldo noch "
                + $"ein Posten, ein Anlagegut oder der Haushalt der {body} braucht.");
        }
    }

    // Where taking the sums that went through one mapping line away makes all their target lines right, that line
    // is wrong.
    void Suspect(string body, int column, List<Contribution> made)
    {
        var stated = certificate.Balances.GroupBy(line => line.At)
            .ToDictionary(same => same.Key, same => (Int128)same.First().Sources[column]);
        // A wrong mapping moves a sum elsewhere; where sums are lost altogether, lines are missing and no mapping
        // is to blame.
        if (stated.Count == 0 || stated.Values.Aggregate((Int128)0, (sum, next) => sum + next) != 0) return;
        var suspects = new Dictionary<Mapping, Dictionary<Assignment, Int128>>();
        foreach (var each in made)
            foreach (var line in each.Through)
            {
                if (!suspects.TryGetValue(line, out var sums)) suspects.Add(line, sums = []);
                sums[each.To] = sums.GetValueOrDefault(each.To) + each.Amount;
            }
        foreach (var (line, sums) in suspects)
        {
            var moved = sums.Where(sum => sum.Value != 0).ToList();
            if (moved.Count > 0 && moved.All(sum =>
                Row(sum.Key)[column] - stated.GetValueOrDefault(sum.Key) == sum.Value))
                point.Fail(certificate.File, line.Line, $"die Zuordnung {line.Source} → {line.Target} der "
                    + $"{body} passt nicht "
                    + $"zu den Salden: {German.Amount(moved[0].Value)} stehen nicht unter {moved[0].Key}.");
        }
    }

    void CompareColumn(CertifiedBalance line, int column, Int128 found)
    {
        var stated = column < line.Sources.Length ? line.Sources[column]
            : column == Columns - 3 ? line.Before : column == Columns - 2 ? line.Eliminated : line.After;
        var body = column < line.Sources.Length ? certificate.Sources[column] : certificate.Target;
        if (known.Contains(body) && stated != found)
            point.Fail(certificate.File, line.Line, $"{line.At}: für {Column(column)} nennt das Zertifikat "
                + $"{German.Amount(stated)}, das Journal ergibt {German.Amount(found)}.");
    }

    string Column(int column) => column < certificate.Sources.Count ? certificate.Sources[column]
        : column == Columns - 3 ? "Ziel vorher" : column == Columns - 2 ? "Eliminierung" : "Ziel nachher";

    Int128[] Row(Assignment at)
    {
        if (!computed.TryGetValue(at, out var row)) computed.Add(at, row = new Int128[Columns]);
        return row;
    }
}
