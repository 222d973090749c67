using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Merger.Governance;

/// <summary>Steps of a merger that wait for records, in their order.</summary>
public enum GateStep
{
    /// <summary>The day is set: matching resolutions, approval, publication.</summary>
    EffectiveDate,

    /// <summary>The books are merged: besides, a dry run without findings since the last change.</summary>
    Execute,

    /// <summary>The sources are sealed for good: besides, a certificate that agrees with the books.</summary>
    Seal,
}

/// <summary>What gates are called.</summary>
public static class GateSteps
{
    public static string Word(this GateStep step) => step switch
    {
        GateStep.EffectiveDate => "Tag der Wirkung",
        GateStep.Execute => "Vollzug",
        _ => "Siegel",
    };
}

/// <summary>A record that a step needs.</summary>
/// <param name="Says">What it is and how it stands, one German sentence.</param>
/// <param name="Source">The paragraph that asks for it.</param>
public sealed record Requirement(string Says, bool IsMet, string Source);

/// <summary>A gate: it opens when every record is there, in whatever order they came.</summary>
public sealed record Gate(GateStep Step, IReadOnlyList<Requirement> Requirements)
{
    public bool IsOpen => Requirements.All(requirement => requirement.IsMet);

    public IEnumerable<Requirement> Missing => Requirements.Where(requirement => !requirement.IsMet);
}

/// <summary>What is known when a gate is asked.</summary>
/// <param name="Assemblies">Of all bodies of the merger, by code.</param>
/// <param name="IsRehearsed">There was a dry run without findings, and nothing of the merger changed since.</param>
/// <param name="IsCertified">It is executed, and its certificate agrees with the books.</param>
public sealed record GateFacts(
    MergerCase Merger, IReadOnlyDictionary<string, Assembly> Assemblies, bool IsRehearsed, bool IsCertified,
    DateOnly Today)
{
    /// <summary>Some body keeps its assembly here; then all records are asked for. Else nothing is known of
    /// resolutions, and the merger is not held up.</summary>
    public bool AreKept => Assemblies.Values.Any(assembly => !assembly.IsEmpty);

    /// <summary>Those whose resolution is approved and published: of an Eingliederung the target's, whose statute it
    /// changes; else that of any source.</summary>
    internal IEnumerable<Body> Published =>
        Merger.Form == MergerForm.Zusammenschluss ? Merger.Sources : [Merger.Target];

    /// <summary>The last passed resolution of a body about this merger; null without one.</summary>
    public Council.Resolution? ResolutionOf(Body body) => Assemblies[body.Code].Resolutions
        .LastOrDefault(it => it.Merger == Merger.Code && it.IsPassed);
}

/// <summary>The gates of a merger: a pure function of the records.</summary>
public static class Gates
{
    const string Joint = "GkG NRW §§ 20 (1), 22", Day = "GkG NRW §§ 11, 22 (3)";

    /// <returns>All gates in their order. Where no body keeps its assembly here only that of the seal, once there is
    /// something to seal: it then asks for the certificate alone.</returns>
    public static IReadOnlyList<Gate> Of(GateFacts facts)
    {
        if (!facts.AreKept)
        {
            return facts.Merger.State == MergerState.Executed ? [new Gate(GateStep.Seal, [Certificate(facts)])] : [];
        }
        var steps = new List<Gate>();
        List<Requirement> so =
            [.. Resolutions(facts), Statute(facts), Interim(facts), Approval(facts), Published(facts)];
        steps.Add(new Gate(GateStep.EffectiveDate, [.. so]));
        var isExecuted = facts.Merger.State == MergerState.Executed;
        so.Add(DayFixed(facts.Merger));
        so.Add(new Requirement(isExecuted || facts.IsRehearsed
            ? "Ein Probelauf ohne Befund liegt vor."
            : "Ein Probelauf ohne Befund seit der letzten Änderung fehlt.", isExecuted || facts.IsRehearsed,
            "Verfahren der Fusion, Probelauf"));
        steps.Add(new Gate(GateStep.Execute, [.. so]));
        so.Add(Certificate(facts));
        steps.Add(new Gate(GateStep.Seal, [.. so]));
        return steps;
    }

    static Requirement Certificate(GateFacts facts)
    {
        var isMet = facts.Merger.State == MergerState.Executed && facts.IsCertified;
        return new Requirement(isMet
            ? "Das Zertifikat stimmt mit den Büchern überein."
            : "Ein Zertifikat, das mit den Büchern übereinstimmt, fehlt.", isMet, "GkG NRW § 22 (3)");
    }

