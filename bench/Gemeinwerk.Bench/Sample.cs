using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Bench;

/// <summary>
/// A book like that of a larger municipality, the same in every run: 400 accounts, 100 products, 20 cost centres of
/// which about 5,000 combinations occur, a few of them often; entries of two postings mostly, some of three or four, in
/// the order of the days of one year.
/// </summary>
sealed class Sample
{
    internal const int Year = 2026;
    const string Actor = "bench";
    const int CashAccounts = 4, Claims = 20, Debts = 20, Revenues = 100, Expenses = 200, Receipts = 27, Payments = 27;
    const int ProductCount = 100, CentreCount = 20, CombinationCount = 5000;

    static readonly string[] subjects =
        ["Büromaterial", "Wartung Server", "Gebühren Kita", "Miete Turnhalle", "Strom Rathaus", "Personalaufwand",
            "Erstattung Land", "Lizenzen Fachverfahren", "Reinigung Schulen", "Winterdienst", "Grundsteuer B"];
    static readonly string[] places =
        ["", ", Hemer", ", Siegen, Standort Nord", ", Abschlag", " Januar bis März", ", lt. Vertrag"];
    static readonly string[] texts = [.. subjects.SelectMany(subject => places.Select(place => subject + place))];

    readonly Id<Account>[] cash, claims, debts, receipts, payments;
    readonly (Id<Account> Account, Id<Product> Product, Id<CostCentre> Centre)[] combinations;
    readonly Dictionary<Id<Account>, string> numbers;
    readonly int expenseCombinations;

    Sample(Body body, IReadOnlyDictionary<string, Id<Account>> ids)
    {
        Body = body;
        numbers = ids.ToDictionary(pair => pair.Value, pair => pair.Key);
        cash = Take(1811, CashAccounts);
        claims = Take(1711, Claims);
        debts = Take(3501, Debts);
        receipts = Take(6001, Receipts);
        payments = Take(7001, Payments);
        var expenses = Take(5001, Expenses);
        var revenues = Take(4001, Revenues);
        expenseCombinations = CombinationCount * 2 / 3;
        combinations = new (Id<Account>, Id<Product>, Id<CostCentre>)[CombinationCount];
        var random = new Xorshift(7);
        for (var i = 0; i < combinations.Length; i++)
        {
            var accounts = i < expenseCombinations ? expenses : revenues;
            combinations[i] = (accounts[random.Below(accounts.Length)],
                new(1 + random.Below(ProductCount)), new(1 + random.Below(CentreCount)));
        }

        Id<Account>[] Take(int first, int count) =>
            [.. Enumerable.Range(first, count).Select(number => ids[$"{number}"])];
    }

    internal Body Body { get; }

    internal string Number(Id<Account> account) => numbers[account];

    internal static string Code(Id<Product>? product) => product is { } id ? $"{999 + id.Value}" : "";

    internal static string Code(Id<CostCentre>? centre) => centre is { } id ? $"K{id.Value - 1:00}" : "";

    /// <summary>Creates the body with its chart and an open year.</summary>
    internal static async Task<Sample> Create(Database database, string code, int year = Year)
    {
        var body = (await database.Act(Actor, async Task<Result<Body>> (work) =>
        {
            var made = (await Bodies.Create(work, code, "Musterverband", BodyKind.Association, Framework.Nkf)).Expect();
            var book = await Book.Open(work, made);
            (await Accounts.Add(work, book, [.. Chart()])).Expect();
            (await Dimensions.AddProducts(work, book,
                Enumerable.Range(0, ProductCount).Select(i => ($"{1000 + i}", $"Produkt {i}")))).Expect();
            (await Dimensions.AddCostCentres(work, book,
                Enumerable.Range(0, CentreCount).Select(i => ($"K{i:00}", $"Kostenstelle {i}")))).Expect();
            await FiscalYears.Open(work, book, year);
            return made;
        })).Expect();
        return await Of(database, body);
    }

    internal static async Task<Sample> Load(Database database, string code) =>
        await Of(database, (await database.Read(db => Bodies.Find(db, code))).Expect());

    static async Task<Sample> Of(Database database, Body body) => new(body,
        (await database.Read(db => Accounts.All(db, body.Id))).ToDictionary(account => account.Number, a => a.Id));

