using System.Collections;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.DataCentre.Imports;

/// <summary>What files say of the dependencies of one item.</summary>
sealed class DependencyChange
{
    internal HashSet<long> Hard { get; } = [];
    internal HashSet<long> Soft { get; } = [];
    internal SortedSet<string> Missing { get; } = new(StringComparer.Ordinal);

    /// <param name="to">Null or ambiguous where it leads nowhere that is known; then its name is kept.</param>
    internal void Add(long? to, DependencyDraft drafted)
    {
        if (to is null or ItemNames.Ambiguous) Missing.Add(drafted.To);
        else if (drafted.IsHard) Hard.Add(to.Value);
        else Soft.Add(to.Value);
    }
}

/// <summary>
/// Items on their way into the tables: some thousand at a time are compared with what is there, and only what is new or
/// different is written. What was there before is recorded as changed; <see cref="First"/> on is new.
/// </summary>
sealed class ItemBatch(Work work, Book book, long first)
{
    const int MostItems = 4096;

    readonly Dictionary<long, Waiting> waiting = [];
    readonly BitArray described = new(0);

    internal long First => first;
    internal long Added { get; private set; }
    internal long Changed { get; private set; }
    internal long Known { get; private set; }

    /// <summary>Where rooms were described, for findings about all of them together.</summary>
    internal Dictionary<long, (int File, long Line)> Places { get; } = [];

    internal bool IsFull => waiting.Count >= MostItems;

    /// <summary>The name of an item, as it is or is about to be.</summary>
    internal async Task<string> NameOf(long id) => waiting.TryGetValue(id, out var it)
        ? it.Name
        : (await Inventory.Find(work.Db, book.Body.Id, new(id)))!.Name;

    internal void AddImplied(
        ItemKind kind, long id, string key, string name, string? alias,
        IEnumerable<(Field Field, FieldValue Value)> values)
    {
        Added++;
        waiting.Add(id, new Waiting(kind, null, key, name, true, alias,
            [.. values.Select(it => (it.Field, (FieldValue?)it.Value))]));
    }

    /// <param name="key">Null to leave it as it is.</param>
    /// <param name="alias">What another system calls it, where that is new.</param>
    internal async Task Add(
        ItemDraft draft, long id, string? key, string? alias, List<(Field Field, FieldValue? Value)> values, bool isNew,
        Action<int, long, string, Rejection> onFinding)
    {
        if (IsFull || waiting.ContainsKey(id)) await Flush(onFinding);
        if (isNew) Added++;
        if (draft.Kind == ItemKinds.Room) Places[id] = (draft.File, draft.Line);
        waiting.Add(id, new Waiting(draft.Kind, draft, key, draft.Name, isNew, alias, values));
    }

    /// <summary>Adds dependencies to those that an item has.</summary>
    /// <returns>How many are new.</returns>
    internal async Task<long> Depend(long id, DependencyChange change, Action<int, long, string, Rejection> onFinding)
    {
        if (waiting.Count > 0) await Flush(onFinding);
        var item = (await Inventory.Find(work.Db, book.Body.Id, new(id)))!;
        var hard = item.Content.Targets(Fields.NeedsHard).Concat(change.Hard).ToHashSet();
        var soft = item.Content.Targets(Fields.NeedsSoft).Concat(change.Soft).Except(hard).ToHashSet();
        var missing = item.Missing.Concat(change.Missing)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var content = item.Content.With(
        [
            (Fields.NeedsHard, FieldValue.Of(hard)),
            (Fields.NeedsSoft, FieldValue.Of(soft)),
            (Fields.MissingTargets, missing.Count == 0 ? null : FieldValue.Of(string.Join('\n', missing))),
        ]);
        var isNew = hard.Count + soft.Count + missing.Count - item.Content.Targets(Fields.NeedsHard).Count
            - item.Content.Targets(Fields.NeedsSoft).Count - item.Missing.Count;
        await Write([item with { Content = content }], [item]);
        return Math.Max(isNew, 0);
    }

    internal async Task Set(
        ConfigurationItem item, Field field, FieldValue value, Action<int, long, string, Rejection> onFinding)
    {
        if (waiting.Count > 0) await Flush(onFinding);
        Changed++;
        await Write([item with { Content = item.Content.With([(field, value)]) }], [item]);
    }

    /// <summary>Writes what became of items that are there.</summary>
    internal Task Replace(IReadOnlyList<(ConfigurationItem Was, ConfigurationItem Now)> changes) =>
        Write([.. changes.Select(it => it.Now)], changes.Select(it => it.Was));

    internal async Task Flush(Action<int, long, string, Rejection> onFinding)
    {
        var old = await Existing();
        var written = new List<ConfigurationItem>();
        foreach (var (id, it) in waiting)
        {
            var was = old.GetValueOrDefault(id);
            var now = new ConfigurationItem(new(id), it.Kind, it.Key ?? was!.Key, it.Name,
                (was?.Content ?? ItemContent.Empty).With([.. it.Values, .. Alias(was, it.Alias)]));
            var isSame = was is not null && was.Name == now.Name && was.Key == now.Key
                && was.Content.ToJson() == now.Content.ToJson();
            var isAgain = it.Draft is not null && WasDescribed(id);
            if (isSame)
            {
                if (!isAgain && id < first) Known++;
                continue;
            }
            if (isAgain)
            {
                onFinding(it.Draft!.File, it.Draft.Line, "", new("inventory.item-twice",
                    $"{now.Kind.German} „{Texts.Shown(now.Name)}“ steht zweimal in den Dateien, "
                    + "mit verschiedenem Inhalt."));
                continue;
            }
            if (was is not null && id < first) Changed++;
            written.Add(now);
        }
        waiting.Clear();
        await Write(written, [.. old.Values]);
    }

    /// <summary>Whether the files described an item before; a bit for each, as there are many.</summary>
    bool WasDescribed(long id)
    {
        var at = checked((int)id);
        if (at >= described.Length) described.Length = Math.Max(at + 1, described.Length * 2);
        var was = described[at];
        described[at] = true;
        return was;
    }

    static IEnumerable<(Field, FieldValue?)> Alias(ConfigurationItem? was, string? alias)
    {
        if (alias is null) return [];
        var all = (was?.Aliases ?? []).Append(alias).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return [(Fields.Aliases, FieldValue.Of(string.Join('\n', all)))];
    }

    async Task<Dictionary<long, ConfigurationItem>> Existing()
    {
        var asked = waiting.Where(pair => !pair.Value.IsNew).Select(pair => pair.Key).Order().ToList();
        if (asked.Count == 0) return [];
        await work.Db.Run($"create temp table if not exists datacentre_incoming (item_id bigint primary key)");
        await work.Db.Run($"delete from datacentre_incoming");
        await work.Db.Bulk("datacentre_incoming", "item_id", asked, (to, id) => to.Add(id));
        return (await work.Db.All($"""
            select i.item_id, i.kind, i.key, i.name, i.content
            from datacentre_incoming n cross join datacentre_item i
            where i.body_id = {book.Body.Id} and i.item_id = n.item_id
            """, Inventory.Map)).ToDictionary(item => item.Id.Value);
    }

    Task Write(List<ConfigurationItem> items, IEnumerable<ConfigurationItem> old) =>
        ItemTable.Write(work, book.Body, items, old.Select(item => item.Id).ToHashSet(), first);

    sealed record Waiting(
        ItemKind Kind, ItemDraft? Draft, string? Key, string Name, bool IsNew, string? Alias,
        IReadOnlyList<(Field Field, FieldValue? Value)> Values);
}
