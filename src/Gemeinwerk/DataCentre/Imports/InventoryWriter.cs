using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Imports;
using Gemeinwerk.Storage;

namespace Gemeinwerk.DataCentre.Imports;

/// <summary>
/// Finds out which item each draft is, and hands on what is new or has changed. Drafts that name something which has
/// not come yet wait until all files are read.
/// </summary>
sealed class InventoryWriter(Work work, Book book, ItemNames names)
{
    readonly ItemBatch batch = new(work, book, names.NextId);
    readonly List<ItemDraft> waiting = [];
    bool isEverythingRead;
    HashSet<string>? assets;
    long nextId = names.NextId;

    /// <summary>Told what is wrong: file, line, field and why.</summary>
    internal Action<int, long, string, Rejection> OnFinding { get; set; } = (_, _, _, _) => { };

    internal long Added => batch.Added;
    internal long Changed => batch.Changed;
    internal long Known => batch.Known;
    internal long Dependencies { get; private set; }

    /// <summary>How many drafts waited at a time.</summary>
    internal int MostWaiting { get; private set; }

    internal async Task Add(ItemDraft draft)
    {
        if (await Take(draft)) return;
        waiting.Add(draft);
        MostWaiting = Math.Max(MostWaiting, waiting.Count);
    }

    internal async Task Complete(IReadOnlyList<DependencyDraft> dependencies, IReadOnlyList<Release> releases)
    {
        await Again();
        isEverythingRead = true;
        await Again();
        foreach (var draft in waiting) Dangling(draft);
        await AddDependencies(dependencies);
        await AddEnds(releases);
        await batch.Flush(OnFinding);
        await RoomRule.Check(work.Db, book.Body.Id, batch.Places, OnFinding);
        await ItemTable.RecordAdded(work, book.Body, batch.First);
    }

    /// <summary>Takes what waits as long as that makes more of it known.</summary>
    async Task Again()
    {
        for (var before = -1; waiting.Count != before && waiting.Count > 0;)
        {
            before = waiting.Count;
            var again = waiting.ToList();
            waiting.Clear();
            foreach (var draft in again) await Add(draft);
        }
    }

    /// <returns>False where it names something that is not known yet.</returns>
    async Task<bool> Take(ItemDraft draft)
    {
        var values = new List<(Field, FieldValue?)>(draft.Values);
        foreach (var (field, to) in draft.References)
        {
            if (Resolve(draft, field, to) is not { } target) return false;
            if (target == ItemNames.Ambiguous)
            {
                // What was told apart once, as by another file with keys, stays as it is.
                if (IsKnown(draft)) continue;
                OnFinding(draft.File, draft.Line, field.Code, new("inventory.reference-ambiguous",
                    $"„{Texts.Shown(to.Shown)}“ gibt es mehrmals; welches bei {field.German} gemeint ist, ist offen."));
                return true;
            }
            if (batch.IsFull) await batch.Flush(OnFinding);
            values.Add((field, FieldValue.Of([target])));
        }
        if (!await CheckAsset(draft)) return true;
        await Put(draft, values);
        return true;
    }

    bool IsKnown(ItemDraft draft) => draft.ExternalId is { } externalId
        && names.ByAlias(draft.Kind, draft.Source, externalId) is not null;

