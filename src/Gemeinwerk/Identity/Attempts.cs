using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Identity;

/// <summary>
/// Makes guessing slow: after failures one has to wait, twice as long each time. It is counted per account from one
/// network, per account, and per network. From elsewhere nobody can keep the owner out: who signed in from a network
/// before waits there only for failures from that network.
/// </summary>
public static class Attempts
{
    static readonly TimeSpan forgotten = TimeSpan.FromHours(24);
    static readonly TimeSpan remembered = TimeSpan.FromDays(90);

    /// <param name="Free">How many failures cost nothing.</param>
    sealed record Limit(string Place, int Free, TimeSpan Longest);

    /// <summary>Counts an attempt before it is looked at, so that many at once are not free.</summary>
    /// <param name="signInName">Null where nobody is named yet: then the network alone counts.</param>
    /// <returns>Nothing, or <c>identity.wait</c>.</returns>
    public static async Task<Result<Nothing>> Begin(Work work, string? signInName, string network)
    {
        if (await Refuse(work, signInName, network) is { } why) return why;
        await work.Db.Run($"delete from identity_attempt where last_at <= {work.Now - forgotten}");
        await Failed(work, signInName, network);
        return default(Nothing);
    }

    /// <returns>Null, or <c>identity.wait</c>: then nothing of the attempt may be looked at.</returns>
    public static async Task<Rejection?> Refuse(Work work, string? signInName, string network)
    {
        foreach (var limit in await Limits(work, signInName, network))
        {
            var (failures, last) = await Read(work, limit.Place);
            if (failures < limit.Free) continue;
            var seconds = Math.Min((long)limit.Longest.TotalSeconds, 1L << (int)Math.Min(failures - limit.Free, 30));
            var left = (last.AddSeconds(seconds) - work.Now).TotalSeconds;
            if (left <= 0) continue;
            var wait = (long)Math.Ceiling(left);
            var said = wait == 1 ? "einer Sekunde" : $"{German.Count(wait)} Sekunden";
            return new Rejection("identity.wait",
                $"Nach mehreren Fehlversuchen ist die Anmeldung erst wieder möglich in {said}.");
        }
        return null;
    }

    public static async Task Failed(Work work, string? signInName, string network)
    {
        foreach (var limit in await Limits(work, signInName, network))
        {
            var (failures, _) = await Read(work, limit.Place);
            await work.Db.Run($"""
                insert into identity_attempt (place, failures, last_at)
                values ({limit.Place}, {failures + 1}, {work.Now})
                on conflict (place) do update set failures = excluded.failures, last_at = excluded.last_at
                """);
        }
    }

    /// <summary>After both factors were right: forgets the account's failures, and the two attempts that were counted
    /// for the network.</summary>
    public static async Task Succeeded(Work work, string signInName, string network)
    {
        await work.Db.Run($"""
            delete from identity_attempt where place in ({Account(signInName)}, {Both(signInName, network)})
            """);
        await work.Db.Run($"""
            update identity_attempt set failures = failures - 2 where place = {OfNetwork(network)} and failures >= 2
            """);
    }

    /// <summary>After an attempt that named nobody was right: takes it back.</summary>
    public static Task Succeeded(Work work, string network) => work.Db.Run($"""
        update identity_attempt set failures = failures - 1 where place = {OfNetwork(network)} and failures >= 1
        """);

    static async Task<List<Limit>> Limits(Work work, string? signInName, string network)
    {
        var limits = new List<Limit> { new(OfNetwork(network), 50, TimeSpan.FromMinutes(15)) };
        if (signInName is null) return limits;
        limits.Insert(0, new(Both(signInName, network), 5, TimeSpan.FromHours(1)));
        var isKnownHere = await work.Db.Any($"""
            select 1 from identity_session s join identity_person p on p.person_id = s.person_id
            where p.sign_in_name = {signInName} and s.network = {network} and s.stage = 'full'
              and s.started_at > {work.Now - remembered}
            """);
        if (!isKnownHere) limits.Add(new(Account(signInName), 10, TimeSpan.FromMinutes(15)));
        return limits;
    }

    static async Task<(long Failures, DateTimeOffset Last)> Read(Work work, string place) =>
        (await work.Db.All($"""
            select failures, last_at from identity_attempt
            where place = {place} and last_at > {work.Now - forgotten}
            """, row => (row.Number(), row.Moment()))).SingleOrDefault();

    // What was typed may be a password in the wrong field, so only its hash is kept.
    static string Account(string signInName) => $"account {Convert.ToHexStringLower(Secrets.Hash(signInName))}";

    static string OfNetwork(string network) => $"network {network}";

    static string Both(string signInName, string network) => $"{Account(signInName)} {network}";
}
