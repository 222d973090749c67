using System.Globalization;
using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Identity;

/// <summary>A token that an administrator wants for a program, with roles in one body.</summary>
public sealed record TokenWish(string Name, IReadOnlyList<Role> Roles, int Days)
{
    public const string ApprovalKind = "identity.token";

    /// <summary>Asks for it. Like a role, a token is power over the books, so a second administrator decides.</summary>
    /// <returns>The approval's number, or what <see cref="Tokens.Create"/> refuses.</returns>
    public static async Task<Result<long>> Ask(Work work, AuditLog body, TokenWish wish)
    {
        if (Tokens.Refuse(work, wish.Name, wish.Scope(body), wish.Days) is { } why) return why;
        return await Approvals.Ask(work, body, ApprovalKind, wish.Name, wish.Content, Role.Administer);
    }

    /// <summary>Makes an approved token, once.</summary>
    /// <returns>Its text, shown once, or <c>identity.approval-missing</c>, <c>identity.approval-expired</c>, or what
    /// <see cref="Tokens.Create"/> refuses.</returns>
    public static async Task<Result<string>> Make(Work work, AuditLog body, string name)
    {
        if (await Approvals.Last(work.Db, body, ApprovalKind, name) is not { State: ApprovalState.Approved } approval)
        {
            return new Rejection("identity.approval-missing", "Dafür fehlt die Freigabe einer zweiten Person.");
        }
        var used = await Approvals.Use(work, body, ApprovalKind, name, approval.Content);
        if (!used.Ok(out _, out var why)) return why;
        var wish = Parse(approval);
        return await Tokens.Create(work, wish.Name, wish.Scope(body), wish.Days);
    }

    /// <summary>What an approval is about.</summary>
    public static TokenWish Parse(Approval approval)
    {
        var text = new AuditRecord(0, default, "", "", "", approval.Content);
        return new(approval.Subject, [.. text["roles"]!.Split(' ').Select(Codes.Parse<Role>)],
            int.Parse(text["days"]!, CultureInfo.InvariantCulture));
    }

    string Content => AuditRecord.Canonical(
    [
        ("token", Name), ("roles", string.Join(' ', Roles.Distinct().Order().Select(role => role.Code()))),
        ("days", Days.ToString(CultureInfo.InvariantCulture)),
    ]);

    List<(AuditLog, Role)> Scope(AuditLog body) => [.. Roles.Distinct().Select(role => (body, role))];
}
