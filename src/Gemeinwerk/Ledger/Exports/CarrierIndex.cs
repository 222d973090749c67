using System.Text;
using System.Xml;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Ledger.Exports;

/// <summary>The description of the files (index.xml) in the grammar of <c>gdpdu-01-03-2019.dtd</c>.</summary>
static class CarrierIndex
{
    internal const string Grammar = "gdpdu-01-03-2019.dtd";

    static readonly XmlWriterSettings form = new() { Indent = true, Encoding = new UTF8Encoding(false) };

    internal static void Write(string folder, Body body, long entries, IReadOnlyList<CarrierTable> tables)
    {
        using var file = new FileStream(Path.Combine(folder, "index.xml"), FileMode.CreateNew, FileAccess.Write);
        using (var xml = XmlWriter.Create(file, form))
        {
            xml.WriteStartDocument();
            xml.WriteDocType("DataSet", null, Grammar, null);
            xml.WriteStartElement("DataSet");
            xml.WriteElementString("Version", "1.0");
            xml.WriteStartElement("DataSupplier");
            xml.WriteElementString("Name", body.Name);
            xml.WriteElementString("Location", "");
            xml.WriteElementString("Comment",
                $"Bücher der Körperschaft „{body.Code}“ mit {German.Count(entries)} Buchungen, "
                + "ausgegeben von Gemeinwerk. "
                + "In Texten steht ein umgekehrter Schrägstrich vor =, +, -, @ am Anfang und vor sich selbst; "
                + "\\t, \\r, \\n sind Tabulator und Zeilenwechsel.");
            xml.WriteEndElement();
            xml.WriteStartElement("Media");
            xml.WriteElementString("Name", body.Name);
            foreach (var table in tables) Table(xml, table, tables);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        file.Flush(flushToDisk: true);
    }

    static void Table(XmlWriter xml, CarrierTable table, IReadOnlyList<CarrierTable> tables)
    {
        xml.WriteStartElement("Table");
        xml.WriteElementString("URL", table.File);
        xml.WriteElementString("Name", table.Name);
        xml.WriteElementString("Description", table.Description);
        Empty(xml, "UTF8");
        xml.WriteElementString("DecimalSymbol", ",");
        xml.WriteElementString("DigitGroupingSymbol", ".");
        xml.WriteStartElement("Range");
        xml.WriteElementString("From", "2");
        xml.WriteEndElement();
        xml.WriteStartElement("VariableLength");
        xml.WriteElementString("ColumnDelimiter", ";");
        xml.WriteStartElement("RecordDelimiter");
        xml.WriteCharEntity('\r');
        xml.WriteCharEntity('\n');
        xml.WriteEndElement();
        xml.WriteElementString("TextEncapsulator", "\"");
        foreach (var column in table.Columns) Column(xml, column);
        foreach (var column in table.Columns.Where(column => column.References is not null))
        {
            ForeignKey(xml, column, tables.Single(other => other.Name == column.References).Columns[0].Name);
        }
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    static void Column(XmlWriter xml, CarrierColumn column)
    {
        xml.WriteStartElement(column.IsKey ? "VariablePrimaryKey" : "VariableColumn");
        xml.WriteElementString("Name", column.Name);
        switch (column.Type)
        {
            case CarrierType.Text:
                Empty(xml, "AlphaNumeric");
                break;
            case CarrierType.Date:
                xml.WriteStartElement("Date");
                xml.WriteElementString("Format", "DD.MM.YYYY");
                xml.WriteEndElement();
                break;
            default:
                xml.WriteStartElement("Numeric");
                xml.WriteElementString("Accuracy", column.Type == CarrierType.Amount ? "2" : "0");
                xml.WriteEndElement();
                break;
        }
        xml.WriteEndElement();
    }

    static void ForeignKey(XmlWriter xml, CarrierColumn column, string key)
    {
        xml.WriteStartElement("ForeignKey");
        xml.WriteElementString("Name", column.Name);
        xml.WriteElementString("References", column.References);
        if (column.Name != key)
        {
            xml.WriteStartElement("Alias");
            xml.WriteElementString("From", column.Name);
            xml.WriteElementString("To", key);
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    /// <summary>A DTD's empty element may hold nothing, not even a line end.</summary>
    static void Empty(XmlWriter xml, string name)
    {
        xml.WriteStartElement(name);
        xml.WriteEndElement();
    }
}
