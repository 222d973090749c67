using Gemeinwerk.Operating;

namespace Gemeinwerk.Web.Operating;

/// <summary>For people a line each, for programs a JSON object each.</summary>
public enum LogFormat { Text, Json }

/// <summary>What is worth a message, from little to much.</summary>
public enum LogDetail { Error, Warning, Information, Debug }

/// <summary>How the running application says what happens, on standard error.</summary>
public sealed class LogSettings(SettingsReader read)
{
    public LogFormat Format { get; } = read.Choice("format", LogFormat.Text, "Form der Meldungen");

    public LogDetail Level { get; } = read.Choice("level", LogDetail.Warning,
        "ab wann gemeldet wird; mit information auch jede Anfrage");
}
