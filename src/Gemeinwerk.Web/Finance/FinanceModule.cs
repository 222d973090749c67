using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Finance.Api;
using Gemeinwerk.Web.Frame;
using Microsoft.Extensions.Localization;

namespace Gemeinwerk.Web.Finance;

/// <summary>The pages of the books: journal, accounts, balances, statements.</summary>
static class FinanceModule
{
    internal static WebModule Create() => new("Finanzen",
    [
        Entry("Zeitbuch", "finance/journal"),
        new("Buchen", "finance/post", BodyRoles.Post, typeof(FinanceWords)),
        Entry("Summen- und Saldenliste", "finance/trial-balance"),
        Entry("Ergebnisrechnung", "finance/statements/results"),
        Entry("Finanzrechnung", "finance/statements/cash-flow"),
        Entry("Bilanz", "finance/statements/balance-sheet"),
        Entry("Haushaltsüberwachung", "finance/budget"),
        Entry("Offene Posten", "finance/items"),
        Entry("Geschäftspartner", "finance/parties"),
        Entry("Anlagen", "finance/assets"),
        Entry("Perioden und Abschluss", "finance/closing"),
        Entry("Checkpoints", "finance/checkpoints"),
        VerifyPage.Menu,
    ],
    [new SearchProvider(BodyRoles.Staff, Find)], routes =>
    {
        JournalPage.Map(routes.Body);
        EntryPage.Map(routes.Body);
        PostPage.Map(routes.Body);
        ReversePage.Map(routes.Body);
        AttachPage.Map(routes.Body);
        AccountPage.Map(routes.Body);
        TrialBalancePage.Map(routes.Body);
        StatementPage.Map(routes.Body);
        BudgetPage.Map(routes.Body);
        BudgetLinePage.Map(routes.Body);
        ItemsPage.Map(routes.Body);
        ItemListPage.Map(routes.Body);
        ItemPage.Map(routes.Body);
        PartiesPage.Map(routes.Body);
        PartyPage.Map(routes.Body);
        AssetsPage.Map(routes.Body);
        AssetPage.Map(routes.Body);
        AssetSchedulePage.Map(routes.Body);
        ClosingPage.Map(routes.Body);
        ClosingYearPage.Map(routes.Body);
        ClosingStepPage.Map(routes.Body);
        CheckpointsPage.Map(routes.Body);
        VerifyPage.Map(routes.Body.MapGroup("").Concerns(Verifications.Concerns));
        AccountsApi.Map(routes.Api);
        MasterDataApi.Map(routes.Api.MapGroup("").Concerns(Walls.AllOfVisitor));
        ItemsApi.Map(routes.Api);
        AssetsApi.Map(routes.Api);
        EntriesApi.Map(routes.Api);
        VouchersApi.Map(routes.Api);
        StatementsApi.Map(routes.Api);
        BudgetApi.Map(routes.Api);
        ClosingApi.Map(routes.Api);
        CheckpointsApi.Map(routes.Api);
        VerificationApi.Map(routes.Api.MapGroup("").Concerns(Verifications.Concerns));
        ImportsApi.Map(routes.Api.MapGroup("").Concerns(Walls.AllOfVisitor));
    })
    {
        Tiles = FinanceTiles.All,
    };

    static MenuEntry Entry(string label, string path) => new(label, path, BodyRoles.Staff, typeof(FinanceWords));

    static async Task<IReadOnlyList<SearchHit>> Find(
        Session db, Body body, string text, int most, IStringLocalizerFactory localizers)
    {
        var words = localizers.Create(typeof(FinanceWords));
        var home = $"/b/{body.Code}";
        var hits = new List<SearchHit>();
        if (long.TryParse(text, out var no) && await Entries.Find(db, body, no) is { } entry)
        {
            hits.Add(new(words["Buchung"], $"Nr. {no}: {entry.Draft.Text}", $"{home}/finance/entries/{no}"));
        }
        foreach (var found in await LedgerSearch.Find(db, body.Id, text, most))
        {
            var label = $"{found.Number} {found.Name}";
            hits.Add(found.Kind switch
            {
                FoundKind.Account => new(words["Konto"], label, $"{home}/finance/accounts/{found.Number}"),
                FoundKind.Party => new(words["Geschäftspartner"], label, PartyPage.Address(home, found.Number)),
                FoundKind.Item => new(words["Offener Posten"], label, ItemPage.Address(home, found.Number)),
                _ => new(words["Anlage"], label, AssetPage.Address(home, found.Number)),
            });
        }
        var slice = await JournalList.Read(db, body.Id, new JournalFilter(Text: text), null, most, newestFirst: true);
        hits.AddRange(slice.Lines.Select(line => new SearchHit(
            words["Buchung"], $"Nr. {line.EntryNo}: {line.Document}, {line.Text}",
            $"{home}/finance/entries/{line.EntryNo}")));
        return hits;
    }
}
