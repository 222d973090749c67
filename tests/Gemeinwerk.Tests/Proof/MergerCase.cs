using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Gemeinwerk.Tests.Proof;

/// <summary>One posting as written in the tests; text fields are null when absent.</summary>
sealed record P(string Account, long Amount, string? Product = null, string? Centre = null, string? Party = null,
    string? Item = null, string? Asset = null, string? Movement = null);

sealed record E(long No, string Kind, params P[] Postings)
{
    public string Document { get; init; } = "B";
    public string Text { get; init; } = "Buchung „ä“";
    public int Day { get; init; } = 2017_12_31;
    public string IsoDay => $"{Day / 10000}-{Day / 100 % 100:00}-{Day % 100:00}";
}

/// <summary>A body's book, written from docs/formats.md alone: nothing of the engine or the checker is used.</summary>
sealed class Book(string body, int before, int after, params E[] entries)
{
    public string Body => body;
    public int Before => before;
    public int After => after;
    public E[] Entries => entries;

    public List<string> Journal()
    {
        var lines = new List<string>
        {
            $"{{'format':'gemeinwerk-journal/1','body':'{body}','name':'Verband','entries':{entries.Length}}}"
                .Replace('\'', '"'),
        };
        lines.AddRange(entries.Select(Line));
        return lines;
    }

    public string Line(E e)
    {
        var postings = e.Postings.Select(p => $$"""{"account":"{{p.Account}}","amount":{{p.Amount}}"""
            + Member("product", p.Product) + Member("centre", p.Centre) + Member("party", p.Party)
            + Member("item", p.Item) + Member("asset", p.Asset) + Member("movement", p.Movement) + "}");
        return $"{{'no':{e.No},'kind':'{e.Kind}','year':2017,'period':12,'booked':'{e.IsoDay}',".Replace('\'', '"')
            + $"'effective':'{e.IsoDay}','document':'{e.Document}','text':'{e.Text}','by':'kasse',".Replace('\'', '"')
            + $"'at':1514678400000000,'external':'X{e.No}',".Replace('\'', '"')
            + $"\"leaf\":\"{Convert.ToHexStringLower(Leaf(e))}\","
            + $"\"postings\":[{string.Join(",", postings)}]}}";
    }

    public byte[] Leaf(E e)
    {
        using var form = new MemoryStream();
        form.WriteByte(0);
        form.WriteByte(1);
        Text(body);
        Number(e.No);
        Text(e.Kind);
        foreach (var number in (long[])[2017, 12, e.Day, e.Day]) Number(number);
        foreach (var text in (string[])[e.Document, e.Text, "kasse"]) Text(text);
        Number(1514678400000000);
        Text($"X{e.No}");
        Number(0);
        Number(e.Postings.Length);
        foreach (var p in e.Postings)
        {
            Text(p.Account);
            Number(p.Amount);
            foreach (var text in (string?[])[p.Product, p.Centre, null, p.Party, p.Item, p.Asset, p.Movement, null])
                Text(text);
        }
        return SHA256.HashData(form.ToArray());

        void Number(long number)
        {
            Span<byte> bytes = stackalloc byte[8];
            BinaryPrimitives.WriteInt64BigEndian(bytes, number);
            form.Write(bytes);
        }

        void Text(string? text)
        {
            Span<byte> length = stackalloc byte[4];
            var bytes = Encoding.UTF8.GetBytes(text ?? "");
            BinaryPrimitives.WriteInt32BigEndian(length, text is null ? -1 : bytes.Length);
            form.Write(length);
            form.Write(bytes);
        }
    }

    public byte[] Root(int size) => PlainTree.Root([.. entries.Take(size).Select(Leaf)]);

    public long Sum(int size, Func<P, bool> which) =>
        entries.Take(size).SelectMany(e => e.Postings).Where(which).Sum(p => p.Amount);

    static string Member(string name, string? value) => value is null ? "" : $",\"{name}\":\"{value}\"";
}

