using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Proofs;
using Gemeinwerk.Web.Frame;
using Microsoft.Extensions.Localization;

namespace Gemeinwerk.Web.Finance;

/// <summary>What the books put on start pages.</summary>
static class FinanceTiles
{
    /// <summary>From this part of a budget line on it is told, in percent.</summary>
    const int Tight = 90;

    const int MostLines = 4;

    internal static readonly IReadOnlyList<TileProvider> All =
    [
        new(TilePlace.Waiting, BodyRoles.Order | BodyRoles.Post | BodyRoles.Pay | BodyRoles.Close, Overdue),
        new(TilePlace.Waiting, BodyRoles.Certify | BodyRoles.Order | BodyRoles.Post | BodyRoles.Close, Budgets),
        new(TilePlace.Waiting, BodyRoles.Close, Periods),
        new(TilePlace.Waiting, BodyRoles.Audit | BodyRoles.Close | BodyRoles.Administer, Findings),
        new(TilePlace.Changed, BodyRoles.Staff, Posted),
    ];

    static async Task<IReadOnlyList<Tile>> Overdue(Visit visit, Body body)
    {
        var words = visit.Service<IStringLocalizer<FinanceWords>>();
        var today = LastDay.Today(visit.Service<TimeProvider>());
        var due = await visit.Read(db => OverdueItems.Of(db, body.Id, today));
        var address = $"/b/{body.Code}/finance/items/all";
        var lines = new List<TileLine>();
        if (due.Claims > 0)
        {
            lines.Add(new(words["Forderungen: {0}", German.Count(due.Claims)], address, $"{due.ClaimSum}"));
        }
        if (due.Debts > 0)
        {
            lines.Add(new(words["Verbindlichkeiten: {0}", German.Count(due.Debts)], address, $"{-due.DebtSum}"));
        }
        return lines.Count == 0
            ? []
            : [new Tile(words["Überfällige Posten"], German.Count(due.Claims + due.Debts), lines)];
    }

    /// <summary>Of the years that are not closed.</summary>
    static async Task<IReadOnlyList<Tile>> Budgets(Visit visit, Body body)
    {
        var words = visit.Service<IStringLocalizer<FinanceWords>>();
        var tiles = new List<Tile>();
        foreach (var year in (await visit.Read(db => FiscalYears.All(db, body.Id))).Where(year => !year.IsClosed))
        {
            var tight = await visit.Read(db => BudgetControl.Tight(db, body, year.Year, Tight));
            if (tight.Count == 0) continue;
            tiles.Add(new Tile(words["Haushalt {0}: zu mehr als {1} % ausgeschöpft", year.Year, Tight],
                German.Count(tight.Count),
                [.. tight.Take(MostLines).Select(use => new TileLine($"{use.Key}",
                    BudgetLinePage.Address($"/b/{body.Code}", year.Year, use.Key),
                    words["verfügbar {0}", use.Available]))],
                (words["Haushaltsüberwachung"], $"/b/{body.Code}/finance/budget?year={year.Year}")));
        }
        return tiles;
    }

    /// <summary>Months that have ended and still take entries, and years that can be closed.</summary>
    static async Task<IReadOnlyList<Tile>> Periods(Visit visit, Body body)
    {
        var words = visit.Service<IStringLocalizer<FinanceWords>>();
        var today = LastDay.Today(visit.Service<TimeProvider>());
        var (years, figures) = await visit.Read(async db =>
            (await FiscalYears.All(db, body.Id), await BookFigures.Of(db, [body])));
        if (figures[0].SealedOn is not null) return [];
        var lines = years.Where(year => !year.IsClosed).Select(year => Period(year, today, body, words))
            .OfType<TileLine>().ToList();
        return lines.Count == 0 ? [] :
        [
            new Tile(words["Abzuschließen"], null, [.. lines.Take(MostLines)],
                (words["Perioden und Abschluss"], $"/b/{body.Code}/finance/closing")),
        ];
    }

    static TileLine? Period(FiscalYear year, DateOnly today, Body body, IStringLocalizer<FinanceWords> words)
    {
        var ended = year.Year < today.Year ? 12 : year.Year > today.Year ? 0 : today.Month - 1;
        var open = Math.Max(0, ended - year.ClosedThrough);
        var says = (open, year) switch
        {
            (_, { IsClosing: true }) => words["im Abschluss"].Value,
            ( > 0, _) => words["noch offene Monate: {0}", open].Value,
            (_, { ClosedThrough: 12 }) => words["alle Monate geschlossen, Jahr noch offen"].Value,
            _ => null,
        };
        return says is null
            ? null
            : new(words["Haushaltsjahr {0}", year.Year], $"/b/{body.Code}/finance/closing/{year.Year}", says);
    }

    /// <summary>Of the last verification.</summary>
    static async Task<IReadOnlyList<Tile>> Findings(Visit visit, Body body)
    {
        var words = visit.Service<IStringLocalizer<FinanceWords>>();
        var last = await visit.Service<Verifications>().Of(visit.Door, body);
        if (last?.Reports is not { IsCompletedSuccessfully: true } reports) return [];
        var failed = (await reports).Where(report => report.Verdict == Verdict.Fail).ToList();
        return failed.Count == 0 ? [] :
        [
            new Tile(words["Abweichungen vom Zeitbuch"], German.Count(failed.Sum(report => report.Count)),
                [.. failed.Take(MostLines).Select(report => new TileLine(report.Title,
                    $"/b/{body.Code}/finance/verify", German.Count(report.Count)))]),
        ];
    }

    static async Task<IReadOnlyList<Tile>> Posted(Visit visit, Body body)
    {
        var words = visit.Service<IStringLocalizer<FinanceWords>>();
        var entries = await visit.Read(db => JournalList.Newest(db, body.Id, MostLines));
        return entries.Count == 0 ? [] :
        [
            new Tile(words["Zuletzt gebucht"], null,
                [.. entries.Select(entry => new TileLine($"Nr. {entry.EntryNo}: {entry.Text}",
                    $"/b/{body.Code}/finance/entries/{entry.EntryNo}",
                    $"{German.Date(entry.BookedOn)}, {entry.Amount}, {entry.PostedBy}"))],
                (words["Zeitbuch"], $"/b/{body.Code}/finance/journal")),
        ];
    }
}
