using System.Globalization;
using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger.Exports;

/// <summary>The program that a plain text journal is for; they differ in their directives only.</summary>
public enum PlainTextTool { Hledger, Ledger }

/// <summary>
/// The whole journal as text that hledger and ledger add up (docs/formats.md section 8): for calculating with other
/// programs. Texts are made safe and so may lose characters; what loses nothing is <see cref="JournalExport"/>.
/// </summary>
public static class PlainTextExport
{
    static readonly string[] tags =
    [
        "Nr", "Art", "Periode", "Erfasst", "Storno", "Produkt", "Kostenstelle", "Zahlungskonto", "Partner", "Posten",
        "Anlage", "Bewegung", "Text",
    ];

    /// <param name="progress">Gets the number of entries written so far.</param>
    /// <returns>How many entries were written; memory stays flat.</returns>
    public static async Task<long> Write(
        Session db, Body body, Stream to, PlainTextTool tool, IProgress<long>? progress = null)
    {
        var size = await Checkpoints.Length(db, body);
        var names = await Names.Load(db, body.Id);
        var accounts = await Accounts.All(db, body.Id);
        var labels = accounts.ToDictionary(account => account.Id.Value, Label);
        var text = new StringBuilder();
        Head(text, body, tool, size);
        foreach (var account in accounts) text.Append(Invariant, $"account {labels[account.Id.Value]}\n");
        await Flush();

        var rows = new JournalRows(db, body.Id)
        {
            OnStep = async no =>
            {
                await Flush();
                progress?.Report(no);
            },
        };
        await rows.Scan(1, size, (no, entry, postings) =>
        {
            Entry(text, no, entry);
            foreach (ref readonly var posting in postings) Posting(text, rows, names, labels, posting);
        });
        return size;

        async ValueTask Flush()
        {
            await to.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()));
            text.Clear();
        }
    }

    static CultureInfo Invariant => CultureInfo.InvariantCulture;

    static string Label(Account account) => $"{account.Number} {PlainText.Account(account.Name)}".TrimEnd();

    static void Head(StringBuilder text, Body body, PlainTextTool tool, long size)
    {
        text.Append(Invariant, $"; {body.Code}, {PlainText.Comment(body.Name)}, {size} Buchungen\n\n");
        text.Append(tool switch
        {
            PlainTextTool.Hledger => "decimal-mark .\ncommodity 1000.00 EUR\n\n",
            _ => "commodity EUR\n    format 1000.00 EUR\n\n" + string.Concat(tags.Select(tag => $"tag {tag}\n")),
        });
    }

    static void Entry(StringBuilder text, long no, Row entry)
    {
        var kind = entry.Text();
        var (year, period) = (entry.Number(), entry.Number());
        var (booked, effective) = (entry.Day(), entry.Day());
        var (document, description) = (entry.Text(), entry.Text());
        var by = entry.Text();
        entry.Number();
        entry.TextOrNull();
        text.Append(Invariant, $"\n{booked:yyyy-MM-dd}");
        if (effective != booked) text.Append(Invariant, $"={effective:yyyy-MM-dd}");
        text.Append(Invariant, $" * ({PlainText.Document(document)}) {PlainText.Description(description)}\n");
        Tag(text, "Nr", no.ToString(Invariant));
        Tag(text, "Art", kind);
        Tag(text, "Periode", string.Create(Invariant, $"{year}-{period:00}"));
        Tag(text, "Erfasst", by);
        if (entry.NumberOrNull() is { } reverses) Tag(text, "Storno", reverses.ToString(Invariant));
    }

    static void Posting(
        StringBuilder text, JournalRows rows, Names names, Dictionary<long, string> labels, in PostingRow posting)
    {
        var amount = new Money(posting.Amount).ToPlainText();
        text.Append(Invariant, $"    {labels[posting.Account]}  {amount} EUR\n");
        Name("Produkt", names.Products, posting.Product);
        Name("Kostenstelle", names.CostCentres, posting.CostCentre);
        Name("Zahlungskonto", names.Accounts, posting.Payment);
        Name("Partner", names.Parties, posting.Party);
        Name("Posten", names.Items, posting.Item);
        Name("Anlage", names.Assets, posting.Asset);
        if (!posting.Movement.IsAbsent) Tag(text, "Bewegung", Encoding.UTF8.GetString(rows.Text(posting.Movement)));
        if (!posting.Text.IsAbsent) Tag(text, "Text", Encoding.UTF8.GetString(rows.Text(posting.Text)));

        void Name(string tag, Dictionary<long, byte[]> known, long id)
        {
            if (id != JournalRows.Absent) Tag(text, tag, Encoding.UTF8.GetString(known[id]));
        }
    }

    static void Tag(StringBuilder text, string name, string value) =>
        text.Append(Invariant, $"    ; {name}: {PlainText.Comment(value)}\n");
}

/// <summary>
/// Texts of the books without the characters that would mean something to hledger or ledger at their place.
/// </summary>
static class PlainText
{
    /// <summary>A colon would make a sub-account, a semicolon a comment, two blanks an end.</summary>
    internal static string Account(string name) => Clean(name, c => c switch { ':' => '-', ';' => ',', _ => c });

    internal static string Document(string text) => Clean(text, c => c switch
    {
        '(' => '[',
        ')' => ']',
        ';' => ',',
        _ => c,
    });

    internal static string Description(string text) => Clean(text, c => c == ';' ? ',' : c);

    /// <summary>Both tools read dates in brackets, and hledger any „date:“, as the day of the posting.</summary>
    internal static string Comment(string text) => Clean(text, c => c switch
    {
        '[' => '(',
        ']' => ')',
        ':' => '.',
        _ => c,
    });

    static string Clean(string text, Func<char, char> replace)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c) && !char.IsControl(c)) clean.Append(replace(c));
            else if (clean.Length > 0 && clean[^1] != ' ') clean.Append(' ');
        }
        return clean.ToString().TrimEnd();
    }
}
