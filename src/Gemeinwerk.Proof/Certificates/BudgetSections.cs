using Gemeinwerk.Proof.Budgets;

namespace Gemeinwerk.Proof.Certificates;

/// <summary>Reads the sections of a certificate that are about budgets, each line by the rule of its section.</summary>
sealed class BudgetSections(Certificate certificate, Point form, FieldReader fields)
{
    /// <summary>In certificates of version 2 nothing binds the exports of budgets.</summary>
    public static readonly string[] SinceVersion3 = ["budgets", "commitments", "cover-groups"];

    readonly MomentSection moments = new(
        certificate, form, fields, "budgets", "der Haushalt", "Zeilen", certificate.Budgets);

    string[] Kinds => certificate.Version == 2 ? ["plan", "carried-forward", "commitment"] : BudgetKinds.All;

    public void Take(string section)
    {
        switch (section)
        {
            case "budgets": moments.Take(); break;
            case "budget": TakeLine(section); break;
            case "commitments": TakeCommitment(section); break;
            default: TakeGroup(section); break;
        }
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
        moments.Finish();
    }
}
