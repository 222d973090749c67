using Gemeinwerk.Proof.Budgets;
using Gemeinwerk.Proof.Certificates;

namespace Gemeinwerk.Proof.Checks;

/// <summary>
/// Point 8 for commitments: each open one of a source stands in the certificate once and arrives at the target; none
/// stays open at a source, and no other arrives.
/// </summary>
sealed class CommitmentsCheck(Certificate certificate, BudgetBooks books, BudgetMapping mapping, Point point)
{
    readonly Dictionary<string, (Commitment Wanted, string Origin)> expected = [];

    public void Run()
    {
        var stated = certificate.Commitments.ToLookup(line => line.Body);
        foreach (var body in certificate.Sources.Distinct()) CheckSource(body, [.. stated[body]]);
        if (books.Before(certificate.Target) is not { } before || books.After(certificate.Target) is not { } after)
            return;
        foreach (var own in before.Commitments.Values) Expect(own, before.File, own.Line);
        foreach (var found in after.Commitments.Values) CheckArrived(after, found);
        foreach (var (wanted, origin) in expected.Values)
            point.Fail(after.File, 1, $"Mittelbindung {wanted.Number} ist im Ziel nicht angekommen ({origin}).");
    }

    void CheckSource(string body, List<CertifiedCommitment> stated)
    {
        if (books.Before(body) is not { } before) return;
        var lines = new Dictionary<string, CertifiedCommitment>();
        foreach (var line in stated) lines.TryAdd(line.Number, line);
        foreach (var bound in before.Commitments.Values)
        {
            if (!lines.Remove(bound.Number, out var line))
            {
                point.Fail(before.File, bound.Line,
                    $"Mittelbindung {bound.Number} der {body} steht nicht im Zertifikat.");
                continue;
            }
            if (line.At != bound.At || line.Open != bound.Open)
                point.Fail(certificate.File, line.Line, $"Mittelbindung {bound.Number} der {body}: {line.At} über "
                    + $"{German.Amount(line.Open)}, im Export {bound.At} über {German.Amount(bound.Open)} "
                    + $"({before.File}, Zeile {bound.Line}).");
            Expect(bound with { Number = line.Target, At = mapping.To(body, mapping.Current(bound.At)) },
                certificate.File, line.Line);
        }
        foreach (var line in lines.Values)
            point.Fail(certificate.File, line.Line,
                $"Mittelbindung {line.Number} der {body} steht nicht in deren Export vorher.");
        if (books.After(body) is not { } after) return;
        foreach (var left in after.Commitments.Values)
            point.Fail(after.File, left.Line, $"Mittelbindung {left.Number} ist bei der {body} noch offen.");
    }

    void CheckArrived(Budget after, Commitment found)
    {
        if (!expected.Remove(found.Number, out var known))
        {
            if (certificate.Sources.TrueForAll(source => books.Before(source) is not null))
                point.Fail(after.File, found.Line, $"Mittelbindung {found.Number} steht im Ziel, kommt aber aus keiner "
                    + "Quelle und war vorher nicht da.");
        }
        else if (known.Wanted with { Line = found.Line } != found)
            point.Fail(after.File, found.Line, $"Mittelbindung {found.Number}: {found.At} über "
                + $"{German.Amount(found.Open)} „{found.Text}“ statt {known.Wanted.At} über "
                + $"{German.Amount(known.Wanted.Open)} „{known.Wanted.Text}“ ({known.Origin}).");
    }

    void Expect(Commitment wanted, string file, long line)
    {
        if (!expected.TryAdd(wanted.Number, (wanted, $"{file}, Zeile {line}")))
            point.Fail(file, line, $"Mittelbindung {wanted.Number} gibt es im Ziel schon "
                + $"({expected[wanted.Number].Origin}).");
    }
}