/// <summary>An Ed25519 key and the notes it signs, as C2SP describes them.</summary>
sealed class Signer(string name)
{
    readonly byte[] secret = SHA256.HashData(Encoding.UTF8.GetBytes("secret of " + name));

    byte[] Public
    {
        get
        {
            var key = new byte[32];
            Ed25519.GeneratePublicKey(secret, 0, key, 0);
            return key;
        }
    }

    byte[] Id => SHA256.HashData([.. Encoding.UTF8.GetBytes(name + "\n"), 1, .. Public])[..4];

    public string VerifierKey =>
        $"{name}+{Convert.ToHexStringLower(Id)}+{Convert.ToBase64String([1, .. Public])}";

    public string Sign(string text)
    {
        var message = Encoding.UTF8.GetBytes(text);
        var signature = new byte[64];
        Ed25519.Sign(secret, 0, message, 0, message.Length, signature, 0);
        return $"{text}\n— {name} {Convert.ToBase64String([.. Id, .. signature])}\n";
    }

    public string Checkpoint(Book book, int size) => Sign(
        $"gemeinwerk/{book.Body}\n{size.ToString(CultureInfo.InvariantCulture)}\n"
        + $"{Convert.ToBase64String(book.Root(size))}\n");
}

/// <summary>A merger of kdz and citk into sit: claims, shares, items, assets, and a certificate that holds.</summary>
sealed class MergerCase
{
    public const int NewYear = 2018_01_01;

    public static readonly Signer Signer = new("gemeinwerk/sit");

    public static readonly Book Kdz = new("kdz", 4, 5,
        new(1, "opening", new("1811", 100_000, "0111", "C1"), new("0811", 500_000, Asset: "A-1", Movement: "addition"),
            new("0811", -350_000, Asset: "A-1", Movement: "depreciation"), new("1111", 2_500), new("2011", -252_500)),
        new(2, "regular", new("1722", 1_200, Party: "P1", Item: "R-1"), new("4182", -1_200, "0111", "C1")),
        new(3, "regular", new("5291", 700, "0111"), new("3511", -700, Party: "P2", Item: "V-1")),
        new(4, "regular", new("1722", 500, Party: "P3", Item: "R-2"), new("4182", -500, "0111")),
        new(5, "closing", new("4182", 1_200, "0111", "C1"), new("4182", 500, "0111"), new("5291", -700, "0111"),
            new("2041", -1_000)),
        new(6, "closing", new("1811", -100_000, "0111", "C1"),
            new("0811", -500_000, Asset: "A-1", Movement: "transfer"),
            new("0811", 350_000, Asset: "A-1", Movement: "released-depreciation"), new("1111", -2_500),
            new("2011", 252_500), new("1722", -1_200, Party: "P1", Item: "R-1"),
            new("1722", -500, Party: "P3", Item: "R-2"), new("3511", 700, Party: "P2", Item: "V-1"),
            new("2041", 1_000)));

    public static readonly Book Citk = new("citk", 2, 3,
        new(1, "opening", new("1811", 40_000), new("2010", -40_000)),
        new(2, "regular", new("5455", 500), new("3600", -500, Party: "77", Item: "K-7")),
        new(3, "closing", new("5455", -500), new("2049", 500)),
        new(4, "closing", new("1811", -40_000), new("2010", 40_000), new("3600", 500, Party: "77", Item: "K-7"),
            new("2049", -500)));

