using System.Net;
using System.Net.Sockets;
using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Identity;

public enum Stage
{
    /// <summary>The password was right; the second factor is still missing.</summary>
    Password,

    /// <summary>There is no second factor yet; nothing but setting one up is allowed.</summary>
    Enrol,

    /// <summary>Signed in.</summary>
    Full,
}

/// <summary>A session of a person.</summary>
/// <param name="Network">The shortened address from which it was started.</param>
/// <param name="BeganWith">password, passkey or provider; null where it is from before that was kept.</param>
public sealed record PersonSession(
    long Id, Person Person, Stage Stage, string Device, string Network, DateTimeOffset StartedAt,
    DateTimeOffset SeenAt, string? BeganWith);

/// <summary>When sessions end.</summary>
/// <param name="Idle">Without a request.</param>
/// <param name="Longest">In any case.</param>
public sealed record SessionTimes(TimeSpan Idle, TimeSpan Longest)
{
    /// <summary>Where nobody set others.</summary>
    public static readonly SessionTimes Usual = new(TimeSpan.FromMinutes(30), TimeSpan.FromHours(12));
}

/// <summary>Sessions live on the server; a browser only carries a random key, of which the hash is kept.</summary>
public static class Sessions
{
    static readonly TimeSpan longestUnfinished = TimeSpan.FromMinutes(15);
    static readonly TimeSpan noted = TimeSpan.FromMinutes(1);

    /// <returns>The key, for the browser alone.</returns>
    public static async Task<string> Start(
        Work work, Id<Person> person, Stage stage, SessionTimes times, string device, string network,
        string? beganWith = null)
    {
        var key = Secrets.New();
        var ends = work.Now + (stage == Stage.Full ? times.Longest : longestUnfinished);
        await work.Db.Run($"""
            insert into identity_session
              (session_id, person_id, key_hash, stage, device, network, started_at, seen_at, ends_at, began_with)
            values ({Secrets.NewId()}, {person}, {Secrets.Hash(key)}, {stage.Code()}, {Short(device)}, {network},
              {work.Now}, {work.Now}, {ends}, {beganWith})
            """);
        return key;
    }

    /// <summary>The session of a key, or null where it ended, idled too long, or its person is locked.</summary>
    public static Task<PersonSession?> Find(
        Session db, string key, SessionTimes times, DateTimeOffset now) => db.Maybe($"""
        select s.session_id, p.person_id, p.sign_in_name, p.display_name, p.state, s.stage, s.device, s.network,
          s.started_at, s.seen_at, s.began_with
        from identity_session s join identity_person p on p.person_id = s.person_id
        where s.key_hash = {Secrets.Hash(key)} and s.ended_at is null and s.ends_at > {now}
          and s.seen_at > {now - times.Idle} and p.state = 'active'
        """, Map);

    /// <summary>Whether the session's use should be noted; once a minute is enough.</summary>
    public static bool IsToBeNoted(PersonSession session, DateTimeOffset now) => now - session.SeenAt > noted;

    public static Task Note(Work work, PersonSession session) => work.Db.Run($"""
        update identity_session set seen_at = {work.Now} where session_id = {session.Id} and ended_at is null
        """);

    /// <summary>All sessions of a person that have not ended, newest first.</summary>
    public static Task<List<PersonSession>> Of(
        Session db, Id<Person> person, SessionTimes times, DateTimeOffset now) => db.All($"""
        select s.session_id, p.person_id, p.sign_in_name, p.display_name, p.state, s.stage, s.device, s.network,
          s.started_at, s.seen_at, s.began_with
        from identity_session s join identity_person p on p.person_id = s.person_id
        where s.person_id = {person} and s.ended_at is null and s.ends_at > {now}
          and s.seen_at > {now - times.Idle} and s.stage = 'full'
        order by s.started_at desc
        """, Map);

    public static Task End(Work work, PersonSession session) => work.Db.Run($"""
        update identity_session set ended_at = {work.Now} where session_id = {session.Id} and ended_at is null
        """);

    /// <summary>Signs a person out everywhere but here.</summary>
    public static Task EndOthers(Work work, PersonSession session) => work.Db.Run($"""
        update identity_session set ended_at = {work.Now}
        where person_id = {session.Person.Id} and session_id <> {session.Id} and ended_at is null
        """);

    /// <summary>Signs a person out everywhere.</summary>
    /// <returns>How many sessions ended.</returns>
    public static Task<long> EndAll(Work work, Id<Person> person) => work.Db.Run($"""
        update identity_session set ended_at = {work.Now} where person_id = {person} and ended_at is null
        """);

    /// <summary>An address without what would name one machine: /24, or /48 with IPv6.</summary>
    public static string NetworkOf(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        var kept = address.AddressFamily == AddressFamily.InterNetwork ? 3 : 6;
        Array.Clear(bytes, kept, bytes.Length - kept);
        return $"{new IPAddress(bytes)}/{kept * 8}";
    }

    static string Short(string device)
    {
        var plain = new string([.. device.Where(c => c is >= ' ' and < '\x7F')]);
        return plain.Length > 200 ? plain[..200] : plain;
    }

    static PersonSession Map(Row row) => new(row.Number(), People.Map(row), Codes.Parse<Stage>(row.Text()), row.Text(),
        row.Text(), row.Moment(), row.Moment(), row.TextOrNull());
}
