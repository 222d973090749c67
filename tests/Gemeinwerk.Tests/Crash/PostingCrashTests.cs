using System.Diagnostics;
using System.Globalization;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Crash;

/// <summary>Books that are posted to by processes that are killed, one after another on the same books.</summary>
public class PostingCrashTests
{
    const int KillsPerBook = 25;
    const int MostSentAgain = 400;

    [Theory, InlineData(Engine.Sqlite, 80), InlineData(Engine.Postgres, 20)]
    public async Task What_a_killed_poster_was_told_stands_once_and_no_act_stands_in_part(Engine engine, int share)
    {
        var (watch, random, inAct) = (Stopwatch.StartNew(), new Random(share), 0);
        var kills = Kills.Share(share);
        for (var left = kills; left > 0; left -= KillsPerBook)
        {
            inAct += await KillOnOneBook(engine, Math.Min(left, KillsPerBook), random);
        }
        Kills.Report($"posting, {engine}", kills, inAct, watch);
    }

    static async Task<int> KillOnOneBook(Engine engine, int kills, Random random)
    {
        await using var books = await Script.Books(engine);
        var expected = new ExpectedBook();
        var inAct = 0;
        for (var kill = 0; kill < kills; kill++)
        {
            // A client that does not know how far it came sends its last entries again.
            var first = Math.Max(1, expected.Count + 1 - random.Next(MostSentAgain));
            var killed = await Kills.Kill(random, mostLines: 6, EntryWriter.Verb, books.Address,
                random.Next().ToString(CultureInfo.InvariantCulture), first.ToString(CultureInfo.InvariantCulture));
            if (killed.WasInAct) inAct++;
            await using var database = await Database.Open(books.Address);
            await expected.Continue(database, killed);
        }

        await using var rest = await Database.Open(books.Address);
        await Script.Verify(rest, books.Body);
        const int More = 10;
        var script = await Script.Load(rest);
        Assert.Equal(More, await EntryWriter.PostAll(rest, script, 1, expected.Count + More));
        await expected.Continue(rest, new Killed(expected.Count + More, expected.Count + More, WasInAct: false));
        await Script.Verify(rest, books.Body);
        return inAct;
    }

    /// <summary>What must stand in the book: the script up to some entry.</summary>
    sealed class ExpectedBook
    {
        readonly Dictionary<Id<Account>, Money> balances = [];
        Money open;

        internal long Count { get; private set; }

        /// <summary>Checks that the book goes on with the script, up to the end of an act.</summary>
        internal async Task Continue(Database database, Killed killed)
        {
            var script = await Script.Load(database);
            var count = await Script.EntryCount(database, script.Body);
            // The last act may be committed without its process having lived to say so.
            Assert.Contains(count, (long[])[Math.Max(Count, killed.Finished), Math.Max(Count, killed.Began)]);
            await database.Read(async db =>
            {
                await Entries.Scan(db, script.Body, Count + 1, count, entry => Add(script, entry));
                Assert.Equal(count, Count);
                Assert.Equal(count, await Last(db, $"select max(entry_no) from ledger_entry"));
                Assert.Equal(count, await Last(db, $"select max(entry_no) from ledger_posting"));
                var lines = await Balances.TrialBalance(db, script.Body.Id, new DateOnly(Script.FirstYear, 12, 31));
                foreach (var line in lines)
                {
                    Assert.Equal(balances.GetValueOrDefault(line.Account.Id), line.Balance);
                }
                Assert.Equal(open, (await OpenItems.Find(db, script.Body.Id, Script.ItemNumber))!.Open);
                return 0;
            });
        }

        static Task<long> Last(Session db, Sql sql) => db.One(sql, row => row.NumberOrNull() ?? 0);

        void Add(Script script, Entry entry)
        {
            Count++;
            Assert.Equal(Count, entry.No);
            Assert.Equal(Script.Text(script.Draft(Count)), Script.Text(entry.Draft));
            foreach (var posting in entry.Draft.Postings)
            {
                balances[posting.Account] = balances.GetValueOrDefault(posting.Account) + posting.Amount;
                if (posting.Item is not null) open += posting.Amount;
            }
        }
    }
}
