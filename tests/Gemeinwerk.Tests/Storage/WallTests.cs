using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Verification;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Npgsql;

namespace Gemeinwerk.Tests.Storage;

/// <summary>An act for one body reaches no row of another, even where its SQL forgot to say so.</summary>
public class WallTests
{
    const string Journal = """
        2026-01-31 Strom
          5241   125,00
          3511  -125,00
        """;

    /// <summary>Modules with tables whose rows are no body's: scripts, people and how they sign in.</summary>
    static readonly string[] ofNobody = ["storage", "identity"];

    const string RefusedByPolicy = PostgresErrorCodes.InsufficientPrivilege;

    public static TheoryData<Engine> Engines => Databases.Engines;

    /// <summary>Two bodies with the same entry, the second with a party too.</summary>
    static async Task<(Books Own, Books Other)> Neighbours(Engine engine)
    {
        var own = await Books.On(engine);
        var other = await own.Beside("nachbar");
        foreach (var books in (Books[])[own, other])
        {
            await books.Given(Journal);
            (await books.Act((work, book) => Parties.Add(work, book, [new(default, "P-1", "Stadt")]))).Expect();
        }
        return (own, other);
    }

    static Database Behind(Books books) => books.Database.Behind(books.Body.Id.Value);

    static Task<Result<long>> Run(Database database, Sql sql) =>
        database.Act("test", async Task<Result<long>> (work) => await work.Db.Run(sql));

    [Fact]
    public async Task Every_table_with_a_bodys_rows_stands_behind_the_wall()
    {
        await using var fresh = await Databases.Fresh(Engine.Postgres);
        var tables = await fresh.Database.Read(db => db.All($"""
            select c.relname,
              (select count(*) from pg_attribute a
               where a.attrelid = c.oid and a.attname = 'body_id' and not a.attisdropped),
              case when c.relrowsecurity then 1::bigint else 0 end,
              (select count(*) from pg_policy p where p.polrelid = c.oid)
            from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
            """, row => (Name: row.Text(), HasBody: row.Number() > 0, IsOn: row.Number() > 0, Policies: row.Number())));
        Assert.True(tables.Count > 30);
        foreach (var (name, hasBody, isOn, policies) in tables)
        {
            Assert.True(hasBody ? isOn && policies > 0 : ofNobody.Contains(name.Split('_')[0]), name);
        }
    }

