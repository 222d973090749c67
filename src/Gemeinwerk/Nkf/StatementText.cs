using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Nkf;

/// <summary>Writes a statement for people (text) and for programs (CSV, JSON).</summary>
public static class StatementText
{
    const int NameWidth = 58, AmountWidth = 20;

    static readonly JsonSerializerOptions jsonForm = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>A table of fixed width; columns without any value are left out.</summary>
    public static string Text(Statement statement)
    {
        var columns = Columns(statement);
        var text = new StringBuilder().Append(statement.Title).Append("\n\n");
        var head = $"{"Nr.",-10}{"Position",-NameWidth}"
            + string.Concat(columns.Select(it => it.Title.PadLeft(AmountWidth)));
        text.Append(head).Append('\n').Append('─', head.Length).Append('\n');
        var section = "";
        foreach (var line in statement.Lines)
        {
            if (line.Section != section) text.Append((section = line.Section).ToUpperInvariant()).Append('\n');
            var name = line.Name.Length < NameWidth ? line.Name : line.Name[..(NameWidth - 2)] + "…";
            text.Append(German.Culture, $"{(line.IsSum ? "= " : "  ") + line.Number,-10}{name,-NameWidth}");
            text.Append(string.Concat(columns.Select(it => Amount(it.Value(line)).PadLeft(AmountWidth)))).Append('\n');
        }
        foreach (var account in statement.WithoutLine) text.Append("Ohne Zeile: Konto ").Append(account).Append('\n');
        return text.ToString();

        static string Amount(Money? money) => money is { } known ? German.Amount(known) : "";
    }

    /// <summary>Comma-separated with a header; amounts in euros with a decimal point.</summary>
    public static string Csv(Statement statement)
    {
        var text = new StringBuilder("section,line,name,sign,status,plan,updated_plan,prior_year,actual,difference\n");
        foreach (var line in statement.Lines)
        {
            text.AppendJoin(',', line.Section, line.Number,
                $"\"{line.Name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
                line.Sign, line.Status, Amount(line.Plan), Amount(line.UpdatedPlan), Amount(line.PriorYear),
                Amount(line.Actual), Amount(line.Difference)).Append('\n');
        }
        return text.ToString();

        static string Amount(Money? money) => money?.ToPlainText() ?? "";
    }

    /// <summary>One document; amounts in integer cents.</summary>
    public static string Json(Statement statement) => JsonSerializer.Serialize(Document(statement), jsonForm) + "\n";

    /// <summary>The statement as <see cref="Json"/> writes it.</summary>
    public static object Document(Statement statement) => new
    {
        body = statement.Body.Code,
        framework = statement.Body.Framework.Code(),
        statement = statement.Kind.Code(),
        year = statement.Year,
        asOf = Day.Iso(statement.AsOf),
        segment = statement.Segment?.Title,
        lines = statement.Lines.Select(line => new
        {
            section = line.Section,
            number = line.Number,
            name = line.Name,
            sign = line.Sign,
            status = line.Status,
            planCents = line.Plan?.Cents,
            updatedPlanCents = line.UpdatedPlan?.Cents,
            priorYearCents = line.PriorYear?.Cents,
            actualCents = line.Actual.Cents,
            differenceCents = line.Difference?.Cents,
        }),
        withoutLine = statement.WithoutLine,
    };

    /// <summary>The value columns that a statement has anything in, in the order of KomHVO NRW § 39 (2).</summary>
    internal static List<(string Title, Func<StatementLine, Money?> Value)> Columns(Statement statement)
    {
        var columns = new List<(string Title, Func<StatementLine, Money?> Value)>
        {
            ("Vorjahr", line => line.PriorYear),
            ("Ansatz", line => line.Plan),
            ("fortg. Ansatz", line => line.UpdatedPlan),
            ("Ist", line => line.Actual),
            ("Ist ./. Ansatz", line => line.Difference),
        };
        columns.RemoveAll(column => statement.Lines.All(line => column.Value(line) is null));
        return columns;
    }
}
