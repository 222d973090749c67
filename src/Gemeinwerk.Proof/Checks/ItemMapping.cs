using Gemeinwerk.Proof.Certificates;
using Gemeinwerk.Proof.Inventories;

namespace Gemeinwerk.Proof.Checks;

/// <summary>What an item of a source says in the target's words, by the rules of docs/formats.md section 5.</summary>
sealed class ItemMapping(
    Certificate certificate, string source, Dictionary<(string Body, long Id), CertifiedMove> moves)
{
    static readonly HashSet<string> lists = ["covers", "needs_hard", "needs_soft", "together", "apart"];
    static readonly HashSet<string> lines = ["aliases", "missing_targets"];

    readonly Dictionary<string, Mapping> assets = certificate.MappingOf("asset", source);
    readonly Dictionary<string, Mapping> parties = certificate.MappingOf("party", source);

    public InventoryItem Moved(InventoryItem item, CertifiedMove move)
    {
        var content = Mapped(item, move.Target);
        var isVlan = item.Kind == "vlan";
        if (isVlan && move.NewName is { } number)
            content["vid"] = new ItemValue(null, Notes.Numbers.TryParse(number, out var vid) ? vid : -1, null);
        return item with { Name = isVlan ? item.Name : move.NewName ?? item.Name, Content = content };
    }

    /// <summary>What is there stays; what it lacks is filled, and lists are united; posts are added.</summary>
    public InventoryItem Joined(InventoryItem item, CertifiedMove move, InventoryItem with)
    {
        var content = new SortedDictionary<string, ItemValue>(with.Content, StringComparer.Ordinal);
        foreach (var (name, value) in Mapped(item, move.Target))
        {
            if (!content.TryGetValue(name, out var known)) content.Add(name, value);
            else if (item.Kind == "post" && name == "full_time")
                content[name] = new ItemValue(null, unchecked(known.Number + value.Number), null);
            else if (lists.Contains(name)) content[name] = ItemValue.Of((known.Links ?? []).Concat(value.Links ?? []))!;
            else if (lines.Contains(name)) content[name] = Lines($"{known.Text}\n{value.Text}".Split('\n'));
        }
        return with with { Content = content };
    }

    SortedDictionary<string, ItemValue> Mapped(InventoryItem item, long target)
    {
        var content = new SortedDictionary<string, ItemValue>(StringComparer.Ordinal);
        foreach (var (name, value) in item.Content)
            if (name != "aliases" && Mapped(name, value, target) is { } mapped) content.Add(name, mapped);
        var known = item.Content.GetValueOrDefault("aliases")?.Text?.Split('\n') ?? [];
        content["aliases"] = Lines(known.Append($"gemeinwerk:{item.Id}").Select(alias => $"{source}/{alias}"));
        return content;
    }

    ItemValue? Mapped(string name, ItemValue value, long target)
    {
        if (value.Links is { } links)
            return ItemValue.Of(links.Select(Target).Where(to => to > 0 && to != target));
        var numbers = name switch { "asset" => assets, "party" => parties, _ => null };
        if (numbers is null) return value;
        return numbers.TryGetValue(value.Text ?? "", out var number) ? ItemValue.Of(number.Target) : null;
    }

    long Target(long id) => moves.TryGetValue((source, id), out var move) ? move.Target : 0;

    static ItemValue Lines(IEnumerable<string> all) => ItemValue.Of(string.Join('\n',
        all.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)));
}
