using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Cli.Demo;

/// <summary>Numbers and codes of a body as the keys that postings take.</summary>
sealed class DemoChart
{
    readonly Dictionary<string, Id<Account>> accounts;
    readonly Dictionary<string, Id<Product>> products;
    readonly Dictionary<string, Id<CostCentre>> centres;
    readonly Dictionary<string, Id<Party>> parties;

    DemoChart(
        IEnumerable<Account> accounts, IEnumerable<Product> products, IEnumerable<CostCentre> centres,
        IEnumerable<Party> parties)
    {
        this.accounts = accounts.ToDictionary(account => account.Number, account => account.Id);
        this.products = products.ToDictionary(product => product.Code, product => product.Id);
        this.centres = centres.ToDictionary(centre => centre.Code, centre => centre.Id);
        this.parties = parties.ToDictionary(party => party.Number, party => party.Id);
    }

    internal static async Task<DemoChart> Of(Session db, Id<Body> body) => new(
        await Accounts.All(db, body), await Dimensions.Products(db, body), await Dimensions.CostCentres(db, body),
        await Parties.All(db, body));

    internal Id<Account> Account(string number) => accounts[number];

    internal Id<Product> Product(string code) => products[code];

    internal Id<CostCentre> CostCentre(string code) => centres[code];

    internal Id<Party> Party(string number) => parties[number];
}
