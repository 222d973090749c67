using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Operating;

namespace Gemeinwerk.Web.Frame;

/// <summary>The bodies that let anybody read what is public of them (<c>[public] bodies</c>).</summary>
sealed class Publishers(Database database, PublicSettings settings)
{
    /// <returns>Null where there is no such body, or it publishes nothing; nobody can tell which.</returns>
    internal async Task<Body?> Find(string code) => settings.Bodies.Contains(code)
        && (await database.Read(db => Bodies.Find(db, code))).Ok(out var body, out _) ? body : null;

    /// <summary>All of them, each with the database as far as it concerns that body.</summary>
    internal async Task<IReadOnlyList<(Body Body, Database Door)>> All() =>
        [.. (await database.Read(Bodies.All)).Where(body => settings.Bodies.Contains(body.Code))
            .Select(body => (body, database.Behind(body.Id.Value)))];
}
