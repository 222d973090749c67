namespace Gemeinwerk.Proof.Exports;

enum ExportKind { Journal, Items, Assets, Budget, Inventory }

/// <summary>
/// An export, known by its header line: of which body, at which length of the journal, with how many lines.
/// </summary>
sealed record ExportFile(string Path, ExportKind Kind, string Body, long Size, long Count)
{
    static readonly (ExportKind Kind, string Format, Member[] Members)[] Formats =
    [
        (ExportKind.Journal, "gemeinwerk-journal/1",
            [new("format", MemberKind.Text), new("body", MemberKind.Text), new("name", MemberKind.Text),
                new("entries", MemberKind.Number)]),
        (ExportKind.Items, "gemeinwerk-items/1",
            [new("format", MemberKind.Text), new("body", MemberKind.Text), new("size", MemberKind.Number),
                new("items", MemberKind.Number)]),
        (ExportKind.Assets, "gemeinwerk-assets/1",
            [new("format", MemberKind.Text), new("body", MemberKind.Text), new("size", MemberKind.Number),
                new("assets", MemberKind.Number)]),
        (ExportKind.Budget, "gemeinwerk-budget/1",
            [new("format", MemberKind.Text), new("body", MemberKind.Text), new("size", MemberKind.Number),
                new("lines", MemberKind.Number)]),
        (ExportKind.Inventory, "gemeinwerk-inventory/1",
            [new("format", MemberKind.Text), new("body", MemberKind.Text), new("size", MemberKind.Number),
                new("items", MemberKind.Number)]),
    ];

    /// <summary>Files as they are; of folders, all files below that are JSON Lines by content or by name.</summary>
    public static IReadOnlyList<ExportFile> Find(IEnumerable<string> paths, Point point)
    {
        var found = new List<ExportFile>();
        foreach (var path in paths.SelectMany(path => Expand(path, point)))
            if (Recognise(path, point) is { } export) found.Add(export);
        // Budgets and inventories may change while the journal does not: they are told apart by what is in them.
        var apart = found.Where(file => file.Kind is ExportKind.Budget or ExportKind.Inventory).ToList();
        var others = found.Except(apart).ToList();
        foreach (var same in others.GroupBy(file => (file.Kind, file.Body, file.Size)).Where(same => same.Count() > 1))
            foreach (var again in same.Skip(1))
                point.Fail(again.Path, 1, $"derselbe Export liegt schon als „{same.First().Path}“ vor.");
        return [.. others.DistinctBy(file => (file.Kind, file.Body, file.Size)), .. apart];
    }

    static IEnumerable<string> Expand(string path, Point point)
    {
        if (!Directory.Exists(path)) return [path];
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
            IgnoreInaccessible = false,
        };
        try
        {
            return [.. Directory.EnumerateFiles(path, "*", options).Where(LooksLikeJson).Order(StringComparer.Ordinal)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            point.Fail(path, 0, "der Ordner ist nicht lesbar.");
            return [];
        }
    }

    static bool LooksLikeJson(string path)
    {
        if (path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase)) return true;
        try
        {
            if (!Notes.Files.HasContent(path)) return false;
            Span<byte> start = stackalloc byte[4];
            using var stream = File.OpenRead(path);
            var read = stream.ReadAtLeast(start, 4, throwOnEndOfStream: false);
            return start[..read] is [(byte)'{', ..] or [0xEF, 0xBB, 0xBF, (byte)'{'];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    static ExportFile? Recognise(string path, Point point)
    {
        try
        {
            if (!Notes.Files.HasContent(path))
            {
                point.Fail(path, 0, Notes.Files.Empty);
                return null;
            }
            using var lines = LineReader.Open(path);
            if (!lines.Next()) return null;
            string? fault = null;
            var fields = new Field[4];
            foreach (var (kind, format, members) in Formats)
            {
                if (lines.Line.IndexOf(System.Text.Encoding.ASCII.GetBytes($"\"{format}\"")) < 0) continue;
                fault = JsonLine.Read(lines, members, fields);
                if (fault is null && fields[0].Text(lines.Buffer) == format) return Build(path, kind, fields,
                    lines.Buffer, point);
            }
            fault ??= lines.Problem ?? "die Kopfzeile nennt keines der Formate gemeinwerk-journal/1, -items/1, "
                + "-assets/1, -budget/1, -inventory/1.";
            point.Fail(path, 1, $"Kopfzeile: {fault}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            point.Fail(path, 0, "die Datei ist nicht lesbar.");
        }
        return null;
    }

    static ExportFile? Build(string path, ExportKind kind, Field[] fields, byte[] buffer, Point point)
    {
        var body = fields[1].Text(buffer);
        var last = fields[3].Number;
        var size = kind == ExportKind.Journal ? last : fields[2].Number;
        if (size >= 0 && last >= 0) return new ExportFile(path, kind, body, size, last);
        point.Fail(path, 1, "die Kopfzeile nennt eine negative Anzahl.");
        return null;
    }
}
