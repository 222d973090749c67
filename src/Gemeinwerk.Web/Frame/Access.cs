using Gemeinwerk.Identity;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Web.Frame;

/// <summary>Who is signed in.</summary>
/// <param name="Name">As it is written into the books.</param>
/// <param name="Roles">By the codes of bodies; a body that is missing does not exist for this visitor.</param>
/// <param name="PersonId">The key of the person, for logs, which name nobody.</param>
public sealed record Visitor(string Name, IReadOnlyDictionary<string, BodyRoles> Roles, long? PersonId = null)
{
    /// <param name="held">By the keys of bodies, 0 for the installation, whose administrators are those of every body.
    /// </param>
    internal static async Task<Visitor> Of(Session db, string name, ILookup<long, Role> held, long? personId = null)
    {
        var everywhere = held[0].Contains(Role.Administer) ? BodyRoles.Administer : BodyRoles.None;
        return new Visitor(name, (await Ledger.Bodies.All(db)).ToDictionary(
            body => body.Code, body => everywhere | held[body.Id.Value].Together()), personId);
    }

    public BodyRoles RolesIn(Body body) => Roles.GetValueOrDefault(body.Code);

    /// <summary>The bodies that exist for the visitor, by code.</summary>
    internal async Task<List<Body>> Bodies(Session db) =>
        (await Ledger.Bodies.All(db)).FindAll(body => RolesIn(body) != BodyRoles.None);

    public bool Is(BodyRoles anyOf, Body body) => (RolesIn(body) & anyOf) != BodyRoles.None;
}

/// <summary>The one place that the application asks who somebody is and what they may do.</summary>
/// <param name="signIn">The address to which nobody is sent.</param>
/// <param name="whoIs">Null where nobody can sign in yet: then only public addresses answer.</param>
public sealed class Access(Func<HttpContext, Task<Visitor?>>? whoIs, string? signIn = null)
{
    public static readonly Access NotSetUp = new(null);

    /// <summary>Where people sign in; null where they cannot.</summary>
    public string? SignIn => signIn;

    public bool IsSetUp => whoIs is not null;

    public async Task<Visitor?> WhoIs(HttpContext http) => whoIs is null ? null : await whoIs(http);
}
