using Gemeinwerk.Basics;
using Gemeinwerk.Operating;

namespace Gemeinwerk.Web.Operating;

/// <summary>Which bodies publish.</summary>
public sealed class PublicSettings(SettingsReader read)
{
    readonly string[] bodies = read.Text("bodies", "",
        "Körperschaften, deren Satzung, Sitzungen, Beschlüsse und Bekanntmachungen ohne Anmeldung zu lesen sind, "
            + "mit Semikolon getrennt", "Kürzel wie sit", Refuse)
        .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Their codes.</summary>
    public IReadOnlyList<string> Bodies => bodies;

    static string? Refuse(string text) => text.Length <= 10_000
        ? null
        : $"„{Texts.Shown(text)}“ ist länger als 10.000 Zeichen.";
}