    public static readonly Book Sit = new("sit", 2, 6,
        new(1, "opening", new("1800", 1_000), new("2000", -1_000)),
        new(2, "regular", new("1700", 300, Party: "10", Item: "T-1"), new("4100", -300, "1")),
        new(3, "carry-over", new("1800", 100_000, "1", "K1"), new("0800", 500_000, Asset: "KA-1", Movement: "addition"),
            new("0800", -350_000, Asset: "KA-1", Movement: "depreciation"), new("1100", 2_500), new("2000", -252_500),
            new("1700", 1_200, Party: "10", Item: "KR-1"), new("1700", 500), new("3500", -700, Party: "11",
                Item: "KV-1"),
            new("2040", -1_000))
        { Day = NewYear },
        new(4, "carry-over", new("1800", 40_000), new("2000", -40_000), new("3500", -500), new("2040", 500))
        { Day = NewYear },
        new(5, "elimination", new("1700", -500), new("3500", 500)) { Day = NewYear },
        new(6, "elimination", new("1100", -2_500), new("2000", 2_500)) { Day = NewYear });

    static readonly BC[] kdzBudget =
    [
        new(2018, "0111", "5241", "original", 1_000), new(2018, null, "Z13", "carried-forward", 100),
        new(2017, "0111", "5241", "original", 77),
    ];

    static readonly BC[] citkBudget = [new(2018, "7", "5455", "original", 500)];

    static readonly BC[] sitBudget =
        [new(2018, "1", "5240", "original", 2_000), new(2018, null, "50", "original", 10)];

    static readonly BM bound = new("M-1", 2018, "1", "5240", 30);

    static readonly BG kdzGroup = new(2018, "0111", "5241", "DK1", "Energie"),
        sitGroup = new(2018, null, "50", "DK1", "Personal");

    public static readonly BudgetCase
        KdzBefore = new("kdz", 4, kdzBudget, [new("M-1", 2017, "0111", "5241", 200)], kdzGroup),
        KdzAfter = new("kdz", 6, [.. kdzBudget, new(2018, "0111", "5241", "original", -1_000),
            new(2018, null, "Z13", "carried-forward", -100)], [], kdzGroup),
        CitkBefore = new("citk", 2, citkBudget, []),
        CitkAfter = new("citk", 4, [.. citkBudget, new(2018, "7", "5455", "original", -500)], []),
        SitBefore = new("sit", 2, sitBudget, [bound], sitGroup),
        SitAfter = new("sit", 6, [.. sitBudget, new(2018, "1", "5240", "original", 1_000),
            new(2018, null, "Z13", "carried-forward", 100), new(2018, "1", "5240", "original", 500)],
            [new BM("KM-1", 2018, "1", "5240", 200), bound], sitGroup,
            new(2018, "1", "5240", "kdz:DK1", "Energie"));

