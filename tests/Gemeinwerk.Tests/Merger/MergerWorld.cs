using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.Ledger;
using Gemeinwerk.Merger;
using Gemeinwerk.Merger.Governance;
using Gemeinwerk.Nkf;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Proof;

namespace Gemeinwerk.Tests.Merger;

/// <summary>Bodies of a merger on one database: sources „kdz“ and „ckm“, target „sit“, effective 1 January
/// 2018.</summary>
sealed class MergerWorld : IAsyncDisposable
{
    public const string Code = "sit-2018";
    public static readonly DateOnly Effective = new(2018, 1, 1);

    static readonly DirectoryInfo keys = Directory.CreateTempSubdirectory("gemeinwerk-keys-");

    static MergerWorld() => Environment.SetEnvironmentVariable("GEMEINWERK_KEYS", keys.FullName);

    /// <summary>Where the signing keys of these tests lie.</summary>
    public static string Keys => keys.FullName;

    readonly FreshDatabase fresh;
    readonly Dictionary<string, Books> bodies = [];

    MergerWorld(FreshDatabase fresh) => this.fresh = fresh;

    public Database Database => fresh.Database;
    public string Address => fresh.Address;

    public Books this[string code] => bodies[code];

    /// <param name="seeded">Whether the bodies get the whole chart of their framework.</param>
    public static async Task<MergerWorld> On(Engine engine, Framework ofKdz = Framework.Nkf, bool seeded = false)
    {
        var world = new MergerWorld(await Databases.Fresh(engine));
        await world.Add("kdz", ofKdz, 2017, seeded);
        await world.Add("ckm", Framework.Nkf, 2017, seeded);
        await world.Add("sit", Framework.Nkf, 2018, seeded);
        return world;
    }

    async Task Add(string code, Framework framework, int year, bool seeded)
    {
        bodies.Add(code, await Books.In(fresh, code, framework, year));
        if (seeded) (await bodies[code].Act(Gemeinwerk.Nkf.Charts.Seed)).Expect();
        else await bodies[code].Account("2081");
    }

    /// <summary>A further body beside the three.</summary>
    public async Task<Books> Beside(string code, int year) =>
        bodies[code] = await Books.In(fresh, code, Framework.Nkf, year);

    public async Task Close(string body, int year) => (await bodies[body].Act(async (work, book) =>
    {
        (await Closing.BeginClosing(work, book, year)).Expect();
        return await Closing.Finish(work, book, year);
    })).Expect();

    public Task Reopen() => fresh.Reopen();

    public Task<Result<T>> Act<T>(Func<Work, Task<Result<T>>> act) => Database.Act("test", act);

    public async Task Create(
        MergerForm form = MergerForm.Eingliederung, DateOnly? effective = null, params string[] sources) =>
        (await Create(Code, form, "sit", effective ?? Effective, sources.Length == 0 ? ["kdz", "ckm"] : sources))
            .Expect();

    public Task<Result<Gemeinwerk.Merger.MergerCase>> Create(
        string code, MergerForm form, string target, DateOnly effective, params string[] sources) =>
        Act(work => Mergers.Create(work, code, form, target, sources, effective));

    public async Task<Suggested> Suggest(string code = Code) =>
        (await Act(work => Suggestions.Write(work, code))).Expect();

    public async Task Map(MappingKind kind, string body, string source, string target) =>
        (await Act(work => Mappings.Set(work, Code, [new(kind, body, source, target, "Test")]))).Expect();

    public async Task<MergerPlan> Plan(string code = Code) =>
        (await Database.Read(db => Execution.Plan(db, code))).Expect();

    public async Task<MergerOutcome> Run(string code = Code) =>
        (await Execution.Run(Database, "test", code)).Expect();

    /// <summary>The day of the merger is fixed, or what its gate lacks.</summary>
    public async Task<IReadOnlyList<Finding>> FixDay(DateOnly? day = null, string code = Code) =>
        (await Act(work => RecordedSteps.FixDay(work, code, day ?? Effective))).Expect();

    public async Task<IReadOnlyList<Finding>> Seal(string code = Code) =>
        (await Act(work => RecordedSteps.Seal(work, code))).Expect();

    public async Task<IReadOnlyList<Finding>> Undo(string code = Code) =>
        (await Act(work => Gemeinwerk.Merger.Undo.Run(work, code))).Expect();

    /// <summary>Writes certificate and exports into a new folder and has them checked by the separate
    /// program.</summary>
    public async Task<Answer> Check(Action<string>? tamper = null, string code = Code)
    {
        using var folder = new TemporaryFolder();
        await Database.Read(async db =>
        {
            var merger = (await Mergers.Find(db, code)).Expect();
            return (await CertificateFolder.Write(
                db, merger, await Certificates.Stored(db, merger), folder.Path)).Expect();
        });
        tamper?.Invoke(folder.Path);
        return CheckFolder(folder.Path);
    }

    public static Answer CheckFolder(string folder) =>
        Checker.Run("check", Path.Combine(folder, "certificate.txt"), folder,
        "--key", File.ReadAllText(Path.Combine(folder, "key.txt")).Trim());

