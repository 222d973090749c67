using Gemeinwerk.Operating;

namespace Gemeinwerk.Web.Operating;

/// <summary>How what is told goes over the wire.</summary>
public enum TelemetryProtocol { Http, Grpc }

/// <summary>Where traces and metrics go; nowhere by default.</summary>
public sealed class TelemetrySettings(SettingsReader read)
{
    /// <summary>A collector that speaks OTLP; null for none.</summary>
    public Uri? Endpoint { get; } = read.Address("endpoint",
        "Adresse eines OpenTelemetry-Sammlers (OTLP); ohne sie wird nichts gesendet");

    public TelemetryProtocol Protocol { get; } = read.Choice("protocol", TelemetryProtocol.Http,
        "wie mit dem Sammler gesprochen wird");

    /// <summary>As OTLP exporters take them: <c>name=value,name=value</c>.</summary>
    public Secret? Headers { get; } = read.Secret("headers", "Kopfzeilen für den Sammler, etwa ein Zugangsschlüssel");

    public int TracePercent { get; } = read.Number("trace-percent", 100, 0, 100,
        "wie viele von hundert Abläufen (Traces) gesendet werden");

    public TimeSpan Interval { get; } = TimeSpan.FromSeconds(read.Number("interval-seconds", 60, 1, 3600,
        "wie oft Messwerte gesendet werden, in Sekunden"));
}
