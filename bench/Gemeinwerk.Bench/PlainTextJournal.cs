using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Bench;

/// <summary>The same entries as a plain-text journal that both hledger and ledger read.</summary>
static class PlainTextJournal
{
    internal static void Write(string file, IEnumerable<EntryDraft> entries)
    {
        using var to = new StreamWriter(file, append: false, new UTF8Encoding(false), 1 << 16);
        foreach (var entry in entries)
        {
            to.Write($"{Day.Iso(entry.BookedOn)} ({entry.Document}) {entry.Text}\n");
            foreach (var line in entry.Postings)
            {
                to.Write($"  {line.Account.Value + 1000}:{line.Product?.Value ?? 0}:{line.CostCentre?.Value ?? 0}");
                to.Write($"  {line.Amount.ToPlainText()} EUR\n");
            }
            to.Write('\n');
        }
    }
}
