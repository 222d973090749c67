using System.Collections.Frozen;
using System.Diagnostics;
using OpenTelemetry;

namespace Gemeinwerk.Web.Operating;

/// <summary>
/// Takes everything off a span that is not known to be harmless: addresses carry keys of invitations and what somebody
/// searched for, headers tell about people's machines, and messages of errors quote what stands in the books.
/// </summary>
sealed class Discretion : BaseProcessor<Activity>
{
    static readonly FrozenSet<string> harmless = FrozenSet.ToFrozenSet(
    [
        "http.request.method", "http.response.status_code", "http.route", "url.scheme", "network.protocol.version",
        "error.type", "db.system.name", "gemeinwerk.act", "gemeinwerk.outcome", "gemeinwerk.pass",
        "gemeinwerk.rejection", "gemeinwerk.retries", "gemeinwerk.verdict",
    ]);

    public override void OnEnd(Activity data)
    {
        foreach (var name in data.TagObjects.Select(tag => tag.Key).Where(name => !harmless.Contains(name)).ToList())
        {
            data.SetTag(name, null);
        }
        if (data.StatusDescription is not null) data.SetStatus(data.Status);
    }
}
