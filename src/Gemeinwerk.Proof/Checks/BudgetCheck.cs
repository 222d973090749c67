using Gemeinwerk.Proof.Budgets;
using Gemeinwerk.Proof.Certificates;

namespace Gemeinwerk.Proof.Checks;

/// <summary>
/// Point 8: what left the budgets of the sources is what the target got, line by line through the mapping, and nothing
/// else changed in any budget.
/// </summary>
sealed class BudgetCheck
{
    sealed class Row(int columns)
    {
        public Int128[] Amounts { get; } = new Int128[columns];
        public HashSet<string> From { get; } = [];
        public HashSet<string> Through { get; } = [];
    }

    readonly Certificate certificate;
    readonly BudgetBooks books;
    readonly Point point;
    readonly BudgetMapping mapping;
    readonly Dictionary<(int Kind, BudgetPlace At), Row> rows = [];

    public BudgetCheck(Certificate certificate, BudgetBooks books, Point point)
    {
        (this.certificate, this.books, this.point) = (certificate, books, point);
        mapping = new BudgetMapping(certificate, books, point);
    }

    int Columns => certificate.Sources.Count + 2;

    public void Run()
    {
        if (certificate.Version == 2)
        {
            if (certificate.Budget.Count > 0)
                point.Lacks("ein Zertifikat ab Fassung 3; Fassung 2 nennt die Haushalte nur in Summe");
            return;
        }
        foreach (var body in certificate.Bodies.Distinct()) CompareHistory(body);
        foreach (var body in certificate.Sources.Distinct()) AddSource(body);
        AddTarget();
        Compare();
        mapping.Check();
        new CommitmentsCheck(certificate, books, mapping, point).Run();
        new CoverGroupsCheck(certificate, books, mapping, point).Run();
    }

    /// <summary>Changes are added, never changed: the later export begins with those of the earlier one.</summary>
    void CompareHistory(string body)
    {
        if (books.Before(body) is not { } before || books.After(body) is not { } after || before == after) return;
        for (var at = 0; at < before.Changes.Count; at++)
        {
            var old = before.Changes[at];
            if (at >= after.Changes.Count)
            {
                point.Fail(after.File, 1, $"die Änderungen ab Nr. {at + 1} fehlen; vorher waren es "
                    + $"{before.Changes.Count}.");
                return;
            }
            if (!after.Changes[at].Leaf.AsSpan().SequenceEqual(old.Leaf))
                point.Fail(after.File, after.Changes[at].Line, $"die Änderung Nr. {at + 1} ist nicht mehr die von "
                    + $"vorher ({before.File}, Zeile {old.Line}).");
        }
    }

    void AddSource(string body)
    {
        if (books.Before(body) is not { } before || books.After(body) is not { } after) return;
        var column = certificate.Sources.IndexOf(body);
        foreach (var at in before.Lines.Keys.Union(after.Lines.Keys))
            for (var kind = 0; kind < BudgetKinds.Commitment; kind++)
            {
                var (had, has) = (before.Amount(at, kind), after.Amount(at, kind));
                if (at.Year < mapping.FirstYear)
                    Unchanged(body, after, at, kind, had, has);
                else
                {
                    if (had != has) AddMoved(kind, body, column, (Int128)had - has, before, at);
                    if (has != 0 && (at.Year > mapping.FirstYear || mapping.IsNewYear))
                        point.Fail(after.File, Line(after, at), $"Haushaltszeile {at} der {body}: "
                            + $"{German.Amount(has)} ({BudgetKinds.All[kind]}) stehen noch bei der Quelle und wären "
                            + "zweimal bewilligt.");
                }
            }
        foreach (var bound in before.Commitments.Values)
            AddMoved(BudgetKinds.Commitment, body, column, bound.Open, before, bound.At);
    }

    void AddMoved(int kind, string body, int column, Int128 amount, Budget book, BudgetPlace from)
    {
        var row = Add(kind, mapping.To(body, mapping.Current(from)), column, amount, book, from);
        row?.Through.UnionWith(mapping.Lines(body, from).Select(line => $"{certificate.File}, Zeile {line}"));
    }

    void AddTarget()
    {
        var (before, after) = (books.Before(certificate.Target), books.After(certificate.Target));
        var places = (before?.Lines.Keys ?? Enumerable.Empty<BudgetPlace>())
            .Union(after?.Lines.Keys ?? Enumerable.Empty<BudgetPlace>());
        foreach (var at in places)
            for (var kind = 0; kind < BudgetKinds.Count; kind++)
            {
                var (had, has) = (before?.Amount(at, kind) ?? 0, after?.Amount(at, kind) ?? 0);
                if (at.Year < mapping.FirstYear && kind != BudgetKinds.Commitment)
                {
                    if (before is not null && after is not null)
                        Unchanged(certificate.Target, after, at, kind, had, has);
                    continue;
                }
                if (before is not null) Add(kind, at, Columns - 2, had, before, at);
                if (after is not null) Add(kind, at, Columns - 1, has, after, at);
            }
    }

    void Unchanged(string body, Budget after, BudgetPlace at, int kind, long had, long has)
    {
        if (had != has)
            point.Fail(after.File, Line(after, at), $"Haushaltszeile {at} der {body}, {BudgetKinds.All[kind]}: "
                + $"{German.Amount(has)} statt {German.Amount(had)}; das Jahr liegt vor dem der Verschmelzung.");
    }

    Row? Add(int kind, BudgetPlace to, int column, Int128 amount, Budget book, BudgetPlace from)
    {
        if (amount == 0) return null;
        if (!rows.TryGetValue((kind, to), out var row)) rows.Add((kind, to), row = new Row(Columns));
        row.Amounts[column] += amount;
        row.From.Add(book.Place(from));
        return row;
    }

    void Compare()
    {
        foreach (var line in certificate.Budget)
        {
            rows.Remove((Array.IndexOf(BudgetKinds.All, line.Kind), line.At), out var row);
            long[] stated = [.. line.Sources, line.Before, line.After];
            for (var column = 0; column < Columns; column++)
                if (IsKnown(column) && (row?.Amounts[column] ?? 0) is var found && found != stated[column])
                    point.Fail(certificate.File, line.Line, $"Haushalt „{line.What}“: für {Column(column)} nennt das "
                        + $"Zertifikat {German.Amount(stated[column])}, die Exporte ergeben "
                        + $"{German.Amount(found)}{Where(row)}.");
        }
        foreach (var ((kind, at), row) in rows)
            for (var column = 0; column < Columns; column++)
                if (row.Amounts[column] != 0)
                    point.Fail(certificate.File, certificate.LineOf("budget"), "Haushalt "
                        + $"„{BudgetKinds.All[kind]} {at}“ fehlt in der Liste; die Exporte ergeben für "
                        + $"{Column(column)} {German.Amount(row.Amounts[column])}{Where(row)}.");
    }

    bool IsKnown(int column) => column == Columns - 2 ? books.Before(certificate.Target) is not null
        : column == Columns - 1 ? books.After(certificate.Target) is not null
        : books.Before(certificate.Sources[column]) is not null && books.After(certificate.Sources[column]) is not null;

    string Column(int column) => column < certificate.Sources.Count ? certificate.Sources[column]
        : column == Columns - 2 ? "Ziel vorher" : "Ziel nachher";

    static string Where(Row? row) =>
        row is null ? "" : $" ({string.Join("; ", row.From.Take(5).Concat(row.Through.Take(5)))})";

    static long Line(Budget book, BudgetPlace at) => book.Lines.TryGetValue(at, out var line) ? line.Line : 0;
}
