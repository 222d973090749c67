using System.Text;
using CsCheck;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using static Gemeinwerk.Tests.Ledger.Imports.ImportFixture;

namespace Gemeinwerk.Tests.Ledger.Imports;

/// <summary>Any journal, written in any dialect of CSV, comes in as it was.</summary>
public class ImportRoundTripTests
{
    sealed record Dialect(
        char Separator, string LineEnd, int Encoding, bool HasMark, bool QuotesAll, char Decimal, bool GermanDates,
        bool DebitAndCredit, int Order);

    sealed record Line(string Account, long Cents, string Product);

    sealed record Written(int Day, string Text, string ExternalId, Line[] Lines);

    static readonly Gen<Dialect> dialects = Gen.Select(
        Gen.OneOf(';', ',', '\t'), Gen.OneOf("\n", "\r\n", "\r"), Gen.OneOf(65001, 1252), Gen.Bool,
        Gen.Bool, Gen.OneOf('.', ','), Gen.Bool,
        Gen.Select(Gen.Bool, Gen.Int[0, 999], (debit, order) => (debit, order)),
        (separator, end, encoding, mark, quotes, point, german, rest) => new Dialect(
            separator, end, encoding, mark, quotes, point, german, rest.debit, rest.order));

    static readonly Gen<string> texts = Gen.OneOf(
        "Strom", "Müll; Öl, \"Gas\"\tSoße", "zwei\nZeilen", "zwei\r\nZeilen", "=SUMME(A1)", "-5", "@x",
        "+49 2372", "\"", "Straße – „alt“ €", " Rand ");

    static readonly Gen<Written[]> journals = Gen.Select(
        Gen.Int[0, 364], texts, Gen.Bool,
        Gen.Select(Gen.OneOf("5241", "3511", "4012", "2011"), Gen.Long[1, 1_000_000_000],
            Gen.OneOf("", "0111", "1101"), (account, cents, product) => new Line(account, cents, product)).Array[1, 4],
        (day, text, hasId, lines) => new Written(day, text, hasId ? "x" : "",
            [.. lines, new Line("3511", -lines.Sum(line => line.Cents), "")])).Array[1, 20]
        .Select(entries => entries.Select((entry, i) => entry.ExternalId.Length == 0
            ? entry
            : entry with { ExternalId = $"X{i}" }).ToArray());

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Any_journal_in_any_dialect_comes_in_as_it_was(Engine engine)
    {
        await using var first = await Books.On(engine, "erster").WithAccounts();
        var number = 0;
        await Gen.Select(journals, dialects).SampleAsync(async (journal, dialect) =>
        {
            var no = Interlocked.Increment(ref number);
            // Both live in the database of the first, which outlives them.
            var wanted = await first.Beside($"soll-{no}").WithAccounts();
            var got = await first.Beside($"ist-{no}").WithAccounts();
            foreach (var draft in await Drafts(wanted, journal)) (await wanted.Post(draft)).Expect();
            (await got.Import(Source(File(journal, dialect)), new() { Again = true })).Fine();

            Assert.Equal(journal.Length, await got.EntryCount());
            for (var entry = 1; entry <= journal.Length; entry++)
            {
                var (a, b) = ((await wanted.Entry(entry)).Draft, (await got.Entry(entry)).Draft);
                Assert.Equal(a.Postings, b.Postings);
                Assert.Equal(a with { Postings = [] }, b with { Postings = [] });
            }
            Assert.Equal(await wanted.TrialBalance("2026-12-31"), await got.TrialBalance("2026-12-31"));
        }, iter: 12, threads: 1);
    }

    static async Task<List<EntryDraft>> Drafts(Books books, Written[] journal)
    {
        var accounts = (await books.Database.Read(db => Accounts.All(db, books.Body.Id)))
            .ToDictionary(account => account.Number, account => account.Id);
        var products = (await books.Database.Read(db => Dimensions.Products(db, books.Body.Id)))
            .ToDictionary(product => product.Code, product => product.Id);
        return [.. journal.Select((entry, i) => new EntryDraft(Day(entry), Day(entry), $"{i}", entry.Text,
            [.. entry.Lines.Select(line => new Posting(accounts[line.Account], new(line.Cents),
                line.Product.Length == 0 ? null : products[line.Product]))],
            ExternalId: entry.ExternalId.Length == 0 ? null : entry.ExternalId))];
    }

    static DateOnly Day(Written entry) => new DateOnly(2026, 1, 1).AddDays(entry.Day);

    static byte[] File(Written[] journal, Dialect dialect)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        string[] columns = ["entry", "date", "account", "text", "product", "external_id",
            .. dialect.DebitAndCredit ? new[] { "debit", "credit" } : ["amount"]];
        var order = Enumerable.Range(0, columns.Length).OrderBy(i => (i * 7919 + dialect.Order) % 101).ToArray();
        var file = new StringBuilder();
        Row(columns);
        for (var i = 0; i < journal.Length; i++)
        {
            foreach (var line in journal[i].Lines)
            {
                var amount = new Money(line.Cents);
                var day = Day(journal[i]);
                Row([$"{i}", dialect.GermanDates ? German.Date(day) : Gemeinwerk.Basics.Day.Iso(day),
                    line.Account, journal[i].Text, line.Product, journal[i].ExternalId, .. dialect.DebitAndCredit
                        ? new[] { amount > Money.Zero ? Text(amount) : "", amount < Money.Zero ? Text(-amount) : "" }
                        : [Text(amount)]]);
            }
        }
        var encoding = dialect.Encoding == 65001 ? new UTF8Encoding(dialect.HasMark) : Encoding.GetEncoding(1252);
        return [.. encoding.GetPreamble(), .. encoding.GetBytes(file.ToString())];

        void Row(string[] cells) =>
            file.AppendJoin(dialect.Separator, order.Select(at => Cell(cells[at]))).Append(dialect.LineEnd);

        string Cell(string cell) => dialect.QuotesAll || cell.Any(c => c is '"' or '\r' or '\n' or ';' or ',' or '\t')
            ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : cell;

        string Text(Money amount) => amount.ToPlainText().Replace('.', dialect.Decimal);
    }
}
