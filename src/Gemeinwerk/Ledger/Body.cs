using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger;

/// <summary>Which accounting rules a body's books follow.</summary>
public enum Framework
{
    /// <summary>Municipal double entry (Neues Kommunales Finanzmanagement), KomHVO NRW.</summary>
    Nkf,

    /// <summary>Commercial accounts under EigVO NRW and HGB, GkG NRW § 18 (3).</summary>
    Hgb,
}

public enum BodyKind { Association, Municipality, District, SpecialFund }

/// <summary>A body (Körperschaft) that keeps exactly one book.</summary>
/// <param name="Code">Two to twenty lower-case letters, digits or hyphens; it never changes, because every entry's
/// canonical form and every checkpoint carries it.</param>
public sealed record Body(Id<Body> Id, string Code, string Name, BodyKind Kind, Framework Framework);

public static class Bodies
{
    /// <summary>Creates a body with an empty book.</summary>
    /// <returns>The body, or <c>ledger.body-code</c>, <c>ledger.body-name</c>, <c>ledger.body-exists</c>.</returns>
    public static async Task<Result<Body>> Create(
        Work work, string code, string name, BodyKind kind, Framework framework)
    {
        if (code.Length is < 2 or > 20
            || !code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            return new Rejection("ledger.body-code",
                $"„{code}“ ist kein Kürzel aus 2 bis 20 Kleinbuchstaben, Ziffern oder Bindestrichen.");
        }
        if (Texts.Refuse(name, 200) is { } why)
        {
            return new Rejection("ledger.body-name", $"Name der Körperschaft: {why}");
        }
        if (await work.Db.Any($"select 1 from ledger_body where code = {code}"))
        {
            return new Rejection("ledger.body-exists", $"Die Körperschaft „{code}“ gibt es schon.");
        }

        var id = await work.Db.One(
            $"select coalesce(max(body_id), 0) + 1 from ledger_body", row => row.Id<Body>());
        await work.Db.Run($"""
            insert into ledger_body (body_id, code, name, kind, framework, created_at)
            values ({id}, {code}, {name}, {kind.Code()}, {framework.Code()}, {work.Now})
            """);
        await work.Db.Run($"""
            insert into ledger_book (body_id, entry_count, log_frontier) values ({id}, 0, {Array.Empty<byte>()})
            """);
        var body = new Body(id, code, name, kind, framework);
        await MasterData.Body.RecordAdded(work, body.AuditLog(), id.Value);
        return body;
    }

    /// <returns>The body, or <c>ledger.body-unknown</c>.</returns>
    public static async Task<Result<Body>> Find(Session db, string code)
    {
        var body = await db.Maybe($"""
            select body_id, code, name, kind, framework from ledger_body where code = {code}
            """, Map);
        return body is null
            ? new Rejection("ledger.body-unknown", $"Die Körperschaft „{code}“ gibt es nicht.")
            : body;
    }

    /// <summary>All bodies, by code.</summary>
    public static Task<List<Body>> All(Session db) =>
        db.All($"select body_id, code, name, kind, framework from ledger_body order by code", Map);

    static Body Map(Row row) => new(
        row.Id<Body>(), row.Text(), row.Text(), Codes.Parse<BodyKind>(row.Text()), Codes.Parse<Framework>(row.Text()));
}
