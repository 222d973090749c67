using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Web.Frame;

/// <summary>
/// Says which bodies an address concerns beside those of the visit: without, it reads and writes rows of the body that
/// it names alone, or of the bodies in which its visitor has a role where it names none.
/// </summary>
/// <param name="db">Knows no walls; only for finding out.</param>
/// <param name="bodies">Those of the visit.</param>
/// <returns>The keys of further bodies; 0 is the installation.</returns>
public delegate Task<IEnumerable<long>> Beside(Session db, Visitor who, IReadOnlyList<Body> bodies);

/// <summary>Declares how far the wall around a request reaches.</summary>
public static class Walls
{
    /// <summary>For people, tokens and what else belongs to no body but to the installation.</summary>
    public static Beside Installation { get; } = (_, _, _) => Task.FromResult<IEnumerable<long>>([0]);

    /// <summary>For choosing among the bodies of a visitor.</summary>
    public static Beside AllOfVisitor { get; } = async (db, who, _) => Keys(await who.Bodies(db));

    public static TBuilder Concerns<TBuilder>(this TBuilder endpoint, Beside beside)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(beside);

    /// <summary>For pages that show what every module has to say.</summary>
    internal static Beside OfModules(IReadOnlyList<WebModule> modules) => async (db, who, bodies) =>
    {
        var keys = new List<long>();
        foreach (var beside in modules.Select(module => module.Concerns).OfType<Beside>())
        {
            keys.AddRange(await beside(db, who, bodies));
        }
        return keys;
    };

    /// <summary>The database as far as a request concerns it.</summary>
    /// <param name="body">Null on addresses that name none.</param>
    internal static async Task<Database> Door(Database database, Endpoint? endpoint, Visitor? who, Body? body)
    {
        if (who is null) return database.Behind();
        var further = endpoint?.Metadata.GetOrderedMetadata<Beside>() ?? [];
        if (body is not null && further.Count == 0) return database.Behind(body.Id.Value);
        return database.Behind(await database.Read(async db =>
        {
            IReadOnlyList<Body> bodies = body is null ? await who.Bodies(db) : [body];
            var keys = Keys(bodies).ToList();
            foreach (var beside in further) keys.AddRange(await beside(db, who, bodies));
            return keys;
        }));
    }

    static IEnumerable<long> Keys(IEnumerable<Body> bodies) => bodies.Select(body => body.Id.Value);
}
