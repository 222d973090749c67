using CsCheck;
using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Edits;
using Gemeinwerk.DataCentre.Imports;
using Gemeinwerk.Installation;
using Gemeinwerk.Ledger.Imports;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.DataCentre;

public class UseTests
{
    static readonly DateOnly since = new(2026, 1, 1);

    [Fact]
    public void Shares_are_exact_in_every_way_to_write_them()
    {
        Assert.All([("1/3", 1L, 3L), ("0.25", 1, 4), ("0,250", 1, 4), ("25 %", 1, 4), ("33,5%", 67, 200), ("1", 1, 1),
            ("2/2", 1, 1), ("0.5/2", 1, 4)], it =>
        {
            var share = Share.Parse(it.Item1).Expect();
            Assert.Equal((it.Item2, it.Item3), (share.Numerator, share.Denominator));
        });
        Assert.All(["", "0", "1/0", "-1/2", "3/2", "101 %", "ein Drittel", "1/2/3", "1.", "0,0000000001"],
            text => Assert.Equal("inventory.share", Share.Parse(text).Rejection?.Code));
        Gen.Select(Gen.Long[1, 30], Gen.Long[1, 30]).Where((a, b) => a <= b).Sample((a, b) =>
        {
            var share = Share.Parse($"{a}/{b}").Expect();
            Assert.False(Share.IsBeyondWhole(Enumerable.Repeat(share, (int)(b / a))));
            Assert.True(Share.IsBeyondWhole(Enumerable.Repeat(share, (int)(b / a) + 1)));
        });
    }

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task Uses_are_added_ended_recorded_and_refused_where_they_cannot_be(Engine engine)
    {
        await using var books = await World(engine);
        var (item, other) = (await Id(books, ItemKinds.Application, "Meldewesen"),
            await Id(books, ItemKinds.Member, "B"));
        var member = await Id(books, ItemKinds.Member, "A");
        var half = Share.Parse("50 %").Expect();
        UseDraft draft = new(item, member, since, null, half);
        Assert.Equal(1, (await Add(books, draft)).Expect());
        Assert.Equal(0, (await Add(books, draft)).Expect());

        Assert.Equal("inventory.item-unknown", (await Add(books, draft with { Item = new(999) })).Rejection?.Code);
        Assert.Equal("inventory.member-unknown", (await Add(books, draft with { Member = item })).Rejection?.Code);
        Assert.Equal("inventory.use-period", (await Add(books, draft with { Until = since })).Rejection?.Code);
        Assert.Equal("inventory.use-overlaps", (await Add(books,
            draft with { Since = since.AddDays(9) })).Rejection?.Code);
        Assert.Equal("inventory.use-beyond-whole", (await Add(books,
            new UseDraft(item, other, since.AddDays(-9), null, Share.Parse("2/3").Expect()))).Rejection?.Code);
        Assert.Equal("inventory.use-unknown", (await End(books, item, other, since)).Rejection?.Code);

        Assert.Equal(since.AddDays(30), (await End(books, item, member, since.AddDays(30))).Expect().Until);
        Assert.Equal(1, (await Add(books, new UseDraft(item, other, since.AddDays(30), null, Share.Whole))).Expect());
        var uses = await books.Database.Read(db => Uses.All(db, books.Body.Id));
        Assert.Equal([since.AddDays(30), null], uses.Select(use => use.Until));
        Assert.Equal([half, Share.Whole], uses.Select(use => use.Share));
        Assert.Equal(3, await books.Database.Read(db => db.One(
            $"select count(*) from audit_record where kind in ('datacentre.use-added', 'datacentre.use-changed')",
            row => row.Number())));
    }

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task A_file_of_uses_is_read_once_with_all_its_findings_or_not_at_all(Engine engine)
    {
        await using var books = await World(engine);
        var wrong = await Import(books, """
            item;member;since;until;share
            Meldewesen;A;2026-01-01;;1/3
            Meldewesen;C;01.01.2026;;1/3
            Kfz;A;01.01.2026;31.12.2025;drei
            Meldewesen;B;01.01.2026;;0,7
            Doppelt;B;01.01.2026;;
            """);
        Assert.Equal(["3:member inventory.reference-unknown", "4:item inventory.reference-unknown",
            "4:share inventory.share", "5:item inventory.use-beyond-whole", "6:item inventory.reference-ambiguous"],
            wrong.Findings.Select(finding => $"{finding.Line}:{finding.Field} {finding.Why.Code}"));
        Assert.Empty(await books.Database.Read(db => Uses.All(db, books.Body.Id)));

        const string Fine = """
            item,member,since,until,share
            Meldewesen,A,2026-01-01,,1/3
            Meldewesen,B,2026-01-01,2027-01-01,2/3
            """;
        Assert.Equal((2, 0), ((await Import(books, Fine)).Added, 0));
        var again = await Import(books, Fine);
        Assert.Equal((0, 2), (again.Added, again.Known));
    }

    /// <summary>The change log names the first and the last of many; each name is as long as a name may be, and would
    /// be cut in the middle of a character.</summary>
    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task Names_as_long_as_they_may_be_are_recorded_and_found_again(Engine engine)
    {
        await using var books = await Books.On(engine);
        var service = string.Concat(Enumerable.Repeat("\U00020000", 150));
        var members = Enumerable.Range(100, 20).Select(at => $"{new string('x', 173)}{service[..124]}{at}").ToList();
        (await books.Import(("members.csv", $"name,inhabitants\n{string.Join(",1\n", members)},1\n"),
            ("services.csv", $"id,name,vendor,priority,rto_hours\nN1,{service},X,1,8\n"))).Fine();
        var rows = members.Select(member => $"{service},{member},2026-01-01,,1/20");
        var added = await Import(books, $"item,member,since,until,share\n{string.Join('\n', rows)}\n");
        Assert.Equal((20, ""), (added.Added, string.Join('\n', added.Findings)));
        var item = await books.Item(ItemKinds.Application, service);
        Assert.Single(await books.Database.Read(db => ItemHistory.Of(db, books.Body, item)));
        Assert.All(await WholeVerification.OfBody(books.Database, books.Body),
            report => Assert.NotEqual(Verdict.Fail, report.Verdict));
    }

    static async Task<Books> World(Engine engine)
    {
        var books = await Books.On(engine);
        (await books.Import(
            ("tenants.csv", "name,slug,group,description,cf_inhabitants,cf_seats\nA,a,M,,1000,1\nB,b,M,,2000,2\n"),
            ("services.csv", "id,name,vendor,priority,rto_hours\nN1,Meldewesen,X,1,8\n"),
            ("vms.csv", "name,status,cluster,vcpus,memory,disk\nDoppelt,active,C1,1,1,1\nDoppelt,active,C2,1,1,1\n")))
            .Fine();
        return books;
    }

    static async Task<Id<ConfigurationItem>> Id(Books books, ItemKind kind, string name) =>
        (await books.Item(kind, name)).Id;

    static Task<Result<int>> Add(Books books, UseDraft draft) =>
        books.Act((work, book) => Uses.Add(work, book, [draft]));

    static Task<Result<ItemUse>> End(
        Books books, Id<ConfigurationItem> item, Id<ConfigurationItem> member, DateOnly until) =>
        books.Act((work, book) => Uses.End(work, book, item, member, until));

    static Task<ImportReport> Import(Books books, string text) => UseImport.Run(
        books.Database, "test", books.Body.Code, InventoryFixture.File("nutzung.csv", text));
}