    [Fact]
    public async Task Sql_without_a_body_reads_and_changes_rows_of_its_own_body_only()
    {
        var (own, other) = await Neighbours(Engine.Postgres);
        await using var books = own;
        var behind = Behind(own);
        foreach (var count in (Func<Sql>[])
        [
            () => $"select body_id from ledger_entry", () => $"select body_id from ledger_posting",
            () => $"select body_id from ledger_party", () => $"select body_id from ledger_body",
            () => $"select body_id from ledger_book", () => $"select body_id from ledger_day",
            () => $"select p.body_id from ledger_body b left join ledger_posting p on p.amount > 0",
        ])
        {
            var all = await own.Database.Read(db => db.All(count(), row => row.Id<Body>()));
            Assert.Contains(other.Body.Id, all);
            var seen = await behind.Read(db => db.All(count(), row => row.Id<Body>()));
            Assert.NotEmpty(seen);
            Assert.All(seen, body => Assert.Equal(own.Body.Id, body));
        }
        Assert.Equal(1, (await Run(behind, $"update ledger_party set name = 'anders'")).Expect());
        Assert.Equal("Stadt", (await own.Database.Read(db => Parties.Find(db, other.Body.Id, "P-1")))!.Name);
        Assert.Empty(await own.Database.Behind().Read(db => db.All($"select body_id from ledger_body", _ => 1)));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_row_of_another_body_is_neither_written_nor_loaded(Engine engine)
    {
        var (own, other) = await Neighbours(engine);
        await using var books = own;
        var behind = Behind(own);
        async Task Refused(Func<Work, Task> write)
        {
            var error = await Assert.ThrowsAnyAsync<Exception>(
                () => behind.Act("test", async Task<Result<Nothing>> (work) =>
                {
                    await write(work);
                    return default(Nothing);
                }));
            Assert.True(error is WallException || error is PostgresException { SqlState: RefusedByPolicy }, $"{error}");
        }
        await Refused(work => work.Db.Run($"""
            insert into ledger_product (body_id, product_id, code, name) values ({other.Body.Id}, 9, '09', 'fremd')
            """));
        await Refused(work => work.Db.Bulk("ledger_product", "body_id, product_id, code, name", ["fremd"],
            (to, name) => to.Add(other.Body.Id).Add(9).Add("09").Add(name)));
        (await behind.Act("test", async work =>
            await Dimensions.AddProducts(work, await Book.Open(work, own.Body), [("09", "eigen")]))).Expect();
        var codes = await own.Database.Read(async db => (
            await Dimensions.Products(db, own.Body.Id), await Dimensions.Products(db, other.Body.Id)));
        Assert.Equal("09", Assert.Single(codes.Item1).Code);
        Assert.Empty(codes.Item2);
    }

    [Fact]
    public async Task A_statement_that_names_another_body_is_a_bug_on_sqlite_and_finds_nothing_on_postgres()
    {
        var (own, other) = await Neighbours(Engine.Sqlite);
        await using var books = own;
        await Assert.ThrowsAsync<WallException>(() => Behind(own).Read(db => Parties.All(db, other.Body.Id)));
        Assert.Single(await Behind(own).Read(db => Parties.All(db, own.Body.Id)));
        var (ownServer, otherServer) = await Neighbours(Engine.Postgres);
        await using var booksOnServer = ownServer;
        Assert.Empty(await Behind(ownServer).Read(db => Parties.All(db, otherServer.Body.Id)));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_is_posted_behind_the_wall_is_what_is_posted_before_it(Engine engine)
    {
        var (own, _) = await Neighbours(engine);
        await using var books = own;
        var draft = (await own.Drafts(Journal))[0];
        var many = Enumerable.Range(1, 500).Select(no => draft with { Document = $"B-{no}" });
        var posted = (await Behind(own).Act("test", async work =>
        {
            var findings = new List<Finding>();
            var count = await Gemeinwerk.Ledger.Journal.PostAll(work, await Book.Open(work, own.Body), many, findings);
            Assert.Empty(findings);
            return (Result<long>)count;
        })).Expect();
        Assert.Equal(500, posted);
        foreach (var database in (Database[])[own.Database, Behind(own)])
        {
            Assert.All(await LedgerVerification.Run(database, own.Body), report =>
                Assert.True(report.Verdict == Verdict.Pass, $"{report.Name}: {string.Join("; ", report.Rows)}"));
        }
    }

    [Fact]
    public async Task A_wall_ends_with_its_transaction()
    {
        var (own, _) = await Neighbours(Engine.Postgres);
        await using var books = own;
        for (var round = 0; round < 5; round++)
        {
            Assert.Single(await Behind(own).Read(Bodies.All));
            await Assert.ThrowsAsync<PostgresException>(() => Run(Behind(own), $"select gibt_es_nicht"));
            Assert.Equal("ledger.body-unknown", (await Behind(own).Act("test",
                work => Book.Open(work, "nachbar"))).Rejection?.Code);
            Assert.Equal(2, (await own.Database.Read(Bodies.All)).Count);
            Assert.Equal(2, (await own.Database.Read(db => db.All($"select body_id from ledger_book", _ => 1))).Count);
        }
    }

    [Theory]
    [InlineData("drop policy wall on ledger_party", "policy ledger_party.wall")]
    [InlineData("create policy hole on ledger_party using (true)", "policy ledger_party.hole")]
    [InlineData("alter table ledger_party disable row level security", "table ledger_party")]
    public async Task A_hole_in_the_wall_is_found_by_verify(string script, string named)
    {
        await using var fresh = await Databases.Fresh(Engine.Postgres);
        await fresh.Database.Act("test", async Task<Result<Nothing>> (work) =>
        {
            await work.Db.Script(script);
            return default(Nothing);
        });
        var report = await SchemaVerification.Run(fresh);
        Assert.Contains(report.Rows, row => $"{row.Table} {row.Key}" == named);
    }

    [Fact]
    public async Task An_owner_without_all_rights_of_the_server_has_the_same_walls()
    {
        var server = await PostgresServer.Running;
        var owner = $"kasse_{Guid.NewGuid():N}"[..20];
        await server.Administer($"create role {owner} login createrole password 'geheim'");
        var address = await Databases.EmptyAddress(Engine.Postgres);
        var name = new Uri(address).AbsolutePath[1..];
        await server.Administer($"alter database {name} owner to {owner}");
        var ofOwner = new UriBuilder(address) { UserName = owner, Password = "geheim" }.Uri.ToString();
        try
        {
            await using var database = await Database.Open(ofOwner);
            foreach (var code in (string[])["eins", "zwei"])
            {
                (await database.Act("test", work =>
                    Bodies.Create(work, code, code, BodyKind.Association, Framework.Nkf))).Expect();
            }
            var bodies = await database.Read(Bodies.All);
            Assert.Equal(2, bodies.Count);
            Assert.Equal("zwei", Assert.Single(await database.Behind(bodies[1].Id.Value).Read(Bodies.All)).Code);
            Assert.Empty((await SchemaVerification.Run(database)).Rows);
        }
        finally
        {
            await Databases.Delete(address);
            await server.Administer($"drop role {owner}_web");
            await server.Administer($"drop role {owner}");
        }
    }
}