    /// <summary>An item posted against another account.</summary>
    public async Task AddItem(
        string body, string number, string account, string party, long cents, string against, string due = "2017-06-30",
        string? document = null, string? product = null, Body? counterpart = null)
    {
        var books = bodies[body];
        var (accountId, againstId) = (await books.Account(account), await books.Account(against));
        var partyId = await Party(body, party, counterpart: counterpart);
        var productId = product is null ? (Id<Product>?)null : await Product(body, product);
        (await books.Act(async (work, book) =>
        {
            var day = new DateOnly(2017, 5, 31);
            var item = await OpenItems.Create(work, book, new OpenItem(default, number, accountId, partyId, day,
                DateOnly.Parse(due, German.Culture), 1, default));
            if (!item.Ok(out var id, out var why)) return why;
            return await Journal.Post(work, book,
                new EntryDraft(day, day, document ?? $"B-{number}", $"Posten {number}",
            [
                new(accountId, new(cents), productId, Party: partyId, Item: id),
                new(againstId, new(-cents), productId),
            ]));
        })).Expect();
    }

    public async Task AddAsset(string body, string number, string account, string expense, long cost, long depreciation)
    {
        var books = bodies[body];
        var (accountId, expenseId) = (await books.Account(account), await books.Account(expense));
        var equity = await books.Account("2011");
        (await books.Act(async (work, book) =>
        {
            var day = new DateOnly(2017, 3, 31);
            var made = await Assets.Create(work, book,
                new Asset(default, number, $"Anlage {number}", accountId, expenseId,
                null, null, new DateOnly(2015, 1, 1), 60, null, default, default));
            if (!made.Ok(out var id, out var why)) return why;
            List<Posting> postings =
            [
                new(accountId, new(cost), Asset: id, Movement: AssetMovement.Addition),
                new(equity, new(-cost)),
            ];
            if (depreciation != 0)
            {
                postings.Add(new(accountId, new(-depreciation), Asset: id, Movement: AssetMovement.Depreciation));
                postings.Add(new(expenseId, new(depreciation)));
            }
            return await Journal.Post(work, book,
                new EntryDraft(day, day, $"A-{number}", $"Anlage {number}", postings));
        })).Expect();
    }

    public async Task<Id<Party>> Party(
        string body, string number, string? iban = null, string? name = null, Body? counterpart = null)
    {
        (await bodies[body].Act((work, book) => Parties.Add(work, book,
            [new Party(default, number, name ?? $"Partner {number}", Iban: iban, Counterpart: counterpart?.Id)])))
                .Expect();
        return (await Database.Read(db => Parties.All(db, bodies[body].Body.Id))).Single(p => p.Number == number).Id;
    }

    public async Task<Id<Product>> Product(string body, string code)
    {
        (await bodies[body].Act((work, book) => Dimensions.AddProducts(work, book, [(code, $"Produkt {code}")])))
            .Expect();
        return (await Database.Read(db => Dimensions.Products(db, bodies[body].Body.Id))).Single(p =>
            p.Code == code).Id;
    }

    /// <summary>What all books say: balances, items and assets with all that belongs to them, by number.</summary>
    public async Task<string> State()
    {
        var lines = new List<string>();
        foreach (var (code, books) in bodies.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var id = books.Body.Id;
            lines.AddRange(await Database.Read(async db => (await BookSnapshot.ReadBalances(db, id))
                .Select(pair => $"{code} balance {pair.Key.Account.Value} {pair.Key.Product?.Value} {pair.Value.Cents}")
                .Order(StringComparer.Ordinal).ToList()));
            lines.AddRange((await Database.Read(db => OpenItems.Unsettled(db, id))).Select(i =>
                $"{code} item {i.Number} {i.Account.Value} {i.Party.Value} {i.OriginatedOn} {i.DueOn} "
                + $"{i.DunningLevel} {i.Open.Cents}"));
            lines.AddRange((await Database.Read(db => Assets.InUse(db, id))).Select(a =>
                $"{code} asset {a.Number} {a.Account.Value} {a.InServiceOn} {a.UsefulLifeMonths} "
                + $"{a.Cost.Cents} {a.Depreciation.Cents}"));
            lines.AddRange((await Database.Read(db => BudgetAmounts.From(db, id, 1900))).Select(amount =>
                $"{code} budget {amount}"));
            lines.AddRange((await Database.Read(db => Commitments.Open(db, id))).Select(it => $"{code} bound {it}"));
            lines.AddRange((await Database.Read(db => CoverGroups.Lines(db, id))).Select(it => $"{code} covered {it}"));
            lines.AddRange((await Database.Read(db => Inventory.All(db, id))).Select(it =>
                $"{code} inventory {it.Kind.Code} {it.Id.Value} {it.Key} {it.Name} {it.Content.ToJson()}"));
            lines.AddRange((await Database.Read(db => Uses.All(db, id))).Select(it => $"{code} use {it}"));
            foreach (var year in await Database.Read(db => FiscalYears.All(db, id)))
            {
                lines.Add($"{code} {year.Year} {string.Join(',', year.States)}");
            }
        }
        return string.Join('\n', lines);
    }

    public async ValueTask DisposeAsync() => await fresh.DisposeAsync();
}

sealed class TemporaryFolder : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("gemeinwerk-merger-");

    internal string Path => folder.FullName;

    public void Dispose() => folder.Delete(recursive: true);
}
