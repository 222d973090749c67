using System.Text;
using Gemeinwerk.Audit;
using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre;
using Gemeinwerk.DataCentre.Exports;
using Gemeinwerk.DataCentre.Imports;
using Gemeinwerk.Installation;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Imports;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.DataCentre;

/// <summary>Inventories of other systems: what comes of their files, again and again, and of bad ones.</summary>
public class InventoryImportTests
{
    const string Rest = """{"count":1,"next":null,"previous":null,"results":[""";

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task The_same_files_again_change_nothing_and_verify_passes(Engine engine)
    {
        await using var nord = await Books.On(engine, "nord");
        foreach (var (side, books) in new[] { ("nord", nord), ("sued", await nord.Beside("sued")) })
        {
            var first = (await books.Import(InventoryFixture.Folder(side))).Fine();
            var before = await Length(books);
            var again = (await books.Import(InventoryFixture.Folder(side))).Fine();
            Assert.Equal((first.Rows, 0, 0, 0), (again.Rows, again.Added, again.Changed, again.Dependencies));
            Assert.Equal(before, await Length(books));
            Assert.All(await WholeVerification.OfBody(books.Database, books.Body),
                pass => Assert.Equal(Verdict.Pass, pass.Verdict));
        }
    }

    [Fact]
    public async Task The_two_sides_of_the_pair_say_what_their_files_say()
    {
        await using var books = await Books.On(Engine.Sqlite);
        (await books.Import(InventoryFixture.Folder("sued"))).Fine();
        var inventory = await books.Inventory();
        var host = Assert.Single(inventory.Of(ItemKinds.Device), item => item.Name == "SRV-ALT5");
        Assert.Equal(("hn85047204", 48L, 768 * 1024L, 500L, new DateOnly(2017, 6, 14), 220L),
            (host.Content.Text(Fields.Serial), host.Content.Number(Fields.Cores), host.Content.Number(Fields.Memory),
                host.Content.Number(Fields.Power), host.Content.Day(Fields.PurchasedOn),
                host.Content.Number(Fields.Position)));
        Assert.Equal(("RZ Süd", "Schrank 9", "X2000"), (inventory.Follow(host, Fields.Site)!.Name,
            inventory.Follow(host, Fields.Rack)!.Name, inventory.Follow(host, Fields.Model)!.Name));
        var machine = Assert.Single(inventory.Of(ItemKinds.VirtualMachine), item => item.Name == "vm-dhcp0002");
        Assert.Equal((200L, 16 * 1024L, 80_000L, "ESX05", "Debian 12", "Wohngeld (Amtura)"),
            (machine.Content.Number(Fields.VirtualCpus), machine.Content.Number(Fields.Memory),
                machine.Content.Number(Fields.Disk), inventory.Follow(machine, Fields.Host)!.Name,
                inventory.Follow(machine, Fields.Platform)!.Name, inventory.Follow(machine, Fields.Application)!.Name));
        Assert.Equal(272_249L, Assert.Single(inventory.Of(ItemKinds.Member),
            item => item.Name == "Niederfeld, Kreis").Content.Number(Fields.Inhabitants));
        Assert.Equal(new Money(25_324_30), Assert.Single(inventory.Of(ItemKinds.Contract),
            item => item.Name == "LV/2195").Content.Amount(Fields.AnnualPrice));
    }

