using Gemeinwerk.Proof.Certificates;
using Gemeinwerk.Proof.Exports;
using Gemeinwerk.Proof.Holdings;

namespace Gemeinwerk.Proof.Checks;

/// <summary>
/// Points 4 and 5 for open items or for assets: each stands in the certificate once, arrives at the target unchanged,
/// nothing else arrives, and the amounts are those of the journal.
/// </summary>
sealed class HoldingsCheck
{
    readonly Certificate certificate;
    readonly IReadOnlyList<CertifiedHolding> lines;
    readonly Point arrival;
    readonly AmountsCheck amounts;
    readonly Dictionary<(string Body, string Number), CertifiedHolding> certified = [];
    readonly Dictionary<string, (Holding Holding, string File)> expected = [];
    bool targetBeforeKnown = true;

    public HoldingsCheck(
        HoldingShape shape, Certificate certificate, IReadOnlyList<CertifiedHolding> lines, Report report)
    {
        (Shape, this.certificate, this.lines) = (shape, certificate, lines);
        (arrival, amounts) = (report[4], new AmountsCheck(shape, report[4], report[5]));
        foreach (var line in lines)
        {
            if (!certified.TryAdd((line.Body, line.Source.Number), line))
                arrival.Fail(certificate.File, line.Line,
                    $"{shape.Noun} {line.Source.Number} der {line.Body} steht doppelt.");
            else if (line.Target is not null) Expect(line.Target, certificate.File);
        }
    }

    public HoldingShape Shape { get; }

    public void CheckBody(string body, ExportFile? before, ExportFile? after, Moments moments, BookFigures? figures)
    {
        var isTarget = body == certificate.Target;
        if (before is not null) CheckBefore(body, before, figures);
        else if (moments.Before?.Size != 0) Lacks(body, moments.Before, isTarget);
        else RefuseUnseen(body, []);

        if (isTarget && after is not null) CheckAfter(after, figures);
        else if (isTarget && moments.After?.Size != 0) Lacks(body, moments.After, false);
        else if (isTarget) RefuseMissing();
        else if (after is not null && after != before)
            foreach (var _ in amounts.Check(after, figures, atAfter: true)) continue;
    }

    /// <summary>
    /// Mapping and list agree: number by number, and each account and party goes where the mapping says.
    /// </summary>
    public void CheckMapping()
    {
        var accused = new HashSet<Mapping>();
        foreach (var body in certificate.Sources)
        {
            var numbers = certificate.MappingOf(Shape.MappingKind, body);
            var accounts = certificate.MappingOf("account", body);
            var parties = certificate.MappingOf("party", body);
            foreach (var line in lines.Where(line => line.Body == body && line.Target is not null))
            {
                Agree(line, numbers, Shape.Noun, line.Source.Number, line.Target!.Number, accused);
                Agree(line, accounts, "Konto", line.Source.Account, line.Target.Account, accused);
                if (Shape.HasParty) Agree(line, parties, "Partner", line.Source.Party, line.Target.Party, accused);
            }
            foreach (var mapping in numbers.Values)
                if (!certified.TryGetValue((body, mapping.Source), out var line) || line.Target is null)
                    arrival.Fail(certificate.File, mapping.Line,
                        $"die Zuordnung nennt {Shape.Noun} {mapping.Source} der "
                        + $"{body}, der nicht als überführt im Abschnitt [{Shape.Section}] steht.");
        }
    }

    void Agree(CertifiedHolding line, Dictionary<string, Mapping> mapping, string noun, string source, string target,
        HashSet<Mapping> accused)
    {
        var what = $"{Shape.Noun} {line.Source.Number}: {noun} {source} wird zu {target}";
        if (!mapping.TryGetValue(source, out var rule))
            arrival.Fail(certificate.File, line.Line, $"{what}, aber die Zuordnung nennt {noun} {source} nicht.");
        else if (rule.Target != target)
        {
            arrival.Fail(certificate.File, line.Line, $"{what}, laut Zuordnung (Zeile {rule.Line}) aber "
                + $"{rule.Target}.");
            if (accused.Add(rule))
                arrival.Fail(certificate.File, rule.Line, $"die Zuordnung {source} → {rule.Target} widerspricht "
                    + $"{Shape.Noun} {line.Source.Number} (Zeile {line.Line}).");
        }
    }

    void Lacks(string body, Moment? moment, bool targetBefore)
    {
        if (targetBefore) targetBeforeKnown = false;
        var what = $"der Export der {(Shape == HoldingShape.Items ? "offenen Posten" : "Anlagegüter")} der "
            + "Körperschaft "
            + $"{body} bis Buchung {moment?.Size.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "?"}";
        arrival.Lacks(what);
        amounts.Point.Lacks(what);
    }

    void CheckBefore(string body, ExportFile file, BookFigures? figures)
    {
        var seen = new HashSet<string>();
        foreach (var holding in amounts.Check(file, figures, atAfter: false))
        {
            seen.Add(holding.Number);
            if (certified.TryGetValue((body, holding.Number), out var line))
            {
                if (Shape.Difference(line.Source, holding) is { } difference)
                    arrival.Fail(file.Path, holding.Line, $"{Shape.Noun} {holding.Number}: {difference} im Zertifikat "
                        + $"({certificate.File}, Zeile {line.Line}).");
            }
            else if (body == certificate.Target) Expect(holding, file.Path);
            else
                arrival.Fail(file.Path, holding.Line,
                    $"{Shape.Noun} {holding.Number} der {body} steht nicht im Zertifikat.");
        }
        RefuseUnseen(body, seen);
    }

    void RefuseUnseen(string body, HashSet<string> seen)
    {
        foreach (var line in lines.Where(line => line.Body == body && !seen.Contains(line.Source.Number)))
            arrival.Fail(certificate.File, line.Line,
                $"{Shape.Noun} {line.Source.Number} der {body} steht nicht in deren Export vorher.");
    }

    void CheckAfter(ExportFile file, BookFigures? figures)
    {
        foreach (var holding in amounts.Check(file, figures, atAfter: true))
        {
            if (!expected.Remove(holding.Number, out var wanted))
            {
                if (targetBeforeKnown)
                    arrival.Fail(file.Path, holding.Line, $"{Shape.Noun} {holding.Number} steht im Ziel, kommt "
                        + "aber aus "
                        + "keiner Quelle und war vorher nicht da.");
            }
            else if (Shape.Difference(wanted.Holding, holding) is { } difference)
                arrival.Fail(file.Path, holding.Line, $"{Shape.Noun} {holding.Number}: {difference} in "
                    + $"{wanted.File}, Zeile {wanted.Holding.Line}.");
        }
        RefuseMissing();
    }

    void RefuseMissing()
    {
        foreach (var (holding, origin) in expected.Values.OrderBy(each => each.Holding.Line))
            arrival.Fail(origin, holding.Line, $"{Shape.Noun} {holding.Number} ist im Ziel nicht angekommen.");
    }

    void Expect(Holding holding, string file)
    {
        if (!expected.TryAdd(holding.Number, (holding, file)))
            arrival.Fail(file, holding.Line, $"{Shape.Noun} {holding.Number} gibt es im Ziel schon ("
                + $"{expected[holding.Number].File}, Zeile {expected[holding.Number].Holding.Line}).");
    }
}
