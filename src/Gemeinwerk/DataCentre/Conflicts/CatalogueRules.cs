using Gemeinwerk.Basics;

namespace Gemeinwerk.DataCentre.Conflicts;

/// <summary>Members, applications and contracts that both sides have.</summary>
static class CatalogueRules
{
    /// <summary>Members are one by the words of their names, in whatever order and spelling.</summary>
    internal static void Members(InventorySnapshot left, InventorySnapshot right, List<ItemMatch> matches) =>
        Match(left, right, ItemKinds.Member, member => Spelling.Words(member.Name), "Name", matches);

    /// <summary>Applications are one by maker and purpose: „Regis Sozialhilfe“ and „Sozialhilfe (Regis)“.</summary>
    internal static void Applications(InventorySnapshot left, InventorySnapshot right, List<ItemMatch> matches) =>
        Match(left, right, ItemKinds.Application, Purpose, "Anbieter und Zweck", matches);

    /// <summary>Contracts about the same product: the one that ends first is given up.</summary>
    internal static void Contracts(InventorySnapshot left, InventorySnapshot right, List<Conflict> conflicts)
    {
        var others = right.Of(ItemKinds.Contract).ToLookup(contract => Product(right, contract));
        foreach (var contract in left.Of(ItemKinds.Contract))
        {
            if (Product(left, contract) is not { } product) continue;
            foreach (var other in others[product])
            {
                if (contract.Content.Text(Fields.ContractType) != other.Content.Text(Fields.ContractType)) continue;
                var isOther = (other.Content.Day(Fields.EndsOn) ?? DateOnly.MaxValue)
                    <= (contract.Content.Day(Fields.EndsOn) ?? DateOnly.MaxValue);
                var given = isOther ? other : contract;
                var saving = given.Content.Amount(Fields.AnnualPrice);
                var notice = Notice(given);
                conflicts.Add(new Conflict(ConflictKind.ContractDouble, (isOther ? right : left).Body.Code,
                    [contract, other],
                    $"Beide Seiten haben einen Vertrag über „{left.Follow(contract, Fields.Product)!.Name}“: "
                    + $"{contract.Name} und {other.Name}.",
                    $"{given.Name} nicht verlängern"
                    + (saving is { } amount ? $", das spart {amount} im Jahr" : "")
                    + (notice is { } day ? $"; zu kündigen bis {German.Date(day)}." : "."),
                    Saving: saving, Until: notice));
            }
        }
    }

    /// <summary>The last day on which a contract can be given up; its end where it needs no notice.</summary>
    internal static DateOnly? Notice(ConfigurationItem contract) =>
        contract.Content.Day(Fields.EndsOn)?.AddDays(-(int)(contract.Content.Number(Fields.NoticeDays) ?? 0));

    static string? Product(InventorySnapshot side, ConfigurationItem contract) =>
        side.Follow(contract, Fields.Product) is { } product ? Spelling.Words(product.Name) : null;

    /// <returns>Null where there is no maker: infrastructure of one's own has one purpose everywhere.</returns>
    static string? Purpose(ConfigurationItem application) => application.Content.Text(Fields.Vendor) is { } vendor
        ? $"{Spelling.Words(vendor)}|{Spelling.Words(application.Name, without: vendor)}"
        : null;

    static void Match(
        InventorySnapshot left, InventorySnapshot right, ItemKind kind, Func<ConfigurationItem, string?> name,
        string by, List<ItemMatch> matches)
    {
        var others = right.Of(kind).ToLookup(name);
        foreach (var item in left.Of(kind))
        {
            if (name(item) is not { Length: > 0 } known) continue;
            foreach (var other in others[known].Take(1)) matches.Add(new ItemMatch(item, other, by));
        }
    }
}
