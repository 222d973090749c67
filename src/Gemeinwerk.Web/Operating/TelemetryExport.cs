using Gemeinwerk.Basics;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Gemeinwerk.Web.Operating;

/// <summary>
/// Sends traces and metrics to a collector, where the settings name one: requests by their route, acts on the database,
/// steps of verifications and mergers, and how the runtime fares.
/// </summary>
static class TelemetryExport
{
    static readonly string[] meters =
        [Telemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    internal static void AddTo(IServiceCollection services, TelemetrySettings settings)
    {
        if (settings.Endpoint is null) return;
        services.AddOpenTelemetry()
            .ConfigureResource(it => it.AddService("gemeinwerk", serviceVersion: WebApp.Version))
            .WithTracing(traces => traces
                .AddSource(Telemetry.Name)
                .AddAspNetCoreInstrumentation()
                .SetSampler(new TraceIdRatioBasedSampler(settings.TracePercent / 100.0))
                .AddProcessor(new Discretion())
                .AddOtlpExporter(to => Direct(to, settings, "v1/traces")))
            .WithMetrics(metrics => metrics
                .AddMeter(meters)
                .AddOtlpExporter((to, reader) =>
                {
                    Direct(to, settings, "v1/metrics");
                    reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds =
                        (int)settings.Interval.TotalMilliseconds;
                }));
    }

    static void Direct(OtlpExporterOptions to, TelemetrySettings settings, string path)
    {
        var isHttp = settings.Protocol == TelemetryProtocol.Http;
        to.Protocol = isHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        to.Endpoint = isHttp ? new Uri($"{settings.Endpoint!.ToString().TrimEnd('/')}/{path}") : settings.Endpoint!;
        to.Headers = settings.Headers?.Reveal();
    }
}
