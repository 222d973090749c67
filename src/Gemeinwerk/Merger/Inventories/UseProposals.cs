using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Merger.Inventories;

/// <summary>What has to be decided before uses can go over, in words.</summary>
static class UseProposals
{
    const string Accepted = "Vorschlag angenommen";

    /// <summary>The plan of the inventories with that of the uses, and with what the latter leaves open.</summary>
    internal static InventoryPlan Add(InventoryPlan plan, UsePlan uses)
    {
        var moves = plan.Moves.ToLookup(move => move.Target);
        List<InventoryProposal> open = [.. uses.Shared.Where(item => item.IsOpen)
            .Select(item => Open(moves[item.Item], item))];
        return plan with
        {
            Uses = uses,
            Open = [.. plan.Open, .. open],
            Findings =
            [
                .. plan.Findings,
                .. open.Select(it => Said(it.Source, it.Item, "merger.inventory-weight", it.Why)),
                .. uses.TooFine.Distinct().Select(item => TooFine(moves[item].First(), uses, item)),
            ],
        };
    }

    static InventoryProposal Open(IEnumerable<InventoryMove> moves, SharedItem shared)
    {
        var (body, item) = First(moves, shared);
        List<UseWeight> proposed = [.. shared.Parts.Select(part =>
            part.Decided ?? new UseWeight(part.Item, part.Members, Accepted))];
        var parts = string.Join(", ", shared.Parts.Select(part =>
            $"{part.Item} mit {German.Count(part.Members)} {(part.Members == 1 ? "Mitglied" : "Mitgliedern")}"));
        return new InventoryProposal(item, body, $"Mehrere frühere Stücke bringen Nutzer zu {item}: {parts}. Wie viel "
            + $"jedes am gemeinsamen Ganzen wiegt, ist zu entscheiden; nach Mitgliedern wäre es "
            + $"{string.Join(" : ", shared.Parts.Select(part => German.Count(part.Weight)))}.", null)
        {
            Weights = proposed,
        };
    }

    static Finding TooFine(InventoryMove move, UsePlan uses, long id) =>
        Said(move.Source, move.From, "merger.inventory-share", uses.Shared.Any(it => it.Item == id)
            ? $"Anteile an {move.From} würden feiner als ein Milliardstel; mit runderen Gewichten werden sie es nicht."
            : $"Anteile an {move.From} würden addiert feiner als ein Milliardstel; in der Quelle runden.");

    /// <summary>The first of the parts that is a source's, under which the item is talked about.</summary>
    static (Body, ConfigurationItem) First(IEnumerable<InventoryMove> moves, SharedItem shared)
    {
        var parts = shared.Parts.Select(part => part.Item).ToHashSet();
        var move = moves.First(move => parts.Contains(new ItemAddress(move.Source.Code, move.From.Id.Value)));
        return (move.Source, move.From);
    }

    static Finding Said(Body body, ConfigurationItem item, string code, string message) =>
        new(0, InventoryPlan.Place(body, item), new Rejection(code, message));
}
