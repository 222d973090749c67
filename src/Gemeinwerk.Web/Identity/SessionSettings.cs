using Gemeinwerk.Identity;
using Gemeinwerk.Operating;

namespace Gemeinwerk.Web.Identity;

/// <summary>How long somebody stays signed in.</summary>
public sealed class SessionSettings
{
    public SessionSettings(SettingsReader read)
    {
        var usual = SessionTimes.Usual;
        var idle = read.Number("idle-minutes", (int)usual.Idle.TotalMinutes, 5, 1440,
            "nach wie vielen Minuten ohne Anfrage eine Anmeldung endet");
        var longest = read.Number("longest-hours", (int)usual.Longest.TotalHours, 1, 168,
            "nach wie vielen Stunden sie in jedem Fall endet");
        Times = new(TimeSpan.FromMinutes(idle), TimeSpan.FromHours(longest));
        if (Times.Idle <= Times.Longest) return;
        read.Refuse("idle-minutes", "Ohne Anfrage bliebe jemand länger angemeldet als überhaupt.");
        Times = usual;
    }

    public SessionTimes Times { get; }
}
