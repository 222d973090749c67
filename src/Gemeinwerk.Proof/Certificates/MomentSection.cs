using Gemeinwerk.Proof.Notes;

namespace Gemeinwerk.Proof.Certificates;

/// <summary>Reads a section that gives, of every body before and after, how many rows there were and their root.
/// </summary>
/// <param name="what">Of what, German: <c>der Haushalt</c>.</param>
/// <param name="rows">What is counted, German: <c>Zeilen</c>.</param>
sealed class MomentSection(
    Certificate certificate, Point form, FieldReader fields, string section, string what, string rows,
    Dictionary<(string Body, string Name), Moment> moments)
{
    static readonly string[] names = ["before", "after"];

    public void Take()
    {
        var body = fields.Body(certificate);
        var (name, size) = (fields.OneOf("Zeitpunkt", names), fields.Number(rows));
        if (size < 0) fields.Fail($"die Zahl der {rows} ist negativ.");
        var root = Base64Text.Decode(fields.Text("Wurzel"), Merkle.HashSize);
        if (root is null) fields.Fail("die Wurzel ist kein Base64 von 32 Bytes.");
        if (fields.Done(section) && !moments.TryAdd((body, name), new(fields.Line, size, root!)))
            fields.Fail($"{what} „{body} {name}“ steht doppelt ({certificate.File}, Zeile "
                + $"{moments[(body, name)].Line}).");
    }

    public void Finish()
    {
        foreach (var body in certificate.Bodies.Distinct())
            foreach (var name in names.Where(name => !moments.ContainsKey((body, name))))
                form.Fail(certificate.File, certificate.LineOf(section), $"{what} „{body} {name}“ fehlt.");
    }
}
