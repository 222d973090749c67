using System.Globalization;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Treasury;
using Gemeinwerk.Web.Finance;
using Gemeinwerk.Web.Frame.Forms;
using Microsoft.Extensions.Localization;

namespace Gemeinwerk.Web.Treasury;

/// <summary>
/// Makes an order of what was typed. What is wrong is said in its input; whether it may be ordered is for the treasury.
/// </summary>
sealed class DraftForm(FormInput input, PostingChoices choices, IStringLocalizer<TreasuryWords> words)
{
    internal const int FirstRows = 2, MostRows = 50;

    static readonly IReadOnlyList<string> fields = ["account", "amount", "product", "centre", "text"];

    internal static int RowsOf(FormInput input) =>
        int.TryParse(input.Typed("rows"), NumberStyles.None, CultureInfo.InvariantCulture, out var rows)
            ? Math.Clamp(rows, FirstRows, MostRows)
            : FirstRows;

    /// <summary>The form that shows an order.</summary>
    internal static FormInput Of(CashOrderDraft draft, PostingChoices choices)
    {
        string AccountOf(Id<Account>? id) => choices.Accounts.FirstOrDefault(it => it.Id == id)?.Number ?? "";
        var values = new List<(string, string)>
        {
            ("kind", draft.Kind.Code()), ("document", draft.Document), ("text", draft.Text),
            ("party", choices.Parties.FirstOrDefault(it => it.Id == draft.Party)?.Number ?? ""),
            ("effective", Day.Iso(draft.EffectiveOn)), ("due", Day.Iso(draft.DueOn)),
            ("account", AccountOf(draft.Account)), ("payment", AccountOf(draft.Payment)),
            ("item", choices.Items.FirstOrDefault(it => it.Id == draft.Item)?.Number ?? ""),
            ("rows", $"{Math.Max(FirstRows, draft.Lines.Count)}"),
        };
        foreach (var (line, row) in draft.Lines.Select((line, i) => (line, i + 1)))
        {
            values.Add(($"account-{row}", AccountOf(line.Account)));
            values.Add(($"amount-{row}", German.Amount(line.Amount)));
            values.Add(($"product-{row}", choices.Products.FirstOrDefault(it => it.Id == line.Product)?.Code ?? ""));
            values.Add(($"centre-{row}",
                choices.CostCentres.FirstOrDefault(it => it.Id == line.CostCentre)?.Code ?? ""));
            values.Add(($"text-{row}", line.Text ?? ""));
        }
        return FormInput.With(values);
    }

    /// <summary>The order, or null where something could not be read.</summary>
    internal CashOrderDraft? Read()
    {
        if (!Codes.TryParse(input.Typed("kind"), out CashOrderKind kind))
        {
            input.Refuse("kind", words["Bitte eine Art wählen."]);
        }
        var party = input.Choice("party", words["Geschäftspartner"], choices.Parties, it => it.Number, isNeeded: true);
        var document = input.Text("document", words["Beleg"], 100);
        var text = input.Text("text", words["Grund der Zahlung"], 1000);
        var effective = input.Day("effective", words["Entstanden am"]);
        var due = input.Day("due", words["Fällig am"]);
        var account = input.Choice("account", words["Konto"], choices.Accounts, it => it.Number, isNeeded: true);
        var payment = input.Choice("payment", words["Zahlungskonto"], choices.Accounts, it => it.Number);
        var item = input.Choice("item", words["Offener Posten"], choices.Items, it => it.Number);
        var lines = Enumerable.Range(1, RowsOf(input)).Select(Row).OfType<CashOrderLine>().ToList();
        if (item is not null && lines.Count > 0)
        {
            input.Refuse("item", words["Entweder Zeilen oder ein vorhandener offener Posten."]);
        }
        if (input.IsRefused) return null;
        var amount = item?.Open.Absolute ?? lines.Aggregate(Money.Zero, (sum, line) => sum + line.Amount);
        return new CashOrderDraft(
            kind, party!.Id, account!.Id, document, text, effective, due, amount, lines, payment?.Id, item?.Id);
    }

    /// <summary>The field that a rejection of the treasury is about, or none.</summary>
    internal static string FieldOf(Rejection why) => why.Code switch
    {
        "treasury.account" => "account",
        "treasury.payment-account" => "payment",
        "treasury.days" => "due",
        "treasury.item" or "treasury.item-open" or "treasury.item-ordered" => "item",
        "treasury.lines" or "treasury.line-account" or "treasury.amount" => "account-1",
        _ => "",
    };

    CashOrderLine? Row(int row)
    {
        if (fields.All(field => input.Typed($"{field}-{row}").Trim().Length == 0)) return null;
        var label = words["Zeile {0}", row];
        var account = input.Choice($"account-{row}", label, choices.Accounts, it => it.Number, isNeeded: true);
        var amount = input.Amount($"amount-{row}", label);
        var product = input.Choice($"product-{row}", label, choices.Products, it => it.Code);
        var centre = input.Choice($"centre-{row}", label, choices.CostCentres, it => it.Code);
        var text = input.Typed($"text-{row}").Trim();
        return account is null
            ? null
            : new CashOrderLine(account.Id, amount, product?.Id, centre?.Id, text.Length > 0 ? text : null);
    }
}
