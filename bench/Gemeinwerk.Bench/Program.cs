using System.Globalization;
using System.Text.Json;
using Gemeinwerk.Bench;
using Gemeinwerk.Bench.Load;

if (args is ["measure", var name, var address, var number])
{
    var measured = await Measurements.Run(name, address, long.Parse(number, CultureInfo.InvariantCulture));
    Console.WriteLine(JsonSerializer.Serialize(measured));
    return 0;
}

if (args is ["serve", var served, var keyFolder])
{
    await LoadServer.Serve(served, keyFolder);
    return 0;
}

var (scale, rounds, only, output) = (1.0, 3, new HashSet<string>(), "");
for (var i = 0; i + 1 < args.Length; i += 2)
{
    switch (args[i])
    {
        case "--scale": scale = double.Parse(args[i + 1], CultureInfo.InvariantCulture); break;
        case "--rounds": rounds = int.Parse(args[i + 1], CultureInfo.InvariantCulture); break;
        case "--only": only.UnionWith(args[i + 1].Split(',')); break;
        case "--output": output = args[i + 1]; break;
        default:
            Console.Error.WriteLine($"Unknown option: {args[i]}");
            return 2;
    }
}

var folder = Directory.CreateTempSubdirectory("gemeinwerk-bench-").FullName;
try
{
    var server = Environment.GetEnvironmentVariable("GEMEINWERK_BENCH_POSTGRES");
    var load = Machine.Load();
    var all = new Rounds(folder, server, scale, rounds, what => only.Count == 0 || only.Contains(what));
    await all.Run();
    var text = Results.Text(all, scale, rounds, load);
    Console.WriteLine(text);
    if (output.Length > 0) File.WriteAllText(output, text);
    return 0;
}
finally
{
    Directory.Delete(folder, recursive: true);
}
