using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Finance.Api;

/// <summary>A product (Produkt) or a cost centre (Kostenstelle).</summary>
/// <param name="Code">Unique in the body, up to 20 characters.</param>
/// <param name="Name">What it is called.</param>
public sealed record ApiDimension(string Code, string Name) : IExample<ApiDimension>
{
    public static ApiDimension Example => new("0111", "Verwaltungssteuerung");
}

/// <summary>A debtor or creditor (Geschäftspartner).</summary>
/// <param name="Number">Unique in the body, up to 40 characters.</param>
/// <param name="Name">Who it is.</param>
/// <param name="TaxNumber">Steuernummer.</param>
/// <param name="Iban">Without blanks.</param>
/// <param name="CreditorId">Gläubiger-ID.</param>
/// <param name="Street">Street and house number.</param>
/// <param name="PostalCode">Postleitzahl.</param>
/// <param name="City">Ort.</param>
/// <param name="Counterpart">Code of the body of this installation that it is, where the token sees that body.</param>
/// <param name="ClaimsCents">What it owes now.</param>
/// <param name="DebtsCents">What it is owed now, negative or zero; never netted with the claims.</param>
public sealed record ApiParty(
    string Number, string Name, string? TaxNumber, string? Iban, string? CreditorId, string? Street,
    string? PostalCode, string? City, string? Counterpart, long ClaimsCents, long DebtsCents);

/// <summary>A party to be added.</summary>
/// <param name="Number">Unique in the body, up to 40 characters.</param>
/// <param name="Name">Who it is.</param>
/// <param name="TaxNumber">Steuernummer.</param>
/// <param name="Iban">With or without blanks.</param>
/// <param name="CreditorId">Gläubiger-ID.</param>
/// <param name="Street">Street and house number.</param>
/// <param name="PostalCode">Postleitzahl.</param>
/// <param name="City">Ort.</param>
/// <param name="Counterpart">Code of the body of this installation that it is; one that the token sees.</param>
public sealed record NewParty(
    string Number, string Name, string? TaxNumber = null, string? Iban = null, string? CreditorId = null,
    string? Street = null, string? PostalCode = null, string? City = null, string? Counterpart = null)
    : IExample<NewParty>
{
    public static NewParty Example => new("K-200", "Stromwerk GmbH", Iban: "DE02120300000000202051", City: "Siegen");
}

