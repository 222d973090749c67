using System.Security.Cryptography;
using Gemeinwerk.Proof.Exports;
using Gemeinwerk.Proof.Notes;

namespace Gemeinwerk.Proof.Budgets;

/// <summary>
/// Reads one budget export: numbers without gaps, every leaf hash right, nothing twice, and each line the sum of its
/// changes and commitments. Faults go to the point.
/// </summary>
sealed class BudgetReader(ExportFile file, Point point)
{
    static readonly string[] order = ["change", "group", "line", "commitment"];

    readonly Budget budget = new(file.Path);
    readonly BudgetRecord record = new(file.Body);
    readonly Frontier log = new();
    int reached;

    public static Budget Read(ExportFile file, Point point) => new BudgetReader(file, point).Read();

    Budget Read()
    {
        try
        {
            using var lines = LineReader.Open(file.Path);
            lines.Next();
            while (lines.Next()) Take(lines);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            point.Fail(file.Path, 0, "die Datei ist nicht lesbar.");
        }
        if (log.Size != file.Count)
            point.Fail(file.Path, 1, $"die Kopfzeile nennt {German.Count(file.Count)} Zeilen, es folgen aber "
                + $"{German.Count(log.Size)}.");
        (budget.Size, budget.Root) = (log.Size, log.Root());
        CompareSums();
        CompareGroups();
        return budget;
    }

    void Take(LineReader lines)
    {
        var line = lines.Number;
        Span<byte> leaf = stackalloc byte[Merkle.HashSize];
        if (record.Read(lines) is { } fault)
        {
            point.Fail(file.Path, line, fault);
            leaf.Clear();
            log.Add(leaf);
            return;
        }
        if (record.No != log.Size + 1)
            point.Fail(file.Path, line, $"Zeile Nr. {record.No} steht, wo Nr. {log.Size + 1} stehen müsste (Lücke, "
                + "Dopplung oder Vertauschung).");
        SHA256.HashData(record.LeafInput(), leaf);
        if (record["leaf"] != Convert.ToHexStringLower(leaf))
            point.Fail(file.Path, line, $"Nr. {record.No}: die Prüfsumme (leaf) passt nicht zum Inhalt; die Zeile "
                + "wurde verändert.");
        log.Add(leaf);
        var kind = Array.IndexOf(order, record.What);
        if (kind < reached) point.Fail(file.Path, line, $"eine Zeile „{record.What}“ steht nicht an ihrem Platz.");
        reached = Math.Max(reached, kind);
        if (!Keep(line, leaf)) point.Fail(file.Path, line, $"Nr. {record.No}: {Named()} steht doppelt.");
    }

    bool Keep(long line, Span<byte> leaf)
    {
        switch (record.What)
        {
            case "change":
                var kind = Array.IndexOf(BudgetKinds.All, record["kind"]);
                if (kind is < 0 or BudgetKinds.Commitment)
                    point.Fail(file.Path, line, $"„{record["kind"]}“ ist keine Art einer Änderung.");
                else budget.Changes.Add(new BudgetChange(line, Place(), kind, record.Number("amount"), leaf.ToArray()));
                return true;
            case "group":
                var group = new CoverGroup(line, record.Number("year"), record["code"]!, record["name"]!);
                return budget.Groups.TryAdd((group.Year, group.Code), group);
            case "line":
                return budget.Lines.TryAdd(Place(), new BudgetLine(line, Place(), record["group"],
                    [.. BudgetKinds.Members.Select(record.Number)]));
            default:
                var bound = new Commitment(
                    line, record["number"]!, Place(), record["text"]!, record.Number("open"));
                if (bound.Open <= 0) point.Fail(file.Path, line, "eine Mittelbindung ohne offenen Betrag.");
                return budget.Commitments.TryAdd(bound.Number, bound);
        }
    }

    BudgetPlace Place() => new(record.Number("year"), record["product"], record["position"]!);

    string Named() => record.What switch
    {
        "group" => $"Deckungskreis {record.Number("year")} {record["code"]}",
        "line" => $"Haushaltszeile {Place()}",
        _ => $"Mittelbindung {record["number"]}",
    };

    void CompareSums()
    {
        var sums = new Dictionary<BudgetPlace, (Int128[] Amounts, long Line)>();
        foreach (var change in budget.Changes) Add(change.At, change.Kind, change.Amount, change.Line);
        foreach (var bound in budget.Commitments.Values)
            Add(bound.At, BudgetKinds.Commitment, bound.Open, bound.Line);
        foreach (var line in budget.Lines.Values)
        {
            sums.Remove(line.At, out var found);
            for (var kind = 0; kind < BudgetKinds.Count; kind++)
                if ((found.Amounts?[kind] ?? 0) is var sum && sum != line.Amounts[kind])
                    point.Fail(file.Path, line.Line, $"Haushaltszeile {line.At}, {BudgetKinds.All[kind]}: "
                        + $"{German.Amount(line.Amounts[kind])}, die Einzelzeilen ergeben {German.Amount(sum)}.");
        }
        foreach (var (at, (_, line)) in sums)
            point.Fail(file.Path, line, $"die Haushaltszeile {at} fehlt im Export.");

        void Add(BudgetPlace at, int kind, long amount, long line)
        {
            if (!sums.TryGetValue(at, out var known)) sums.Add(at, known = (new Int128[BudgetKinds.Count], line));
            known.Amounts[kind] += amount;
        }
    }

    void CompareGroups()
    {
        var used = budget.Lines.Values.Where(line => line.Group is not null)
            .ToLookup(line => (line.At.Year, line.Group!));
        foreach (var same in used.Where(same => !budget.Groups.ContainsKey(same.Key)))
            point.Fail(file.Path, same.First().Line, $"den Deckungskreis {same.Key.Item2} nennt der Export nicht.");
        foreach (var group in budget.Groups.Values.Where(group => !used.Contains((group.Year, group.Code))))
            point.Fail(file.Path, group.Line, $"im Deckungskreis {group.Year} {group.Code} ist keine Zeile.");
    }
}
