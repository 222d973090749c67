using System.Globalization;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Frame.Forms;
using Microsoft.Extensions.Localization;

namespace Gemeinwerk.Web.Finance;

/// <summary>What the lines of an entry can name.</summary>
public sealed record PostingChoices(
    IReadOnlyList<Account> Accounts, IReadOnlyList<Product> Products, IReadOnlyList<CostCentre> CostCentres,
    IReadOnlyList<Party> Parties, IReadOnlyList<OpenItem> Items)
{
    internal static async Task<PostingChoices> Of(Session db, Id<Body> body) => new(
        await Ledger.Accounts.All(db, body), await Dimensions.Products(db, body),
        await Dimensions.CostCentres(db, body), await Ledger.Parties.All(db, body),
        await OpenItems.Unsettled(db, body));
}

/// <summary>
/// Makes an entry of what was typed into the posting form. What is wrong is said in its input; whether the entry may be
/// posted is for the ledger to say.
/// </summary>
sealed class PostingForm(FormInput input, PostingChoices choices, IStringLocalizer<FinanceWords> words)
{
    internal const int FirstRows = 2, MostRows = 50;

    /// <summary>The fields of a line; each bears the line's number, from 1: <c>account-1</c>.</summary>
    static readonly IReadOnlyList<string> fields =
        ["account", "debit", "credit", "product", "centre", "payment", "party", "item", "text"];

    /// <summary>The kinds that people post; the others follow from acts of the ledger.</summary>
    internal static readonly IReadOnlyList<EntryKind> Kinds =
        [EntryKind.Regular, EntryKind.Adjustment, EntryKind.WindingUp];

    internal static int RowsOf(FormInput input) =>
        int.TryParse(input.Typed("rows"), NumberStyles.None, CultureInfo.InvariantCulture, out var rows)
            ? Math.Clamp(rows, FirstRows, MostRows)
            : FirstRows;

    /// <summary>The entry as far as it can be read; only where the input refuses nothing it is complete.</summary>
    internal EntryDraft Read()
    {
        var booked = input.Day("day", words["Buchungstag"]);
        var hasEffective = input.Typed("effective").Trim().Length > 0;
        var effective = hasEffective ? input.Day("effective", words["Wirksam am"]) : booked;
        var document = input.Text("document", words["Beleg"], 100);
        var text = input.Text("text", words["Text"], 1000);
        if (!Codes.TryParse(input.Typed("kind"), out EntryKind kind) || !Kinds.Contains(kind))
        {
            input.Refuse("kind", words["Bitte eine Art wählen."]);
        }
        var postings = Enumerable.Range(1, RowsOf(input)).Select(Row).OfType<Posting>().ToList();
        var id = input.Typed("id");
        return new EntryDraft(booked, effective, document, text, postings, kind, id.Length > 0 ? id : null);
    }

    /// <summary>The field that a rejection of the ledger is about, or none.</summary>
    internal static string FieldOf(Rejection why) => why.Code switch
    {
        "ledger.period-closed" or "ledger.year-missing" or "ledger.booking-day" => "day",
        "ledger.document" => "document",
        "ledger.text" => "text",
        _ when why.Code.StartsWith("ledger.voucher-", StringComparison.Ordinal) => AttachPage.FieldName,
        _ => "",
    };

    /// <summary>Null for a line without an account.</summary>
    Posting? Row(int row)
    {
        if (fields.All(field => Typed(field, row).Length == 0)) return null;
        var account = Chosen("account", row, choices.Accounts, it => it.Number, words["Konto"]);
        if (Typed("account", row).Length == 0) Refuse("account", row, words["Zeile {0}: das Konto fehlt.", row]);
        var amount = Amount(row);
        var text = Typed("text", row);
        if (text.Length > 0 && Texts.Refuse(text, 1000) is { } bad) Refuse("text", row, $"{words["Text"]}: {bad}");
        var product = Chosen("product", row, choices.Products, it => it.Code, words["Produkt"]);
        var centre = Chosen("centre", row, choices.CostCentres, it => it.Code, words["Kostenstelle"]);
        var payment = Chosen("payment", row, choices.Accounts, it => it.Number, words["Zahlungskonto"]);
        var party = Chosen("party", row, choices.Parties, it => it.Number, words["Geschäftspartner"]);
        var item = Chosen("item", row, choices.Items, it => it.Number, words["Offener Posten"]);
        return account is null ? null : new Posting(account.Id, amount, product?.Id, centre?.Id, payment?.Id, party?.Id,
            item?.Id, Text: text.Length > 0 ? text : null);
    }

    /// <summary>Debit positive; zero where it could not be read.</summary>
    Money Amount(int row)
    {
        var (debit, credit) = (Typed("debit", row), Typed("credit", row));
        if (debit.Length > 0 == credit.Length > 0)
        {
            Refuse("debit", row, words["Zeile {0}: entweder Soll oder Haben.", row]);
            return Money.Zero;
        }
        return debit.Length > 0
            ? input.Amount($"debit-{row}", words["Zeile {0}, Soll", row])
            : -input.Amount($"credit-{row}", words["Zeile {0}, Haben", row]);
    }

    T? Chosen<T>(string field, int row, IReadOnlyList<T> all, Func<T, string> number, string label)
        where T : class
    {
        var typed = Typed(field, row);
        if (typed.Length == 0) return null;
        var chosen = all.FirstOrDefault(it => number(it) == typed);
        if (chosen is null) Refuse(field, row, words["Zeile {0}: {1} „{2}“ gibt es nicht.", row, label, typed]);
        return chosen;
    }

    void Refuse(string field, int row, string message) => input.Refuse($"{field}-{row}", message);

    string Typed(string field, int row) => input.Typed($"{field}-{row}").Trim();
}
