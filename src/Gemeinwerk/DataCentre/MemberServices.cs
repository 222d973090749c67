using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.DataCentre;

/// <summary>Something that a member uses.</summary>
/// <param name="Member">As which member of the inventory it does.</param>
public sealed record MemberService(ItemUse Use, ConfigurationItem Item, ConfigurationItem Member)
{
    /// <summary>The recovery time objective (Wiederanlaufzeit) of the item, hours; null where unknown.</summary>
    public long? RecoveryHours => Item.Content.Number(Fields.RecoveryHours);
}

/// <summary>A use that begins or ends.</summary>
/// <param name="On">The first day with it, or the first without.</param>
public sealed record ServiceChange(DateOnly On, bool IsEnd, MemberService Service);

/// <summary>What a member uses of a data centre (Dienste eines Mitglieds): the uses of those members of the inventory
/// that name its party in the book.</summary>
public sealed class MemberServices
{
    readonly IReadOnlyList<MemberService> all;
    readonly IReadOnlyList<ConfigurationItem> contracts;

    MemberServices(
        IReadOnlyList<ConfigurationItem> members, IReadOnlyList<MemberService> all,
        IReadOnlyList<ConfigurationItem> contracts) => (Members, this.all, this.contracts) = (members, all, contracts);

    /// <summary>The members of the inventory that are the party, by name; none where nobody said so.</summary>
    public IReadOnlyList<ConfigurationItem> Members { get; }

    /// <param name="party">The number of a party (Geschäftspartner) in the body's book.</param>
    public static async Task<MemberServices> Of(Session db, Body body, string party)
    {
        var members = (await Inventory.All(db, body.Id, ItemKinds.Member))
            .Where(item => item.Content.Text(Fields.LedgerParty) == party)
            .OrderBy(item => item.Name, StringComparer.Ordinal).ToList();
        var all = new List<MemberService>();
        foreach (var member in members)
        {
            all.AddRange((await Uses.OfMember(db, body.Id, member.Id))
                .Select(it => new MemberService(it.Use, it.Item, member)));
        }
        return new(members, all, all.Count == 0 ? [] : await Inventory.All(db, body.Id, ItemKinds.Contract));
    }

    /// <summary>What is used on a day, by name.</summary>
    public IEnumerable<MemberService> On(DateOnly day) => all.Where(service => service.Use.IsOn(day))
        .OrderBy(service => service.Item.Name, StringComparer.Ordinal);

    /// <summary>The contracts that run on a day and cover an item, or are about its product, by name.</summary>
    public IEnumerable<ConfigurationItem> ContractsOf(ConfigurationItem item, DateOnly day) => contracts
        .Where(contract => Runs(contract, day) && (contract.Content.Targets(Fields.Covers).Contains(item.Id.Value)
            || (item.Content.Link(Fields.Product) is { } product && contract.Content.Link(Fields.Product) == product)))
        .OrderBy(contract => contract.Name, StringComparer.Ordinal);

    /// <summary>When uses began and end, those that are to come too, the latest first.</summary>
    public IEnumerable<ServiceChange> Changes => all.SelectMany(ChangesOf)
        .OrderByDescending(change => change.On).ThenBy(change => change.Service.Item.Name, StringComparer.Ordinal);

    static IEnumerable<ServiceChange> ChangesOf(MemberService service)
    {
        yield return new(service.Use.Since, false, service);
        if (service.Use.Until is { } until) yield return new(until, true, service);
    }

    static bool Runs(ConfigurationItem contract, DateOnly day) =>
        !(contract.Content.Day(Fields.StartsOn) > day) && !(contract.Content.Day(Fields.EndsOn) < day);
}
