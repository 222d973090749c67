using System.Globalization;

namespace Gemeinwerk.Storage;

/// <summary>
/// The bodies whose rows a transaction may read and write. On PostgreSQL row-level security holds it whatever a
/// statement says; on SQLite the session looks at the keys that statements compare <c>body_id</c> with.
/// </summary>
sealed class Wall(IEnumerable<long> bodies)
{
    readonly long[] bodies = [.. bodies.Distinct().Order()];

    /// <summary>As PostgreSQL reads an array: <c>{1,7}</c>.</summary>
    internal string Text =>
        $"{{{string.Join(',', bodies.Select(body => body.ToString(CultureInfo.InvariantCulture)))}}}";

    internal void Check(SqlValue body)
    {
        if (body.IsNumber) Check(body.Number);
    }

    internal void Check(long body)
    {
        if (Array.BinarySearch(bodies, body) < 0) throw new WallException(body);
    }
}

/// <summary>A statement meant a body that its transaction does not concern: a bug, never a user's mistake.</summary>
public sealed class WallException(long body) : Exception($"The transaction does not concern body {body}.");