    /// <summary>The real demo data of NetBox: two versions of one installation, by two ways to read them out.</summary>
    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task NetBox_in_version_3_6_and_then_4_2_is_the_same_inventory(Engine engine)
    {
        var folder = new[] { "..", Path.Combine("..", "..") }
            .Select(up => Repository.PathOf(up, "shared", "data", "datacentre")).FirstOrDefault(Directory.Exists);
        Assert.SkipUnless(folder is not null, "The demo data of NetBox is not beside the repository.");
        await using var books = await Books.On(engine);
        var old = (await books.Import(
            [ImportSource.File(Path.Combine(folder!, "netbox-demo", "dumpdata-v3.6.json"))])).Fine();
        Assert.Equal(720, old.Added);
        var pages = Directory.GetFiles(Path.Combine(folder!, "netbox-rest-v4.2-derived")).Order(StringComparer.Ordinal);
        var now = (await books.Import([.. pages.Select(ImportSource.File)])).Fine();
        Assert.Equal((0, 0, 708), (now.Added, now.Changed, now.Known));
        foreach (var language in new[] { "en", "de" })
        {
            var tables = Path.Combine(folder!, "netbox-csv");
            var listed = (await books.Import(
                [.. Directory.GetFiles(tables, $"*.export-{language}.csv").Select(ImportSource.File)])).Fine();
            Assert.Equal((0, 0, 162), (listed.Added, listed.Changed, listed.Known));
        }
    }

    [Theory]
    [InlineData("", null, 20_000)]
    [InlineData("\"display_url\":\"x\",", null, 20)]
    [InlineData("\"display_url\":\"x\",", true, 20_000)]
    [InlineData("", false, 20)]
    public async Task Disks_are_in_gigabytes_before_NetBox_4_1(string mark, bool? isOld, long megabytes)
    {
        await using var books = await Books.On(Engine.Sqlite);
        var vm = $$"""
            {{Rest}}{"id":1,{{mark}}"url":"http://n/api/virtualization/virtual-machines/1/","name":"v","disk":20}]}
            """;
        (await books.Import([InventoryFixture.File("vms.json", vm)], new() { IsBeforeNetBox41 = isOld })).Fine();
        Assert.Equal(megabytes, (await books.Item(ItemKinds.VirtualMachine, "v")).Content.Number(Fields.Disk));
    }

    [Fact]
    public async Task A_site_is_a_scope_since_4_2_and_a_service_has_a_parent_since_4_3()
    {
        await using var books = await Books.On(Engine.Sqlite);
        (await books.Import(
            ("1.json", Rest + """{"id":7,"url":"http://n/api/dcim/sites/7/","name":"Hemer"}]}"""),
            ("2.json", Rest + """
                {"id":1,"url":"http://n/api/ipam/prefixes/1/","prefix":"10.1.0.0/24","site":{"id":7,"name":"Hemer"}},
                {"id":2,"url":"http://n/api/ipam/prefixes/2/","prefix":"10.2.0.0/24","scope_type":"dcim.site",
                 "scope":{"id":7,"name":"Hemer"}},
                {"id":3,"url":"http://n/api/ipam/prefixes/3/","prefix":"10.3.0.0/24","scope_type":"dcim.region",
                 "scope":{"id":7,"name":"Sauerland"}}]}
                """),
            ("3.json", Rest + """
                {"id":5,"url":"http://n/api/dcim/devices/5/","name":"fw1","site":{"id":7,"name":"Hemer"}}]}
                """),
            ("4.json", Rest + """
                {"id":1,"url":"http://n/api/ipam/services/1/","name":"dns","ports":[53],"device":{"id":5,"name":"fw1"}},
                {"id":2,"url":"http://n/api/ipam/services/2/","name":"ssh","ports":[22,2222],
                 "parent_object_type":"dcim.device","parent":{"id":5,"name":"fw1"}}]}
                """))).Fine();
        var inventory = await books.Inventory();
        Assert.Equal(["Hemer", "Hemer", null],
            inventory.Of(ItemKinds.Prefix).Select(prefix => inventory.Follow(prefix, Fields.Site)?.Name));
        Assert.All(inventory.Of(ItemKinds.Endpoint),
            service => Assert.Equal("fw1", inventory.Follow(service, Fields.On)!.Name));
        Assert.Equal("22,2222", (await books.Item(ItemKinds.Endpoint, "ssh")).Content.Text(Fields.Ports));
    }

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task A_change_is_recorded_with_who_and_what_was(Engine engine)
    {
        await using var books = await Books.On(engine);
        (await books.Import(("a.csv", "name,site,serial,cores\nesx1,Hemer,S1,16\n"))).Fine();
        var report = (await books.Import(("a.csv", "name,site,cores\nesx1,Hemer,32\n"))).Fine();
        Assert.Equal((0, 1, 0), (report.Added, report.Changed, report.Known));
        var device = await books.Item(ItemKinds.Device, "esx1");
        Assert.Equal(("S1", 32L), (device.Content.Text(Fields.Serial), device.Content.Number(Fields.Cores)));
        var record = Assert.Single(await books.Database.Read(db =>
            AuditTrail.Newest(db, books.Body.AuditLog(), 1)));
        Assert.Equal(("datacentre.item-changed", "test"), (record.Kind, record.Actor));
        Assert.Contains("""{\"cores\":16,""", record.Content, StringComparison.Ordinal);
    }

