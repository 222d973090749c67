using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.DataCentre.Imports;

/// <summary>No room lies in itself, over any number of others.</summary>
static class RoomRule
{
    internal static async Task Check(
        Session db, Id<Body> body, IReadOnlyDictionary<long, (int File, long Line)> places,
        Action<int, long, string, Rejection> onFinding)
    {
        if (places.Count == 0) return;
        var rooms = (await Inventory.All(db, body, ItemKinds.Room)).ToDictionary(room => room.Id.Value);
        foreach (var (id, (file, line)) in places)
        {
            var seen = new HashSet<long>();
            var at = (long?)id;
            while (at is { } room && seen.Add(room)) at = rooms.GetValueOrDefault(room)?.Content.Link(Fields.Parent);
            if (at != id) continue;
            onFinding(file, line, Fields.Parent.Code, new("inventory.room-circle",
                $"Der Raum „{Texts.Shown(rooms[id].Name)}“ läge in sich selbst."));
        }
    }
}
