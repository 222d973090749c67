using Gemeinwerk.Basics;
using At = Gemeinwerk.Ledger.Imports.JournalColumns;

namespace Gemeinwerk.Ledger.Imports;

/// <summary>
/// Reads one row into one posting, or two where it names a counter account. What the row creates (products, cost
/// centres, open items) goes into the batch.
/// </summary>
sealed class PostingReader(CsvTable table, ImportNames names, JournalImportOptions options)
{
    /// <summary>Where what the file creates goes to; the reading thread changes it with every batch.</summary>
    internal ImportBatch Batch { get; set; } = new();

    internal void Read(List<Posting> to, DateOnly bookedOn, string? text)
    {
        var hasAmount = ReadAmount(out var amount);
        var account = AccountOf(At.Account);
        var counter = table[At.CounterAccount].IsEmpty ? null : AccountOf(At.CounterAccount);
        var payment = table[At.PaymentAccount].IsEmpty ? null : Find(At.PaymentAccount);
        var product = ProductOf();
        var centre = CostCentreOf();
        var party = PartyOf();
        if (account is null || !hasAmount || (counter is null && !table[At.CounterAccount].IsEmpty)) return;

        var item = ItemOf(account, party, bookedOn);
        var paymentOnCounter = payment is not null && account.Role != AccountRole.Cash && counter is not null;
        to.Add(new Posting(account.Id, amount, product, centre, paymentOnCounter ? null : payment?.Id, party, item,
            Text: text));
        if (counter is null) return;
        to.Add(new Posting(counter.Id, -amount, product, centre, paymentOnCounter ? payment?.Id : null, Text: text));
    }

    bool ReadAmount(out Money amount)
    {
        if (table.Has(At.Amount)) return Parse(At.Amount, out amount);
        amount = default;
        var (hasDebit, hasCredit) = (!table[At.Debit].IsEmpty, !table[At.Credit].IsEmpty);
        if (!hasDebit && !hasCredit)
        {
            table.Finding(At.Debit, "import.amount-missing", "Soll und Haben sind beide leer.");
            return false;
        }
        Money debit = default, credit = default;
        if (hasDebit && !Parse(At.Debit, out debit)) return false;
        if (hasCredit && !Parse(At.Credit, out credit)) return false;
        if (!debit.IsZero && !credit.IsZero)
        {
            table.Finding(At.Debit, "import.amount-twice", "Soll und Haben sind beide gefüllt.");
            return false;
        }
        amount = debit - credit;
        return Refuse(At.Debit, amount);
    }

    bool Parse(int column, out Money amount)
    {
        if (!Money.Parse(table[column]).Ok(out amount, out var why))
        {
            table.Finding(column, table[column].IsEmpty ? new("import.amount-missing", "Der Betrag fehlt.") : why);
            return false;
        }
        return column != At.Amount || Refuse(column, amount);
    }

    bool Refuse(int column, Money amount)
    {
        if (!amount.IsZero) return true;
        table.Finding(column, "ledger.zero-amount", "Der Betrag ist null.");
        return false;
    }

    Account? AccountOf(int column)
    {
        if (Find(column) is not { } account) return null;
        if (!account.IsPayment) return account;
        table.Finding(column, "ledger.payment-account",
            $"Konto {account.Number} ist ein Zahlungskonto; es gehört in die Spalte payment_account.");
        return null;
    }

    Account? Find(int column)
    {
        if (names.Accounts.Find(table[column], out var account)) return account;
        table.Finding(column, "import.account-unknown", table[column].IsEmpty
            ? "Das Konto fehlt."
            : $"Das Konto „{Texts.Shown(table[column])}“ steht nicht im Kontenplan.");
        return null;
    }

    Id<Product>? ProductOf()
    {
        var code = table[At.Product];
        if (code.IsEmpty) return null;
        if (names.Products.Find(code, out var product)) return product;
        if (!MayCreate(At.Product, "Das Produkt")) return null;
        var created = names.NewProduct(code.ToString());
        Batch.Products.Add(created);
        return created.Id;
    }

    Id<CostCentre>? CostCentreOf()
    {
        var code = table[At.CostCentre];
        if (code.IsEmpty) return null;
        if (names.CostCentres.Find(code, out var centre)) return centre;
        if (!MayCreate(At.CostCentre, "Die Kostenstelle")) return null;
        var created = names.NewCostCentre(code.ToString());
        Batch.CostCentres.Add(created);
        return created.Id;
    }

    bool MayCreate(int column, string what)
    {
        if (!options.CreateDimensions)
        {
            table.Finding(column, "import.dimension-unknown", $"{what} „{Texts.Shown(table[column])}“ gibt es nicht.");
            return false;
        }
        if (Texts.Refuse(table[column].ToString(), 20) is not { } why) return true;
        table.Finding(column, "ledger.dimension", $"{what} „{Texts.Shown(table[column])}“: {why}");
        return false;
    }

    Id<Party>? PartyOf()
    {
        if (table[At.Party].IsEmpty) return null;
        if (names.Parties.Find(table[At.Party], out var party)) return party;
        table.Finding(At.Party, "import.party-unknown",
            $"Den Geschäftspartner „{Texts.Shown(table[At.Party])}“ gibt es nicht.");
        return null;
    }

    /// <summary>An item that is not there is created when the row has what it takes: party and due date.</summary>
    Id<OpenItem>? ItemOf(Account account, Id<Party>? party, DateOnly bookedOn)
    {
        if (table[At.Item].IsEmpty) return null;
        if (names.Items.Find(table[At.Item], out var item))
        {
            if (item.Account == account.Id && (party is null || party == item.Party)) return item.Id;
            table.Finding(At.Item, "ledger.item-mismatch",
                "Der offene Posten gehört zu einem anderen Konto oder Geschäftspartner.");
            return null;
        }
        var number = table[At.Item].ToString();
        if (WhyNoItem(number, account, party) is { } why)
        {
            table.Finding(At.Item, why);
        }
        else if (!Cells.Date(table[At.Due], out var due, out var badDate))
        {
            table.Finding(At.Due, badDate);
        }
        else if (due < bookedOn)
        {
            table.Finding(At.Due, "ledger.item-due",
                $"Der offene Posten „{Texts.Shown(number)}“ wäre vor seiner Entstehung fällig.");
        }
        else
        {
            var created = names.NewItem(number, account.Id, party!.Value, bookedOn, due);
            Batch.Items.Add(created);
            return created.Id;
        }
        return null;
    }

    Rejection? WhyNoItem(string number, Account account, Id<Party>? party)
    {
        if (table[At.Due].IsEmpty || party is null)
        {
            return new("import.item-unknown",
                $"Den offenen Posten „{Texts.Shown(number)}“ gibt es nicht; mit party und due wird er angelegt.");
        }
        if (Texts.Refuse(number, 60) is { } why) return new("ledger.item-number", $"Nummer des offenen Postens: {why}");
        return account.Role is AccountRole.Receivable or AccountRole.Payable
            ? null
            : new("ledger.item-account",
                $"Konto {account.Number} ist kein Forderungs- oder Verbindlichkeitskonto für offene Posten.");
    }
}
