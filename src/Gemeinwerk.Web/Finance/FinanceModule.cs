using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Finance;

/// <summary>The pages of the books: journal, accounts, balances, statements.</summary>
static class FinanceModule
{
    internal static WebModule Create() => new("Finanzen",
    [
        Entry("Zeitbuch", "finance/journal"),
    ],
    [], routes =>
    {
        JournalPage.Map(routes.Body);
    });

    static MenuEntry Entry(string label, string path) => new(label, path, BodyRoles.Staff, typeof(FinanceWords));
}
