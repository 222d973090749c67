using System.Globalization;
using System.Threading.RateLimiting;
using Gemeinwerk.Operating;
using Microsoft.AspNetCore.RateLimiting;

namespace Gemeinwerk.Web.Frame;

/// <summary>How much anybody may ask.</summary>
public sealed class LimitSettings(SettingsReader read)
{
    const int Most = 1_000_000;

    public int AddressPerSecond { get; } = read.Number("address-per-second", 100, 1, Most,
        "Anfragen je Sekunde von einer Netzadresse; auf einmal das Sechsfache");

    public int PersonPerSecond { get; } = read.Number("person-per-second", 50, 1, Most,
        "Anfragen je Sekunde von einer Person oder einem Programm; auf einmal das Sechsfache");

    public int SignInsPerMinute { get; } = read.Number("sign-ins-per-minute", 120, 1, Most,
        "Schritte der Anmeldung je Minute von einer Netzadresse; Fehlversuche verzögern außerdem");
}

/// <summary>
/// Limits by address before anything of a request is looked at, and by person or program as soon as it is known who
/// asks. They are kept per process; what delays guessing is kept in the database (<c>Attempts</c>).
/// </summary>
sealed class RequestLimits(LimitSettings settings) : IDisposable
{
    internal const string SignIn = "sign-in";
    const int Burst = 6;

    readonly PartitionedRateLimiter<string> people = PartitionedRateLimiter.Create<string, string>(
        name => Bucket(name, settings.PersonPerSecond * Burst, settings.PersonPerSecond, TimeSpan.FromSeconds(1)));

    internal static void Configure(RateLimiterOptions limiter, LimitSettings settings)
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = (rejected, _) =>
        {
            SayWhen(rejected.HttpContext, rejected.Lease);
            return ValueTask.CompletedTask;
        };
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http => Bucket(AddressOf(http),
            settings.AddressPerSecond * Burst, settings.AddressPerSecond, TimeSpan.FromSeconds(1)));
        limiter.AddPolicy(SignIn, http => Bucket(AddressOf(http),
            settings.SignInsPerMinute, settings.SignInsPerMinute, TimeSpan.FromMinutes(1)));
    }

    /// <summary>Counts a request of somebody; where it is too many, says when to come again.</summary>
    internal bool Refuses(HttpContext http, Visitor visitor)
    {
        using var lease = people.AttemptAcquire(visitor.Name);
        if (!lease.IsAcquired) SayWhen(http, lease);
        return !lease.IsAcquired;
    }

    public void Dispose() => people.Dispose();

    static void SayWhen(HttpContext http, RateLimitLease lease)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var left) ? left : TimeSpan.FromSeconds(1);
        http.Response.Headers.RetryAfter =
            Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
    }

    static string AddressOf(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "";

    static RateLimitPartition<string> Bucket(string key, int most, int perPeriod, TimeSpan period) =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => new()
        {
            TokenLimit = most,
            TokensPerPeriod = perPeriod,
            ReplenishmentPeriod = period,
        });
}
