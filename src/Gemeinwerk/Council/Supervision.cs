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
    /// <summary>A member because of which the authority may be a higher one, as nobody asked for its kind; null where
    /// the authority is sure.</summary>
    public Member? Unsure { get; private init; }

    public const string Source = "GkG NRW § 29";

    public static Supervision Of(Assembly assembly, DateOnly on)
    {
        var member = assembly.MembersOn(on).FirstOrDefault(it =>
            it.Kind is MemberKind.District or MemberKind.IndependentCity or MemberKind.State || it.WithDistricts);
        return member is null
            ? new(SupervisoryAuthority.DistrictHead, SupervisoryAuthority.RegionalGovernment,
                SupervisoryAuthority.Ministry, null)
            {
                Unsure = assembly.MembersOn(on).FirstOrDefault(it => it is { IsUnasked: true, IsPrivate: false }),
            }
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

    /// <returns><c>council.authority</c> where a name names another authority, and not a higher one that it may be;
    /// null else.</returns>
    internal Rejection? Contradicts(string name) =>
        Named(name) is { } named && named != Authority && !(named > Authority && Unsure is not null)
        ? new("council.authority", $"„{Texts.Shown(name)}“ ist nicht die Aufsichtsbehörde. {Says}", Source)
        : null;

    internal static Rejection? Refuse(Assembly assembly, ApprovalAsked it) =>
        assembly.IsStrict ? Of(assembly, it.On).Contradicts(it.Authority) : null;

    internal static IReadOnlyList<string> Warn(Assembly assembly, string name, DateOnly on)
    {
        var its = Of(assembly, on);
        return Named(name) switch
        {
            null when assembly.MembersOn(on).Any() =>
                [$"Ob „{name}“ die Aufsichtsbehörde ist, sagt der Name nicht. {its.Says} ({Source})."],
            { } named when named > its.Authority && its.Unsure is { } member =>
                [$"„{name}“ ist eine höhere Behörde, als aus den Akten folgt. Als {member.Name} eingetragen wurde, war "
                    + "nicht gefragt, ob das eine kreisfreie Stadt, das Land oder ein Verband mit solchen ist "
                    + $"({Source})."],
            _ => [],
        };
    }

    static bool Has(string name, string word) => name.Contains(word, StringComparison.OrdinalIgnoreCase);
}
