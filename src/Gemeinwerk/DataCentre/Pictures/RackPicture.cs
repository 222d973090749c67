using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre.Space;

namespace Gemeinwerk.DataCentre.Pictures;

/// <summary>Racks unit by unit, with what is in them, as a picture; what clashes stands out, what is seen from behind
/// is an outline. All of it stands in the table.</summary>
public static class RackPicture
{
    const int Row = 16, Top = 22, Scale = 30, Gap = 24, MostUnits = 100;

    /// <summary>Both sides beside each other.</summary>
    public static Drawing Both(RackElevation rack, Wording? wording = null)
    {
        const int Wide = 400, MostLetters = 46;
        var (words, units) = (wording ?? Wording.German, UnitsOf(rack));
        var picture = new Drawing(words["Schrank „{0}“", rack.Rack.Name], Description(rack, words),
            Scale + Wide + Gap + Scale + Wide + 4, Top + units * Row + 6);
        Side(picture, rack, units, "front", words["vorn"], (Scale, Wide, MostLetters));
        Side(picture, rack, units, "rear", words["hinten"], (Scale + Wide + Gap + Scale, Wide, MostLetters));
        return picture;
    }

    /// <summary>The front alone under its name, small enough to stand in a row of others.</summary>
    public static Drawing Front(RackElevation rack, Wording? wording = null)
    {
        const int Wide = 186, MostLetters = 20;
        var (words, units) = (wording ?? Wording.German, UnitsOf(rack));
        var picture = new Drawing(words["Schrank „{0}“, Vorderseite", rack.Rack.Name], Description(rack, words),
            Scale + Wide + 4, Top + units * Row + 6);
        Side(picture, rack, units, "front", rack.Rack.Name, (Scale, Wide, MostLetters));
        return picture;
    }

    static string Description(RackElevation rack, Wording words)
    {
        var devices = German.Count(rack.Slots.Count);
        return rack is { Height: { } height, Free: { } free }
            ? words["Geräte: {0}; frei sind {1} von {2} Höheneinheiten. Dasselbe steht in der Tabelle.",
                devices, RackElevation.Shown(free), RackElevation.Shown(height)]
            : words["Geräte: {0}; wie hoch der Schrank ist, weiß niemand. Dasselbe steht in der Tabelle.", devices];
    }

    /// <summary>How many units are drawn: those of the rack, or where nobody knows up to its highest device.</summary>
    static int UnitsOf(RackElevation rack)
    {
        var most = rack.Slots.Select(slot => slot.To).Append(rack.Height ?? RackElevation.Unit).Max();
        return (int)Math.Clamp((most + RackElevation.Unit - 1) / RackElevation.Unit, 1, MostUnits);
    }

    static void Side(Drawing picture, RackElevation rack, int units, string face, string heading,
        (int X, int Wide, int MostLetters) place)
    {
        var (x, wide, letters) = place;
        picture.Say(x, Top - 8, Drawing.Cut(heading, letters));
        picture.Box("gw-axis gw-later", x, Top, wide, units * Row);
        for (var unit = 1; unit <= units; unit++)
        {
            var y = Top + (units - unit) * Row;
            picture.Say(x - 6, y + Row - 4, $"{unit}", "end");
            if (unit < units) picture.Line("gw-axis", x, y, x + wide, y);
        }
        // Outlines first, so that what is seen from this side stands on them.
        foreach (var slot in rack.Slots.OrderBy(slot => slot.IsAt(face)))
        {
            var (from, to) = (Points(slot.From, units), Points(slot.To, units));
            if (to <= from) continue;
            var (y, high) = (Top + units * Row - to, Math.Max(2, to - from));
            var isHere = slot.IsAt(face);
            picture.Box(isHere ? slot.Clashes.Count > 0 ? "gw-2" : "gw-1" : "gw-axis", x + 2, y + 1, wide - 4, high - 2,
                $"{slot.Device.Name}: {slot.Units}");
            if (!isHere || high < Row - 2) continue;
            picture.Say(x + 8, y + high / 2 + 5, Drawing.Cut(slot.Device.Name, letters), kind: "gw-on");
        }
    }

    /// <summary>How far over the floor something is drawn.</summary>
    /// <param name="tenths">Of a height unit.</param>
    static int Points(long tenths, int units) =>
        (int)(Math.Clamp(tenths, 0, units * RackElevation.Unit) * Row / RackElevation.Unit);
}
