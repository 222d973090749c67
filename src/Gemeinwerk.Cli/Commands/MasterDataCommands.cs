using System.CommandLine;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk account|product|cost-centre|party …</c>: what postings refer to.</summary>
static class MasterDataCommands
{
    static readonly Argument<string> code = new("CODE") { Description = "Nummer oder Schlüssel" };
    static readonly Argument<string> name = new("NAME") { Description = "Bezeichnung" };
    static readonly Option<AccountKind> kind = Inputs.Code<AccountKind>("--kind", "Art des Kontos", required: true);
    static readonly Option<AccountRole> role = Inputs.Code<AccountRole>("--role", "Rolle des Kontos, ohne Angabe none");
    static readonly Option<string?> iban = new("--iban") { Description = "IBAN", HelpName = "IBAN" };
    static readonly Option<string?> taxNumber = new("--tax-number")
    {
        Description = "Steuernummer",
        HelpName = "NUMMER",
    };

    static readonly Option<string?> counterpart = new("--counterpart")
    {
        Description = "Körperschaft dieser Datenbank, die der Partner ist; so finden sich gegenseitige Forderungen",
        HelpName = "KÜRZEL",
    };

    internal static Command Account() => new("account", "Konten")
    {
        BookShell.Reading("list", "zeigt den Kontenplan", [],
            async (db, body, _) => (Result<List<Account>>)await Accounts.All(db, body.Id), rows =>
                Rows(["Konto", "Bezeichnung", "Art", "Rolle"], rows, it =>
                    [it.Number, it.Name, it.Kind.Code(), it.Role.Code()])),
        BookShell.Writing("add", "legt ein Konto an", [code, name, kind, role], async (work, book, parsed) =>
            AccountNumber.Parse(parsed.GetValue(code)!).Ok(out var number, out var why)
                ? await Accounts.Add(work, book,
                    [new(number, parsed.GetValue(name)!, parsed.GetValue(kind), parsed.GetValue(role))])
                : why, Added),
    };

    internal static Command Product() => new("product", "Produkte")
    {
        BookShell.Reading("list", "zeigt die Produkte", [],
            async (db, body, _) => (Result<List<Product>>)await Dimensions.Products(db, body.Id), rows =>
                Rows(["Produkt", "Bezeichnung"], rows, it => [it.Code, it.Name])),
        BookShell.Writing("add", "legt ein Produkt an", [code, name], (work, book, parsed) =>
            Dimensions.AddProducts(work, book, [(parsed.GetValue(code)!, parsed.GetValue(name)!)]), Added),
    };

    internal static Command CostCentre() => new("cost-centre", "Kostenstellen")
    {
        BookShell.Reading("list", "zeigt die Kostenstellen", [],
            async (db, body, _) => (Result<List<CostCentre>>)await Dimensions.CostCentres(db, body.Id), rows =>
                Rows(["Kostenstelle", "Bezeichnung"], rows, it => [it.Code, it.Name])),
        BookShell.Writing("add", "legt eine Kostenstelle an", [code, name], (work, book, parsed) =>
            Dimensions.AddCostCentres(work, book, [(parsed.GetValue(code)!, parsed.GetValue(name)!)]), Added),
    };

    internal static Command Party() => new("party", "Geschäftspartner")
    {
        BookShell.Reading("list", "zeigt die Geschäftspartner", [],
            async (db, body, _) => (Result<List<Party>>)await Parties.All(db, body.Id), rows =>
                Rows(["Nummer", "Name", "IBAN", "Ort"], rows, it =>
                    [it.Number, it.Name, it.Iban ?? "", it.City ?? ""])),
        BookShell.Writing("add", "legt einen Geschäftspartner an", [code, name, iban, taxNumber, counterpart],
            (work, book, parsed) => AddParty(work, book, parsed), Added),
    };

    static async Task<Result<int>> AddParty(Work work, Book book, ParseResult parsed)
    {
        var account = parsed.GetValue(iban)?.Replace(" ", "", StringComparison.Ordinal);
        if (account is not null && Iban.Parse(account).Rejection is { } none) return none;
        Body? other = null;
        if (parsed.GetValue(counterpart) is { } named)
        {
            if (!(await Bodies.Find(work.Db, named)).Ok(out other, out var unknown)) return unknown;
        }
        var party = new Party(default, parsed.GetValue(code)!, parsed.GetValue(name)!, parsed.GetValue(taxNumber),
            account, Counterpart: other?.Id);
        var known = await Parties.Find(work.Db, book.Body.Id, party.Number);
        return known is not null && known with { Id = default } != party
            ? new Rejection("ledger.party-exists",
                $"Den Geschäftspartner „{Texts.Shown(party.Number)}“ gibt es schon mit anderem Inhalt.")
            : await Parties.Add(work, book, [party]);
    }

    static string Added(int count) => count == 1 ? "Angelegt." : "Gibt es schon.";

    internal static string Rows<T>(string[] headings, IEnumerable<T> rows, Func<T, string[]> cells)
    {
        var table = new Table(headings);
        foreach (var row in rows) table.Add(cells(row));
        return table.ToString();
    }
}
