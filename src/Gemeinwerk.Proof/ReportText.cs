using System.Text.Json;

namespace Gemeinwerk.Proof;

/// <summary>Writes a report for people (German) or for programs (JSON).</summary>
static class ReportText
{
    const int ShownPerPoint = 25;

    public static void Write(Report report, TextWriter to, bool json)
    {
        if (json) WriteJson(report, to);
        else WriteGerman(report, to);
    }

    static void WriteGerman(Report report, TextWriter to)
    {
        to.WriteLine(Visible(report.Subject));
        foreach (var point in report.Points)
        {
            to.WriteLine($"{Word(point.Verdict),-10} {point.Number} {point.Title}");
            foreach (var missing in point.Missing) to.WriteLine($"    fehlt: {Visible(missing)}");
        }
        foreach (var point in report.Points.Where(point => point.FaultCount > 0))
        {
            to.WriteLine();
            to.WriteLine($"Fehler zu Punkt {point.Number}:");
            foreach (var fault in point.Faults.Take(ShownPerPoint)) to.WriteLine($"  {Visible(fault.ToString())}");
            if (point.FaultCount > ShownPerPoint)
                to.WriteLine($"  … und {German.Count(point.FaultCount - ShownPerPoint)} weitere");
        }
        to.WriteLine();
        to.WriteLine(Conclusion(report));
        foreach (var hint in report.Hints) to.WriteLine(Visible(hint));
    }

    static string Conclusion(Report report) => report.Verdict switch
    {
        Verdict.Pass => "PASS: alle Punkte sind bewiesen.",
        Verdict.Incomplete => "INCOMPLETE: kein Fehler gefunden, aber es fehlen Unterlagen; siehe oben.",
        _ => $"FAIL: {German.Count(report.Points.Sum(point => point.FaultCount))} Fehler gefunden.",
    };

    static void WriteJson(Report report, TextWriter to)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("verdict", Word(report.Verdict));
            json.WriteString("subject", report.Subject);
            json.WriteStartArray("points");
            foreach (var point in report.Points) WritePoint(json, point);
            json.WriteEndArray();
            json.WriteStartArray("hints");
            foreach (var hint in report.Hints) json.WriteStringValue(hint);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        to.WriteLine(System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length));
    }

    static void WritePoint(Utf8JsonWriter json, Point point)
    {
        json.WriteStartObject();
        json.WriteNumber("point", point.Number);
        json.WriteString("title", point.Title);
        json.WriteString("verdict", Word(point.Verdict));
        json.WriteNumber("faults", point.FaultCount);
        json.WriteStartArray("findings");
        foreach (var fault in point.Faults)
        {
            json.WriteStartObject();
            json.WriteString("file", fault.File);
            json.WriteNumber("line", fault.Line);
            json.WriteString("message", fault.Message);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("missing");
        foreach (var missing in point.Missing) json.WriteStringValue(missing);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static string Word(Verdict verdict) => verdict.ToString().ToUpperInvariant();

    // Findings quote hostile files; control characters must not reach the auditor's terminal.
    static string Visible(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c)) : text;
}
