using Gemeinwerk.Basics;

namespace Gemeinwerk.Council;

/// <summary>What may be recorded of levies (Verbandsumlagen), GkG NRW § 19.</summary>
static class LevyRules
{
    const int MostParts = 20, MostInstalments = 12;
    const long MostCents = 1_000_000_000_000_000, MostCount = 10_000_000_000_000;

    internal static Rejection? Refuse(Assembly assembly, CouncilEvent happened) => happened switch
    {
        LevyDrafted it => Draft(assembly, it),
        LevyPartAdded it => Drafted(assembly, it.Levy) ?? Add(assembly, assembly.Levies.Find(it.Levy)!, it),
        LevyCapSet it => Drafted(assembly, it.Levy) ?? Cap(assembly, assembly.Levies.Find(it.Levy)!, it),
        KeyCounted it => Count(assembly, it),
        LevyClaimed it => Claim(assembly, it),
        _ => throw new InvalidOperationException($"No rule for {happened.GetType().Name}."),
    };

    static Rejection? Draft(Assembly assembly, LevyDrafted it)
    {
        if (it.Levy != assembly.Levies.All.Count + 1)
        {
            return new("council.number", $"Die nächste Umlage ist die {assembly.Levies.All.Count + 1}.");
        }
        if (it.Year is < 1980 or > 2200)
        {
            return new("council.levy-year", "Das Haushaltsjahr liegt nicht zwischen 1980 und 2200.");
        }
        if (new[] { it.ExpensesCents, it.RevenuesCents, it.ReserveCents, it.DeficitCents }
            .Any(cents => cents is < 0 or > MostCents))
        {
            return new("council.levy-amount",
                "Aufwendungen, Erträge, Rücklage und Fehlbeträge sind nicht negativ und nicht endlos.");
        }
        return it.DueOn is { Count: > 0 and <= MostInstalments } && it.DueOn.All(day => day.Year == it.Year)
            && it.DueOn.Zip(it.DueOn.Skip(1)).All(pair => pair.First < pair.Second)
            ? null
            : new("council.levy-due", $"Fällig wird die Umlage an 1 bis {MostInstalments} Tagen ihres Jahres, in der "
                + "Reihenfolge der Tage.");
    }

    static Rejection? Add(Assembly assembly, Levy levy, LevyPartAdded it)
    {
        if (levy.Parts.Count >= MostParts)
        {
            return new("council.levy-parts", $"Eine Umlage hat höchstens {MostParts} Teile.");
        }
        if (it.AmountCents is <= 0 or > MostCents)
        {
            return new("council.levy-amount", "Der Teil einer Umlage ist ein Betrag über null.");
        }
        if (it.Members is { } few && (few.Count > 1000 || few.Any(number => assembly.Member(number) is null)))
        {
            return new("council.member-unknown", "Unter denen, die teilnehmen, ist jemand kein Mitglied.");
        }
        var (sum, rule) = (levy.Amount + new Money(it.AmountCents), AssociationRule.Of("levy-need", it.On));
        return sum > levy.Need.Most
            ? new("council.levy-need", $"Die Umlage käme auf {sum}; ungedeckt sind nur {levy.Need.Most}.", rule.Shown)
            : null;
    }

    static Rejection? Cap(Assembly assembly, Levy levy, LevyCapSet it)
    {
        if (assembly.Member(it.Member) is null) return MembershipRules.Unknown(it.Member);
        if (levy.IsOfSavingsBank)
        {
            return new("council.levy-savings-bank", "Die Satzung eines Sparkassenzweckverbands begrenzt keine "
                + "Umlagepflicht.", AssociationRule.Of("levy-cap", new(levy.Year, 1, 1)).Shown);
        }
        if (levy.Caps.Any(cap => cap.Member == it.Member))
        {
            return new("council.levy-cap", $"Für „{it.Member}“ steht schon ein Höchstbetrag in der Umlage.");
        }
        return it.MostCents is < 0 or > MostCents
            ? new("council.levy-amount", "Ein Höchstbetrag ist nicht negativ.")
            : null;
    }