/// <summary>Products, cost centres and parties.</summary>
static class MasterDataApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes = routes.MapGroup("").WithTags("Master data");
        routes.MapGet("/products", Products).Lists<ApiDimension>("listProducts", "Products (Produkte), by code.");
        routes.MapPost("/products", AddProduct).Creates<ApiDimension, ApiDimension>("addProduct", "Adds a product.",
            BodyRoles.Close);
        routes.MapGet("/cost-centres", CostCentres).Lists<ApiDimension>("listCostCentres",
            "Cost centres (Kostenstellen), by code.");
        routes.MapPost("/cost-centres", AddCostCentre).Creates<ApiDimension, ApiDimension>("addCostCentre",
            "Adds a cost centre.", BodyRoles.Close);
        routes.MapGet("/parties", List).Lists<ApiParty>("listParties", "Parties (Geschäftspartner), by number.");
        routes.MapPost("/parties", Add).Creates<NewParty, ApiParty>("addParty", "Adds a party.", BodyRoles.Post);
        routes.MapGet("/party", Get).Reads<ApiParty>("getParty", "One party.");
    }

    static Task<IResult> Products(Visit visit, string? q, string? after, int? limit) => Lists.Of(
        visit, new(after, limit, q), async db => (await Dimensions.Products(db, visit.Body.Id))
            .Select(it => new ApiDimension(it.Code, it.Name)), it => it.Code, it => [it.Code, it.Name]);

    static Task<IResult> CostCentres(Visit visit, string? q, string? after, int? limit) => Lists.Of(
        visit, new(after, limit, q), async db => (await Dimensions.CostCentres(db, visit.Body.Id))
            .Select(it => new ApiDimension(it.Code, it.Name)), it => it.Code, it => [it.Code, it.Name]);

    static Task<IResult> AddProduct(Visit visit) => Dimension(visit, async (db, body) =>
        (await Dimensions.Products(db, body)).ToDictionary(it => it.Code, it => it.Name), Dimensions.AddProducts);

    static Task<IResult> AddCostCentre(Visit visit) => Dimension(visit, async (db, body) =>
        (await Dimensions.CostCentres(db, body)).ToDictionary(it => it.Code, it => it.Name), Dimensions.AddCostCentres);

    static Task<IResult> Dimension(
        Visit visit, Func<Session, Id<Body>, Task<Dictionary<string, string>>> read,
        Func<Work, Book, IEnumerable<(string, string)>, Task<Result<int>>> add) =>
        Acts.Create(visit, async Task<Result<Made<ApiDimension>>> (ApiDimension sent, Work work, Book book) =>
        {
            var known = (await read(work.Db, book.Body.Id)).GetValueOrDefault(sent.Code);
            if (known is not null && known != sent.Name)
            {
                return new Rejection("ledger.dimension-exists",
                    $"„{Texts.Shown(sent.Code)}“ gibt es schon mit anderem Namen („{Texts.Shown(known)}“).");
            }
            return (await add(work, book, [(sent.Code, sent.Name)])).Ok(out _, out var why)
                ? new Made<ApiDimension>(sent)
                : why;
        });

    static Task<IResult> List(Visit visit, string? q, string? after, int? limit) => Lists.Of(
        visit, new(after, limit, q), async db =>
        {
            var codes = await Seen(visit, db);
            return (await PartiesPage.Read(db, visit.Body.Id)).Select(it => Of(it, codes));
        }, it => it.Number, it => [it.Number, it.Name, it.City]);

    static Task<IResult> Get(Visit visit, string number) =>
        Answers.Read(visit, db => Find(visit, db, number));

    static Task<IResult> Add(Visit visit) => Acts.Create(visit, async Task<Result<Made<ApiParty>>> (
        NewParty sent, Work work, Book book) =>
    {
        var seen = await Seen(visit, work.Db);
        Id<Body>? counterpart = null;
        if (sent.Counterpart is { } code)
        {
            if (!seen.ContainsValue(code))
            {
                return new Rejection("ledger.body-unknown", $"Die Körperschaft „{Texts.Shown(code)}“ gibt es nicht.");
            }
            counterpart = seen.First(it => it.Value == code).Key;
        }
        var party = new Party(default, sent.Number, sent.Name, sent.TaxNumber,
            sent.Iban?.Replace(" ", "", StringComparison.Ordinal), sent.CreditorId, sent.Street, sent.PostalCode,
            sent.City, counterpart);
        if (Refuse(party) is { } bad) return bad;
        if (await Parties.Find(work.Db, book.Body.Id, sent.Number) is { } known && known with { Id = default } != party)
        {
            return new Rejection("ledger.party-exists",
                $"Den Geschäftspartner „{Texts.Shown(sent.Number)}“ gibt es schon mit anderem Inhalt.");
        }
        if (!(await Parties.Add(work, book, [party])).Ok(out _, out var why)) return why;
        return (await Find(visit, work.Db, sent.Number)).Ok(out var made, out why)
            ? new Made<ApiParty>(made, $"{visit.Api()}/party?number={Uri.EscapeDataString(sent.Number)}")
            : why;
    });

    /// <summary>What the ledger leaves to whoever reads the text: the lengths of what may be missing.</summary>
    static Rejection? Refuse(Party party)
    {
        if (party.Iban is { Length: <= 42 } iban && Iban.Parse(iban).Rejection is { } none) return none;
        (string? Text, int Most)[] texts = [(party.TaxNumber, 40), (party.Iban, 42), (party.CreditorId, 40),
            (party.Street, 200), (party.PostalCode, 20), (party.City, 100)];
        return texts.Where(it => it.Text is not null).Select(it => Texts.Refuse(it.Text!, it.Most))
            .FirstOrDefault(why => why is not null) is { } bad
            ? new("ledger.party", $"Geschäftspartner „{Texts.Shown(party.Number)}“: {bad}")
            : null;
    }

    static async Task<Result<ApiParty>> Find(Visit visit, Session db, string number) =>
        (await PartiesPage.Read(db, visit.Body.Id)).FirstOrDefault(it => it.Party.Number == number) is { } found
            ? Of(found, await Seen(visit, db))
            : Problems.NotFound;

    /// <summary>The bodies that exist for the token.</summary>
    static async Task<Dictionary<Id<Body>, string>> Seen(Visit visit, Session db) =>
        (await visit.Who.Bodies(db)).ToDictionary(body => body.Id, body => body.Code);

    static ApiParty Of(PartiesPage.Row row, Dictionary<Id<Body>, string> codes)
    {
        var it = row.Party;
        return new(it.Number, it.Name, it.TaxNumber, it.Iban, it.CreditorId, it.Street, it.PostalCode, it.City,
            it.Counterpart is { } body ? codes.GetValueOrDefault(body) : null, row.Claims.Cents, row.Debts.Cents);
    }
}
