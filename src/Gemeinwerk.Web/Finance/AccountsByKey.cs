using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Web.Finance;

/// <summary>A body's accounts, for pages that show what refers to them.</summary>
static class AccountsByKey
{
    internal static async Task<IReadOnlyDictionary<Id<Account>, Account>> Of(Session db, Id<Body> body) =>
        (await Accounts.All(db, body)).ToDictionary(account => account.Id);
}
