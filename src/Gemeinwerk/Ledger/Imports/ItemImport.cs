using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger.Imports;

/// <summary>
/// Imports open items (offene Posten), each with one entry against its counter account. The entry's external id is
/// <c>item:</c> and the item's number, so that a second import of the same row changes nothing.
/// </summary>
public static class ItemImport
{
    const int Number = 0, AccountNo = 1, PartyNo = 2, Originated = 3, Due = 4, Dunning = 5, Amount = 6, Counter = 7,
        Date = 8, Text = 9;
    static readonly CsvShape shape = new([
        "number", "account", "party", "originated", "due", "dunning", "amount", "counter_account", "date", "text"], []);

    public static string Example => """
        number;account;party;originated;due;dunning;amount;counter_account;date;text
        R-2026-1;1711;D-100;15.01.2026;15.02.2026;0;1250,00;4482;15.01.2026;Umlage Januar
        E-2026-7;3511;K-200;20.01.2026;20.02.2026;0;-380,50;5241;20.01.2026;Strom Januar

        """;

    /// <param name="kind">Regular, or Opening for items that are taken over with the opening balance.</param>
    public static Task<ImportReport> Run(
        Database database, string actor, string bodyCode, ImportSource source, EntryKind kind = EntryKind.Regular,
        ImportLimits? limits = null) =>
        ListImport.Run(database, actor, bodyCode, source, shape, limits, list => Import(list, kind));

    static async Task Import(ListWork list, EntryKind kind)
    {
        var names = await ImportNames.Load(list.Work.Db, list.Book.Body.Id, withItems: true);
        var posting = new ListPosting(list);
        while (list.Table.Read())
        {
            if (!list.Table.IsWellFormed || await Draft(list, names, kind) is not { } draft) continue;
            await posting.Add(draft);
        }
        await posting.Complete();
        if (list.Findings.Total == 0) await names.RecordNew(list.Work, list.Book);
    }

    static async Task<EntryDraft?> Draft(ListWork list, ImportNames names, EntryKind kind)
    {
        var table = list.Table;
        var number = list.Required(Number, 60);
        var account = list.Account(names, AccountNo);
        var counter = list.Account(names, Counter);
        var party = list.Find(names.Parties, PartyNo);
        var (originated, due, bookedOn) = (list.Date(Originated), list.Date(Due), list.Date(Date));
        var dunning = list.Number(Dunning, 9);
        var amount = list.Amount(Amount);
        var text = list.Required(Text, 1000);
        if (table[PartyNo].IsEmpty) table.Finding(PartyNo, "ledger.item-party", "Der Geschäftspartner fehlt.");
        if (!list.IsFine || account is null || counter is null || party is not { } owner) return null;
        if (account.Role is not (AccountRole.Receivable or AccountRole.Payable))
        {
            table.Finding(AccountNo, "ledger.item-account",
                $"Konto {account.Number} ist kein Forderungs- oder Verbindlichkeitskonto.");
        }
        if (due < originated) table.Finding(Due, "ledger.item-due", "Der Posten wäre vor seiner Entstehung fällig.");
        if (amount.IsZero) table.Finding(Amount, "ledger.zero-amount", "Der Betrag ist null.");
        if (!list.IsFine) return null;

        var item = new OpenItem(default, number, account.Id, owner, originated, due, dunning, Money.Zero);
        return await ItemOf(list, names, item) is not { } id ? null : new EntryDraft(
            bookedOn, originated, number, text,
            [
                new Posting(account.Id, amount, Party: owner, Item: id),
                new Posting(counter.Id, -amount),
            ], kind, $"item:{number}");
    }

    static async Task<Id<OpenItem>?> ItemOf(ListWork list, ImportNames names, OpenItem wanted)
    {
        if (!names.Items.Find(wanted.Number, out _))
        {
            var created = names.NewItem(wanted.Number, wanted.Account, wanted.Party, wanted.OriginatedOn, wanted.DueOn,
                wanted.DunningLevel);
            var batch = new ImportBatch();
            batch.Items.Add(created);
            await batch.WriteNames(list.Work.Db, list.Book.Body.Id);
            list.Added++;
            return created.Id;
        }
        // What was dunned or paid since has moved on; what the item is has not.
        var there = (await OpenItems.Find(list.Work.Db, list.Book.Body.Id, wanted.Number))!;
        if (there with { Id = default, DunningLevel = wanted.DunningLevel, Open = Money.Zero } == wanted)
        {
            list.Known++;
            return there.Id;
        }
        list.Table.Finding(Number, "ledger.item-exists",
            $"Den offenen Posten „{Texts.Shown(wanted.Number)}“ gibt es schon mit anderem Inhalt.");
        return null;
    }
}
