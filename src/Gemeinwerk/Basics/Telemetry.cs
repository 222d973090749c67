using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Gemeinwerk.Basics;

/// <summary>
/// What the program tells whoever watches it (OpenTelemetry): names of steps, codes and counts. Amounts, texts of the
/// books and names of people do not belong here. Without a listener it costs nothing.
/// </summary>
public static class Telemetry
{
    public const string Name = "Gemeinwerk";

    public static readonly ActivitySource Source = new(Name);
    public static readonly Meter Meter = new(Name);

    /// <summary>Runs a step that shows as a span of its own.</summary>
    public static async Task Step(string name, Func<Task> run)
    {
        using var span = Source.StartActivity(name);
        try
        {
            await run();
        }
        catch (Exception error)
        {
            span?.SetTag("error.type", error.GetType().Name).SetStatus(ActivityStatusCode.Error);
            throw;
        }
    }
}
