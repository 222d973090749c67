using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Ledger;

/// <summary>
/// Random work on a book, and after every step the book says the same as a simple model, to the cent.
/// <c>GEMEINWERK_MODEL_STEPS</c> and <c>GEMEINWERK_MODEL_SEED</c> choose how much and which.
/// </summary>
public class LedgerModelTests
{
    static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out var number) ? number : otherwise;

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task The_book_says_what_the_model_says_after_every_step(Engine engine)
    {
        var seed = Setting("GEMEINWERK_MODEL_SEED", 20260101);
        await using var books = await Books.On(engine);
        var run = new Run(books, new Random(seed));
        await run.Prepare();
        for (var step = 1; step <= Setting("GEMEINWERK_MODEL_STEPS", 250); step++)
        {
            var what = await run.Step();
            try
            {
                await run.Compare();
            }
            catch (Exception error)
            {
                Assert.Fail($"Seed {seed}, step {step} ({what}): {error.Message}");
            }
        }
        Assert.Superset(
            new HashSet<string> { "post", "reverse", "adjust", "item", "depreciate", "finish" }, run.Succeeded);
    }

    sealed class Run(Books books, Random random)
    {
        readonly LedgerModel model = new();
        readonly Dictionary<string, Id<Account>> accounts = [];
        Id<Party> party;

        internal HashSet<string> Succeeded { get; } = [];

        internal async Task Prepare()
        {
            foreach (var number in
                new[] { "1811", "1611", "4182", "5241", "0811", "5711", "3511", "2081", "2011", "6182", "7241" })
            {
                accounts[number] = await books.Account(number);
            }
            (await books.Act((work, book) =>
                Parties.Add(work, book, [new Party(default, "P1", "Stadt")]))).Expect();
            party = new(1);
            model.Open(2026);
        }

        internal async Task<string> Step()
        {
            var (what, expected, got) = random.Next(100) switch
            {
                < 35 => await Post(EntryKind.Regular),
                < 42 => await Post(EntryKind.Adjustment),
                < 62 => await Reverse(),
                < 74 => await Item(),
                < 80 => await Buy(),
                < 88 => await Depreciate(),
                < 91 => await OpenYear(),
                < 93 => await CloseMonths(),
                < 96 => await Begin(),
                < 97 => await Reopen(),
                _ => await Finish(),
            };
            Assert.True(expected == got, $"{what}: model {expected ?? "accepts"}, book {got ?? "accepts"}");
            if (expected is null) Succeeded.Add(what);
            return what;
        }

        internal async Task Compare()
        {
            var day = AnyDay();
            var said = (await books.TrialBalance(Day.Iso(day)))
                .Where(pair => !pair.Value.IsZero).ToDictionary(pair => pair.Key, pair => pair.Value.Cents);
            Assert.Equal(model.TrialBalance(day).Where(pair => pair.Value != 0).ToDictionary(), said);
            Assert.Equal(0, said.Values.Sum());
            foreach (var asset in await books.Database.Read(db => Assets.InUse(db, books.Body.Id)))
            {
                Assert.Equal(model.BookValue(asset.Number), asset.BookValue.Cents);
            }
            foreach (var item in await books.Database.Read(db => OpenItems.Unsettled(db, books.Body.Id)))
            {
                Assert.Equal(model.Item(item.Number), item.Open.Cents);
            }
            var count = await books.Act(async Task<Result<long>> (_, book) => await Task.FromResult(book.EntryCount));
            Assert.Equal(model.Count, count.Expect());
        }

        async Task<(string, string?, string?)> Post(EntryKind kind)
        {
            var day = kind == EntryKind.Adjustment ? new DateOnly(2026 + random.Next(3), 12, 31) : AnyDay();
            var amount = random.Next(1, 1_000_000);
            List<LedgerModel.Line> lines = kind == EntryKind.Adjustment || random.Next(2) == 0
                ? [new("5241", amount), new("3511", -amount)]
                : [new("1811", amount), new("4182", -amount)];
            var period = kind == EntryKind.Adjustment ? 13 : day.Month;
            var expected = model.RefusePeriod(day, period, kind);
            var got = await books.Post(Draft(kind, day, lines));
            if (expected is null) model.Add(kind, day, period, lines);
            return (kind == EntryKind.Adjustment ? "adjust" : "post", expected, got.Rejection?.Code);
        }

        async Task<(string, string?, string?)> Reverse()
        {
            if (model.Entries.Count == 0) return ("nothing", null, null);
            var entry = model.Entries[random.Next(model.Entries.Count)];
            var day = random.Next(3) == 0 ? entry.Day : AnyDay();
            var period = entry.Period == 13 && day is { Month: 12, Day: 31 } ? 13 : day.Month;
            var expected = entry.Kind == EntryKind.Reversal ? "ledger.not-reversible"
                : entry.IsReversed ? "ledger.already-reversed"
                : model.RefusePeriod(day, period, EntryKind.Reversal);
            var got = await books.Act((work, book) => Journal.Reverse(work, book, entry.No, day, "S", "Storno"));
            if (expected is null)
            {
                entry.IsReversed = true;
                model.Add(EntryKind.Reversal, day, period,
                    [.. entry.Lines.Select(line => line with { Cents = -line.Cents })], entry.Effective, entry.No);
            }
            return ("reverse", expected, got.Rejection?.Code);
        }

        /// <summary>A claim arises in full and is paid in part on the same day.</summary>
        async Task<(string, string?, string?)> Item()
        {
            var (day, amount, number) = (AnyDay(), random.Next(2, 100_000), $"R-{model.Count}-{random.Next()}");
            var paid = random.Next(1, amount + 1);
            List<LedgerModel.Line> lines =
                [new("1611", amount, number), new("4182", -amount), new("1811", paid), new("1611", -paid, number)];
            var expected = model.RefusePeriod(day, day.Month, EntryKind.Regular);
            var got = await books.Act(async Task<Result<Posted>> (work, book) =>
            {
                var made = await OpenItems.Create(work, book,
                    new OpenItem(default, number, accounts["1611"], party, day, day, 0, default));
                if (!made.Ok(out var item, out var why)) return why;
                var draft = Draft(EntryKind.Regular, day, lines);
                return await Journal.Post(work, book, draft with
                {
                    Postings = [.. draft.Postings.Select(posting =>
                        posting.Account == accounts["1611"] ? posting with { Item = item, Party = party } : posting)],
                });
            });
            if (expected is null) model.Add(EntryKind.Regular, day, day.Month, lines);
            return ("item", expected, got.Rejection?.Code);
        }

        async Task<(string, string?, string?)> Buy()
        {
            var (day, cost) = (AnyDay(), random.Next(1, 1_000_000));
            var thing = new LedgerModel.Thing($"A-{model.Assets.Count + 1}", day, random.Next(1, 40));
            var expected = model.RefusePeriod(day, day.Month, EntryKind.Regular);
            var got = await books.Act(async Task<Result<Posted>> (work, book) =>
            {
                var made = await Assets.Create(work, book, new Asset(default, thing.Number, "Anlage", accounts["0811"],
                    accounts["5711"], null, null, day, thing.Life, null, default, default));
                return made.Rejection ?? await Assets.Acquire(work, book, thing.Number, new(day, "R", "Kauf"),
                    new(cost), new Posting(accounts["3511"], default));
            });
            if (expected is null)
            {
                model.Assets.Add(thing);
                model.Add(EntryKind.Regular, day, day.Month,
                    [new("0811", cost, Asset: thing.Number), new("3511", -cost)]);
            }
            return ("buy", expected, got.Rejection?.Code);
        }

        async Task<(string, string?, string?)> Depreciate()
        {
            var (year, month) = (model.Years.Keys.ElementAt(random.Next(model.Years.Count)), random.Next(1, 13));
            var months = model.Depreciation(year, month);
            var got = await books.Act((work, book) => Assets.Depreciate(work, book, year, month));
            foreach (var (day, parts) in months)
            {
                model.Add(EntryKind.Depreciation, day, day.Month, [.. parts.SelectMany(part => new LedgerModel.Line[]
                {
                    new("5711", part.Cents), new("0811", -part.Cents, Asset: part.Asset.Number),
                })]);
            }
            return (months.Count > 0 ? "depreciate" : "nothing", null, got.Rejection?.Code);
        }

        async Task<(string, string?, string?)> OpenYear()
        {
            var year = model.Years.Keys.Max() + 1;
            if (year > 2029) return ("nothing", null, null);
            var got = await books.Act((work, book) => FiscalYears.Open(work, book, year));
            model.Open(year);
            return ("open", null, got.Rejection?.Code);
        }

        async Task<(string, string?, string?)> CloseMonths()
        {
            var (year, month) = (model.Years.Keys.ElementAt(random.Next(model.Years.Count)), random.Next(1, 4));
            var got = await books.Act((work, book) => Closing.CloseMonths(work, book, year, month));
            for (var i = 1; i <= month; i++) model.Years[year][i] = PeriodState.Closed;
            return ("close", null, got.Rejection?.Code);
        }

        async Task<(string, string?, string?)> Begin()
        {
            var year = model.Years.Keys.ElementAt(random.Next(model.Years.Count));
            var expected = model.Years[year][0] switch
            {
                PeriodState.Closed => "ledger.year-closed",
                PeriodState.Closing => "ledger.year-closing",
                _ => EarlierIsOpen(year) ? "ledger.earlier-year-open" : null,
            };
            var got = await ClosingTests.Begin(books, year);
            if (expected is null) Move(year, 12, PeriodState.Closing);
            return ("begin", expected, got.Rejection?.Code);
        }

        async Task<(string, string?, string?)> Reopen()
        {
            var year = model.Years.Keys.ElementAt(random.Next(model.Years.Count));
            var expected = NotClosing(year);
            var got = await books.Act((work, book) => Closing.Reopen(work, book, year));
            if (expected is null) Move(year, 12, PeriodState.Open);
            return ("reopen", expected, got.Rejection?.Code);
        }

        async Task<(string, string?, string?)> Finish()
        {
            var year = model.Years.Keys.ElementAt(random.Next(model.Years.Count));
            var expected = NotClosing(year);
            var got = await ClosingTests.Finish(books, year);
            if (expected is null)
            {
                Move(year, 14, PeriodState.Closed);
                if (!model.Years.ContainsKey(year + 1)) model.Open(year + 1);
                var end = model.TrialBalance(new(year, 12, 31)).Where(pair => pair.Value != 0).ToList();
                var results = end.Where(pair => !LedgerModel.IsOnBalanceSheet(pair.Key)).ToList();
                var equity = results.Sum(pair => pair.Value)
                    + end.Where(pair => pair.Key == "2081").Sum(pair => pair.Value);
                var hasBalance = equity != 0
                    || end.Exists(pair => LedgerModel.IsOnBalanceSheet(pair.Key) && pair.Key != "2081");
                model.Count += (results.Count > 0 ? 1 : 0) + (hasBalance ? 2 : 0);
            }
            return ("finish", expected, got.Rejection?.Code);
        }

        bool EarlierIsOpen(int year) =>
            model.Years.Any(pair => pair.Key < year && pair.Value[0] != PeriodState.Closed);

        string? NotClosing(int year) => model.Years[year][0] switch
        {
            PeriodState.Closed => "ledger.year-closed",
            PeriodState.Open => "ledger.year-not-closing",
            _ => null,
        };

        void Move(int year, int lastPeriod, PeriodState to)
        {
            for (var period = 0; period <= lastPeriod; period++)
            {
                if (model.Years[year][period] != PeriodState.Closed) model.Years[year][period] = to;
            }
        }

        EntryDraft Draft(EntryKind kind, DateOnly day, IReadOnlyList<LedgerModel.Line> lines) => new(
            day, day, "B", "Buchung", [.. lines.Select(line => new Posting(accounts[line.Account], new(line.Cents),
                Payment: line.Account == "1811" ? accounts[line.Cents > 0 ? "6182" : "7241"] : null))], kind);

        DateOnly AnyDay() => new DateOnly(2026, 1, 1).AddDays(random.Next(365 * 4));
    }
}
