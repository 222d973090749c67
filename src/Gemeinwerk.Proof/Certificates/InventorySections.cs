using Gemeinwerk.Proof.Notes;

namespace Gemeinwerk.Proof.Certificates;

/// <summary>What becomes of an item of a source.</summary>
static class ItemFates
{
    public const string Moved = "moved", Joined = "joined", Replaced = "replaced", Retired = "retired";

    public static readonly string[] All = [Moved, Joined, Replaced, Retired];
}

/// <summary>One line of [inventory].</summary>
/// <param name="Target">The key in the target; 0 for a retired item.</param>
/// <param name="NewName">Of a VLAN its new number; null where it keeps what it has.</param>
sealed record CertifiedMove(
    int Line, string Body, long Id, string Kind, string Name, string Fate, long Target, string? NewName);

/// <summary>Reads the two sections of a certificate that are about inventories; it has both of them or none.</summary>
sealed class InventorySections(Certificate certificate, Point form, FieldReader fields)
{
    public static readonly string[] Names = ["inventories", "inventory"];

    readonly MomentSection moments = new(
        certificate, form, fields, Names[0], "der Bestand", "Stücke", certificate.Inventories);

    public void Take(string section)
    {
        if (section == Names[0]) moments.Take();
        else TakeMove(section);
    }

    void TakeMove(string section)
    {
        var body = fields.Body(certificate);
        var (id, kind, name) = (fields.Number("Schlüssel"), fields.Text("Art"), fields.Text("Name"));
        if (body == certificate.Target) fields.Fail("hier stehen nur die Quellen.");
        var fate = fields.OneOf("Verbleib", ItemFates.All);
        var stated = fields.Optional("Schlüssel im Ziel");
        var (target, newName) = (0L, fields.Optional("neuer Name"));
        fields.Optional("Grund");
        if (stated is not null && (!Numbers.TryParse(stated, out target) || target <= 0))
            fields.Fail($"„{stated}“ ist kein Schlüssel.");
        if ((fate == ItemFates.Retired) != stated is null)
            fields.Fail("den Schlüssel im Ziel hat genau das, was nicht aufgegeben ist.");
        if (newName is not null && fate != ItemFates.Moved)
            fields.Fail("einen neuen Namen bekommt nur, was als Eigenes kommt.");
        if (fields.Done(section))
            certificate.InventoryMoves.Add(new(fields.Line, body, id, kind, name, fate, target, newName));
    }

    public void Finish()
    {
        var given = Names.Where(certificate.SectionLines.ContainsKey).ToList();
        if (given.Count == 0) return;
        foreach (var name in Names.Except(given))
            form.Fail(certificate.File, 0, $"der Abschnitt [{name}] fehlt.");
        moments.Finish();
        foreach (var same in certificate.InventoryMoves.GroupBy(move => (move.Body, move.Id)))
            foreach (var again in same.Skip(1))
                form.Fail(certificate.File, again.Line, $"Stück {again.Id} der {again.Body} steht doppelt.");
    }
}