    const string Devices = "name,role,manufacturer,device_type,status,site,rack,position,face,serial,asset_tag\n";

    const string Nameless = Devices
        + ",Patchfeld,Rittal,PF24,active,Hemer,A1,12,front,,4711\n"
        + ",Patchfeld,Rittal,PF24,active,Hemer,A1,12,rear,SN-77,\n"
        + ",Patchfeld,Rittal,PF24,active,Hemer,A1,13,,To be filled by O.E.M.,\n"
        + ",Patchfeld,Rittal,PF24,active,Hemer,A1,14.5,front,,\n"
        + ",Patchfeld,Rittal,PF24,active,Hemer,A1,14.5,rear,,\n"
        + "sw1,Switch,Cisco,C9300,active,Hemer,A1,20,front,X1,\n";

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task Devices_that_have_no_name_in_NetBox_are_called_by_what_tells_them_apart(Engine engine)
    {
        await using var books = await Books.On(engine);
        Assert.Equal(5, (await books.Import(("devices.csv", Nameless))).Fine().Nameless);
        string[] called =
        [
            "#Inventarnummer 4711", "#Seriennummer SN-77", "#Hemer/A1/HE 13", "#Hemer/A1/HE 14.5/front",
            "#Hemer/A1/HE 14.5/rear", "sw1",
        ];
        var inventory = await books.Inventory();
        Assert.Equal(called, inventory.Of(ItemKinds.Device).Select(device => device.Name));
        var before = await Length(books);
        var again = (await books.Import(("devices.csv", Nameless))).Fine();
        Assert.Equal((0, 0, 5), (again.Added, again.Changed, again.Nameless));
        Assert.Equal(before, await Length(books));

        var written = NetBoxExport.Files(inventory).Single(file => file.Name == "07-device.csv").Text;
        Assert.Equal(["", "", "", "", "", "sw1"],
            written.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(row => row.Split(',')[0]));
        again = (await books.Import(("devices.csv", written))).Fine();
        Assert.Equal((0, 0, 5), (again.Added, again.Changed, again.Nameless));
    }

    [Fact]
    public async Task A_list_of_NetBox_says_that_a_device_is_unnamed_and_knows_its_key()
    {
        await using var books = await Books.On(Engine.Sqlite);
        var report = (await books.Import(("devices.csv", "ID,Name,Status,Role,Type,Serial number,Site,Rack,Position\n"
            + "7,Unnamed device,Active,Router,ISR,,Hemer,A1,4\n8,,Active,Router,ISR,,Hemer,A1,5\n"))).Fine();
        Assert.Equal(2, report.Nameless);
        Assert.Equal(["#7", "#8"], (await books.Inventory()).Of(ItemKinds.Device).Select(device => device.Name));
    }