    static Rejection? Count(Assembly assembly, KeyCounted it)
    {
        if (assembly.Member(it.Member) is not { } member) return MembershipRules.Unknown(it.Member);
        if (it.Key is LevyKey.Inhabitants or LevyKey.Votes or LevyKey.Equal)
        {
            return new("council.levy-key", "Einwohner und Stimmen werden als solche eingetragen, und ein Grundbetrag "
                + "hat keine Zahl.");
        }
        if (it.Key == LevyKey.TaxCapacity && member.Kind != MemberKind.Municipality)
        {
            return new("council.levy-key", $"{member.Name} hat keine Umlagegrundlagen; nach der Steuerkraft wird wie "
                + "bei der Kreisumlage nur auf Gemeinden verteilt.",
                AssociationRule.Of("levy-key-tax-capacity", it.On).Shown);
        }
        return it.Count is < 0 or > MostCount
            ? new("council.levy-count", $"Die Zahl liegt nicht zwischen 0 und {German.Count(MostCount)}.")
            : null;
    }

    /// <summary>Who records a claim by itself would have a levy that is claimed, and no orders.</summary>
    internal static Rejection OnlyWithOrders(LevyClaimed it) => new("council.levy-treasury",
        $"Dass Umlage {it.Levy} erhoben ist, wird nicht für sich aufgeschrieben: „Erheben“ bei der Umlage oder "
            + "„gemeinwerk council levy claim“ schreibt es auf und stellt die Anordnungen dazu fest.",
        AssociationRule.Of("levy-approval", it.On).Shown);

    /// <summary>No notices before the assembly has set the levy and the authority has approved it.</summary>
    static Rejection? Claim(Assembly assembly, LevyClaimed it)
    {
        if (assembly.Levies.Find(it.Levy) is not { } levy) return Unknown(it.Levy);
        var law = AssociationRule.Of("levy-approval", it.On).Shown;
        if (levy.Resolution is not { } no)
        {
            return new("council.levy-not-set",
                $"Umlage {levy.No} ist nicht beschlossen; festgesetzt wird sie jedes Jahr durch die Versammlung.", law);
        }
        var resolution = assembly.Resolution(no)!;
        if (!assembly.Levies.IsApproved(levy, it.On))
        {
            return new("council.levy-approval", $"Umlage {levy.No} ist am {German.Date(it.On)} "
                + $"{resolution.Approval?.State(it.On) ?? "der Aufsichtsbehörde nicht vorgelegt"}; erhoben wird sie "
                + "erst, wenn die Genehmigung vorliegt.", law);
        }
        if (assembly.Levies.ReplacedBy(levy, it.On) is { } last)
        {
            return new("council.levy-replaced", $"Umlage {levy.No} ist durch Umlage {last.No} ersetzt.");
        }
        return levy.ClaimedOn is { } claimed
            ? new("council.levy-claimed", $"Umlage {levy.No} ist mit Bescheid vom {German.Date(claimed)} erhoben.")
            : null;
    }

    /// <summary>The levy is set by a resolution about the budget, and only where it can be worked out.</summary>
    internal static Rejection? Place(Assembly assembly, ItemPlaced it)
    {
        if (it.Levy is not { } no) return null;
        if (it.Kind != MotionKind.Budget)
        {
            return new("council.levy-motion", "Die Umlage wird in der Haushaltssatzung festgesetzt, durch einen "
                + "Beschluss über den Haushalt.", AssociationRule.Of("levy-approval", DateOnly.MaxValue).Shown);
        }
        if (assembly.Levies.Find(no) is not { } levy) return Unknown(no);
        if (levy.IsSet)
        {
            return new("council.levy-set",
                $"Umlage {no} ist beschlossen; was sich ändern soll, steht in einem neuen Entwurf für {levy.Year}.");
        }
        // What was on an agenda stands, whatever is missing for it by now.
        return levy.IsDraft && LevyShares.Of(assembly, levy).Findings is [var why, ..] ? why : null;
    }

    static Rejection? Drafted(Assembly assembly, int no)
    {
        if (assembly.Levies.Find(no) is not { } levy) return Unknown(no);
        return levy.IsDraft ? null : new("council.levy-state",
            $"Umlage {no} steht auf einer Tagesordnung und bleibt, wie sie ist; Änderungen sind ein neuer Entwurf.");
    }

    internal static Rejection Unknown(int no) =>
        new("council.levy-unknown", $"Eine Umlage mit der Nummer {no} gibt es nicht.");
}
