using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Edits;
using Gemeinwerk.Installation;
using Gemeinwerk.Ledger;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.DataCentre;

/// <summary>Single items changed by hand: the rules of the import, who changed what, nobody's change lost.</summary>
public class ItemEditTests
{
    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task An_edit_changes_what_it_names_and_the_log_says_so(Engine engine)
    {
        await using var books = await Books.On(engine);
        (await books.Import(InventoryFixture.Folder("nord"))).Fine();
        var device = await books.Item(ItemKinds.Device, "esx06");
        var now = (await Change(books, device, "esx06-neu", ("status", "retired"), ("power", "1.250"), ("serial", ""),
            ("purchased_on", "01.02.2020"), ("needs_soft", "esx01\nesx02"))).Expect();
        Assert.Equal(("esx06-neu", "retired", 1_250L, null, new DateOnly(2020, 2, 1)), (now.Name,
            now.Content.Text(Fields.Status), now.Content.Number(Fields.Power), now.Content.Text(Fields.Serial),
            now.Content.Day(Fields.PurchasedOn)));
        Assert.Equal(2, now.Content.Targets(Fields.NeedsSoft).Count);
        Assert.Equal(now.Seen, (await books.Item(ItemKinds.Device, "esx06-neu")).Seen);
        Assert.Equal(device.Content.Number(Fields.Memory), now.Content.Number(Fields.Memory));

        var history = await books.Database.Read(db => ItemHistory.Of(db, books.Body, now));
        Assert.True(history[^1].IsNew);
        Assert.Contains(history[0].Fields, it => it == new FieldChange("Name", "esx06", "esx06-neu"));
        Assert.Contains(history[0].Fields, it => it == new FieldChange("Status", "active", "retired"));
        Assert.Contains(history[0].Fields, it => it is { Field: "Seriennummer", Now: null });
        Assert.Equal("test", history[0].Actor);
        await Verify(books);

        var same = (await Change(books, now, now.Name, [.. await Texts(books, now)])).Expect();
        Assert.Equal(now.Seen, same.Seen);
        Assert.Equal(history.Count, (await books.Database.Read(db => ItemHistory.Of(db, books.Body, now))).Count);
    }

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task The_history_of_an_item_follows_its_names_and_reads_nothing_of_others(Engine engine)
    {
        await using var books = await Books.On(engine);
        (await books.Import(("d.csv", "name;site;cores\nesx1;Hemer;1\nesx2;Hemer;1\nesx1;Siegen;1\n"))).Fine();
        var inventory = await books.Inventory();
        var (one, other) = (inventory.Of(ItemKinds.Device).First(), inventory.Of(ItemKinds.Device).Last());
        one = (await Change(books, one, "esx9", ("cores", "2"))).Expect();
        one = (await Change(books, one, "esx1", ("cores", "3"))).Expect();
        one = (await Change(books, one, "esx3", ("cores", "4"))).Expect();
        (await Change(books, other, "esx1", ("cores", "9"))).Expect();
        var history = await books.Database.Read(db => ItemHistory.Of(db, books.Body, one));
        Assert.Equal(["3 4", "2 3", "1 2", ""], history.Select(change => string.Join(' ', change.Fields
            .Where(field => field.Field == "Kerne").Select(field => $"{field.Was} {field.Now}"))));
        Assert.Equal([false, false, false, true], history.Select(change => change.IsNew));

        // Much else is recorded; an index leads past it.
        const string Kind = "datacentre.item-changed";
        (await books.Act(async Task<Result<Nothing>> (work, book) =>
        {
            await AuditTrail.AppendAll(work, book.Body.AuditLog(), [.. Enumerable.Range(0, 5_000)
                .Select(at => new NewRecord(Kind, $"device other{at}", [("key", $"{1_000 + at}")]))]);
            await work.Db.Run($"analyze audit_record");
            return default(Nothing);
        })).Expect();
        var plan = string.Join('\n', await books.Database.Read(db => engine == Engine.Sqlite
            ? db.All($"explain query plan {AuditTrail.AboutQuery(books.Body.AuditLog(), Kind, "device esx3")}",
                row => $"{row.Number()} {row.Number()} {row.Number()} {row.Text()}")
            : db.All($"explain (analyze) {AuditTrail.AboutQuery(books.Body.AuditLog(), Kind, "device esx3")}",
                row => row.Text())));
        Assert.Contains("audit_record_subject", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Rows Removed", plan, StringComparison.Ordinal);
        Assert.Equal(history.Select(change => change.No),
            (await books.Database.Read(db => ItemHistory.Of(db, books.Body, one))).Select(change => change.No));
    }

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task What_is_in_a_renamed_site_is_known_again_by_the_next_import(Engine engine)
    {
        await using var books = await Books.On(engine);
        const string Head = "name;site;rack;position;power;height_units;serial\n";
        (await books.Import(("devices.csv", $"{Head}x;RZ;R1;2;100;1;S1\n"))).Fine();
        (await Change(books, await books.Item(ItemKinds.Site, "RZ"), "Rechenzentrum")).Expect();
        var report = (await books.Import(("devices.csv", $"{Head}x;Rechenzentrum;R1;2;100;1;S1\n"))).Fine();
        Assert.Equal((0, 0), (report.Added, report.Changed));
        await Verify(books);
    }

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task What_is_wrong_is_said_of_each_field_and_nothing_is_written(Engine engine)
    {
        await using var books = await Books.On(engine);
        (await books.Import(InventoryFixture.Folder("nord"))).Fine();
        var device = await books.Item(ItemKinds.Device, "esx06");
        var findings = new List<Finding>();
        var refused = await Change(books, device, " ", findings, ("status", "kaputt"), ("power", "viel"),
            ("rack", "nirgends"), ("purchased_on", "bald"), ("aliases", "x:1"), ("ding", "1"), ("cores", "-1"));
        Assert.Equal("inventory.edit-refused", refused.Rejection!.Code);
        Assert.Equal(["aliases inventory.field-unknown", "cores inventory.number-range", "ding inventory.field-unknown",
            "name inventory.name", "power inventory.number", "purchased_on import.date",
            "rack inventory.reference-unknown", "status inventory.choice"],
            findings.Select(it => $"{it.Field} {it.Why.Code}").Order(StringComparer.Ordinal));
        foreach (var (name, texts, code) in new (string, (string, string)[], string)[]
        {
            ("esx01", [], "inventory.item-exists"), ("esx06", [("asset", "A-99")], "inventory.asset-unknown"),
            ("esx06", [("rack", "R1\nR2")], "inventory.reference-ambiguous"),
        })
        {
            await Change(books, device, name, findings, texts);
            Assert.Equal(code, Assert.Single(findings).Why.Code);
        }
        Assert.Equal(device.Seen, (await books.Item(ItemKinds.Device, "esx06")).Seen);

        (await Change(books, device, "esx06", ("power", "400"))).Expect();
        Assert.Equal("inventory.item-changed",
            (await Change(books, device, "esx06", ("power", "500"))).Rejection!.Code);
    }

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task No_room_lies_in_itself_and_names_that_are_not_unique_need_their_key(Engine engine)
    {
        await using var books = await Books.On(engine);
        (await books.Import(
            [InventoryFixture.File("rooms.csv", "name;site;parent\nA;RZ;\nB;RZ;A\nA;RZ2;\n")],
            new() { Kind = ItemKinds.Room })).Fine();
        var rooms = (await books.Inventory()).Of(ItemKinds.Room).ToList();
        var findings = new List<Finding>();
        await Change(books, rooms.First(it => it.Name == "A"), "A", findings, ("parent", "B"));
        Assert.Equal("inventory.room-circle", Assert.Single(findings).Why.Code);
        var inner = rooms.Single(it => it.Name == "B");
        await Change(books, inner, "B", findings, ("parent", "A"));
        Assert.Equal("inventory.reference-ambiguous", Assert.Single(findings).Why.Code);
        var text = Assert.Single(await Texts(books, inner), it => it.Field == "parent").Text;
        Assert.StartsWith("A #", text, StringComparison.Ordinal);
        (await Change(books, inner, "B", ("parent", text))).Expect();
    }

    static async Task<IEnumerable<(string Field, string Text)>> Texts(Books books, ConfigurationItem item)
    {
        var snapshot = await books.Inventory();
        return ItemEdits.FieldsOf(item.Kind).Select(field => (field.Code, ItemEdits.TextOf(snapshot, item, field)));
    }

    static Task<Result<ConfigurationItem>> Change(
        Books books, ConfigurationItem item, string name, params (string Field, string Text)[] texts) =>
        Change(books, item, name, [], texts);

    static Task<Result<ConfigurationItem>> Change(
        Books books, ConfigurationItem item, string name, List<Finding> findings,
        params (string Field, string Text)[] texts) =>
        books.Act((work, book) => ItemEdits.Change(work, book, item.Id,
            new ItemEdit(name, texts.ToDictionary(it => it.Field, it => it.Text)), item.Seen, findings));

    static async Task Verify(Books books) => Assert.All(
        await WholeVerification.OfBody(books.Database, books.Body), pass => Assert.Equal(Verdict.Pass, pass.Verdict));
}
