using Gemeinwerk.Proof.Certificates;

namespace Gemeinwerk.Proof.Checks;

/// <summary>
/// Point 7, the statement: each line is what its accounts in [balances] add up to, or the lines that it sums up, in
/// every column.
/// </summary>
sealed class StatementCheck(Certificate certificate, Point point)
{
    readonly Dictionary<string, Int128[]> leaves = [];
    readonly Dictionary<string, Int128[]> accounts = [];
    readonly Dictionary<string, StatementLine> stated = [];
    readonly ILookup<string, AccountLine> accountsOf = certificate.AccountLines.ToLookup(each => each.Number ?? "");
    readonly ILookup<string, SumPart> partsOf = certificate.SumParts.ToLookup(each => each.Number);
    readonly Dictionary<string, string> above = certificate.SumParts.DistinctBy(each => each.Part)
        .ToDictionary(each => each.Part, each => each.Number);
    readonly BalanceSheet sheet = new(certificate);

    int Columns => certificate.Sources.Count + 3;

    public void Run()
    {
        foreach (var line in certificate.Statement) stated.TryAdd(line.Number, line);
        foreach (var balance in certificate.Balances)
            Add(accounts, balance.At.Account, 1,
                [.. balance.Sources.Select(amount => (Int128)amount), balance.Before, balance.Eliminated,
                    balance.After]);
        AddAccounts();
        RefuseParts();
        CompareSides();
        foreach (var line in certificate.Statement) Compare(line);
    }

    void AddAccounts()
    {
        foreach (var each in certificate.AccountLines)
        {
            if (!accounts.TryGetValue(each.Account, out var amounts))
                Fail(each.Line, $"Konto {each.Account} hat eine Bilanzzeile, steht aber nicht in den Salden.");
            else if (each.Number is null) RefuseHidden(each, amounts);
            else if (!stated.ContainsKey(each.Number))
                Fail(each.Line, $"Konto {each.Account} gehört zur Zeile {each.Number}, die die Bilanz nicht hat.");
            else if (partsOf.Contains(each.Number))
                Fail(each.Line, $"Konto {each.Account} gehört zur Zeile {each.Number}, die eine Summe ist.");
            else
            {
                RefuseSide(each);
                Add(leaves, each.Number, each.Sign, amounts);
            }
        }
        var placed = certificate.AccountLines.Select(each => each.Account).ToHashSet();
        foreach (var account in accounts.Keys.Where(account => !placed.Contains(account)))
            Fail(certificate.LineOf("lines"), $"Konto {account} steht in den Salden, aber in keiner Bilanzzeile.");
    }

    void RefuseParts()
    {
        foreach (var part in certificate.SumParts)
            foreach (var number in (string[])[part.Number, part.Part])
                if (!stated.ContainsKey(number))
                    Fail(part.Line, $"die Summe nennt die Zeile {number}, die die Bilanz nicht hat.");
    }

    void RefuseHidden(AccountLine each, Int128[] amounts)
    {
        if (Array.FindIndex(amounts, amount => amount != 0) is >= 0 and var column)
            Fail(each.Line, $"Konto {each.Account} steht in keiner Bilanzzeile, hat aber für {Column(column)} den "
                + $"Saldo {German.Amount(amounts[column])}.");
    }

    void RefuseSide(AccountLine each)
    {
        var isAsset = BalanceSheet.IsAssets(each.Number!);
        if (each.Sign != (isAsset ? 1 : -1))
            Fail(each.Line, $"Konto {each.Account} hat in der Zeile {each.Number} das falsche Vorzeichen.");
        if (sheet.IsAssetAccount(each.Account) != isAsset)
            Fail(each.Line, $"Konto {each.Account} gehört nach seiner Nummer nicht auf die Seite der Zeile "
                + $"{each.Number}.");
    }

