using Gemeinwerk.Merger;

namespace Gemeinwerk.Cli.Demo;

/// <summary>
/// What people decide where the suggestions leave the mapping open: commercial accounts that could become several
/// municipal ones. Project decisions, as a treasurer would take them with a reason.
/// </summary>
static class DemoDecisions
{
    internal static readonly IReadOnlyList<MappingLine> All =
    [
        Account("3020", "2011", "Kapitalrücklage wird Teil der allgemeinen Rücklage"),
        Account("4020", "3251", "Darlehen von Kreditinstituten"),
        Account("5010", "4461", "Entgelte für Fachverfahren sind privatrechtliche Leistungsentgelte"),
        Account("6210", "5012", "Vergütungen der Tarifbeschäftigten"),
        Account("7020", "5517", "Zinsen an Kreditinstitute"),
        Party(AssociationModels.Citkomm, "CK703", "SK703"), Party(AssociationModels.Citkomm, "CK704", "SK704"),
        Party(AssociationModels.Kdz, "WK703", "SK703"), Party(AssociationModels.Kdz, "WK704", "SK704"),
    ];

    /// <summary>One supplier whose tax number the books have differently.</summary>
    static MappingLine Party(string body, string source, string target) => new(
        MappingKind.Party, body, source, target, "beim Lieferanten nachgefragt: die Steuernummer im Ziel gilt");

    static MappingLine Account(string source, string target, string reason) =>
        new(MappingKind.Account, AssociationModels.Citkomm, source, target, reason);
}
