using Gemeinwerk.Basics;

namespace Gemeinwerk.Council;

/// <summary>What the association is, who held its offices before the records began, disputes and declarations.
/// </summary>
static class AssociationRules
{
    const int MostSigners = 20;

    internal static Rejection? Refuse(Assembly assembly, CouncilEvent happened) => happened switch
    {
        AssociationFormed it => Form(assembly, it),
        GroundGone it => Go(assembly, it),
        OfficeHeld it => Hold(assembly, it),
        SettlementDisputed it => Dispute(assembly, it),
        DeclarationMade it => it.Signers.Count is >= 1 and <= MostSigners
            ? null
            : new("council.signers", $"Eine Erklärung haben 1 bis {MostSigners} Personen unterschrieben."),
        _ => throw new InvalidOperationException($"No rule for {happened.GetType().Name}."),
    };

    /// <summary>A declaration that binds the association is signed by the head and a further official; what of that
    /// rule is unverified warns and does not refuse.</summary>
    internal static IReadOnlyList<string> Warn(Assembly assembly, DeclarationMade it)
    {
        var rule = AssociationRule.Of("binding-declaration", it.On);
        var (signers, needed) = (it.Signers.Distinct(StringComparer.Ordinal).ToList(), rule.Value.Numerator);
        var warnings = new List<string>();
        if (signers.Count < needed)
        {
            warnings.Add($"„{it.Title}“ haben {signers.Count} von {needed} Personen unterschrieben, die eine "
                + $"verpflichtende Erklärung braucht ({rule.Shown}).");
        }
        if (assembly.Holder(Office.Head, it.On) is { } head && !signers.Contains(head)
            && (assembly.Holder(Office.DeputyHead, it.On) is not { } deputy || !signers.Contains(deputy)))
        {
            warnings.Add($"„{it.Title}“ hat der Verbandsvorsteher {head} nicht unterschrieben ({rule.Shown}).");
        }
        return warnings;
    }

    static Rejection? Form(Assembly assembly, AssociationFormed it) => assembly.Natures.Count > 0
        ? new("council.nature", "Ob der Verband Freiverband oder Pflichtverband ist, steht schon in den Akten.",
            "GkG NRW § 4")
        : null;

    static Rejection? Go(Assembly assembly, GroundGone it)
    {
        if (assembly.NatureOn(it.On) != AssociationNature.Mandatory)
        {
            return new("council.ground",
                $"Der Verband ist am {German.Date(it.On)} kein Pflichtverband; sein Grund kann nicht wegfallen.",
                "GkG NRW § 20 (3)");
        }
        return Supervision.Of(assembly, it.On).Contradicts(it.Authority) is { } why ? why : null;
    }

    /// <summary>Who took office before the first sitting in the records may be named at any time; from that sitting on
    /// the assembly elects, and nobody else (§§ 15 (4), 16 (1)).</summary>
    static Rejection? Hold(Assembly assembly, OfficeHeld it)
    {
        if (assembly.Sittings.Where(sitting => sitting.On <= it.Since).MinBy(sitting => sitting.On) is { } first)
        {
            return new("council.office-held", $"Seit der Sitzung vom {German.Date(first.On)} in den Akten kommt nur "
                + "durch Wahl der Versammlung jemand in ein Amt; einzutragen ist hier, wer es schon vorher hatte.",
                "GkG NRW §§ 15 (4), 16 (1)");
        }
        return assembly.Held.Any(known => known.Office == it.Office && known.Since >= it.Since)
            ? new("council.office-held", "Wer dieses Amt seit diesem Tag oder später hat, steht schon in den Akten.")
            : null;
    }

    static Rejection? Dispute(Assembly assembly, SettlementDisputed it)
    {
        if (assembly.Member(it.Member) is not { } member) return MembershipRules.Unknown(it.Member);
        if (member.Until is not { } left || it.On < left)
        {
            return new("council.settlement", $"{member.Name} ist am {German.Date(it.On)} noch Mitglied.",
                "GkG NRW § 20 (1)");
        }
        return assembly.Settlements.Any(known => known.Member == it.Member && known.On >= left)
            ? new("council.settlement", $"Über die Auseinandersetzung mit {member.Name} ist schon entschieden.")
            : null;
    }
}