    const string Certificate = """
        # Bescheinigung über die Verschmelzung
        [certificate]
        format|gemeinwerk-certificate/3
        merger|SIT-2018
        mode|EXECUTED
        form|Eingliederung
        effective|2018-01-01
        target|sit
        source|kdz
        source|citk

        [checkpoints]
        {checkpoints}
        [budgets]
        {budgets}
        [mapping]
        account|kdz|1811|1800
        account|kdz|0811|0800
        account|kdz|1111|1100
        account|kdz|2011|2000
        account|kdz|2041|2040
        account|kdz|1722|1700
        account|kdz|3511|3500
        account|citk|1811|1800
        account|citk|2010|2000
        account|citk|3600|3500
        account|citk|2049|2040
        product|kdz|0111|1
        product|citk|7|1
        cost-centre|kdz|C1|K1
        party|kdz|P1|10
        party|kdz|P2|11
        item|kdz|R-1|KR-1
        item|kdz|V-1|KV-1
        asset|kdz|A-1|KA-1
        position|kdz|5241|5240
        position|kdz|Z13|Z13
        position|citk|5455|5240
        [balances]
        # Konto|Produkt|Kostenstelle|kdz|citk|sit vorher|Eliminierung|sit nachher
        0800|-|-|150000|0|0|0|150000
        1100|-|-|2500|0|0|-2500|0
        1700|-|-|1700|0|300|-500|1500
        1800|-|-|0|40000|1000|0|41000
        1800|1|K1|100000|0|0|0|100000
        2000|-|-|-252500|-40000|-1000|2500|-291000
        2040|-|-|-1000|500|0|0|-500
        3500|-|-|-700|-500|0|500|-700
        4100|1|-|0|0|-300|0|-300
        [eliminations]
        mutual-claim|kdz|R-2|citk|K-7|500
        mutual-shareholding|kdz|1111|citk|2010|2500
        [items]
        kdz|R-1|1722|P1|2017-01-31|2017-02-28|0|1200|moved|KR-1|1700|10
        kdz|R-2|1722|P3|2017-01-31|2017-02-28|1|500|eliminated|-|-|-
        kdz|V-1|3511|P2|2017-01-31|2017-02-28|0|-700|moved|KV-1|3500|11
        citk|K-7|3600|77|2017-01-31|2017-02-28|0|-500|eliminated|-|-|-
        [assets]
        kdz|A-1|0811|2014-07-01|60|500000|-350000|moved|KA-1|0800
        [budget]
        original|2018|1|5240|1000|500|2000|3500
        original|2018|-|50|0|0|10|10
        carried-forward|2018|-|Z13|100|0|0|100
        commitment|2018|1|5240|200|0|30|230
        [commitments]
        kdz|M-1|2017|0111|5241|200|KM-1
        [cover-groups]
        kdz|2018|DK1|kdz:DK1|1
        [counts]
        items|4
        items moved|2
        items eliminated|2
        assets|1
        budget lines|4
        commitments|1
        cover groups|1
        balances|9
        sum of debit balances|292500
        [lines]
        account|0800|Aktiva 1.2|1
        account|1100|Aktiva 1.3|1
        account|1700|Aktiva 2|1
        account|1800|Aktiva 2|1
        account|2000|Passiva 1.1|-1
        account|2040|Passiva 1.4|-1
        account|3500|Passiva 4|-1
        account|4100|Passiva 1.4|-1
        sum|Aktiva 1|Aktiva 1.2|1
        sum|Aktiva 1|Aktiva 1.3|1
        sum|Aktiva SUM|Aktiva 1|1
        sum|Aktiva SUM|Aktiva 2|1
        sum|Passiva 1|Passiva 1.1|1
        sum|Passiva 1|Passiva 1.4|1
        sum|Passiva SUM|Passiva 1|1
        sum|Passiva SUM|Passiva 4|1
        [statement]
        Aktiva 1|Anlagevermögen|152500|0|0|-2500|150000
        Aktiva 1.2|Anlagen \p Sachanlagen|150000|0|0|0|150000
        Aktiva 1.3|Finanzanlagen|2500|0|0|-2500|0
        Aktiva 2|Umlaufvermögen|101700|40000|1300|-500|142500
        Aktiva SUM|Bilanzsumme|254200|40000|1300|-3000|292500
        Passiva 1|Eigenkapital|253500|39500|1300|-2500|291800
        Passiva 1.1|Allgemeine Rücklage|252500|40000|1000|-2500|291000
        Passiva 1.4|Jahresüberschuss|1000|-500|300|0|800
        Passiva 4|Verbindlichkeiten|700|500|0|-500|700
        Passiva SUM|Bilanzsumme|254200|40000|1300|-3000|292500

        """;

