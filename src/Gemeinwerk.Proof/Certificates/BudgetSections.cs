using Gemeinwerk.Proof.Budgets;
using Gemeinwerk.Proof.Notes;

namespace Gemeinwerk.Proof.Certificates;

/// <summary>Reads the sections of a certificate that are about budgets, each line by the rule of its section.</summary>
sealed class BudgetSections(Certificate certificate, Point form, FieldReader fields)
{
    /// <summary>In certificates of version 2 nothing binds the exports of budgets.</summary>
    public static readonly string[] SinceVersion3 = ["budgets", "commitments", "cover-groups"];

    static readonly string[] moments = ["before", "after"];

    string[] Kinds => certificate.Version == 2 ? ["plan", "carried-forward", "commitment"] : BudgetKinds.All;

    public void Take(string section)
    {
        switch (section)
        {
            case "budgets": TakeMoment(section); break;
            case "budget": TakeLine(section); break;
            case "commitments": TakeCommitment(section); break;
            default: TakeGroup(section); break;
        }
    }

    void TakeMoment(string section)
    {
        var body = fields.Body(certificate);
        var name = fields.OneOf("Zeitpunkt", moments);
        var size = fields.Number("Zeilen");
        if (size < 0) fields.Fail("die Zahl der Zeilen ist negativ.");
        var root = Base64Text.Decode(fields.Text("Wurzel"), Merkle.HashSize);
        if (root is null) fields.Fail("die Wurzel ist kein Base64 von 32 Bytes.");
        if (fields.Done(section) && !certificate.Budgets.TryAdd((body, name), new Moment(fields.Line, size, root!)))
            fields.Fail($"der Haushalt „{body} {name}“ steht doppelt ({certificate.File}, Zeile "
                + $"{certificate.Budgets[(body, name)].Line}).");
    }

    void TakeLine(string section)
    {
        var (kind, at) = (fields.OneOf("Art", Kinds), Place());
        var line = new CertifiedBudget(fields.Line, kind, at, fields.Numbers("Betrag", certificate.Sources.Count),
            fields.Number("Ziel vorher"), fields.Number("Ziel nachher"));
        if (fields.Done(section)) certificate.Budget.Add(line);
    }

    void TakeCommitment(string section)
    {
        var (body, number) = (Source(), fields.Text("Nummer"));
        var line = new CertifiedCommitment(fields.Line, body, number, Place(), fields.Number("offen"),
            fields.Text("Zielnummer"));
        if (fields.Done(section)) certificate.Commitments.Add(line);
    }

    void TakeGroup(string section)
    {
        var line = new CertifiedGroup(fields.Line, Source(), fields.Number("Jahr"), fields.Text("Kürzel"),
            fields.Text("Kürzel im Ziel"), fields.Number("Zeilen"));
        if (fields.Done(section)) certificate.CoverGroups.Add(line);
    }

    BudgetPlace Place() => new(fields.Number("Jahr"), fields.Optional("Produkt"), fields.Text("Position"));

    string Source()
    {
        var body = fields.Body(certificate);
        if (body == certificate.Target) fields.Fail("hier stehen nur die Quellen.");
        return body;
    }

    public void Finish()
    {
        if (certificate.Version == 2) return;
        foreach (var body in certificate.Bodies.Distinct())
            foreach (var name in moments.Where(name => !certificate.Budgets.ContainsKey((body, name))))
                form.Fail(certificate.File, certificate.LineOf("budgets"), $"der Haushalt „{body} {name}“ fehlt.");
    }
}
