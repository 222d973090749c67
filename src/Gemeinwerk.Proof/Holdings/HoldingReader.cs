using Gemeinwerk.Proof.Exports;

namespace Gemeinwerk.Proof.Holdings;

/// <summary>
/// Streams one items or assets export: the right count, sorted, no number twice, every value in its range.
/// </summary>
sealed class HoldingReader(HoldingShape shape, ExportFile file, Point point)
{
    readonly Dictionary<string, string> known = [];

    public IEnumerable<Holding> Read()
    {
        if (Open() is not { } opened) yield break;
        using var lines = opened;
        var members = shape.Members();
        var fields = new Field[members.Length];
        byte[]? previous = null;
        var count = 0L;
        while (Next(lines))
        {
            if (lines.Number == 1) continue;
            count++;
            if ((JsonLine.Read(lines, members, fields) ?? Refuse(fields)) is { } fault)
            {
                point.Fail(file.Path, lines.Number, fault);
                continue;
            }
            var number = fields[0].In(lines.Buffer).ToArray();
            var order = previous is null ? -1 : previous.AsSpan().SequenceCompareTo(number);
            var holding = Build(fields, lines);
            previous = number;
            if (order > 0)
                point.Fail(file.Path, lines.Number, $"{shape.Noun} {holding.Number} steht nicht an seinem Platz "
                    + "(die Zeilen sind nicht nach Nummer sortiert).");
            if (order == 0) point.Fail(file.Path, lines.Number, $"{shape.Noun} {holding.Number} steht doppelt.");
            else yield return holding;
        }
        if (count != file.Count)
            point.Fail(file.Path, 1, $"die Kopfzeile nennt {German.Count(file.Count)} {shape.Nouns}, "
                + $"es folgen aber {German.Count(count)}.");
    }

    LineReader? Open()
    {
        try
        {
            return LineReader.Open(file.Path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            point.Fail(file.Path, 0, "die Datei ist nicht lesbar.");
            return null;
        }
    }

    bool Next(LineReader lines)
    {
        try
        {
            return lines.Next();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            point.Fail(file.Path, lines.Number + 1, "die Datei ist nicht weiter lesbar.");
            return false;
        }
    }

    string? Refuse(Field[] fields)
    {
        var first = shape.HasParty ? 3 : 2;
        if (shape == HoldingShape.Items)
            return fields[first + 2].Number < 0 ? "die Mahnstufe ist negativ."
                : fields[first + 3].Number == 0 ? "ein Posten mit dem offenen Betrag 0 wird nicht aufgeführt." : null;
        return fields[first + 1].Number < 0 ? "die Nutzungsdauer ist negativ."
            : fields[first + 3].Number > 0 ? "die Abschreibung ist positiv." : null;
    }

    Holding Build(Field[] fields, LineReader lines)
    {
        var at = 0;
        var number = fields[at++].Text(lines.Buffer);
        var account = Shared(fields[at++].Text(lines.Buffer));
        var party = shape.HasParty ? Shared(fields[at++].Text(lines.Buffer)) : "";
        return new Holding(lines.Number, number, account, party,
            new Values(fields[at].Number, fields[at + 1].Number, fields[at + 2].Number, fields[at + 3].Number));
    }

    string Shared(string text)
    {
        if (known.TryGetValue(text, out var same)) return same;
        if (known.Count < 100_000) known.Add(text, text);
        return text;
    }
}