    static Requirement DayFixed(MergerCase merger)
    {
        var day = German.Date(merger.EffectiveOn);
        return merger.IsDayFixed ? new($"Der Tag der Wirkung ist auf den {day} festgesetzt.", true, Day)
            : merger.State == MergerState.Executed ? new($"Vollzogen ist zum {day}.", true, Day)
            : new($"Der Tag der Wirkung ist nicht festgesetzt; geplant ist der {day}.", false, Day);
    }

    static IEnumerable<Requirement> Resolutions(GateFacts facts)
    {
        foreach (var body in facts.Merger.Resolving)
        {
            var assembly = facts.Assemblies[body.Code];
            var passed = facts.ResolutionOf(body);
            var last = assembly.Resolutions.LastOrDefault(it => it.Merger == facts.Merger.Code);
            yield return new Requirement(passed is not null
                ? $"{body.Name}: Beschluss {passed.Citation} vom {German.Date(passed.On)}, "
                    + $"{German.Count(passed.Tally.Votes.Yes)} von {German.Count(passed.Tally.Statutory)} Stimmen."
                : last is not null
                ? $"{body.Name}: Beschluss {last.Citation} hat die Mehrheit nicht erreicht, "
                    + $"{German.Count(last.Tally.Votes.Yes)} von {German.Count(last.Tally.Required)} nötigen Stimmen."
                : $"{body.Name}: der Beschluss der Verbandsversammlung fehlt.", passed is not null, Joint);
        }
    }

    static Requirement Statute(GateFacts facts)
    {
        var hashes = facts.Merger.Resolving.Select(body => facts.ResolutionOf(body)?.StatuteHash).ToList();
        var isSame = hashes.TrueForAll(hash => hash is not null) && hashes.Distinct().Count() == 1;
        return new Requirement(isSame
            ? $"Alle haben denselben Wortlaut der Satzung beschlossen ({hashes[0]![..12]}…)."
            : hashes.OfType<string>().Distinct().Count() > 1
            ? "Die beschlossenen Wortlaute der Satzung sind verschieden."
            : "Übereinstimmende Beschlüsse über dieselbe Satzung fehlen.", isSame, Joint);
    }

    static Requirement Interim(GateFacts facts)
    {
        var named = facts.Merger.Resolving.Select(body => facts.ResolutionOf(body)?.Interim).ToList();
        var isAsked = facts.Merger.Form == MergerForm.Zusammenschluss;
        var isMet = named.Distinct().Count() <= 1 && (!isAsked || named.TrueForAll(it => it is not null));
        return new Requirement(isMet
            ? named.Find(it => it is not null) is { } interim
                ? $"Bis zur ersten Wahl: Verbandsvorsteher {interim.Head}, Vorsitz {interim.Chair}."
                : "Vorsteher und Vorsitz bleiben die des aufnehmenden Verbands."
            : "Wer bis zur ersten Wahl Vorsteher und Vorsitz ist, fehlt oder ist verschieden bestimmt.", isMet,
            "GkG NRW § 22 (2)");
    }

    static Requirement Approval(GateFacts facts)
    {
        var approvals = facts.Published.Select(body => facts.ResolutionOf(body)?.Approval).OfType<Council.Approval>()
            .ToList();
        var given = approvals.Find(approval => approval.IsGiven(facts.Today));
        return new Requirement(given is not null
            ? $"Aufsichtsbehörde {given.Authority}: {given.State(facts.Today)}."
            : approvals is [.., var last]
            ? $"Aufsichtsbehörde {last.Authority}: {last.State(facts.Today)}; die Genehmigung fehlt."
            : "Die Genehmigung der Aufsichtsbehörde ist nicht beantragt.", given is not null, "GkG NRW §§ 10 (1), 22");
    }

    static Requirement Published(GateFacts facts)
    {
        var rule = AssociationRule.Of("publication-to-start", facts.Merger.EffectiveOn);
        var days = facts.Published.SelectMany(body => facts.ResolutionOf(body)?.Publications ?? [])
            .Select(publication => publication.On).ToList();
        var isMet = days.Count > 0 && rule.After(days.Min()) <= facts.Merger.EffectiveOn;
        return new Requirement(isMet
            ? $"Bekannt gemacht am {German.Date(days.Min())}, wirksam am {German.Date(facts.Merger.EffectiveOn)}."
            : days.Count > 0
            ? $"Bekannt gemacht am {German.Date(days.Min())}; vor dem {German.Date(rule.After(days.Min()))} kann die "
                + "Fusion nicht wirksam werden."
            : "Die Bekanntmachung fehlt.", isMet, rule.Shown);
    }
}
