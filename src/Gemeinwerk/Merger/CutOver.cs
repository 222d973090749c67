using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Merger;

/// <summary>What must hold of the books themselves before a merger: nothing beyond the day, earlier years
/// closed, the last one open, none sealed, and no cash order or payment run half way, because a sealed book takes
/// neither any more.</summary>
static class CutOver
{
    internal static void Check(
        MergerCase merger, IReadOnlyList<BookSnapshot> sources, BookSnapshot target, List<Finding> findings)
    {
        foreach (var source in sources)
        {
            CheckSource(merger, source, findings);
            CheckTreasury(source, findings);
        }
        if (target.SealedOn is { } sealedOn)
        {
            Add(findings, "merger.book-sealed",
                $"Das Ziel {target.Body.Code} ist seit {German.Date(sealedOn)} selbst aufgelöst.");
        }
        // After an undone run the new book has entries, but nothing stands in it.
        var isEmpty = target.Size == 0 || (merger.RunNo > 0 && target.Balances.Count + target.Items.Count == 0);
        if (merger.Form == MergerForm.Zusammenschluss && !isEmpty)
        {
            Add(findings, "merger.target-not-empty",
                $"Beim Zusammenschluss entsteht eine neue Körperschaft; {target.Body.Code} hat schon Buchungen.");
        }
        if (target.Period(merger.EffectiveOn.Year, TargetPeriod(merger)) != PeriodState.Open)
        {
            Add(findings, "merger.target-year",
                $"Im Ziel {target.Body.Code} ist das Haushaltsjahr {merger.EffectiveOn.Year} nicht offen.");
        }
    }

    /// <summary>The carry-over opens the year when it is its first day.</summary>
    internal static int TargetPeriod(MergerCase merger) =>
        merger.EffectiveOn is { Month: 1, Day: 1 } ? FiscalYears.Opening : merger.EffectiveOn.Month;

    static void CheckSource(MergerCase merger, BookSnapshot source, List<Finding> findings)
    {
        var code = source.Body.Code;
        if (source.SealedOn is { } sealedOn)
        {
            Add(findings, "merger.book-sealed",
                $"Die Quelle {code} ist seit {German.Date(sealedOn)} schon aufgelöst.");
        }
        if (source.AfterCutOver is { } entry)
        {
            Add(findings, "merger.entries-after-cutover",
                $"Die Quelle {code} hat Buchungen ab dem {German.Date(merger.EffectiveOn)}, etwa Nr. {entry}.");
        }
        foreach (var year in source.Years.Where(year => year.Year < merger.LastDay.Year && !year.IsClosed))
        {
            Add(findings, "merger.earlier-year-open",
                $"In der Quelle {code} ist {year.Year} nicht abgeschlossen; das Jahr ist zuerst abzuschließen, "
                + "damit sein Ergebnis nicht in dem des letzten Jahres aufgeht.");
        }
        if (source.Size > 0 && source.Period(merger.LastDay.Year, FiscalYears.ClosingOfAccounts)
            is not (PeriodState.Open or PeriodState.Closing))
        {
            Add(findings, "merger.source-year",
                $"In der Quelle {code} muss das Haushaltsjahr {merger.LastDay.Year} offen oder im Abschluss sein.");
        }
    }

    static void CheckTreasury(BookSnapshot source, List<Finding> findings)
    {
        var code = source.Body.Code;
        foreach (var no in source.OpenRuns)
        {
            Add(findings, "merger.open-orders",
                $"Der Zahllauf Nr. {no} der {code} ist vorgeschlagen und weder freigegeben noch abgebrochen.",
                $"run/{code}/{no}");
        }
        foreach (var no in source.OpenOrders.Reverse())
        {
            Add(findings, "merger.open-orders",
                $"Die Anordnung Nr. {no} der {code} ist weder gebucht noch zurückgezogen.", $"order/{code}/{no}");
        }
    }

    /// <summary>Open items of orders move on like all others; in the target they need an order of their own.</summary>
    internal static IEnumerable<Finding> Unpaid(IReadOnlyList<BookSnapshot> sources) =>
        from source in sources
        where source.Unpaid > 0
        select new Finding(0, $"order/{source.Body.Code}", new Rejection("merger.unpaid-orders",
            $"In der Quelle {source.Body.Code} sind {source.Unpaid} angeordnete Auszahlungen noch nicht gezahlt; "
            + "ihre Posten gehen über und sind im Ziel neu anzuordnen."));

    static void Add(List<Finding> findings, string code, string message, string place = "") =>
        findings.Add(new Finding(0, place, new Rejection(code, message)));
}
