using Gemeinwerk.Identity;

namespace Gemeinwerk.Web.Frame;

/// <summary>
/// What somebody may do for one body. Which of them exclude each other (KomHVO NRW §§ 31, 32) is for whoever grants
/// them.
/// </summary>
[Flags]
public enum BodyRoles
{
    None = 0,

    /// <summary>Certifies that a claim or an invoice is right (sachliche und rechnerische Feststellung).</summary>
    Certify = 1,

    /// <summary>Orders that money is paid or received (Anordnung).</summary>
    Order = 2,

    /// <summary>Keeps the books (Buchführung).</summary>
    Post = 4,

    /// <summary>Handles payments (Zahlungsabwicklung).</summary>
    Pay = 8,

    /// <summary>Closes periods and years.</summary>
    Close = 16,

    Administer = 32,

    /// <summary>Reads everything, writes nothing (Rechnungsprüfung).</summary>
    Audit = 64,

    /// <summary>A member's own people, who see what concerns their member.</summary>
    Member = 128,

    /// <summary>Keeps the records of the assembly (Sitzungsdienst).</summary>
    Clerk = 256,

    /// <summary>Keeps the inventory of the data centre, and who uses what of it (Rechenzentrumsbetrieb).</summary>
    Operate = 512,

    /// <summary>Everybody who works in the body or audits it, and so may read its books.</summary>
    Staff = Certify | Order | Post | Pay | Close | Administer | Audit | Clerk | Operate,

    Anyone = Staff | Member,
}

/// <summary>Between the roles that are granted one by one and those that somebody has together.</summary>
static class RoleSets
{
    internal static BodyRoles Together(this IEnumerable<Role> roles) =>
        roles.Aggregate(BodyRoles.None, (all, role) => all | Bit(role));

    internal static IEnumerable<Role> Each(this BodyRoles roles) =>
        Enum.GetValues<Role>().Where(role => roles.HasFlag(Bit(role)));

    static BodyRoles Bit(Role role) => (BodyRoles)(1 << (int)role);
}
