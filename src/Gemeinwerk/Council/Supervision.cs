using Gemeinwerk.Basics;

namespace Gemeinwerk.Council;

/// <summary>Who supervises associations (§ 29).</summary>
public enum SupervisoryAuthority
{
    /// <summary>Landrat, as the lower authority of the state.</summary>
    DistrictHead,

    /// <summary>Bezirksregierung of the seat.</summary>
    RegionalGovernment,

    /// <summary>Ministry for municipal affairs.</summary>
    Ministry,
}

/// <summary>The supervisory authorities (Aufsichtsbehörden) of an association on a day, as they follow from the kinds
/// of its members, GkG NRW § 29.</summary>
/// <param name="Because">The member from which that follows; null where none is a district, an independent city, the
/// state, or a body with such members.</param>
public sealed record Supervision(
    SupervisoryAuthority Authority, SupervisoryAuthority Upper, SupervisoryAuthority Highest, Member? Because)
{
    public const string Source = "GkG NRW § 29";

    public static Supervision Of(Assembly assembly, DateOnly on)
    {
        var member = assembly.MembersOn(on).FirstOrDefault(it =>
            it.Kind is MemberKind.District or MemberKind.IndependentCity or MemberKind.State || it.WithDistricts);
        return member is null
            ? new(SupervisoryAuthority.DistrictHead, SupervisoryAuthority.RegionalGovernment,
                SupervisoryAuthority.Ministry, null)
            : new(SupervisoryAuthority.RegionalGovernment, SupervisoryAuthority.Ministry,
                SupervisoryAuthority.Ministry, member);
    }

    /// <summary>German.</summary>
    public static string Word(SupervisoryAuthority authority) => authority switch
    {
        SupervisoryAuthority.DistrictHead => "Landrat",
        SupervisoryAuthority.RegionalGovernment => "Bezirksregierung",
        _ => "Ministerium",
    };

    /// <summary>Which authority a name names; null where it does not say.</summary>
    public static SupervisoryAuthority? Named(string name) =>
        Has(name, "bezirksregierung") ? SupervisoryAuthority.RegionalGovernment
        : Has(name, "ministerium") ? SupervisoryAuthority.Ministry
        : Has(name, "landrat") || Has(name, "landrätin") ? SupervisoryAuthority.DistrictHead
        : null;

    /// <summary>Why the authority is this one, a German sentence.</summary>
    public string Says => Because is null
        ? "Kein Mitglied ist Kreis, kreisfreie Stadt, Land oder ein Verband mit solchen: Aufsicht führt der Landrat."
        : $"Mitglied ist {Because.Name}: Aufsicht führt die Bezirksregierung des Sitzes.";

    /// <returns><c>council.authority</c> where a name names another authority; null else.</returns>
    internal Rejection? Contradicts(string name) => Named(name) is { } named && named != Authority
        ? new("council.authority", $"„{Texts.Shown(name)}“ ist nicht die Aufsichtsbehörde. {Says}", Source)
        : null;

    internal static Rejection? Refuse(Assembly assembly, ApprovalAsked it) =>
        assembly.IsStrict ? Of(assembly, it.On).Contradicts(it.Authority) : null;

    internal static IReadOnlyList<string> Warn(Assembly assembly, ApprovalAsked it) =>
        Named(it.Authority) is null && assembly.MembersOn(it.On).Any()
            ? [$"Ob „{it.Authority}“ die Aufsichtsbehörde ist, sagt der Name nicht. {Of(assembly, it.On).Says} "
                + $"({Source})."]
            : [];

    static bool Has(string name, string word) => name.Contains(word, StringComparison.OrdinalIgnoreCase);
}