    async Task Put(ItemDraft draft, List<(Field Field, FieldValue? Value)> values)
    {
        var scopes = new Dictionary<Field, string?>();
        foreach (var field in draft.Kind.Scope) scopes[field] = await Said(values, field);
        var key = ConfigurationItem.KeyOf(draft.Kind, draft.Name, field => scopes[field]);
        var found = draft.ExternalId is { } externalId
            ? names.ByAlias(draft.Kind, draft.Source, externalId)
            : null;
        var isNamedSo = found is null;
        found ??= names.ByKey(draft.Kind, key);
        if (found is null && draft.Kind.Scope.Count > 0
            && !draft.Kind.Scope.Any(scope => values.Exists(it => it.Field == scope))
            && names.ByName(draft.Kind, draft.Name) is { } named and not ItemNames.Ambiguous)
        {
            found = named;
            key = null;
        }
        // Another system may call two things alike; its keys tell them apart.
        if (found is { } alike && isNamedSo && draft.ExternalId is not null && names.HasAlias(alike, draft.Source))
        {
            found = null;
            key = $"{key}|#{draft.ExternalId}";
        }
        var id = found ?? nextId++;
        if (key is not null)
        {
            var vlan = values.Find(it => it.Field == Fields.VlanId).Value?.Number;
            names.Add(draft.Kind, id, key, draft.Name, vlan);
        }
        var alias = NewAlias(draft.Kind, draft.Source, draft.ExternalId, id);
        await batch.Add(draft, id, key, alias, values, isNew: found is null, OnFinding);
    }

    /// <returns>The alias where it is new, or null.</returns>
    string? NewAlias(ItemKind kind, string source, string? externalId, long id)
    {
        if (externalId is null || names.ByAlias(kind, source, externalId) is not null) return null;
        names.AddAlias(kind, source, externalId, id);
        return $"{source}:{externalId}";
    }

    /// <returns>The key of the item, <see cref="ItemNames.Ambiguous"/>, or null where there is none yet.</returns>
    long? Resolve(ItemDraft draft, Field field, ItemReference to)
    {
        foreach (var kind in to.Kinds)
        {
            var id = to.ExternalId is { } externalId ? names.ByAlias(kind, draft.Source, externalId) : null;
            if (id is null && to.Name is { } name)
            {
                if (field == Fields.Vlan && Cells.Number(name, out var number)
                    && Scope(draft, field, Fields.Site) is { Length: > 0 } site)
                {
                    id = names.ByName(kind, ItemNames.VlanAt(site, number));
                }
                id ??= names.ByAlias(kind, draft.Source, name) ?? names.ByForeignKey(kind, name)
                    ?? names.ByKey(kind, KeyOf(draft, field, kind, name));
                if (id is null && !(kind.IsImplied && kind.Scope.Any(scope => Scope(draft, field, scope).Length > 0)))
                {
                    id = names.ByName(kind, name);
                }
            }
            if (id is not null) return id;
        }
        return to switch
        {
            { Name: { } name, Kinds: [{ IsImplied: true } only] } => Imply(draft, field, to, only, name),
            { Name: { } number } when isEverythingRead && field == Fields.Vlan
                && Cells.Number(number, out var id) && id is >= 1 and <= 4094 => ImplyVlan(id),
            _ => null,
        };
    }

    /// <summary>Networks name VLANs by number, also those that no file describes.</summary>
    long ImplyVlan(int number)
    {
        var (id, name) = (nextId++, $"VLAN {number}");
        var key = ConfigurationItem.KeyOf(ItemKinds.Vlan, name, field => field == Fields.VlanId ? $"{number}" : null);
        batch.AddImplied(ItemKinds.Vlan, id, key, name, null, [(Fields.VlanId, FieldValue.Of(number))]);
        names.Add(ItemKinds.Vlan, id, key, name, number);
        return id;
    }

    /// <summary>Files may name a rack or a model that no file describes; it comes into being by that.</summary>
    long Imply(ItemDraft draft, Field field, ItemReference to, ItemKind kind, string name)
    {
        var (id, key) = (nextId++, KeyOf(draft, field, kind, name));
        var values = new List<(Field Field, FieldValue Value)>();
        foreach (var scope in kind.Scope)
        {
            var said = Scope(draft, field, scope);
            if (said.Length == 0) continue;
            if (!scope.IsLink) values.Add((scope, FieldValue.Of(said)));
            else if (names.ByName(DraftBuilder.TargetsOf(scope)[0], said) is { } target and not ItemNames.Ambiguous)
            {
                values.Add((scope, FieldValue.Of([target])));
            }
        }
        names.Add(kind, id, key, name, null);
        batch.AddImplied(kind, id, key, name, NewAlias(kind, draft.Source, to.ExternalId, id), values);
        return id;
    }

