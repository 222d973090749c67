using System.Diagnostics;
using System.Text;
using Gemeinwerk.Merger;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;

namespace Gemeinwerk.Tests.Merger;

/// <summary>The command line from mapping to undo, as a process of its own.</summary>
public class MergerCommandTests
{
    public static TheoryData<Engine> Engines => Databases.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task A_merger_from_mapping_to_undo(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        using var folder = new TemporaryFolder();
        const string Code = "zweitplan";
        Task<(int Exit, string Text)> Merger(params string[] arguments) => Run(world, ["merger", .. arguments]);

        await Refused(Merger("create", Code, "--form", "Eingliederung", "--target", "sit", "--source", "nrw",
            "--effective", "2018-01-01"), "ledger.body-unknown");
        await Refused(Merger("create", Code, "--form", "Eingliederung", "--target", "sit", "--source", "kdz",
            "--effective", "31.02.2018"), "„31.02.2018“ ist kein Tag");
        await Done(Merger("create", Code, "--form", "Eingliederung", "--target", "sit", "--source", "kdz", "--source",
            "ckm", "--effective", "01.01.2018"), "angelegt");
        await Refused(Merger("plan", Code), "merger.unmapped");
        await Refused(Merger("run", Code), "nichts wurde geschrieben");
        await Refused(Merger("certificate", Code), "merger.not-executed");
        await Done(Merger("map", "suggest", Code), "0 zu entscheiden");
        await Done(Merger("map", "set", Code, "account", "kdz", "1811", "9999"), "kdz 1811 wird 9999");
        await Refused(Merger("plan", Code), "merger.target-unknown");
        await Done(Merger("map", "set", Code, "account", "kdz", "1811", "1811"), "kdz 1811 wird 1811");
        await Refused(Merger("map", "set", Code, "konto", "kdz", "1811", "1811"), "cli.mapping-kind");
        await Done(Merger("plan", Code), "Der Fusion steht nichts entgegen");
        await Done(Merger("dry-run", Code, "--out", folder.Path), "Probelauf gelungen");
        await Refused(Merger("dry-run", Code, "--out", folder.Path), "cli.out-exists");
        await Done(Merger("dry-run", Code, "--out", folder.Path, "--force"), "Probelauf gelungen");
        await Done(Merger("run", Code), "Die Fusion ist vollzogen");
        await Done(Merger("run", Code), "schon vollzogen");
        await Done(Merger("certificate", Code, "--out", folder.Path), "key.txt");
        var answer = MergerWorld.CheckFolder(folder.Path);
        Assert.True(answer.Exit == 0, answer.Text);
        await Done(Merger("resolve", "item", "ckm", "R-1"), "sit ckm:R-1");
        await Done(Merger("undo", Code), "rückgängig gemacht");
        await Refused(Merger("undo", Code), "merger.not-executed");
        await Refused(Merger("run", "nie"), "merger.unknown");
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Inventories_from_proposals_to_old_keys(Engine engine)
    {
        await using var world = await InventoryMergerTests.Small(engine, isDecided: false);
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "bestand.csv");
        Task<(int Exit, string Text)> Inventory(params string[] arguments) =>
            Run(world, ["merger", "inventory", arguments[0], MergerWorld.Code, .. arguments[1..]]);

        await Done(Inventory("suggest"), "esx1-kdz");
        await Refused(Run(world, "merger", "run", MergerWorld.Code), "merger.inventory-clash");
        await Done(Inventory("accept"), "3 Vorschläge angenommen");
        await Done(Inventory("show"), "Seriennummer");
        await Done(Inventory("export", "--out", file), "bestand.csv");
        await Done(Inventory("import", file), "0 neu oder geändert");
        await Refused(Inventory("set", "kdz", "999", "retired"), "merger.inventory-decision");
        await Refused(Inventory("set", "kdz", "1", "joined", "--target", "hier"), "merger.inventory-address");
        await Done(Inventory("set", "kdz", "1", "moved"), "übernommen");
        await Done(Inventory("remove", "kdz", "1"), "zurückgenommen");
        await Done(Run(world, "merger", "plan", MergerWorld.Code), "Bestand der kdz: ");
        await Done(Run(world, "merger", "debt", MergerWorld.Code), "nach Plan");
        await Done(Run(world, "merger", "run", MergerWorld.Code), "vollzogen");
        await Done(Run(world, "merger", "resolve", "inventory", "kdz", "1"), "sit ");
        await Done(Run(world, "merger", "debt", MergerWorld.Code), "heute");
        await Done(Run(world, "export", "inventory", "--body", "sit"), "gemeinwerk-inventory/1");
        await Refused(Inventory("show"), "merger.executed");
        await using var empty = await MergerTests.Example(engine);
        await Refused(Run(empty, "merger", "inventory", "show", MergerWorld.Code), "merger.inventory-empty");
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_mapping_goes_out_as_csv_and_comes_back(Engine engine)
    {
        await using var world = await MergerTests.Example(engine);
        using var folder = new TemporaryFolder();
        await world.Map(MappingKind.Item, "kdz", "R-1", "=Posten; \"neu\"");
        var file = Path.Combine(folder.Path, "mapping.csv");
        await Done(Run(world, "merger", "map", "export", MergerWorld.Code, "--out", file), "mapping.csv");
        var lines = await Lines(world);
        await Done(Run(world, "merger", "map", "import", MergerWorld.Code, file), "0 neu oder geändert");
        Assert.Equal(lines, await Lines(world));

        foreach (var (row, code) in new[]
        {
            ("konto,kdz,1811,1811,", "merger.mapping-kind"), ("account,kdz,,1811,", "import.text"),
            ("account,nrw,1811,1811,", "merger.mapping"), ("account,kdz,1811,18\0011,", "import.nul"),
            ("account,kdz,1811," + new string('1', 70) + ",", "merger.mapping"),
        })
        {
            await File.WriteAllTextAsync(file, "kind,source_body,source,target,reason\n"
                + "product,kdz,0111,NEU=0999,gut\n" + row + "\n");
            await Refused(Run(world, "merger", "map", "import", MergerWorld.Code, file), code);
            Assert.Equal(lines, await Lines(world));
        }
        await File.WriteAllTextAsync(file, "kind;source_body;source;target;reason\r\n"
            + "product;kdz;0111;NEU=0999;\"mit; und\nZeile\"\r\nproduct;ckm;0111;;offen\r\n");
        await Done(Run(world, "merger", "map", "import", MergerWorld.Code, file), "1 neu oder geändert");
        await Refused(Run(world, "merger", "map", "import", MergerWorld.Code, file + ".fehlt"), "cli.file");
    }

    static Task<List<MappingLine>> Lines(MergerWorld world) => world.Database.Read(async db =>
        await Mappings.All(db, (await Mergers.Find(db, MergerWorld.Code)).Expect()));

    static async Task Done(Task<(int Exit, string Text)> run, string says) => await Refused(run, says, exit: 0);

    static async Task Refused(Task<(int Exit, string Text)> run, string says, int exit = 2)
    {
        var (code, text) = await run;
        Assert.True(code == exit, $"{code}: {text}");
        Assert.Contains(says, text, StringComparison.Ordinal);
    }

    static async Task<(int Exit, string Text)> Run(MergerWorld world, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["GEMEINWERK_KEYS"] = MergerWorld.Keys;
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Gemeinwerk.Cli.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.ArgumentList.Add("--db");
        start.ArgumentList.Add(world.Address);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var text = await process.StandardOutput.ReadToEndAsync() + await error;
        await process.WaitForExitAsync();
        return (process.ExitCode, text);
    }
}
