using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Verification;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;

namespace Gemeinwerk.DataCentre;

/// <summary>Whether the inventory is what its change log says, and links and aliases what its items say.</summary>
public static class InventoryVerification
{
    public static readonly IReadOnlyList<VerificationPass> Passes =
    [
        new VerificationPass("datacentre.inventory", "Bestand des Rechenzentrums wie im Protokoll",
            (db, body, report) => MasterDataPass.Compare(db, body, InventoryRegisters.All, report)),
        new VerificationPass("datacentre.links", "Verweise und Schlüssel des Bestands", Links),
    ];

    static async Task Links(Session db, Body body, PassReport report)
    {
        var links = await db.All($"select item_id, field, target_id from datacentre_link where body_id = {body.Id}",
            row => (row.Number(), row.Text(), row.Number()));
        var aliases = await db.All($"""
            select item_id, kind, source, external_id from datacentre_alias where body_id = {body.Id}
            """, row => (row.Number(), row.Text(), $"{row.Text()}:{row.Text()}"));
        var (linksLeft, aliasesLeft) = (links.ToHashSet(), aliases.ToHashSet());
        foreach (var item in await Inventory.All(db, body.Id))
        {
            var id = item.Id.Value;
            foreach (var (field, target) in item.Content.Links)
            {
                if (!linksLeft.Remove((id, field.Code, target)))
                {
                    report.Fail("datacentre_link", $"{id}/{field.Code}/{target}", "vorhanden", null);
                }
            }
            foreach (var alias in item.Aliases)
            {
                if (!aliasesLeft.Remove((id, item.Kind.Code, alias)))
                {
                    report.Fail("datacentre_alias", $"{item.Kind.Code}/{alias}", id, null);
                }
            }
        }
        foreach (var (id, field, target) in linksLeft)
        {
            report.Fail("datacentre_link", $"{id}/{field}/{target}", null, "vorhanden");
        }
        foreach (var (id, kind, alias) in aliasesLeft) report.Fail("datacentre_alias", $"{kind}/{alias}", null, id);
    }
}
