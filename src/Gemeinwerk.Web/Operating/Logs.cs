using System.Text.Encodings.Web;
using Microsoft.Extensions.Logging.Console;

namespace Gemeinwerk.Web.Operating;

/// <summary>Where messages of the running application go, and in which form.</summary>
static class Logs
{
    internal static void AddTo(ILoggingBuilder logging, LogSettings settings)
    {
        // The framework's own scope of a request carries its address, and so keys of invitations; ours does not.
        // It warns that keys on disk are not encrypted, and that it makes answers with forms uncacheable: the folder
        // is for the administrator to guard, and no answer of ours is cached anyway. Health has a log of its own.
        logging.ClearProviders().SetMinimumLevel(Enum.Parse<LogLevel>($"{settings.Level}"))
            .AddFilter("Microsoft", settings.Level == LogDetail.Error ? LogLevel.Error : LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            .AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error)
            .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        if (settings.Format == LogFormat.Json)
        {
            logging.AddJsonConsole(form =>
            {
                form.IncludeScopes = form.UseUtcTimestamp = true;
                form.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
                form.JsonWriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
            });
        }
        else
        {
            logging.AddSimpleConsole(form =>
            {
                form.IncludeScopes = form.SingleLine = form.UseUtcTimestamp = true;
                form.TimestampFormat = "yyyy-MM-dd HH:mm:ss'Z' ";
                form.ColorBehavior = LoggerColorBehavior.Disabled;
            });
        }
        logging.Services.Configure<ConsoleLoggerOptions>(to => to.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
