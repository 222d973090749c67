using Microsoft.Extensions.Localization;

namespace Gemeinwerk.Web.Identity;

/// <summary>What kinds of records of a change log are called, in the visitor's language.</summary>
static class RecordKinds
{
    /// <summary>A kind that has no words here is shown as it is written.</summary>
    internal static string Of(string kind, IStringLocalizer<IdentityWords> words) =>
        (OfAct(kind) ?? OfTreasury(kind)) is { } act ? words[act]
        : OfRegister(kind) is (var thing, var change) ? $"{words[thing]} {words[change]}"
        : kind;

    static string? OfAct(string kind) => kind switch
    {
        "approval.asked" => "Freigabe erbeten",
        "approval.approved" => "Freigabe erteilt",
        "approval.refused" => "Freigabe abgelehnt",
        "approval.used" => "Freigabe verwendet",
        "identity.role-granted" => "Rolle gegeben",
        "identity.role-revoked" => "Rolle genommen",
        "identity.token-created" => "Zugang für ein Programm angelegt",
        "identity.token-revoked" => "Zugang für ein Programm entzogen",
        "ledger.voucher-attached" => "Belegdatei angehängt",
        "web.act" => "im Browser getan",
        "web.query" => "von der Prüfung gelesen",
        _ => null,
    };

    static string? OfTreasury(string kind) => kind switch
    {
        "treasury.drafted" => "Anordnung erfasst",
        "treasury.changed" => "Anordnung geändert",
        "treasury.certified-facts" => "Anordnung sachlich festgestellt",
        "treasury.certified-figures" => "Anordnung rechnerisch festgestellt",
        "treasury.ordered" => "angeordnet",
        "treasury.posted" => "Anordnung gebucht",
        "treasury.returned" => "Anordnung zurückgegeben",
        "treasury.withdrawn" => "Anordnung zurückgezogen",
        "treasury.proposed" => "Zahllauf vorgeschlagen",
        "treasury.released" => "Zahllauf freigegeben",
        "treasury.cancelled" => "Zahllauf abgebrochen",
        _ => null,
    };

    /// <summary>Registers say what happened behind the last hyphen.</summary>
    static (string Thing, string Change)? OfRegister(string kind)
    {
        var at = Math.Max(0, kind.LastIndexOf('-'));
        var thing = kind[..at] switch
        {
            "ledger.body" => "Körperschaft",
            "ledger.account" => "Konto",
            "ledger.product" => "Produkt",
            "ledger.cost-centre" => "Kostenstelle",
            "ledger.party" => "Geschäftspartner",
            "ledger.item" => "Offener Posten",
            "ledger.asset" => "Anlage",
            "council.event" => "Verbandsversammlung",
            "nkf.cover-group" => "Deckungskreis",
            "nkf.budget-line" => "Haushaltszeile",
            "nkf.budget-change" => "Haushaltsveränderung",
            "nkf.budget-control" => "Haushaltskontrolle",
            "nkf.commitment" => "Mittelbindung",
            "nkf.commitment-use" => "Verbrauch einer Mittelbindung",
            _ => null,
        };
        var change = kind[at..] switch
        {
            "-added" => "angelegt",
            "-changed" => "geändert",
            "-batch" => "in einem Zug angelegt",
            "-found" => "vorgefunden",
            _ => null,
        };
        return thing is null || change is null ? null : (thing, change);
    }
}
