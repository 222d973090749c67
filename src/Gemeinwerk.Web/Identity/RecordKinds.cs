namespace Gemeinwerk.Web.Identity;

/// <summary>What kinds of records of a change log are called; German, keys of the translations.</summary>
static class RecordKinds
{
    /// <summary>A kind that has no words here is shown as it is written.</summary>
    internal static string Of(string kind) => kind switch
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
        _ => kind,
    };
}
