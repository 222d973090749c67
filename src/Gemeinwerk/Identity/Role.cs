using System.Globalization;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Identity;

/// <summary>What somebody may do for one body. The order is that of the application's role bits.</summary>
public enum Role
{
    /// <summary>Certifies that a claim or an invoice is right (sachliche und rechnerische Feststellung).</summary>
    Certify,

    /// <summary>Orders that money is paid or received (Anordnung).</summary>
    Order,

    /// <summary>Keeps the books (Buchführung).</summary>
    Post,

    /// <summary>Handles payments (Zahlungsabwicklung).</summary>
    Pay,

    /// <summary>Closes periods and years.</summary>
    Close,

    /// <summary>Asks for and approves roles.</summary>
    Administer,

    /// <summary>Reads everything, writes nothing (Rechnungsprüfung); every query is logged.</summary>
    Audit,

    /// <summary>A member's own people, who see what concerns their member.</summary>
    Member,

    /// <summary>Keeps the records of the assembly (Sitzungsdienst).</summary>
    Clerk,

    /// <summary>Keeps the inventory of the data centre, and who uses what of it (Rechenzentrumsbetrieb).</summary>
    Operate,
}

/// <summary>Two roles that one person may not hold in one body.</summary>
/// <param name="NeedsReason">They may, if nobody else can judge the facts and the reason is kept.</param>
/// <param name="Certainty">V: the paragraph was read; U: it was not.</param>
public sealed record RoleConflict(
    Role First, Role Second, bool NeedsReason, DateOnly ValidFrom, string Source, string Certainty)
{
    /// <summary>All, as dated data.</summary>
    public static IReadOnlyList<RoleConflict> All { get; } = [.. Lines("role-conflicts.csv").Skip(1).Select(Read)];

    /// <summary>The first rule that a further role would break, or null.</summary>
    internal static RoleConflict? Of(IEnumerable<Role> held, Role wanted, string? reason, DateOnly on) =>
        held.SelectMany(role => All.Where(rule => rule.ValidFrom <= on && rule.Joins(role, wanted)))
            .FirstOrDefault(rule => !rule.NeedsReason || string.IsNullOrWhiteSpace(reason));

    internal static IEnumerable<string> Lines(string file)
    {
        var assembly = typeof(RoleConflict).Assembly;
        var name = assembly.GetManifestResourceNames().Single(it => it.EndsWith(file, StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    bool Joins(Role a, Role b) => (First, Second) == (a, b) || (First, Second) == (b, a);

    static RoleConflict Read(string line)
    {
        var cells = line.Split(';');
        return new(Codes.Parse<Role>(cells[0]), Codes.Parse<Role>(cells[1]), cells[2] == "reason",
            DateOnly.ParseExact(cells[3], "yyyy-MM-dd", CultureInfo.InvariantCulture), cells[4], cells[5]);
    }
}
