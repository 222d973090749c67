using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Microsoft.Extensions.Localization;

namespace Gemeinwerk.Web.Finance;

/// <summary>A step of closing a year, with what must be said before it.</summary>
/// <param name="Path">The end of its address.</param>
/// <param name="Does">What its button says; German, as the texts that follow.</param>
/// <param name="Explains">What happens.</param>
/// <param name="Confirms">What must be ticked: what can and cannot be taken back.</param>
/// <param name="IsOffered">Whether it makes sense for a year; whether it is allowed, the ledger says.</param>
/// <param name="Act">Takes the year and the month where one was chosen, and answers what was done.</param>
public sealed record ClosingStep(
    string Path, string Does, string Explains, string Confirms, Func<FiscalYear, bool> IsOffered,
    Func<Work, Book, int, int, IStringLocalizer<FinanceWords>, Task<Result<string>>> Act)
{
    internal const string MonthsPath = "months";

    internal static readonly IReadOnlyList<ClosingStep> All =
    [
        new(MonthsPath, "Monate schließen",
            "Alle Monate bis zum gewählten nehmen keine Buchungen mehr an.",
            "Ich weiß, dass geschlossene Monate nie wieder geöffnet werden können.",
            year => year is { IsClosing: false, ClosedThrough: < 12 },
            async (work, book, year, month, words) =>
                (await Closing.CloseMonths(work, book, year, month)).Ok(out var count, out var why)
                    ? words["{0} Monate geschlossen.", count].Value
                    : why),
        new("begin", "Abschluss beginnen",
            "Das Jahr nimmt nur noch Abschlussbuchungen, Abschreibungen und Stornos an; das lässt sich zurücknehmen.",
            "Ich weiß, dass laufende Buchungen abgelehnt werden, bis das Jahr wieder geöffnet ist.",
            year => year is { IsClosing: false, IsClosed: false },
            (work, book, year, _, words) => Step(Closing.BeginClosing(work, book, year),
                words["Der Abschluss des Haushaltsjahres {0} ist begonnen.", year])),
        new("reopen", "Wieder öffnen",
            "Das Jahr nimmt wieder laufende Buchungen an; Monate, die geschlossen sind, bleiben es.",
            "Ich weiß, dass geschlossene Monate geschlossen bleiben. Der Abschluss kann danach neu begonnen werden.",
            year => year.IsClosing,
            (work, book, year, _, words) => Step(Closing.Reopen(work, book, year),
                words["Das Haushaltsjahr {0} ist wieder offen.", year])),
        new("finish", "Jahr abschließen",
            "Das Ergebnis geht in das Eigenkapital, und das Folgejahr beginnt mit den Salden der Bestandskonten.",
            "Ich weiß, dass ein abgeschlossenes Jahr nie wieder geöffnet werden kann.",
            year => year.IsClosing,
            async (work, book, year, _, words) =>
                (await Closing.Finish(work, book, year)).Ok(out var closed, out var why)
                    ? words["Haushaltsjahr {0} abgeschlossen, Ergebnis {1}.", year, closed.Result].Value
                    : why),
    ];

    static async Task<Result<string>> Step(Task<Result<Nothing>> step, string done) =>
        (await step).Rejection is { } why ? why : done;
}
