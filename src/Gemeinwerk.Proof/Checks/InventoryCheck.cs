using Gemeinwerk.Proof.Certificates;
using Gemeinwerk.Proof.Inventories;

namespace Gemeinwerk.Proof.Checks;

/// <summary>
/// Point 9: each item of a source stands in the certificate once, and the target has afterwards exactly what it had and
/// what that makes of it, field by field.
/// </summary>
sealed class InventoryCheck
{
    /// <summary>An item that the target must have, and the lines that say so.</summary>
    sealed class Expected(InventoryItem item, bool isKept)
    {
        public InventoryItem Item { get; set; } = item;

        /// <summary>The target had it, and nothing is joined with it: its key stays too.</summary>
        public bool IsKept { get; set; } = isKept;

        public List<string> Origin { get; } = [item.Place];
    }

    readonly Certificate certificate;
    readonly InventoryBooks books;
    readonly Point point;
    readonly Dictionary<(string Body, long Id), CertifiedMove> moves = [];
    readonly SortedDictionary<long, Expected> expected = [];

    public InventoryCheck(Certificate certificate, InventoryBooks books, Point point)
    {
        (this.certificate, this.books, this.point) = (certificate, books, point);
        foreach (var move in certificate.InventoryMoves) moves.TryAdd((move.Body, move.Id), move);
    }

    public void Run()
    {
        foreach (var source in certificate.Sources.Distinct())
        {
            CheckUnchanged(source);
            CheckLines(source);
        }
        if (books.Before(certificate.Target) is not { } before
            || certificate.Sources.Exists(source => books.Before(source) is null)) return;
        foreach (var item in before.Items.Values) expected.Add(item.Id, new Expected(item, true));
        foreach (var source in certificate.Sources.Distinct()) Add(source, books.Before(source)!);
        foreach (var move in certificate.InventoryMoves.Where(move => move.Fate == ItemFates.Replaced)) CheckKind(move);
        if (books.After(certificate.Target) is { } after) Compare(after);
    }

    void CheckUnchanged(string source)
    {
        if (!certificate.Inventories.TryGetValue((source, "before"), out var before)
            || !certificate.Inventories.TryGetValue((source, "after"), out var after)) return;
        if (before.Size != after.Size || !before.Root.AsSpan().SequenceEqual(after.Root))
            point.Fail(certificate.File, after.Line, $"der Bestand der Quelle {source} ist nachher nicht der von "
                + $"vorher (Zeile {before.Line}); eine Verschmelzung ändert darin nichts.");
    }

    void CheckLines(string source)
    {
        if (books.Before(source) is not { } before) return;
        foreach (var item in before.Items.Values)
        {
            if (!moves.TryGetValue((source, item.Id), out var move))
                point.Fail(before.File, item.Line, $"{item} der {source} steht nicht im Zertifikat.");
            else if (move.Kind != item.Kind || move.Name != item.Name)
                point.Fail(certificate.File, move.Line, $"Stück {item.Id} der {source} ist im Export {item} "
                    + $"({item.Place}), nicht {move.Kind} „{move.Name}“.");
        }
        foreach (var move in certificate.InventoryMoves.Where(move => move.Body == source))
            if (!before.Items.ContainsKey(move.Id))
                point.Fail(certificate.File, move.Line,
                    $"Stück {move.Id} der {source} steht nicht in deren Export vorher.");
    }

    void Add(string source, Inventory inventory)
    {
        var mapping = new ItemMapping(certificate, source, moves);
        foreach (var item in inventory.Items.Values)
        {
            if (!moves.TryGetValue((source, item.Id), out var move) || move.Fate != ItemFates.Moved) continue;
            var arrives = mapping.Moved(item, move);
            if (expected.TryAdd(move.Target, new Expected(arrives, false)))
                expected[move.Target].Origin.Add($"{certificate.File}, Zeile {move.Line}");
            else
                point.Fail(certificate.File, move.Line, $"Stück {move.Target} gibt es im Ziel schon "
                    + $"({string.Join("; ", expected[move.Target].Origin)}).");
        }
        foreach (var item in inventory.Items.Values)
        {
            if (!moves.TryGetValue((source, item.Id), out var move) || move.Fate != ItemFates.Joined) continue;
            if (!CheckKind(move)) continue;
            var with = expected[move.Target];
            with.Item = mapping.Joined(item, move, with.Item);
            with.IsKept = false;
            with.Origin.Add($"{item.Place}");
            with.Origin.Add($"{certificate.File}, Zeile {move.Line}");
        }
    }

    /// <summary>An item is, or is replaced by, one of its own kind that is not itself.</summary>
    bool CheckKind(CertifiedMove move)
    {
        if (!expected.TryGetValue(move.Target, out var with))
            point.Fail(certificate.File, move.Line, $"Stück {move.Target}, das {move.Kind} „{move.Name}“ der "
                + $"{move.Body} sein oder ersetzen soll, hat das Ziel nicht.");
        else if (with.Item.Kind != move.Kind)
            point.Fail(certificate.File, move.Line, $"{move.Kind} „{move.Name}“ der {move.Body} kann nicht "
                + $"{with.Item} sein ({with.Item.Place}).");
        else return true;
        return false;
    }

    void Compare(Inventory after)
    {
        foreach (var item in after.Items.Values)
        {
            if (!expected.Remove(item.Id, out var wanted))
                point.Fail(after.File, item.Line, $"{item} steht im Ziel, kommt aber aus keiner Quelle und war vorher "
                    + "nicht da.");
            else if (Difference(wanted.Item, item, wanted.IsKept) is { } difference)
                point.Fail(after.File, item.Line, $"{item}: {difference} ({string.Join("; ", wanted.Origin)}).");
        }
        foreach (var (_, wanted) in expected)
            point.Fail(after.File, 1, $"{wanted.Item} ist im Ziel nicht angekommen "
                + $"({string.Join("; ", wanted.Origin)}).");
    }

    static string? Difference(InventoryItem wanted, InventoryItem found, bool withKey)
    {
        if (withKey && wanted.Key != found.Key) return $"Schlüssel „{found.Key}“ statt „{wanted.Key}“";
        if (wanted.Kind != found.Kind) return $"Art {found.Kind} statt {wanted.Kind}";
        if (wanted.Name != found.Name) return $"Name statt „{wanted.Name}“";
        foreach (var field in wanted.Content.Keys.Union(found.Content.Keys))
        {
            var (should, has) = (wanted.Content.GetValueOrDefault(field), found.Content.GetValueOrDefault(field));
            if (should?.IsSame(has) ?? has is null) continue;
            return $"Feld „{field}“ ist {has?.ToString() ?? "nicht da"} statt {should?.ToString() ?? "nicht da"}";
        }
        return null;
    }
}
