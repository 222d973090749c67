using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre.Dependencies;

namespace Gemeinwerk.Cli.Commands;

/// <summary>What people read of an impact.</summary>
static class ImpactText
{
    internal static string Of(Impact impact) => string.Join('\n',
        Part($"Fällt „{impact.Item.Name}“ aus, fallen aus", impact.Fails),
        Part("Läuft schlechter", impact.Degraded),
        Part($"„{impact.Item.Name}“ braucht zwingend", impact.Needs),
        Part("Braucht auch", impact.NeedsSoft),
        $"Betroffen: {German.Count(impact.Members.Count)} Mitglieder, ganz ohne etwas, das sie nutzen, "
            + $"{German.Count(impact.Inhabitants)} Einwohner.",
        MasterDataCommands.Rows(["Mitglied", "Ausfall", "Einwohner"], impact.Members, member =>
            [member.Member.Name, member.IsDown ? "ja" : "nur schlechter", German.Count(member.Inhabitants)]));

    static string Part(string heading, IReadOnlyList<Reached> items) => items.Count == 0
        ? $"{heading}: nichts."
        : $"{heading}: {German.Count(items.Count)}\n" + MasterDataCommands.Rows(["Art", "Name", "Über"], items, it =>
            [it.Item.Kind.German, it.Item.Name, it.Via?.Name ?? ""]);
}
