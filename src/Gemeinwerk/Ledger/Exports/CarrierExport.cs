using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger.Exports;

/// <summary>
/// The data carrier for auditors (Datenträgerüberlassung, GoBD; formerly GDPdU): index.xml, its grammar, and a CSV file
/// per table (docs/formats.md section 9).
/// </summary>
public static class CarrierExport
{
    /// <summary>Writes a new folder, whole or not at all; memory stays flat.</summary>
    /// <param name="progress">Gets the number of entries written so far.</param>
    /// <returns>How many entries were written, or <c>ledger.carrier-exists</c>.</returns>
    public static async Task<Result<long>> Write(
        Session db, Body body, string folder, IProgress<long>? progress = null)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (Path.Exists(folder))
        {
            return new Rejection("ledger.carrier-exists", $"„{folder}“ gibt es schon; nötig ist ein neuer Ordner.");
        }
        var draft = $"{folder}.{Guid.NewGuid():N}.part";
        Directory.CreateDirectory(draft);
        try
        {
            var size = await Checkpoints.Length(db, body);
            var masters = CarrierTables.Masters(body.Id);
            await Journal(db, body, draft, size, progress);
            foreach (var (table, rows) in masters)
            {
                await using var file = new CarrierFile(draft, table);
                await db.Scan(rows, file.Row);
            }
            CarrierIndex.Write(draft, body, size, [CarrierTables.Journal, .. masters.Select(master => master.Table)]);
            await Grammar(draft);
            Directory.Move(draft, folder);
            return size;
        }
        finally
        {
            if (Directory.Exists(draft)) Directory.Delete(draft, recursive: true);
        }
    }

    /// <summary>The standard wants its grammar, unchanged to the byte, on every carrier.</summary>
    static async Task Grammar(string folder)
    {
        var assembly = typeof(CarrierExport).Assembly;
        var resource = assembly.GetManifestResourceNames()
            .Single(name => name.EndsWith(CarrierIndex.Grammar, StringComparison.Ordinal));
        await using var grammar = assembly.GetManifestResourceStream(resource)!;
        await using var file = new FileStream(
            Path.Combine(folder, CarrierIndex.Grammar), FileMode.CreateNew, FileAccess.Write);
        await grammar.CopyToAsync(file);
        file.Flush(flushToDisk: true);
    }

    static async Task Journal(Session db, Body body, string folder, long size, IProgress<long>? progress)
    {
        var names = await Names.Load(db, body.Id);
        await using var file = new CarrierFile(folder, CarrierTables.Journal);
        var rows = new JournalRows(db, body.Id)
        {
            OnStep = no =>
            {
                file.Drain();
                progress?.Report(no);
                return ValueTask.CompletedTask;
            },
        };
        await rows.Scan(1, size, (no, entry, postings) =>
        {
            var head = EntryCells.Read(entry);
            foreach (ref readonly var posting in postings) Posting(file, rows, names, no, head, posting);
        });
    }

    static void Posting(
        CarrierFile file, JournalRows rows, Names names, long no, EntryCells head, in PostingRow posting)
    {
        file.Number(no);
        file.Number(posting.LineNo);
        file.Text(head.Kind);
        file.Number(head.Year);
        file.Number(head.Period);
        file.Date(head.Booked);
        file.Date(head.Effective);
        file.Text(head.Document);
        file.Text(head.Text);
        file.Text(head.By);
        file.Text($"{head.At:yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'}");
        file.Text(head.External);
        file.Number(head.Reverses);
        Name(names.Accounts, posting.Account);
        file.Amount(posting.Amount);
        Name(names.Products, posting.Product);
        Name(names.CostCentres, posting.CostCentre);
        Name(names.Accounts, posting.Payment);
        Name(names.Parties, posting.Party);
        Name(names.Items, posting.Item);
        Name(names.Assets, posting.Asset);
        Kept(posting.Movement);
        Kept(posting.Text);
        file.End();

        void Name(Dictionary<long, byte[]> known, long id) =>
            file.Text(id == JournalRows.Absent ? null : Encoding.UTF8.GetString(known[id]));
        void Kept(TextPlace place) => file.Text(place.IsAbsent ? null : Encoding.UTF8.GetString(rows.Text(place)));
    }

    readonly record struct EntryCells(
        string Kind, long Year, long Period, long Booked, long Effective, string Document, string Text, string By,
        DateTimeOffset At, string? External, long? Reverses)
    {
        internal static EntryCells Read(Row row) => new(
            row.Text(), row.Number(), row.Number(), row.Number(), row.Number(), row.Text(), row.Text(), row.Text(),
            row.Moment(), row.TextOrNull(), row.NumberOrNull());
    }
}