    public Dictionary<string, List<string>> Files { get; } = new()
    {
        ["journal-kdz.jsonl"] = Kdz.Journal(),
        ["journal-citk.jsonl"] = Citk.Journal(),
        ["journal-sit.jsonl"] = Sit.Journal(),
        ["items-kdz.jsonl"] = Items("kdz", 4, ("R-1", "1722", "P1", 0, 1_200), ("R-2", "1722", "P3", 1, 500),
            ("V-1", "3511", "P2", 0, -700)),
        ["items-citk.jsonl"] = Items("citk", 2, ("K-7", "3600", "77", 0, -500)),
        ["items-sit-vorher.jsonl"] = Items("sit", 2, ("T-1", "1700", "10", 0, 300)),
        ["items-sit-nachher.jsonl"] = Items("sit", 6, ("KR-1", "1700", "10", 0, 1_200), ("KV-1", "3500", "11", 0, -700),
            ("T-1", "1700", "10", 0, 300)),
        ["assets-kdz.jsonl"] = Assets("kdz", 4, ("A-1", "0811")),
        ["assets-citk.jsonl"] = Assets("citk", 2),
        ["assets-sit-vorher.jsonl"] = Assets("sit", 2),
        ["assets-sit-nachher.jsonl"] = Assets("sit", 6, ("KA-1", "0800")),
        ["budget-kdz-vorher.jsonl"] = [.. KdzBefore.Lines],
        ["budget-kdz-nachher.jsonl"] = [.. KdzAfter.Lines],
        ["budget-citk-vorher.jsonl"] = [.. CitkBefore.Lines],
        ["budget-citk-nachher.jsonl"] = [.. CitkAfter.Lines],
        ["budget-sit-vorher.jsonl"] = [.. SitBefore.Lines],
        ["budget-sit-nachher.jsonl"] = [.. SitAfter.Lines],
    };

    /// <summary>The certificate's text, line by line, without signature.</summary>
    public List<string> Text { get; } = [.. Certificate
        .Replace("{checkpoints}", Checkpoints(), StringComparison.Ordinal)
        .Replace("{budgets}", string.Join('\n',
            KdzBefore.Certified("before"), KdzAfter.Certified("after"), CitkBefore.Certified("before"),
            CitkAfter.Certified("after"), SitBefore.Certified("before"), SitAfter.Certified("after")),
            StringComparison.Ordinal)
        .Split('\n')[..^1]];

    /// <summary>Another journal for a body, with checkpoints that fit.</summary>
    public void Forge(Book book)
    {
        Files[$"journal-{book.Body}.jsonl"] = book.Journal();
        foreach (var (name, size) in new[] { ("before", book.Before), ("after", book.After),
            ("sealed", book.Entries.Length) })
        {
            var at = Text.FindIndex(line => line.StartsWith($"{book.Body}|{name}|{size}|", StringComparison.Ordinal));
            if (at >= 0) Text[at] = $"{book.Body}|{name}|{size}|{Convert.ToBase64String(book.Root(size))}";
        }
    }

    public string Sign() => Signer.Sign(string.Concat(Text.Select(line => line + "\n")));

    static string Checkpoints() => string.Join("\n", new[] { Kdz, Citk, Sit }.SelectMany(book =>
        new[] { ("before", book.Before), ("after", book.After), ("sealed", book.Entries.Length) }
            .Where(moment => moment.Item1 != "sealed" || book != Sit)
            .Select(moment => $"{book.Body}|{moment.Item1}|{moment.Item2}|"
                + Convert.ToBase64String(book.Root(moment.Item2)))));

    static List<string> Items(
        string body, int size, params (string Number, string Account, string Party, int Dunning, long Open)[] items) =>
    [
        $$"""{"format":"gemeinwerk-items/1","body":"{{body}}","size":{{size}},"items":{{items.Length}}}""",
        .. items.Select(item => ($"{{'number':'{item.Number}','account':'{item.Account}','party':'{item.Party}',"
            + $"'originated':'2017-01-31','due':'2017-02-28','dunning':{item.Dunning},'open':{item.Open}}}")
            .Replace('\'', '"')),
    ];

    static List<string> Assets(string body, int size, params (string Number, string Account)[] assets) =>
    [
        $$"""{"format":"gemeinwerk-assets/1","body":"{{body}}","size":{{size}},"assets":{{assets.Length}}}""",
        .. assets.Select(asset => ($"{{'number':'{asset.Number}','account':'{asset.Account}','inService':'2014-07-01',"
            + "'lifeMonths':60,'cost':500000,'depreciation':-350000}").Replace('\'', '"')),
    ];
}