    static string KeyOf(ItemDraft draft, Field link, ItemKind kind, string name) =>
        ConfigurationItem.KeyOf(kind, name, scope => Scope(draft, link, scope));

    /// <summary>
    /// What the file says of the scope of an item that a draft leads to: a rack is at the device's site.
    /// </summary>
    static string Scope(ItemDraft draft, Field link, Field scope) =>
        draft.ScopeOf(link, scope)
        ?? draft.References.Find(reference => reference.Field == scope).To?.Name
        ?? draft.Values.Find(value => value.Field == scope).Value?.Text
        ?? "";

    async ValueTask<string?> Said(List<(Field Field, FieldValue? Value)> values, Field field) =>
        values.Find(it => it.Field == field).Value switch
        {
            { Text: { } text } => text,
            { Targets: [var target, ..] } => names.NameOf(target) ?? await NameOf(target),
            { Targets: null } number => $"{number.Number}",
            _ => null,
        };

    async Task<string> NameOf(long id)
    {
        var name = await batch.NameOf(id);
        names.Hold(id, name);
        return name;
    }

    async Task<bool> CheckAsset(ItemDraft draft)
    {
        if (draft.Values.Find(value => value.Field == Fields.LedgerAsset).Value?.Text is not { } number) return true;
        assets ??= [.. await work.Db.All($"select number from ledger_asset where body_id = {book.Body.Id}",
            row => row.Text())];
        if (assets.Contains(number)) return true;
        OnFinding(draft.File, draft.Line, Fields.LedgerAsset.Code, new("inventory.asset-unknown",
            $"Die Anlage „{Texts.Shown(number)}“ gibt es im Buch nicht."));
        return false;
    }

    void Dangling(ItemDraft draft)
    {
        foreach (var (field, to) in draft.References)
        {
            if (Resolve(draft, field, to) is not null) continue;
            OnFinding(draft.File, draft.Line, field.Code, new("inventory.reference-unknown",
                $"{string.Join(" oder ", to.Kinds.Take(2).Select(kind => kind.German))} „{Texts.Shown(to.Shown)}“ "
                + "gibt es weder im Bestand noch in den Dateien."));
        }
    }

    async Task AddDependencies(IReadOnlyList<DependencyDraft> dependencies)
    {
        var changes = new SortedDictionary<long, DependencyChange>();
        foreach (var drafted in dependencies)
        {
            switch (names.ByAnything(drafted.From))
            {
                case null:
                    OnFinding(drafted.File, drafted.Line, DependencyReader.From, new("inventory.reference-unknown",
                        $"„{Texts.Shown(drafted.From)}“ gibt es weder im Bestand noch in den Dateien."));
                    break;
                case ItemNames.Ambiguous:
                    OnFinding(drafted.File, drafted.Line, DependencyReader.From, new("inventory.reference-ambiguous",
                        $"„{Texts.Shown(drafted.From)}“ gibt es mehrmals; welches gemeint ist, ist offen."));
                    break;
                case { } from:
                    if (!changes.TryGetValue(from, out var change)) changes.Add(from, change = new());
                    change.Add(names.ByAnything(drafted.To), drafted);
                    break;
            }
        }
        foreach (var (id, change) in changes) Dependencies += await batch.Depend(id, change, OnFinding);
    }

    /// <summary>Systems and products learn when their support ends.</summary>
    async Task AddEnds(IReadOnlyList<Release> releases)
    {
        if (releases.Count == 0) return;
        await batch.Flush(OnFinding);
        foreach (var item in await Inventory.All(
            work.Db, book.Body.Id, ItemKinds.Platform, ItemKinds.Product, ItemKinds.Model))
        {
            var release = EndOfLifeFile.Find(releases, item.Name);
            if (release?.Ends is not { } ends || item.Content.Day(Fields.EndOfLife) == ends) continue;
            await batch.Set(item, Fields.EndOfLife, FieldValue.Of(Day.Number(ends)), OnFinding);
        }
    }
}
