namespace Gemeinwerk.Storage;

/// <summary>
/// What an act works with: the transaction, who acts, and the moment. An act touches nothing else, because
/// <see cref="Database.Act"/> runs it again when two collide.
/// </summary>
/// <param name="Actor">The name of the acting user or program, as it is written into the books.</param>
/// <param name="Now">When the act began, UTC.</param>
public sealed record Work(Session Db, string Actor, DateTimeOffset Now)
{
    List<Action>? afterCommit;

    /// <summary>Counts what the act did, once it is committed; what is undone or run again does not count.</summary>
    internal void AfterCommit(Action count) => (afterCommit ??= []).Add(count);

    internal void Committed() => afterCommit?.ForEach(count => count());
}
