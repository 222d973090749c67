using Gemeinwerk.Basics;
using Gemeinwerk.Council;
using Gemeinwerk.DataCentre;

namespace Gemeinwerk.Merger.Inventories;

/// <summary>Contracts bind an association, so two people sign them; the rule is unverified and only told.</summary>
static class ContractSigners
{
    static readonly string[] between = [",", ";", "\n", " und ", " & "];

    /// <returns>One note for a source with contracts whose record names fewer signers; none where nothing is said of
    /// signers.</returns>
    internal static IEnumerable<Finding> Notes(InventorySnapshot source)
    {
        var lacking = source.Of(ItemKinds.Contract).Where(contract => contract.Content.Text(Fields.Signers) is { } text
            && Names(text) < Rule(contract).Value.Numerator).ToList();
        if (lacking is not [var first, ..]) yield break;
        yield return new Finding(0, $"inventory/{source.Body.Code}", new Rejection("merger.contract-signers",
            $"Bestand der {source.Body.Code}: bei {German.Count(lacking.Count, "Vertrag", "Verträgen")} stehen "
            + "weniger Unterschriften, als eine verpflichtende Erklärung braucht, etwa bei "
            + $"„{first.Name}“.", Rule(first).Shown));
    }

    /// <summary>As it was when the contract began.</summary>
    static AssociationRule Rule(ConfigurationItem contract) =>
        AssociationRule.Of("binding-declaration", contract.Content.Day(Fields.StartsOn) ?? DateOnly.MaxValue);

    static int Names(string text) => text.Split(between, StringSplitOptions.TrimEntries
        | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase).Count();
}
