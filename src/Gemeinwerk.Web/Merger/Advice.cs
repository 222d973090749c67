using Gemeinwerk.Basics;

namespace Gemeinwerk.Web.Merger;

/// <summary>What people do about a finding of a plan or of an undo; German, a key of the translations.</summary>
static class Advice
{
    internal static string For(Finding finding) => finding.Why.Code switch
    {
        "merger.unmapped" or "merger.target-unknown" or "merger.target-retired" or "merger.account-type"
            or "merger.number" or "merger.source-unknown" => "Die Nummer in der Überleitung neu zuordnen.",
        "merger.party-contradiction" =>
            "Klären, was stimmt, und in der Überleitung mit eigenem Grund zuordnen.",
        "merger.number-taken" => "In der Überleitung eine andere neue Nummer wählen.",
        "merger.new-account-number" => "In der Überleitung NEU=Nummer mit einer Nummer des Ziels angeben.",
        "merger.book-sealed" => "Prüfen, ob die Körperschaft schon in einer anderen Fusion aufging.",
        "merger.target-not-empty" => "Eine neue Körperschaft als Ziel wählen oder die Form Eingliederung.",
        "merger.target-year" => "Im Ziel das Haushaltsjahr eröffnen oder den Monat wieder öffnen.",
        "merger.source-year" => "In der Quelle das letzte Haushaltsjahr öffnen oder im Abschluss lassen.",
        "merger.earlier-year-open" => "In der Quelle das frühere Jahr abschließen.",
        "merger.entries-after-cutover" =>
            "In der Quelle die Buchungen ab dem Stichtag stornieren und im Ziel nachholen.",
        "merger.open-orders" =>
            "In der Quelle Anordnungen buchen oder zurückziehen, Zahlläufe freigeben oder abbrechen.",
        "merger.result-account" => "Im Kontenplan der Quelle das Konto des Jahresergebnisses anlegen.",
        "merger.shareholding-account" or "merger.shareholding-balance" =>
            "Die angegebene Beteiligung mit den Büchern abgleichen.",
        "merger.budget-position" => "In der Quelle auf Konten umplanen, die zugeordnet sind.",
        "merger.item-changed" or "merger.asset-changed" or "merger.commitment-changed" or "merger.wound-up" =>
            "Die späteren Buchungen zuerst stornieren.",
        "merger.inventory-clash" or "merger.inventory-key" or "merger.inventory-contradiction"
            or "merger.inventory-target" or "merger.inventory-needed" =>
            "In der Überleitung der Bestände entscheiden, was aus dem Stück wird.",
        "merger.inventory-weight" =>
            "In der Überleitung der Bestände entscheiden, wie viel jedes frühere Stück wiegt.",
        "merger.inventory-share" => "Rundere Gewichte wählen oder die Anteile in der Quelle runden.",
        "merger.gate" => "In den Akten der Versammlungen nachholen; die Seite der Tore zeigt, was fehlt.",
        "merger.inventory-changed" or "merger.inventory-linked" or "merger.inventory-used"
            or "merger.inventory-use-changed" =>
            "Den Bestand an dieser Stelle so herstellen, wie ihn die Fusion hinterließ.",
        _ => "Die Ursache in den Büchern beheben und den Plan neu ansehen.",
    };
}