    [Theory]
    [InlineData(",R,M,T,active,Hemer,,,,,\n", "devices.csv:2:name inventory.name")]
    [InlineData(",R,M,T,active,Hemer,A1,,,,\n", "devices.csv:2:name inventory.name")]
    [InlineData(",R,M,T,active,Hemer,,,,none,\n", "devices.csv:2:name inventory.name")]
    [InlineData(",R,M,T,active,Hemer,,,,S-123,\n,R,M,T2,active,Hemer,,,,S-123,\n",
        "devices.csv:3: inventory.item-twice")]
    public async Task A_device_that_nothing_tells_apart_is_a_finding(string rows, string expected)
    {
        await using var books = await Books.On(Engine.Sqlite);
        Assert.Equal([expected], (await books.Import(("devices.csv", Devices + rows))).Places());
    }

    [Fact]
    public async Task Columns_of_ones_own_are_read_by_a_file_of_columns()
    {
        await using var books = await Books.On(Engine.Sqlite);
        var columns = InventoryFixture.File("spalten.csv",
            "kind;column;field;reading\ndevice;Rechner;@name;\ndevice;Ort;site;\ndevice;RAM in GB;memory;gb\n");
        (await books.Import([InventoryFixture.File("liste.csv", "Rechner;Ort;RAM in GB;Farbe\nA;Siegen;0,5;rot\n")],
            new InventoryImportOptions { Columns = columns })).Fine();
        var device = await books.Item(ItemKinds.Device, "A");
        Assert.Equal(512L, device.Content.Number(Fields.Memory));

        var bad = await books.Import([InventoryFixture.File("liste.csv", "Rechner\nA\n")], new InventoryImportOptions
        {
            Columns = InventoryFixture.File("spalten.csv",
                "kind;column;field;reading\nding;A;@name;\ndevice;B;farbe;\ndevice;C;memory;stein\n"),
        });
        Assert.Equal(["inventory.kind-unknown", "inventory.field-unknown", "inventory.reading-unknown"],
            bad.Findings.Select(found => found.Finding.Why.Code).Take(3));
    }

    [Fact]
    public async Task Ends_of_support_come_from_pages_of_endoflife_date()
    {
        await using var books = await Books.On(Engine.Sqlite);
        (await books.Import(("vm.csv", "name,cluster,platform,vcpus\na,C,SLES 12 SP5,1\nb,C,Windows Server 2012 R2,1\n"
            + "c,C,Debian 12,1\nd,C,Plan 9,1\n"))).Fine();
        (await books.Import(
            ("sles.md", "---\ntitle: SUSE Linux Enterprise Server\nreleases:\n  - releaseCycle: \"12.5\"\n"
                + "    eol: 2024-10-31\n  - releaseCycle: \"1.2\"\n    eol: true\n---\n"),
            ("windows-server.md", "---\ntitle: Microsoft Windows Server\nreleases:\n  - releaseCycle: \"2012-r2\"\n"
                + "    eol: 2023-10-10\n---\n"),
            ("debian.md", "---\ntitle: Debian\nreleases:\n- releaseCycle: \"12\"\n  eol: 2026-06-10\n"
                + "- releaseCycle: \"1.2\"\n  eol: 1997-10-23\n---\n"))).Fine();
        var inventory = await books.Inventory();
        Assert.Equal(["2024-10-31", "2023-10-10", "2026-06-10", ""], inventory.Of(ItemKinds.Platform).Select(platform =>
            platform.Content.Day(Fields.EndOfLife) is { } day ? Day.Iso(day) : ""));
    }

