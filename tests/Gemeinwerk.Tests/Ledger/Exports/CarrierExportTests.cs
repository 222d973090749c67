using System.Security.Cryptography;
using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Exports;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Ledger.Exports;

public sealed class CarrierExportTests : IDisposable
{
    readonly DirectoryInfo place = Directory.CreateTempSubdirectory("gemeinwerk-carrier-");

    string Folder => Path.Combine(place.FullName, "carrier");

    public void Dispose() => place.Delete(recursive: true);

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_carrier_is_what_its_index_says(Engine engine)
    {
        await using var books = await GeneratedBook.On(engine, 9);
        await Export(books);
        var carrier = new CarrierFolder(Folder);
        Assert.Equal(
            ["Journal", "Konten", "Posten", "Anlagen", "Partner", "Produkte", "Kostenstellen", "Perioden"],
            carrier.Tables.Keys);
        Assert.Equal(10, Directory.GetFiles(Folder).Length);
        foreach (var table in carrier.Tables.Values)
        {
            Assert.NotEmpty(table.Rows);
            Assert.Equal(table.Columns.Select(column => column.Name), table.Header);
            Assert.All(table.Rows, row => Assert.Equal(table.Columns.Count, row.Count));
            foreach (var column in table.Columns) Assert.All(table.Cells(column.Name), cell => Fits(column, cell));
            var keys = table.Columns.TakeWhile(column => column.IsKey).Count();
            Assert.Equal(table.Rows.Count, table.Rows.DistinctBy(row => string.Join('\0', row[..keys])).Count());
            foreach (var key in table.ForeignKeys)
            {
                var known = carrier.Tables[key.Table].Rows.Select(row => row[0]).ToHashSet();
                Assert.Subset(known, table.Cells(key.Column).Where(cell => cell.Length > 0).ToHashSet());
            }
        }
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Amounts_and_texts_of_a_carrier_are_those_of_the_books(Engine engine)
    {
        await using var books = await GeneratedBook.On(engine, 10);
        await Export(books);
        var carrier = new CarrierFolder(Folder);
        var journal = carrier.Tables["Journal"];
        var lines = journal.Cells("Buchung")
            .Zip(journal.Cells("Betrag").Select(Cents), journal.Cells("Posten")).ToList();
        Assert.All(lines.GroupBy(line => line.First), entry => Assert.Equal(0, entry.Sum(line => line.Second)));

        var entries = new List<Entry>();
        await books.Database.Read(async db =>
        {
            await Entries.Scan(db, books.Body, 1, await Checkpoints.Length(db, books.Body), entries.Add);
            return 0;
        });
        var postings = entries.SelectMany(entry => entry.Draft.Postings.Select(posting => (entry, posting))).ToList();
        Same(postings.Select(line => line.entry.Draft.Text), journal.Cells("Buchungstext"));
        Same(postings.Select(line => line.entry.Draft.Document), journal.Cells("Beleg"));
        Same(postings.Select(line => line.entry.Draft.ExternalId ?? ""), journal.Cells("Fremdschlüssel"));
        Same(postings.Select(line => line.posting.Text ?? ""), journal.Cells("Zeilentext"));
        Assert.Equal(postings.Select(line => line.posting.Amount.Cents), lines.Select(line => line.Second));

        var items = carrier.Tables["Posten"];
        Assert.Equal(
            items.Cells("Posten").Zip(items.Cells("Offen").Select(Cents)),
            items.Cells("Posten").Select(item =>
                (item, lines.Where(line => line.Third == item).Sum(line => line.Second))));
    }

    [Fact]
    public void No_text_becomes_a_formula_and_none_is_lost()
    {
        string[] odd = ["", "\\", "\\=1", "\\t", "=", "\t=1", "\n+1", "a=b", "\"", "\"\";\"", "＠x"];
        string[] texts = [.. GeneratedBook.Texts, .. odd];
        foreach (var text in texts)
        {
            var cell = new StringBuilder();
            CarrierText.Append(cell, text);
            var read = cell.ToString()[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal);
            Assert.False(read.Length > 0 && "=+-@＝＋－＠\t\r\n".Contains(read[0], StringComparison.Ordinal), read);
            Assert.Equal(text, CarrierFolder.Plain(read));
        }
    }

    [Fact]
    public async Task A_carrier_ships_the_published_grammar_and_replaces_no_folder()
    {
        await using var books = await Books.On(Engine.Sqlite);
        await Export(books);
        var grammar = await File.ReadAllBytesAsync(Path.Combine(Folder, "gdpdu-01-03-2019.dtd"));
        Assert.Equal("691051c9828ec2bbef71527c4aa77554c09ecd49e862fc6f2bc4b14507c72a0e",
            Convert.ToHexStringLower(SHA256.HashData(grammar)));
        Assert.Empty(new CarrierFolder(Folder).Tables["Journal"].Rows);

        var again = await books.Database.Read(db => CarrierExport.Write(db, books.Body, Folder));
        Assert.Equal("ledger.carrier-exists", again.Rejection?.Code);
        Assert.Equal([Folder], Directory.GetFileSystemEntries(place.FullName));
    }

    async Task Export(Books books)
    {
        var written = (await books.Database.Read(db => CarrierExport.Write(db, books.Body, Folder))).Expect();
        Assert.Equal(await books.Database.Read(db => Checkpoints.Length(db, books.Body)), written);
    }

    static void Same(IEnumerable<string> texts, IEnumerable<string> cells) =>
        Assert.Equal(texts, cells.Select(CarrierFolder.Plain));

    static void Fits(CarrierFolder.Column column, string cell)
    {
        if (column.Type != "AlphaNumeric" && cell.Length == 0) return;
        Assert.Matches(column.Type switch
        {
            "Numeric 0" => "^[0-9]+$",
            "Numeric 2" => "^-?[0-9]+,[0-9]{2}$",
            "DD.MM.YYYY" => @"^[0-9]{2}\.[0-9]{2}\.[0-9]{4}$",
            _ => "^([^=+@＝＋－＠-]|$)",
        }, cell);
    }

    static long Cents(string cell)
    {
        Assert.True(Money.TryParse(cell, out var amount), cell);
        return amount.Cents;
    }
}
