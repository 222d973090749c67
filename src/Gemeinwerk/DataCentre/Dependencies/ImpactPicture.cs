using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre.Pictures;

namespace Gemeinwerk.DataCentre.Dependencies;

/// <summary>
/// What an item needs, on its left, and what fails with it, on its right, as a picture: layer by layer, each thing with
/// one way that leads to it. It stays readable at any size: what has no room is counted. All of it stands in the table.
/// </summary>
public static class ImpactPicture
{
    const int Wide = 152, High = 24, ColumnStep = 190, RowStep = 31, Top = 64, MostInColumn = 14, MostLetters = 21;
    const int MostLeft = 2, MostRight = 3;

    public static Drawing Of(Impact impact, Wording? wording = null)
    {
        var words = wording ?? Wording.German;
        var left = Columns([.. impact.Needs.Select(it => new Node(it, "gw-1", false)),
            .. impact.NeedsSoft.Select(it => new Node(it, "gw-1", true))], MostLeft, words);
        var right = Columns([.. impact.Fails.Select(it => new Node(it, "gw-2", false)),
            .. impact.Degraded.Select(it => new Node(it, "gw-3", true))], MostRight, words);
        var rows = left.Concat(right).Select(column => column.Count).Append(1).Max();
        var picture = new Drawing(words["Was an „{0}“ hängt", impact.Item.Name], Description(impact, words),
            (left.Count + right.Count) * ColumnStep + Wide + 20, Top + rows * RowStep + 6);
        var middle = 10 + left.Count * ColumnStep;
        Legend(picture, words, middle, left.Count, right.Count);
        var centre = (X: middle, Y: Top + (rows - 1) * RowStep / 2);
        Side(picture, impact.Item, centre, left, rows, isLeft: true);
        Side(picture, impact.Item, centre, right, rows, isLeft: false);
        Named(picture, "gw-node gw-axis", centre, impact.Item.Name, $"{impact.Item}");
        return picture;
    }

    /// <summary>Something that is reached, or many things in one box.</summary>
    sealed record Node(Reached? Reached, string Kind, bool IsSoft)
    {
        /// <summary>What the box stands for, and what it says.</summary>
        internal IReadOnlyList<ConfigurationItem> Items { get; init; } = Reached is null ? [] : [Reached.Item];

        internal IReadOnlyList<ConfigurationItem?> Vias { get; init; } = Reached is null ? [] : [Reached.Via];

        internal string Text { get; init; } = Reached?.Item.Name ?? "";
    }

    static List<List<Node>> Columns(List<Node> nodes, int most, Wording words)
    {
        var columns = new List<List<Node>>();
        var rows = new Dictionary<ConfigurationItem, int>();
        foreach (var group in nodes.GroupBy(node => node.Reached!.Distance).OrderBy(group => group.Key).Take(most))
        {
            var column = group.OrderBy(node => Rank(node.Reached!.Item))
                .ThenBy(node => node.Reached!.Item.Name, StringComparer.Ordinal).ToList();
            var (shown, rest) = column.Count > MostInColumn
                ? (column[..(MostInColumn - 1)], column[(MostInColumn - 1)..])
                : (column, []);
            // Beside what leads to them, so that few ways cross.
            column = [.. shown.OrderBy(node => node.IsSoft).ThenBy(node => Row(node.Reached!.Via))];
            if (rest.Count > 0) column.Add(Together(rest, words["und {0} weitere", German.Count(rest.Count)]));
            foreach (var (node, row) in column.Select((node, row) => (node, row)))
            {
                foreach (var item in node.Items) rows.TryAdd(item, row);
            }
            columns.Add(column);
        }
        var far = nodes.Where(node => node.Reached!.Distance > most).ToList();
        if (far.Count > 0)
        {
            columns[^1].Add(Together(far, words["{0} weiter entfernt", German.Count(far.Count)]) with { Vias = [] });
        }
        return columns;

        int Row(ConfigurationItem? via) => via is null ? 0 : rows.GetValueOrDefault(via);
    }

    static Node Together(List<Node> nodes, string text) =>
        new(null, nodes[0].Kind, nodes.TrueForAll(node => node.IsSoft))
        {
            Items = [.. nodes.Select(node => node.Reached!.Item)],
            Vias = [.. nodes.Select(node => node.Reached!.Via)],
            Text = text,
        };

    /// <summary>What people ask for comes first: applications, then machines and devices.</summary>
    static int Rank(ConfigurationItem item) => item.Kind switch
    {
        var kind when kind == ItemKinds.Application => 0,
        var kind when kind == ItemKinds.Site => 1,
        var kind when kind == ItemKinds.Cluster => 2,
        var kind when kind == ItemKinds.Device => 3,
        var kind when kind == ItemKinds.VirtualMachine => 4,
        _ => 5,
    };

    static void Side(Drawing picture, ConfigurationItem item, (int X, int Y) centre, List<List<Node>> columns,
        int rows, bool isLeft)
    {
        var places = new Dictionary<ConfigurationItem, (int X, int Y)> { [item] = centre };
        foreach (var (column, no) in columns.Select((column, no) => (column, no)))
        {
            var x = centre.X + (isLeft ? -1 : 1) * (no + 1) * ColumnStep;
            foreach (var (node, at) in column.Select((node, at) => (node, at)))
            {
                var place = (X: x, Y: Top + (rows - column.Count) * RowStep / 2 + at * RowStep);
                var soft = node.IsSoft ? " gw-soft" : "";
                foreach (var from in node.Vias.Select(via => via ?? item).Where(places.ContainsKey)
                    .Select(via => places[via]).Where(from => from.X != x).Distinct())
                {
                    var (start, end) = isLeft ? (place, from) : (from, place);
                    picture.Curve($"gw-edge{soft}", start.X + Wide, start.Y + High / 2, end.X, end.Y + High / 2);
                }
                foreach (var each in node.Items) places.TryAdd(each, place);
                Named(picture, $"gw-node {node.Kind}{soft}", place, node.Text,
                    node.Reached is null ? node.Text : $"{node.Reached.Item}");
            }
        }
    }

    static void Named(Drawing picture, string kind, (int X, int Y) place, string text, string hint)
    {
        picture.Box(kind, place.X, place.Y, Wide, High, hint);
        picture.Say(place.X + Wide / 2, place.Y + 17, Drawing.Cut(text, MostLetters), "middle");
    }

    static void Legend(Drawing picture, Wording words, int middle, int left, int right)
    {
        if (left > 0) picture.Say(middle - 38, 14, words["wird gebraucht"], "end", "gw-strong");
        if (right > 0) picture.Say(middle + Wide + 38, 14, words["ist betroffen"], "start", "gw-strong");
        (string Kind, string Text)[] keys =
        [
            ("gw-1", words["nötig"]), ("gw-2", words["fällt aus"]), ("gw-3 gw-soft", words["läuft schlechter"]),
        ];
        for (var at = 0; at < keys.Length; at++)
        {
            picture.Box($"gw-node {keys[at].Kind}", 10 + at * 130, 26, 14, 14);
            picture.Say(30 + at * 130, 38, keys[at].Text);
        }
    }

    static string Description(Impact impact, Wording words) => string.Join(' ',
        words["„{0}“ braucht {1} andere, und weitere {2} nur, um gut zu laufen.", impact.Item.Name,
            German.Count(impact.Needs.Count), German.Count(impact.NeedsSoft.Count)],
        words["Fällt es aus, fallen {0} aus und {1} laufen schlechter.", German.Count(impact.Fails.Count),
            German.Count(impact.Degraded.Count)],
        words["Dieselben Angaben stehen in der Tabelle."]);
}
