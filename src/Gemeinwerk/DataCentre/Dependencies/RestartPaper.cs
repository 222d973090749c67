using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.DataCentre.Dependencies;

/// <summary>A restart plan on paper, for an emergency in which nothing runs that could show it.</summary>
public static class RestartPaper
{
    const int MostNames = 6;

    /// <param name="site">Only what is done there; null for all.</param>
    /// <returns>Lines of plain text in the order of the plan; each step begins with a box to tick.</returns>
    public static string Of(RestartPlan plan, Body body, DateOnly day, ConfigurationItem? site = null)
    {
        var text = new StringBuilder();
        text.AppendLine(null, $"Wiederanlaufplan {body.Name}, Stand {German.Date(day)}");
        text.AppendLine(site is null ? "Alle Standorte" : $"Standort {site.Name}");
        text.AppendLine("Begriffe nach BSI-Standard 200-4: WAZ = Wiederanlaufzeit (RTO).");
        foreach (var level in (site is null ? plan.Steps : plan.At(site)).GroupBy(step => step.Level))
        {
            text.AppendLine().AppendLine(null, $"Stufe {level.Key} von {plan.Levels}");
            foreach (var step in level)
            {
                text.AppendLine(null, $"[ ] {step.No,5}  {step.Item.Kind.German} {Line(step.Item.Name)}{Urgent(step)}");
                if (step.WaitingFor.Count > 0) text.AppendLine(null,
                    $"            wartet auf {Names(step.WaitingFor)}");
            }
        }
        if (plan.Findings.Count == 0) return text.ToString();
        text.AppendLine().AppendLine("Offen");
        foreach (var finding in plan.Findings) text.AppendLine(null, $"  - {Line(finding.Text)}");
        return text.ToString();
    }

    static string Urgent(RestartStep step)
    {
        var said = new List<string>();
        if (step.Priority is { } priority) said.Add($"Priorität {priority}");
        if (step.RecoveryHours is { } hours) said.Add($"WAZ {German.Count(hours)} h");
        if (step.Inhabitants > 0) said.Add($"{German.Count(step.Inhabitants)} Einwohner");
        return said.Count == 0 ? "" : $"  ({string.Join(", ", said)})";
    }

    static string Names(IReadOnlyList<ConfigurationItem> items) =>
        string.Join(", ", items.Take(MostNames).Select(item => Line(item.Name)))
        + (items.Count > MostNames ? $" und {German.Count(items.Count - MostNames)} weitere" : "");

    static string Line(string text) => new([.. text.Select(letter => char.IsControl(letter) ? ' ' : letter)]);
}
