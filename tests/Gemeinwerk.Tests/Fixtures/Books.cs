using System.Globalization;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Tests.Fixtures;

/// <summary>
/// The one fixture builder: a body „testverband“ with an open year 2026 and whatever accounts its entries name, on a
/// fresh database of either engine. Entries are written as in a plain-text journal: a line with day and text, then
/// indented lines with account and amount.
/// </summary>
public sealed class Books : IAsyncDisposable
{
    readonly FreshDatabase fresh;

    Books(FreshDatabase fresh, Body body) => (this.fresh, Body) = (fresh, body);

    public Database Database => fresh.Database;

    public string Address => fresh.Address;

    public Body Body { get; private init; }

    public static async Task<Books> On(
        Engine engine, string code = "testverband", Framework framework = Framework.Nkf, int year = 2026,
        BodyKind kind = BodyKind.Association)
    {
        var databases = await Databases.Fresh(engine);
        return await In(databases, code, framework, year, kind);
    }

    /// <summary>A further body in the same database.</summary>
    public Task<Books> Beside(string code, Framework framework = Framework.Nkf, int year = 2026) =>
        In(fresh, code, framework, year);

    internal static async Task<Books> In(
        FreshDatabase fresh, string code, Framework framework, int year, BodyKind kind = BodyKind.Association)
    {
        var body = (await fresh.Database.Act("test", async Task<Result<Body>> (work) =>
        {
            var created = await Bodies.Create(work, code, $"Verband {code}", kind, framework);
            if (!created.Ok(out var made, out var why)) return why;
            await FiscalYears.Open(work, await Book.Open(work, made), year);
            return made;
        })).Expect();
        return new Books(fresh, body);
    }

    public Task<Result<T>> Act<T>(Func<Work, Book, Task<Result<T>>> act) =>
        Database.Act("test", async work => await act(work, await Book.Open(work, Body)));

    /// <summary>
    /// Posts the entries of a text; accounts that are missing are created by the first digit of their number.
    /// </summary>
    public async Task Given(string journal)
    {
        foreach (var draft in await Drafts(journal)) (await Post(draft)).Expect();
    }

    public Task<Result<Posted>> Post(EntryDraft draft) => Act((work, book) => Journal.Post(work, book, draft));

    public async Task<List<EntryDraft>> Drafts(string journal)
    {
        var drafts = new List<EntryDraft>();
        foreach (var line in journal.Split('\n').Where(line => line.Trim().Length > 0))
        {
            if (!char.IsWhiteSpace(line[0]))
            {
                var day = DateOnly.ParseExact(line[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture);
                drafts.Add(new EntryDraft(day, day, $"B-{drafts.Count + 1}", line[10..].Trim(), []));
                continue;
            }
            var cells = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.True(Money.TryParse(cells[1], out var amount), line);
            var posting = new Posting(await Account(cells[0]), amount,
                Payment: cells.Length > 2 ? await Account(cells[2]) : null);
            drafts[^1] = drafts[^1] with { Postings = [.. drafts[^1].Postings, posting] };
        }
        return drafts;
    }

    public async Task<Id<Account>> Account(string number)
    {
        var known = (await Database.Read(db => Accounts.All(db, Body.Id))).Find(account => account.Number == number);
        if (known is not null) return known.Id;
        var draft = new AccountDraft(
            AccountNumber.Parse(number).Expect(), $"Konto {number}", Kind(number), Role(number));
        (await Act((work, book) => Accounts.Add(work, book, [draft]))).Expect();
        return await Account(number);
    }

    public async Task<IReadOnlyDictionary<string, Money>> TrialBalance(string day) =>
        (await Database.Read(db => Balances.TrialBalance(
            db, Body.Id, DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture))))
        .ToDictionary(line => line.Account.Number, line => line.Balance);

    public ValueTask DisposeAsync() => fresh.DisposeAsync();

    static AccountKind Kind(string number) => number[0] switch
    {
        '0' or '1' => AccountKind.Asset,
        '2' => AccountKind.Equity,
        '3' => AccountKind.Liability,
        '4' => AccountKind.Revenue,
        '5' => AccountKind.Expense,
        '6' => AccountKind.Receipt,
        '7' => AccountKind.Payment,
        _ => AccountKind.Costing,
    };

    static AccountRole Role(string number) => number[..2] switch
    {
        "18" => AccountRole.Cash,
        "16" or "17" => AccountRole.Receivable,
        "35" or "36" or "37" => AccountRole.Payable,
        "20" when number[2] == '8' => AccountRole.Result,
        "00" or "01" or "02" or "03" or "04" or "05" or "06" or "07" or "08" => AccountRole.FixedAsset,
        _ => AccountRole.None,
    };
}
