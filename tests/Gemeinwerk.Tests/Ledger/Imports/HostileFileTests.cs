using System.Globalization;
using System.Text;
using Gemeinwerk.Ledger.Imports;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using static Gemeinwerk.Tests.Ledger.Imports.ImportFixture;

namespace Gemeinwerk.Tests.Ledger.Imports;

/// <summary>Journal files that are wrong in what they say; what can be wrong with the form of any file is tested for
/// all imports together.</summary>
public class HostileFileTests
{
    const string Good = "1;2026-01-31;5241;10;Strom\n1;;3511;-10;\n";

    static readonly (string Name, byte[] Bytes, string Finding)[] cases =
    [
        Case("amounts missing", "entry;date;account;text\n" + Good, "1 amount import.column-missing"),
        Case("amount and debit", Head + ";debit;credit\n", "1 amount import.column-twice"),
        Row("control character", "2;2026-01-31;5241;5;G\u0001s\n2;;3511;-5;\n", "4  ledger.text"),
        Row("text too long", $"2;2026-01-31;5241;5;{new string('x', 7_000)}\n2;;3511;-5;\n", "4  ledger.text"),
        Row("day does not exist", "2;31.02.2026;5241;5;Gas\n", "4 date import.date-missing"),
        Row("no leap year", "2;2026-02-29;5241;5;Gas\n", "4 date import.date-missing"),
        Row("year out of range", "2;0001-01-01;5241;5;Gas\n", "4 date import.date-range"),
        Row("American date", "2;1/31/2026;5241;5;Gas\n", "4 date import.date"),
        Row("no date", "2;;5241;5;Gas\n", "4 date import.date"),
        Row("year not open", "2;2031-01-01;5241;5;Gas\n2;;3511;-5;\n", "4  ledger.year-missing"),
        Row("three decimals", "2;2026-01-31;5241;1,234;Gas\n", "4 amount money.decimals"),
        Row("thousands separators", "2;2026-01-31;5241;1.234,50;Gas\n", "4 amount money.thousands"),
        Row("currency sign", "2;2026-01-31;5241;5 €;Gas\n", "4 amount money.amount"),
        Row("exponent", "2;2026-01-31;5241;1E5;Gas\n", "4 amount money.amount"),
        Row("huge amount", "2;2026-01-31;5241;99999999999999999999;Gas\n", "4 amount money.amount"),
        Row("large amount",
            "2;2026-01-31;5241;999999999999999;Gas\n2;;3511;-999999999999999;\n", "4  ledger.amount-too-large"),
        Row("no amount", "2;2026-01-31;5241;;Gas\n", "4 amount import.amount-missing"),
        Row("zero", "2;2026-01-31;5241;0,00;Gas\n", "4 amount ledger.zero-amount"),
        Row("formula as amount", "2;2026-01-31;5241;=1+1;Gas\n", "4 amount money.amount"),
        Row("account not in chart", "2;2026-01-31;9999;5;Gas\n", "4 account import.account-unknown"),
        Row("account missing", "2;2026-01-31;;5;Gas\n", "4 account import.account-unknown"),
        Row("payment account as account", "2;2026-01-31;7241;5;Gas\n", "4 account ledger.payment-account"),
        Row("payment account missing", "2;2026-01-31;5241;5;Gas\n2;;1811;-5;\n", "4  ledger.payment-missing"),
        Row("unbalanced", "2;2026-01-31;5241;5;Gas\n2;;3511;-4,99;\n", "4 entry ledger.unbalanced"),
        Row("entry torn apart",
            "2;2026-01-31;5241;5;Gas\n3;2026-01-31;5241;5;Gas\n3;;3511;-5;\n", "4 entry ledger.unbalanced"),
        Row("no entry number", ";2026-01-31;5241;5;Gas\n", "4 entry import.entry-missing"),
        Row("no text", "2;2026-01-31;5241;5;\n2;;3511;-5;\n", "4 text import.text-missing"),
        Row("dates differ", "2;2026-01-31;5241;5;Gas\n2;2026-02-01;3511;-5;\n", "5 date import.entry-differs"),
        Wide("both sides empty", "debit;credit", "2;2026-01-31;5241;Gas;;", "2 debit import.amount-missing"),
        Wide("both sides filled", "debit;credit", "2;2026-01-31;5241;Gas;1;2", "2 debit import.amount-twice"),
        Wide("other tenant", "amount;tenant", "2;2026-01-31;5241;Gas;1;fremd", "2 tenant import.tenant"),
        Wide("product unknown", "amount;product", "2;2026-01-31;5241;Gas;1;77", "2 product import.dimension-unknown"),
        Wide("party unknown", "amount;party", "2;2026-01-31;5241;Gas;1;77", "2 party import.party-unknown"),
        Wide("item unknown", "amount;item", "2;2026-01-31;3511;Gas;1;77", "2 item import.item-unknown"),
        Wide("line number", "amount;line", "2;2026-01-31;5241;Gas;1;eins", "2 line import.number"),
        Wide("item on wrong account", "amount;item;party;due",
            "2;2026-01-31;5241;Gas;1;77;D-100;2026-03-01", "2 item ledger.item-account"),
        Wide("external id with other content", "amount;external_id",
            "2;2026-01-31;5241;Gas;1;X\n2;;3511;;-1;\n3;2026-01-31;5241;Gas;2;X\n3;;3511;;-2;\n",
            "4  ledger.external-id-conflict"),
    ];

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Each_hostile_file_is_one_clear_finding_and_writes_nothing(Engine engine)
    {
        await using var books = await Books.On(engine).WithAccounts();
        foreach (var (name, bytes, expected) in cases)
        {
            var report = await books.Import(Source(bytes));
            var first = Assert.Single(report.Findings);
            Assert.Equal((name, expected), (name, $"{first.Line} {first.Field} {first.Why.Code}"));
            Assert.True(report.IsRefused);
            Assert.True(first.Why.Message.EndsWith('.'), first.Why.Message);
        }
        Assert.Equal(0, await books.EntryCount());
        Assert.Equal("ledger.body-unknown", (await JournalImport.Run(
            books.Database, "test", "niemand", Source(Head), new())).Findings[0].Why.Code);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task What_is_unusual_but_right_is_accepted(Engine engine)
    {
        await using var books = await Books.On(engine).WithAccounts();
        var file = Head + "\n1;31.01.2026;5241;+10.00;=HYPERLINK(\"\"x\"\")\n1;;3511; -10 ;@SUM\n";
        Assert.Equal(1, (await books.Import(file)).Fine().Added);
        Assert.Equal("=HYPERLINK(\"\"x\"\")", (await books.Entry(1)).Draft.Text);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task All_findings_come_in_one_run_and_those_beyond_the_limit_are_counted(Engine engine)
    {
        await using var books = await Books.On(engine).WithAccounts();
        var file = new StringBuilder(Head + "\n");
        for (var i = 0; i < 50; i++)
        {
            file.Append(CultureInfo.InvariantCulture, $"e{i};2026-13-01;5241x;1,234;\"a\nb\"\n");
        }
        var report = await books.Import(file.ToString(), new() { Limits = new ImportLimits(Findings: 10) });
        Assert.Equal((150, 10), (report.FindingCount, report.Findings.Count));
        Assert.Equal([2L, 2L, 2L, 4L, 4L, 4L, 6L, 6L, 6L, 8L], report.Findings.Select(finding => finding.Line));
        Assert.Equal(["date", "amount", "account"], report.Findings.Take(3).Select(finding => finding.Field));
    }

    static (string, byte[], string) Case(string name, string text, string finding) =>
        (name, Encoding.UTF8.GetBytes(text), finding);

    static (string, byte[], string) Row(string name, string rows, string finding) =>
        Case(name, $"{Head}\n{Good}{rows}", finding);

    static (string, byte[], string) Wide(string name, string columns, string rows, string finding) =>
        Case(name, $"entry;date;account;text;{columns}\n{rows}\n", finding);
}
