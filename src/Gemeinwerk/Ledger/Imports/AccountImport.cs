using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger.Imports;

/// <summary>Imports a chart of accounts (Kontenplan): <c>account,name,kind</c> and optionally <c>role</c>.</summary>
public static class AccountImport
{
    const int Number = 0, Name = 1, Kind = 2, Role = 3;
    static readonly CsvShape shape = new(["account", "name", "kind"], ["role"]);

    public static string Example => """
        account;name;kind;role
        1811;Girokonto Sparkasse;asset;cash
        4012;Grundsteuer B;revenue;
        5241;Strom;expense;
        6012;Grundsteuer B;receipt;
        7241;Strom;payment;

        """;

    public static Task<ImportReport> Run(
        Database database, string actor, string bodyCode, ImportSource source, ImportLimits? limits = null) =>
        ListImport.Run(database, actor, bodyCode, source, shape, limits, Import);

    static async Task Import(ListWork list)
    {
        var known = (await Accounts.All(list.Work.Db, list.Book.Body.Id)).ToDictionary(
            account => account.Number,
            account => (account.Name, account.Kind, account.Role), StringComparer.Ordinal);
        var result = known.FirstOrDefault(account => account.Value.Role == AccountRole.Result).Key;
        var drafts = new List<AccountDraft>();
        while (list.Table.Read())
        {
            if (!list.IsFine || Draft(list) is not { } draft) continue;
            var content = (draft.Name, draft.Kind, draft.Role);
            if (known.TryGetValue(draft.Number.Digits, out var there))
            {
                if (there == content) list.Known++;
                else Differs(list, draft.Number.Digits, there.Name);
                continue;
            }
            if (draft.Role == AccountRole.Result && result is not null)
            {
                list.Table.Finding(Role, "ledger.account-result",
                    $"Das Ergebniskonto des Kontenplans ist schon {result}.");
                continue;
            }
            if (draft.Role == AccountRole.Result) result = draft.Number.Digits;
            known.Add(draft.Number.Digits, content);
            drafts.Add(draft);
        }
        if (list.Findings.Total > 0) return;
        list.Added = (await Accounts.Add(list.Work, list.Book, drafts)).Expect();
    }

    static AccountDraft? Draft(ListWork list)
    {
        var table = list.Table;
        if (!AccountNumber.Parse(table[Number].ToString()).Ok(out var number, out var why)) table.Finding(Number, why);
        var name = list.Required(Name, 300);
        if (!Codes.TryParse(table[Kind].ToString(), out AccountKind kind))
        {
            table.Finding(Kind, "import.account-kind",
                $"„{Texts.Shown(table[Kind])}“ ist keine Kontenart; möglich sind: {Codes.All<AccountKind>()}.");
        }
        var role = AccountRole.None;
        if (!table[Role].IsEmpty && !Codes.TryParse(table[Role].ToString(), out role))
        {
            table.Finding(Role, "import.account-role",
                $"„{Texts.Shown(table[Role])}“ ist keine Rolle; möglich sind: {Codes.All<AccountRole>()}.");
        }
        return list.IsFine ? new AccountDraft(number!, name, kind, role) : null;
    }

    static void Differs(ListWork list, string number, string name) => list.Table.Finding(
        Number, "ledger.account-exists",
        $"Das Konto {number} gibt es schon mit anderem Inhalt („{Texts.Shown(name)}“).");
}
