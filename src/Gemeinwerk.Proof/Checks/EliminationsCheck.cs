using Gemeinwerk.Proof.Certificates;

namespace Gemeinwerk.Proof.Checks;

/// <summary>
/// Point 6: what vanished, vanished on both sides at once, and nothing vanished without being listed.
/// </summary>
sealed class EliminationsCheck(Certificate certificate, BalancesCheck balances, Point point)
{
    readonly Dictionary<(string Body, string Number), CertifiedHolding> items = [];
    readonly Dictionary<(string Body, string Number), Int128> claimed = [];
    readonly Dictionary<(string Body, string Account), (Int128 Sum, int Line)> shares = [];
    readonly Dictionary<string, Int128> implied = [];
    readonly BalanceSheet sheet = new(certificate);
    readonly Dictionary<string, Dictionary<string, Mapping>> mappings = certificate.Bodies.Distinct()
        .ToDictionary(body => body, body => certificate.MappingOf("account", body));

    public void Run()
    {
        foreach (var item in certificate.Items) items.TryAdd((item.Body, item.Source.Number), item);
        foreach (var line in certificate.Eliminations)
        {
            if (line.CreditorBody == line.DebtorBody)
                Fail(line.Line, $"beide Seiten gehören derselben Körperschaft „{line.CreditorBody}“.");
            Take(line, line.CreditorBody, line.Credit, 1);
            Take(line, line.DebtorBody, line.Debt, -1);
        }
        CompareItems();
        CompareShares();
        CompareBalances();
    }

    void Take(Elimination line, string body, string number, int side)
    {
        var amount = (Int128)side * line.Amount;
        var account = number;
        if (line.Reason == Elimination.Shareholding)
        {
            shares[(body, number)] = (shares.GetValueOrDefault((body, number)).Sum + amount, line.Line);
        }
        else if (items.TryGetValue((body, number), out var item))
        {
            account = item.Source.Account;
            claimed[(body, number)] = claimed.GetValueOrDefault((body, number)) + amount;
            if (item.Target is not null)
                Fail(line.Line, $"Posten {number} der {body} steht als überführt im Abschnitt [items] (Zeile "
                    + $"{item.Line}).");
            if (Math.Sign(item.Source.Values.Fourth) != side)
                Fail(line.Line, $"Posten {number} der {body} steht auf der falschen Seite: offen sind "
                    + $"{German.Amount(item.Source.Values.Fourth)}.");
        }
        else
        {
            Fail(line.Line, $"Posten {number} der {body} steht nicht im Abschnitt [items].");
        }
        var target = body == certificate.Target ? account
            : mappings[body].GetValueOrDefault(account)?.Target;
        if (target is not null && line.Reason == Elimination.Shareholding)
            RefuseShare(line, body, account, target, side);
        if (target is null) Fail(line.Line, $"Konto {account} der {body} ist keinem Ziel zugeordnet.");
        else implied[target] = implied.GetValueOrDefault(target) - amount;
    }

    void RefuseShare(Elimination line, string body, string account, string target, int side)
    {
        if (side > 0 ? !sheet.IsForShares(target) : !sheet.IsEquity(target))
            Fail(line.Line, $"Konto {account} der {body} steht im Ziel als Konto {target} in keiner Bilanzzeile "
                + (side > 0 ? "für Anteile und Beteiligungen." : "des Eigenkapitals."));
        if (balances.IsHeld(body, account))
            Fail(line.Line, $"Konto {account} der {body} trägt laut Journal Zahlungen, Posten oder Anlagegüter, keine "
                + "Anteile.");
    }

    void CompareItems()
    {
        var claims = certificate.Eliminations.Where(line => line.Reason == Elimination.Claim)
            .SelectMany(line => new[]
            {
                ((line.CreditorBody, line.Credit), line), ((line.DebtorBody, line.Debt), line),
            })
            .ToLookup(each => each.Item1, each => each.line);
        foreach (var item in items.Values.Where(item => item.Target is null))
        {
            var sum = claimed.GetValueOrDefault((item.Body, item.Source.Number));
            if (sum == item.Source.Values.Fourth) continue;
            Fail(item.Line, $"Posten {item.Source.Number} der {item.Body} ist als eliminiert aufgeführt; offen sind "
                + $"{German.Amount(item.Source.Values.Fourth)}, eliminiert werden {German.Amount(sum)}.");
            foreach (var line in claims[(item.Body, item.Source.Number)])
                Fail(line.Line, $"die Eliminierung über {German.Amount(line.Amount)} passt nicht zum Posten "
                    + $"{item.Source.Number} der {item.Body} (Zeile {item.Line}).");
        }
    }

    void CompareShares()
    {
        foreach (var ((body, account), (sum, line)) in shares)
        {
            if (!balances.Knows(body))
            {
                point.Lacks($"das Journal der Körperschaft {body}");
                continue;
            }
            var balance = balances.Balance(body, account);
            if (sum > 0 ? balance < sum : balance > sum)
                Fail(line, $"Konto {account} der {body} trägt {German.Amount(balance)}; eliminiert werden "
                    + $"{German.Amount(sum)}.");
        }
    }

    void CompareBalances()
    {
        Int128 total = 0;
        foreach (var account in certificate.Balances.GroupBy(line => line.At.Account))
        {
            var sum = account.Aggregate((Int128)0, (sum, line) => sum + line.Eliminated);
            total += sum;
            implied.Remove(account.Key, out var listed);
            if (sum != listed)
                Fail(account.First().Line, $"Konto {account.Key}: die Salden nennen Eliminierungen von "
                    + $"{German.Amount(sum)}, die Liste der Eliminierungen ergibt {German.Amount(listed)}.");
        }
        foreach (var (account, listed) in implied.Where(each => each.Value != 0))
            Fail(certificate.LineOf("eliminations"), $"Konto {account}: die Liste der Eliminierungen ergibt "
                + $"{German.Amount(listed)}, die Salden nennen das Konto nicht.");
        if (total != 0)
            Fail(certificate.LineOf("balances"), $"die Eliminierungen heben sich nicht auf: "
                + $"{German.Amount(total)} bleiben.");
    }

    void Fail(int line, string message) => point.Fail(certificate.File, line, message);
}