    public static TheoryData<string, string, string> BadFiles => new()
    {
        { "a.json", "{\"results\":[{\"id\":1,", "a.json:0: inventory.json" },
        { "a.json", "{\"results\":[]} {", "a.json:0: inventory.json" },
        { "a.json", "{\"results\":7}", "a.json:0: inventory.json" },
        { "a.json", "{\"detail\":\"Invalid token\"}", "a.json:0: inventory.json" },
        { "a.json", new string('[', 10_000), "a.json:0: inventory.json" },
        { "a.json", "[{\"name\":\"x\"}]", "a.json:1:url inventory.json-type" },
        { "a.json", "[7]", "a.json:1:url inventory.json-type" },
        { "a.zip", "PK\u0003\u0004xx", "a.zip:0: inventory.packed" },
        { "a.csv", "", "a.csv:0: import.empty" },
        { "a.csv", "x,y\n1,2\n", "a.csv:1: inventory.columns-unknown" },
        { "a.csv", "name\nx\n", "a.csv:1: inventory.kind-unclear" },
        { "a.csv", "name,site,cores\nx,Hemer,-4\n", "a.csv:2:cores inventory.number-range" },
        { "a.csv", "name,site,cores\nx,Hemer,viele\n", "a.csv:2:cores inventory.number" },
        { "a.csv", "name,site,cores\nx,Hemer,1.5\n", "a.csv:2:cores inventory.number" },
        { "a.csv", "name,site,cores\n,Hemer,1\n", "a.csv:2:name inventory.name" },
        { "a.csv", "name,site,cores\nx,\"Hemer\0\",1\n", "a.csv:2: import.nul" },
        { "a.csv", "name,site,cores\nx,Hemer\n", "a.csv:2: import.column-count" },
        { "a.csv", "name,serial,face\nx,S,oben\n", "a.csv:2:face inventory.choice" },
        { "a.csv", "name,serial,purchased_on\nx,S,31.02.2026\n", "a.csv:2:purchased_on import.date-missing" },
        { "a.csv", "name,serial,asset\nx,S,A-1\n", "a.csv:2:asset inventory.asset-unknown" },
        { "a.csv", "name,cores,member\nx,1,Nirgends\n", "a.csv:2:member inventory.reference-unknown" },
        { "a.csv", "prefix,status\n10.0.0.1/8,active\n", "a.csv:2:prefix inventory.network" },
        { "a.csv", "address,status,dns_name\n10.0.0.300,active,\n", "a.csv:2:address inventory.network" },
        { "a.csv", "vid,name,site\n5000,x,Hemer\n", "a.csv:2:vid inventory.number-range" },
        { "a.csv", "asn,rir\n0,RIPE\n", "a.csv:2:asn inventory.number-range" },
        { "a.csv", "service,depends_on,kind\nx,y,etwas\n", "a.csv:2:kind inventory.dependency-kind" },
        { "a.csv", "service,depends_on,kind\nx,y,hart\n", "a.csv:2:service inventory.reference-unknown" },
        { "a.csv", "name,serial,cores\nx,S,1\nx,S,2\n", "a.csv:3: inventory.item-twice" },
        { "a.csv", "name,parent,site\na,b,Hemer\nb,a,Hemer\n", "a.csv:2:parent inventory.room-circle" },
        { "a.md", "---\ntitle: x\n---\n", "a.md:0:releases inventory.eol" },
        { "a.md", "---\nreleases:\n  - releaseCycle: 1\n    eol: bald\n---\n", "a.md:4:eol inventory.eol" },
    };

    [Theory, MemberData(nameof(BadFiles))]
    public async Task A_bad_file_is_named_with_line_and_field_and_nothing_is_written(
        string name, string text, string expected)
    {
        await using var books = await Books.On(Engine.Sqlite);
        var before = await Length(books);
        var report = await books.Import([InventoryFixture.File("gut.csv", "name,serial,cores\ngut,S,1\n"),
            InventoryFixture.File(name, text)]);
        Assert.True(report.IsRefused);
        Assert.Equal(expected, report.Places().First());
        Assert.Empty((await books.Inventory()).Items);
        Assert.Equal(before, await Length(books));
    }

    [Fact]
    public async Task A_name_that_several_things_have_is_not_guessed()
    {
        await using var books = await Books.On(Engine.Sqlite);
        (await books.Import(("d.csv", "name,site,cores\nesx1,Hemer,1\nesx1,Siegen,2\n"))).Fine();
        Assert.Equal(["v.csv:2:host inventory.reference-ambiguous"],
            (await books.Import(("v.csv", "name,host,vcpus\nv,esx1,1\n"))).Places());
        Assert.Equal(["v.csv:2:service inventory.reference-ambiguous"],
            (await books.Import(("v.csv", "service,depends_on\nesx1,Nirgends\n"))).Places());
    }

