namespace Gemeinwerk.Ledger.Imports;

/// <summary>The columns of a journal file (docs/formats.md, Imports).</summary>
static class JournalColumns
{
    internal const int
        Entry = 0, Date = 1, Account = 2, Text = 3, Amount = 4, Debit = 5, Credit = 6, Tenant = 7, Line = 8,
        Product = 9, CostCentre = 10, Party = 11, Document = 12, EffectiveDate = 13, ExternalId = 14,
        CounterAccount = 15, Item = 16, Due = 17, PaymentAccount = 18;

    internal static readonly CsvShape Shape = new(
        ["entry", "date", "account", "text"],
        [
            "amount", "debit", "credit", "tenant", "line", "product", "cost_centre", "party", "document",
            "effective_date", "external_id", "counter_account", "item", "due", "payment_account",
        ]);

    internal const string Example = """
        entry;date;account;amount;text;product;party;document;external_id;counter_account;payment_account
        1;31.01.2026;4012;-125,00;Grundsteuer B;1101;;B-1;;;
        1;;1811;125,00;;1101;;;;;6012
        2;15.02.2026;5241;40,00;Strom Februar;0111;;B-2;;1811;7241

        """;
}