    /// <summary>Posts entries in one act.</summary>
    internal async Task<long> Post(Database database, IEnumerable<EntryDraft> entries) =>
        (await database.Act(Actor, async Task<Result<long>> (work) =>
        {
            var findings = new List<Finding>();
            var count = await Journal.PostAll(work, await Book.Open(work, Body), entries, findings);
            Invariant.Holds(findings.Count == 0);
            return count;
        })).Expect();

    /// <summary>The entries with client ids as long as those that an import gives to entries without one.</summary>
    internal IEnumerable<EntryDraft> EntriesWithIds(long postings) => Entries(postings).Select(entry => entry with
    {
        ExternalId = $"csv:{Day.Number(entry.BookedOn)}:{entry.Document.PadLeft(22, '0')}",
    });

    /// <summary>Entries with at least that many postings.</summary>
    internal IEnumerable<EntryDraft> Entries(long postings, ulong seed = 1)
    {
        var random = new Xorshift(seed);
        var firstDay = new DateOnly(Year, 1, 1);
        var no = 0;
        for (var done = 0L; done < postings;)
        {
            var day = firstDay.AddDays((int)(done * 365 / postings));
            var lines = Lines(random);
            done += lines.Length;
            yield return new EntryDraft(day, day, $"RE-{++no:00000000}", texts[random.Below(texts.Length)], lines);
        }
    }

    Posting[] Lines(Xorshift random)
    {
        var count = random.Below(100) switch { < 80 => 2, < 92 => 3, _ => 4 };
        var lines = new Posting[count];
        var kind = random.Below(100);
        var sum = 0L;
        for (var i = 1; i < count; i++)
        {
            var cents = 100 + random.Below(500_000);
            sum += cents;
            lines[i] = kind switch
            {
                < 45 => Assigned(random, 0, expenseCombinations, cents),
                < 70 => Assigned(random, expenseCombinations, CombinationCount, -cents),
                < 85 => new Posting(debts[random.Below(Debts)], new Money(cents)),
                _ => new Posting(claims[random.Below(Claims)], new Money(-cents)),
            };
        }
        lines[0] = kind switch
        {
            < 45 => new Posting(debts[random.Below(Debts)], new Money(-sum)),
            < 70 => new Posting(claims[random.Below(Claims)], new Money(sum)),
            < 85 => Paid(-sum, payments),
            _ => Paid(sum, receipts),
        };
        return lines;

        Posting Paid(long cents, Id<Account>[] by) =>
            new(cash[random.Below(CashAccounts)], new Money(cents), Payment: by[random.Below(by.Length)]);
    }

    Posting Assigned(Xorshift random, int from, int to, long cents)
    {
        // The smaller of two draws: some combinations occur often and most seldom.
        var at = from + Math.Min(random.Below(to - from), random.Below(to - from));
        var (account, product, centre) = combinations[at];
        return new Posting(account, new Money(cents), product, centre);
    }

    static IEnumerable<AccountDraft> Chart() =>
    [
        .. Some(1811, CashAccounts, "Bank", AccountKind.Asset, AccountRole.Cash),
        .. Some(1711, Claims, "Forderungen", AccountKind.Asset, AccountRole.Receivable),
        .. Some(2011, 1, "Allgemeine Rücklage", AccountKind.Equity, AccountRole.None),
        .. Some(2081, 1, "Jahresergebnis", AccountKind.Equity, AccountRole.Result),
        .. Some(3501, Debts, "Verbindlichkeiten", AccountKind.Liability, AccountRole.Payable),
        .. Some(4001, Revenues, "Ertrag", AccountKind.Revenue, AccountRole.None),
        .. Some(5001, Expenses, "Aufwand", AccountKind.Expense, AccountRole.None),
        .. Some(6001, Receipts, "Einzahlung", AccountKind.Receipt, AccountRole.None),
        .. Some(7001, Payments, "Auszahlung", AccountKind.Payment, AccountRole.None),
    ];

    static IEnumerable<AccountDraft> Some(int first, int count, string name, AccountKind kind, AccountRole role) =>
        Enumerable.Range(first, count).Select(number =>
            new AccountDraft(AccountNumber.Parse($"{number}").Expect(), $"{name} {number}", kind, role));
}

/// <summary>Cheap numbers that look random and are the same in every run (Marsaglia's xorshift64).</summary>
sealed class Xorshift(ulong seed)
{
    ulong state = unchecked(seed * 0x9E3779B97F4A7C15) | 1;

    internal int Below(int limit)
    {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return (int)((state >> 33) % (ulong)limit);
    }
}
