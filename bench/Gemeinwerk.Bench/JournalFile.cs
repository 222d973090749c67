using System.Text;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Bench;

/// <summary>The same entries as a file for <c>journal import</c>; day and text stand in its first row.</summary>
static class JournalFile
{
    internal static void Write(string file, Sample sample, long postings)
    {
        using var to = new StreamWriter(file, append: false, new UTF8Encoding(false), 1 << 16);
        to.Write("entry;date;account;amount;text;product;cost_centre;document;payment_account\n");
        var no = 0L;
        foreach (var entry in sample.Entries(postings))
        {
            no++;
            for (var i = 0; i < entry.Postings.Count; i++)
            {
                var line = entry.Postings[i];
                var (day, text, document) = i == 0
                    ? (Day.Iso(entry.BookedOn), entry.Text, entry.Document)
                    : ("", "", "");
                to.Write($"{no};{day};{sample.Number(line.Account)};{line.Amount.ToPlainText()};{text};");
                to.Write($"{Sample.Code(line.Product)};{Sample.Code(line.CostCentre)};{document};");
                to.Write($"{(line.Payment is { } payment ? sample.Number(payment) : "")}\n");
            }
        }
    }
}
