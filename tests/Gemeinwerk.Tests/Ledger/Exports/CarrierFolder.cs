using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Gemeinwerk.Tests.Ledger.Exports;

/// <summary>A data carrier as an auditor's program reads it: by its index.xml alone.</summary>
sealed class CarrierFolder
{
    internal sealed record Column(string Name, string Type, bool IsKey);

    internal sealed record Key(string Column, string Table);

    internal sealed record Table(
        string Name, List<Column> Columns, List<Key> ForeignKeys, List<string> Header, List<List<string>> Rows)
    {
        internal IEnumerable<string> Cells(string column)
        {
            var at = Columns.FindIndex(known => known.Name == column);
            return Rows.Select(row => row[at]);
        }
    }

    internal Dictionary<string, Table> Tables { get; } = [];

    internal CarrierFolder(string folder)
    {
        using var file = File.OpenRead(Path.Combine(folder, "index.xml"));
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Parse,
            ValidationType = ValidationType.DTD,
            XmlResolver = new OneGrammar(folder),
        };
        using var reader = XmlReader.Create(file, settings, new Uri(Path.Combine(folder, "index.xml")).ToString());
        var index = XDocument.Load(reader);
        Assert.Equal("gdpdu-01-03-2019.dtd", index.DocumentType!.SystemId);
        foreach (var table in index.Descendants("Table"))
        {
            var form = table.Element("VariableLength")!;
            Assert.Equal((";", "\r\n", "\""), (form.Element("ColumnDelimiter")!.Value,
                form.Element("RecordDelimiter")!.Value, form.Element("TextEncapsulator")!.Value));
            var lines = Read(File.ReadAllBytes(Path.Combine(folder, table.Element("URL")!.Value)));
            var name = table.Element("Name")!.Value;
            Tables.Add(name, new Table(name, [.. form.Elements().Select(AsColumn).OfType<Column>()],
                [.. form.Elements("ForeignKey").Select(AsKey)], lines[0], lines[1..]));
        }
    }

    static Column? AsColumn(XElement element) => element.Name.LocalName switch
    {
        "VariablePrimaryKey" or "VariableColumn" => new(element.Element("Name")!.Value, Type(element),
            element.Name.LocalName == "VariablePrimaryKey"),
        _ => null,
    };

    static string Type(XElement column) => column.Element("Numeric") is { } number
        ? $"Numeric {number.Element("Accuracy")!.Value}"
        : column.Element("Date") is { } date ? date.Element("Format")!.Value : "AlphaNumeric";

    static Key AsKey(XElement key) => new(key.Element("Name")!.Value, key.Element("References")!.Value);

    /// <summary>The text that a cell stands for (docs/formats.md section 9).</summary>
    internal static string Plain(string cell)
    {
        var plain = new StringBuilder();
        for (var i = 0; i < cell.Length; i++)
        {
            if (cell[i] != '\\')
            {
                plain.Append(cell[i]);
                continue;
            }
            i++;
            plain.Append(cell[i] switch { 't' => '\t', 'r' => '\r', 'n' => '\n', var c => c });
        }
        return plain.ToString();
    }

    static List<List<string>> Read(byte[] file)
    {
        var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(file);
        Assert.NotEqual('\uFEFF', text[0]);
        Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
        var lines = text[..^2].Split("\r\n");
        Assert.All(lines, line => Assert.DoesNotContain(line, char.IsControl));
        return [.. lines.Select(Cells)];
    }

    static List<string> Cells(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"') cell.Append(line[i++]);
            else if (line[i] == '"') quoted = !quoted;
            else if (line[i] == ';' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else cell.Append(line[i]);
        }
        Assert.False(quoted, line);
        cells.Add(cell.ToString());
        return cells;
    }

    /// <summary>Knows the grammar on the carrier and nothing else.</summary>
    sealed class OneGrammar(string folder) : XmlResolver
    {
        public override object GetEntity(Uri absoluteUri, string? role, Type? ofObjectToReturn)
        {
            Assert.Equal(Path.Combine(folder, "gdpdu-01-03-2019.dtd"), absoluteUri.LocalPath);
            return File.OpenRead(absoluteUri.LocalPath);
        }
    }
}
