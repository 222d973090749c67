using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Cli.Demo;

/// <summary>
/// Posts the real cash accounts of a member, 2009 to 2011: one entry for each line of the statistics, on the last day
/// of
/// its year, because the statistics know no other day. Where the published balance sheet of 2009 is at hand, an
/// adjustment
/// leads over to it, and it becomes the opening balance of 2010.
/// </summary>
sealed class MemberBooks(Database database, string actor)
{
    const string Cash = "1811", GeneralReserve = "2011", Bridge = "549900";
    const string Undivided = "Ohne Aufgliederung in der Statistik";

    /// <returns>How many entries were posted.</returns>
    internal async Task<long> Post(DemoMember member, IReadOnlyCollection<CashLine> lines, BalanceSheet? published)
    {
        var posted = await database.Act(actor, async Task<Result<long>> (work) =>
        {
            var kind = member.IsDistrict ? BodyKind.District : BodyKind.Municipality;
            var created = await Bodies.Create(work, member.BodyCode, member.Name, kind, Framework.Nkf);
            if (!created.Ok(out var body, out var why)) return why;
            var book = await Book.Open(work, body);
            (await Charts.Seed(work, book)).Expect();
            (await Charts.AddLocal(work, book, Bridge, "Überleitung zur Bilanz (nicht zahlungswirksam)")).Expect();
            foreach (var type in lines.Select(line => line.Account).Where(account => account.Length == 3).Distinct())
            {
                (await Charts.AddLocal(work, book, Number(type), Undivided)).Expect();
                (await Charts.AddLocal(work, book, Mirror(Number(type)), Undivided)).Expect();
            }
            (await Dimensions.AddProducts(work, book, Groups(lines))).Expect();
            foreach (var year in lines.Select(line => line.Year).Append(2009).Append(2010).Distinct().Order())
            {
                await FiscalYears.Open(work, book, year);
            }
            return await PostYears(work, book, lines, published);
        });
        return posted.Expect();
    }

    static IEnumerable<(string Code, string Name)> Groups(IEnumerable<CashLine> lines) => lines
        .Select(line => line.ProductGroup).Distinct()
        .Select(code => (code, ProductAreas.Find(code)?.Name ?? $"Produktgruppe {code}"));

    static async Task<Result<long>> PostYears(
        Work work, Book book, IReadOnlyCollection<CashLine> lines, BalanceSheet? published)
    {
        var chart = await DemoChart.Of(work.Db, book.Body.Id);
        var findings = new List<Finding>();
        var drafts = lines.Where(line => !line.Amount.IsZero).Select((line, i) => Draft(chart, line, i));
        if (published is not null) drafts = OpeningCash(chart, lines, published).Concat(drafts);
        var posted = await Journal.PostAll(work, book, drafts, findings);
        if (findings.Count > 0) return findings[0].Why;
        if (published is null) return posted;

        if ((await LeadOver(work, book, chart, published)).Rejection is { } why) return why;
        if ((await Closing.BeginClosing(work, book, 2009)).Rejection is { } notBegun) return notBegun;
        if ((await Closing.Finish(work, book, 2009)).Rejection is { } notFinished) return notFinished;
        return book.EntryCount;
    }

    static EntryDraft Draft(DemoChart chart, CashLine line, int place)
    {
        var day = new DateOnly(line.Year, 12, 31);
        var cash = line.IsReceipt ? line.Amount : -line.Amount;
        var product = chart.Product(line.ProductGroup);
        return new EntryDraft(day, day, $"FRS {line.Year}/{place + 1}",
            $"Finanzrechnungsstatistik {line.Year}: Konto {line.Account}, Produktgruppe {line.ProductGroup}",
            [
                new Posting(chart.Account(Cash), cash, product, Payment: chart.Account(Number(line.Account))),
                new Posting(chart.Account(Counter(line.Account)), -cash, product),
            ],
            ExternalId: $"frs-{line.Year}-{line.ProductGroup}-{line.Account}");
    }

    /// <summary>Cash at the start of 2009 is not published; it is what leads to the published end of the
    /// year.</summary>
    static IEnumerable<EntryDraft> OpeningCash(DemoChart chart, IEnumerable<CashLine> lines, BalanceSheet published)
    {
        var change = lines.Where(line => line.Year == 2009).Aggregate(Money.Zero,
            (sum, line) => line.IsReceipt ? sum + line.Amount : sum - line.Amount);
        var start = published.Amounts.GetValueOrDefault(Cash) - change;
        var day = new DateOnly(2009, 1, 1);
        if (start.IsZero) yield break;
        yield return new EntryDraft(day, day, "EB 2009", "Anfangsbestand der liquiden Mittel, abgeleitet",
            [new Posting(chart.Account(Cash), start), new Posting(chart.Account(GeneralReserve), -start)],
            EntryKind.Opening);
    }

    /// <summary>Posts the difference between the books and the published balance sheet at the end of 2009.</summary>
    static async Task<Result<Posted>> LeadOver(Work work, Book book, DemoChart chart, BalanceSheet published)
    {
        var day = new DateOnly(2009, 12, 31);
        var books = (await Balances.TrialBalance(work.Db, book.Body.Id, day)).ToDictionary(line => line.Account.Number);
        var postings = new List<Posting>();
        foreach (var number in published.Amounts.Keys.Union(books.Values.Where(line => line.Account.IsOnBalanceSheet)
            .Select(line => line.Account.Number)).Where(number => number != BalanceSheet.Result)
            .Order(StringComparer.Ordinal))
        {
            var change = published.Amounts.GetValueOrDefault(number)
                - (books.TryGetValue(number, out var line) ? line.Balance : Money.Zero);
            if (!change.IsZero) postings.Add(new Posting(chart.Account(number), change));
        }
        var rest = postings.Aggregate(Money.Zero, (sum, posting) => sum + posting.Amount);
        if (!rest.IsZero) postings.Add(new Posting(chart.Account(Bridge), -rest));
        return await Journal.Post(work, book, new EntryDraft(day, day, "ÜL 2009",
            "Überleitung von der Finanzrechnung zur veröffentlichten Bilanz zum 31.12.2009 (IT.NRW)",
            postings, EntryKind.Adjustment));
    }

    /// <summary>Types without accounts in the statistics get a local account that ends in 0.</summary>
    static string Number(string account) => account.Length == 3 ? account + "0" : account;

    static string Mirror(string account) => (account[0] == '6' ? "4" : "5") + account[1..];

    /// <summary>
    /// The account behind a receipt or payment. Current ones mirror classes 4 and 5 digit by digit; investments and
    /// loans
    /// go to the balance sheet (project decision; the statistics do not say).
    /// </summary>
    static string Counter(string account) => account[..2] switch
    {
        "68" or "69" or "78" or "79" => account[..3] switch
        {
            "681" => "2311",
            "682" or "782" => "0241",
            "683" or "783" => "0811",
            "684" or "784" => "1111",
            "688" => "2321",
            "685" or "686" or "689" or "786" or "789" => "1391",
            "781" => "1911",
            "785" => "0911",
            "693" or "694" or "793" or "794" => "3321",
            _ => "3251",
        },
        _ => Mirror(Number(account)),
    };
}