    [Fact]
    public async Task All_findings_of_all_files_come_in_one_run()
    {
        await using var books = await Books.On(Engine.Sqlite);
        var report = await books.Import(
            ("a.csv", "name,site,cores\nx,Hemer,a\ny,Hemer,b\n"), ("b.csv", "vid,name,site\n0,x,Hemer\n"));
        Assert.Equal(
            ["a.csv:2:cores inventory.number", "a.csv:3:cores inventory.number", "b.csv:2:vid inventory.number-range"],
            report.Places());
    }

    [Theory, MemberData(nameof(Databases.Engines), MemberType = typeof(Databases))]
    public async Task In_whatever_order_files_come_little_waits_and_the_same_becomes_of_them(Engine engine)
    {
        await using var books = await Books.On(engine);
        const int Many = 500;
        (string Name, string Text)[] files =
        [
            ("a-endpoints.csv", "parent_object_type,parent,name,protocol,ports\n"
                + string.Concat(Enumerable.Range(0, Many).Select(at => $"dcim.device,d{at},ssh,tcp,22\n"))),
            ("b-addresses.json", $"[{string.Join(",\n", Enumerable.Range(0, Many).Select(Address))}]"),
            ("c-devices.csv", "name,role,manufacturer,device_type,status,site,tenant\n" + string.Concat(
                Enumerable.Range(0, Many).Select(at => $"d{at},Server,Dell,R740,active,Hemer,Märkischer Kreis\n"))),
            ("d-tenants.csv", "name,slug,inhabitants\nMärkischer Kreis,mk,400000\n"),
        ];
        var report = (await books.Import(files)).Fine();
        Assert.Equal(0, report.MostWaiting);
        Assert.Equal(3 * Many + 3, report.Added);
        Assert.All((await books.Inventory()).Of(ItemKinds.Endpoint), it => Assert.NotNull(it.Content.Link(Fields.On)));
        var again = (await books.Import([.. files.Reverse()])).Fine();
        Assert.Equal((0, 0), (again.Added, again.Changed));

        static string Address(int at) => $$"""
            {"id":{{at + 1}},"url":"http://n/api/ipam/ip-addresses/{{at + 1}}/",
             "address":"10.0.0.{{at % 250}}/{{8 + at / 250}}",
             "assigned_object":{"device":{"id":{{at + 1}},"name":"d{{at}}" } } }
            """;
    }

    [Fact]
    public async Task Findings_come_in_the_order_of_the_users_files_in_whatever_order_they_are_read()
    {
        await using var books = await Books.On(Engine.Sqlite);
        Assert.Equal(
            [
                "a.csv:2:on inventory.reference-unknown", "b.csv:2:cores inventory.number",
                "c.csv:2:vid inventory.number",
            ],
            (await books.Import(("a.csv", "name,on,ports\nssh,nirgends,22\n"),
                ("b.csv", "name,site,cores\nx,Hemer,viele\n"), ("c.csv", "vid,name,site\nx,y,Hemer\n"))).Places());
    }

    [Fact]
    public async Task Files_in_the_alphabet_of_Windows_are_read_too()
    {
        await using var books = await Books.On(Engine.Sqlite);
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var bytes = Encoding.GetEncoding(1252).GetBytes("Objekt-Titel;SYSID;Einwohner\r\nGroßdorf;1;1.234\r\n");
        (await books.Import([InventoryFixture.File("mandanten.csv", bytes)])).Fine();
        Assert.Equal(1234L, (await books.Item(ItemKinds.Member, "Großdorf")).Content.Number(Fields.Inhabitants));
    }

    static Task<long> Length(Books books) => books.Database.Read(db => AuditTrail.Length(db, books.Body.AuditLog()));
}
