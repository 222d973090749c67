using Gemeinwerk.Ledger;

namespace Gemeinwerk.Merger;

/// <summary>Which accounts may become which.</summary>
static class MappingRules
{
    /// <summary>Why not, as the rest of a German sentence; null where it fits.</summary>
    internal static string? Refuse(Account source, Account target)
    {
        if (source.IsOnBalanceSheet != target.IsOnBalanceSheet || source.IsPayment != target.IsPayment)
        {
            return "Bilanzkonten werden zu Bilanzkonten, Ergebniskonten zu Ergebniskonten, "
                + "Zahlungskonten zu Zahlungskonten.";
        }
        if (Side(source.Kind) != Side(target.Kind))
        {
            return "die Seite wechselt: Vermögen, Kapital und Schulden, Ertrag und Aufwand bleiben, was sie sind.";
        }
        if (source.Role == AccountRole.Result)
        {
            return target.Kind == AccountKind.Equity ? null : "das Jahresergebnis geht in ein Eigenkapitalkonto.";
        }
        if (target.Role == AccountRole.Result)
        {
            return "das Konto des Jahresergebnisses nimmt nur das Jahresergebnis auf.";
        }
        if ((source.Role == AccountRole.Cash) != (target.Role == AccountRole.Cash))
        {
            return "Finanzmittelkonten werden zu Finanzmittelkonten.";
        }
        if (IsForItems(source) && !IsForItems(target))
        {
            return "offene Posten brauchen ein Forderungs- oder Verbindlichkeitskonto.";
        }
        if (source.Role == AccountRole.FixedAsset && target.Role != AccountRole.FixedAsset)
        {
            return "Anlagekonten werden zu Anlagekonten.";
        }
        return null;
    }

    /// <summary>Equity, special items, provisions and liabilities may become each other; nothing else may.</summary>
    static AccountKind Side(AccountKind kind) =>
        kind is AccountKind.SpecialItem or AccountKind.Provision or AccountKind.Liability ? AccountKind.Equity : kind;

    static bool IsForItems(Account account) => account.Role is AccountRole.Receivable or AccountRole.Payable;

    /// <summary>Whether a suggestion may pair them: the same kind and role, and nothing against it.</summary>
    internal static bool AreAlike(Account source, Account target) =>
        source.Kind == target.Kind && source.Role == target.Role && target.RetiredOn is null
        && Refuse(source, target) is null;
}

static class MappingKinds
{
    internal static string German(this MappingKind kind) => kind switch
    {
        MappingKind.Account => "Konto",
        MappingKind.Product => "Produkt",
        MappingKind.CostCentre => "Kostenstelle",
        MappingKind.Party => "Geschäftspartner",
        MappingKind.Item => "Posten",
        _ => "Anlage",
    };
}
