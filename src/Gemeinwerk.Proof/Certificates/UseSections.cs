using Gemeinwerk.Proof.Notes;

namespace Gemeinwerk.Proof.Certificates;

/// <summary>What becomes of a use.</summary>
static class UseFates
{
    public const string Arrived = "arrived", History = "history", Retired = "retired", Kept = "kept",
        Reshared = "reshared";

    public static readonly string[] OfSource = [Arrived, History, Retired], OfTarget = [Kept, Reshared];
}

/// <summary>Who uses which part of an item, from a day on until the day before another.</summary>
/// <param name="Until">As yyyymmdd; 0 where it is open.</param>
sealed record CertifiedUse(
    int Line, long Id, long Item, long Member, long Since, long Until, long Numerator, long Denominator);

/// <summary>One line of [uses].</summary>
/// <param name="Weight">0 where nothing is weighed.</param>
sealed record CertifiedUseMove(string Body, CertifiedUse Use, string Fate, long Weight)
{
    public int Line => Use.Line;
}

/// <summary>Reads the three sections of a certificate that are about uses; it has all of them or none.</summary>
sealed class UseSections(Certificate certificate, Point form, FieldReader fields)
{
    public static readonly string[] Names = ["use-moments", "uses", "new-uses"];

    readonly MomentSection moments = new(
        certificate, form, fields, Names[0], "der Stand der Nutzungen", "Nutzungen", certificate.UseMoments);

    public void Take(string section)
    {
        if (section == Names[0]) moments.Take();
        else if (section == Names[1]) TakeMove(section);
        else if (Use() is var use && fields.Done(section)) certificate.NewUses.Add(use);
    }

    void TakeMove(string section)
    {
        var (body, use) = (fields.Body(certificate), Use());
        var fate = fields.OneOf(
            "Verbleib", body == certificate.Target ? UseFates.OfTarget : UseFates.OfSource);
        var (stated, weight) = (fields.Optional("Gewicht"), 0L);
        if (stated is not null && (!Numbers.TryParse(stated, out weight) || weight is < 1 or > 1_000_000_000))
            fields.Fail($"„{stated}“ ist kein Gewicht.");
        if (stated is not null && fate is not (UseFates.Arrived or UseFates.Reshared))
            fields.Fail("ein Gewicht hat nur, was im Ziel neu geteilt wird.");
        if (fields.Done(section)) certificate.Uses.Add(new CertifiedUseMove(body, use, fate, weight));
    }

    CertifiedUse Use()
    {
        var (id, item, member) = (fields.Number("Schlüssel"), fields.Number("Stück"), fields.Number("Mitglied"));
        if (id <= 0 || item <= 0 || member <= 0) fields.Fail("ein Schlüssel ist nicht positiv.");
        var since = fields.Day("ab");
        var until = 0L;
        if (fields.Optional("bis vor") is { } stated
            && (!Exports.Days.TryParse(System.Text.Encoding.UTF8.GetBytes(stated), out until) || until <= since))
            fields.Fail($"„{stated}“ ist kein Tag nach dem Beginn.");
        var (numerator, denominator) = (fields.Number("Zähler"), fields.Number("Nenner"));
        if (numerator < 1 || denominator < numerator) fields.Fail("der Anteil ist nicht über 0 und bis 1.");
        return new CertifiedUse(fields.Line, id, item, member, since, until, numerator, denominator);
    }

    public void Finish()
    {
        var given = Names.Where(certificate.SectionLines.ContainsKey).ToList();
        if (given.Count == 0) return;
        foreach (var name in Names.Except(given))
            form.Fail(certificate.File, 0, $"der Abschnitt [{name}] fehlt.");
        moments.Finish();
        foreach (var same in certificate.Uses.GroupBy(move => (move.Body, move.Use.Id)))
            foreach (var again in same.Skip(1))
                form.Fail(certificate.File, again.Line, $"Nutzung {again.Use.Id} der {again.Body} steht doppelt.");
        foreach (var same in certificate.NewUses.GroupBy(use => use.Id))
            foreach (var again in same.Skip(1))
                form.Fail(certificate.File, again.Line, $"die neue Nutzung {again.Id} steht doppelt.");
    }
}
