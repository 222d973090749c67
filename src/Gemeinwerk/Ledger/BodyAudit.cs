using Gemeinwerk.Audit;

namespace Gemeinwerk.Ledger;

public static class BodyAudit
{
    /// <summary>The change log (Protokoll) of a body.</summary>
    public static AuditLog AuditLog(this Body body) => new(body.Id.Value, body.Code);
}
