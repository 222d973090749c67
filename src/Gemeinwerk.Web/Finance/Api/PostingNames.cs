using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Web.Finance.Api;

/// <summary>A line of an entry to be posted.</summary>
/// <param name="Account">Number of the account.</param>
/// <param name="AmountCents">Debit positive, credit negative, never zero.</param>
/// <param name="Product">Code of the product.</param>
/// <param name="CostCentre">Code of the cost centre.</param>
/// <param name="Payment">On cash accounts of an NKF book: number of the receipt or payment account.</param>
/// <param name="Party">Number of the party.</param>
/// <param name="Item">Number of the open item that it moves.</param>
/// <param name="Asset">Number of the asset that it moves.</param>
/// <param name="Movement">How it moves the asset.</param>
/// <param name="Text">Where it says more than the entry's text.</param>
public sealed record NewPosting(
    string Account, long AmountCents, string? Product = null, string? CostCentre = null, string? Payment = null,
    string? Party = null, string? Item = null, string? Asset = null, AssetMovement? Movement = null,
    string? Text = null);

/// <summary>Finds what the lines of an entry name; each name that does not exist becomes a finding.</summary>
sealed class PostingNames(Session db, Id<Body> body, List<Finding> findings)
{
    const long MostCents = 100_000_000_000_000;

    Dictionary<string, Account>? accounts;
    Dictionary<string, Product>? products;
    Dictionary<string, CostCentre>? centres;

    /// <summary>The first of the findings, or null.</summary>
    internal Rejection? Refused => findings.Count > 0 ? findings[0].Why : null;

    internal async Task<IReadOnlyList<Posting>> Postings(string field, IReadOnlyList<NewPosting> lines)
    {
        var postings = new List<Posting>();
        foreach (var (line, at) in lines.Select((line, at) => (line, at)))
        {
            if (await Posting($"{field}[{at}]", line) is { } posting) postings.Add(posting);
        }
        return postings;
    }

    internal async Task<Account?> Account(string field, string number)
    {
        accounts ??= (await Accounts.All(db, body)).ToDictionary(it => it.Number);
        return accounts.TryGetValue(number, out var found)
            ? found
            : Missing<Account>(field, "ledger.account-unknown", $"Das Konto {Texts.Shown(number)} gibt es nicht.");
    }

    internal async Task<Party?> Party(string field, string number) =>
        await Parties.Find(db, body, number) ?? Missing<Party>(field, "ledger.party-unknown",
            $"Den Geschäftspartner „{Texts.Shown(number)}“ gibt es nicht.");

    /// <summary>More than a trillion euros: sums of as many lines as fit into a request stay exact.</summary>
    internal static Rejection? RefuseAmount(long cents) => cents is >= -MostCents and <= MostCents
        ? null
        : new("ledger.amount-too-large", "Der Betrag ist zu groß.");

    async Task<Posting?> Posting(string field, NewPosting line)
    {
        if (RefuseAmount(line.AmountCents) is { } tooLarge)
        {
            return Missing<Posting>($"{field}.amountCents", tooLarge);
        }
        var account = await Account($"{field}.account", line.Account);
        var payment = line.Payment is null ? null : await Account($"{field}.payment", line.Payment);
        var product = line.Product is null ? null : await Product($"{field}.product", line.Product);
        var centre = line.CostCentre is null ? null : await CostCentre($"{field}.costCentre", line.CostCentre);
        var party = line.Party is null ? null : await Party($"{field}.party", line.Party);
        var item = line.Item is null ? null : await Item($"{field}.item", line.Item);
        var asset = line.Asset is null ? null : await Asset($"{field}.asset", line.Asset);
        return account is null ? null : new Posting(account.Id, new Money(line.AmountCents), product?.Id, centre?.Id,
            payment?.Id, party?.Id, item?.Id, asset?.Id, line.Movement, line.Text);
    }

    internal async Task<Product?> Product(string field, string code)
    {
        products ??= (await Dimensions.Products(db, body)).ToDictionary(it => it.Code);
        return products.GetValueOrDefault(code) ?? Missing<Product>(field, "nkf.product-unknown",
            $"Das Produkt „{Texts.Shown(code)}“ gibt es in diesem Buch nicht.");
    }

    internal async Task<CostCentre?> CostCentre(string field, string code)
    {
        centres ??= (await Dimensions.CostCentres(db, body)).ToDictionary(it => it.Code);
        return centres.GetValueOrDefault(code) ?? Missing<CostCentre>(field, "ledger.cost-centre-unknown",
            $"Die Kostenstelle „{Texts.Shown(code)}“ gibt es nicht.");
    }

    internal async Task<OpenItem?> Item(string field, string number) =>
        await OpenItems.Find(db, body, number) ?? Missing<OpenItem>(field, "ledger.item-unknown",
            $"Den offenen Posten „{Texts.Shown(number)}“ gibt es nicht.");

    async Task<Asset?> Asset(string field, string number) =>
        await Assets.Find(db, body, number) ?? Missing<Asset>(field, "ledger.asset-unknown",
            $"Die Anlage „{Texts.Shown(number)}“ gibt es nicht.");

    T? Missing<T>(string field, string code, string message) where T : class =>
        Missing<T>(field, new Rejection(code, message));

    T? Missing<T>(string field, Rejection why) where T : class
    {
        findings.Add(new Finding(0, field, why));
        return null;
    }
}