    /// <summary>Each side is one tree of sums, and both come to the same in every column.</summary>
    void CompareSides()
    {
        foreach (var part in certificate.SumParts)
        {
            if (part.Sign != 1 || BalanceSheet.IsAssets(part.Number) != BalanceSheet.IsAssets(part.Part))
                Fail(part.Line, $"die Zeile {part.Part} zählt nicht mit Pluszeichen zu einer Summe ihrer Seite.");
            if (IsInCircle(part))
                Fail(part.Line, $"die Summe {part.Number} enthält sich selbst.");
        }
        var parts = certificate.SumParts.Select(part => part.Part).ToHashSet();
        var tops = certificate.Statement.Where(line => !parts.Contains(line.Number)).ToList();
        foreach (var line in certificate.Statement.Where(line => !BalanceSheet.HasSide(line.Number)))
            Fail(line.Line, $"die Zeile {line.Number} gehört zu keiner Seite der Bilanz.");
        foreach (var line in tops.Where(line => !BalanceSheet.IsTotal(line.Number)))
            Fail(line.Line, $"die Zeile {line.Number} ist in keiner Summe enthalten.");
        if (!stated.TryGetValue(BalanceSheet.Assets, out var assets)
            || !stated.TryGetValue(BalanceSheet.Liabilities, out var liabilities))
        {
            Fail(certificate.LineOf("statement"), $"die Zeilen {BalanceSheet.Assets} und {BalanceSheet.Liabilities} "
                + "müssen dort stehen.");
            return;
        }
        var (left, right) = (Amounts(assets), Amounts(liabilities));
        for (var column = 0; column < Columns; column++)
            if (left[column] != right[column])
                Fail(liabilities.Line, $"Aktiva und Passiva sind für {Column(column)} nicht gleich: "
                    + $"{German.Amount(left[column])} und {German.Amount(right[column])} ({certificate.File}, Zeile "
                    + $"{assets.Line}).");
    }

    bool IsInCircle(SumPart part)
    {
        var seen = new HashSet<string> { part.Part };
        for (var at = part.Number; seen.Add(at) && above.TryGetValue(at, out var next); at = next)
            if (next == part.Part) return true;
        return part.Number == part.Part;
    }

    static Int128[] Amounts(StatementLine line) =>
        [.. line.Sources.Select(amount => (Int128)amount), line.Before, line.Eliminated, line.After];

    void Compare(StatementLine line)
    {
        var says = Amounts(line);
        var across = says[..^1].Aggregate((Int128)0, (sum, next) => sum + next);
        if (across != line.After)
            Fail(line.Line, $"Bilanzzeile {line.Number} „{line.Name}“ ergibt {German.Amount(across)}, nachher stehen "
                + $"{German.Amount(line.After)}.");
        var parts = partsOf[line.Number].ToList();
        var found = parts.Count > 0 ? Sum(parts) : leaves.GetValueOrDefault(line.Number) ?? new Int128[Columns];
        for (var column = 0; column < Columns; column++)
        {
            if (says[column] == found[column]) continue;
            Fail(line.Line, $"Bilanzzeile {line.Number} „{line.Name}“ nennt für {Column(column)} "
                + $"{German.Amount(says[column])}, ihre {(parts.Count > 0 ? "Summanden" : "Konten")} ergeben "
                + $"{German.Amount(found[column])}{Rules(line, parts)}.");
            return;
        }
    }

    Int128[] Sum(List<SumPart> parts)
    {
        var sum = new Int128[Columns];
        foreach (var part in parts)
        {
            if (!stated.TryGetValue(part.Part, out var line)) continue;
            var amounts = Amounts(line);
            for (var column = 0; column < Columns; column++) sum[column] += part.Sign * amounts[column];
        }
        return sum;
    }

    string Rules(StatementLine line, List<SumPart> parts)
    {
        var rules = parts.Select(part => part.Line).Concat(accountsOf[line.Number].Select(each => each.Line)).ToList();
        return rules.Count == 0 ? ""
            : $" ({certificate.File}, {string.Join(", ", rules.Select(rule => $"Zeile {rule}"))})";
    }

    void Add(Dictionary<string, Int128[]> sums, string key, int sign, Int128[] amounts)
    {
        if (!sums.TryGetValue(key, out var sum)) sums.Add(key, sum = new Int128[Columns]);
        for (var column = 0; column < Columns; column++) sum[column] += sign * amounts[column];
    }

    string Column(int column) => column < certificate.Sources.Count ? certificate.Sources[column]
        : column == Columns - 3 ? "Ziel vorher" : column == Columns - 2 ? "Eliminierung" : "Ziel nachher";

    void Fail(int line, string message) => point.Fail(certificate.File, line, message);
}
