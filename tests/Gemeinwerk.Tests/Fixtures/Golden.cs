namespace Gemeinwerk.Tests.Fixtures;

/// <summary>
/// Files that hold what a test expects; <c>GEMEINWERK_UPDATE_GOLDEN=1</c> rewrites those that differ.
/// </summary>
static class Golden
{
    static readonly bool update = Environment.GetEnvironmentVariable("GEMEINWERK_UPDATE_GOLDEN") == "1";

    /// <summary>Compares with a file in the repository; line ends are LF.</summary>
    internal static void Same(string path, string actual)
    {
        actual = actual.ReplaceLineEndings("\n");
        var expected = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        if (expected == actual) return;
        if (!update)
        {
            Assert.Fail($"""
                {Path.GetRelativePath(Repository.Root, path)} is stale.
                If the change is wanted: GEMEINWERK_UPDATE_GOLDEN=1 ./test
                {FirstDifference(expected.Split('\n'), actual.Split('\n'))}
                """);
        }
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, actual);
    }

    static string FirstDifference(string[] expected, string[] actual)
    {
        var at = 0;
        while (at < expected.Length && at < actual.Length && expected[at] == actual[at]) at++;
        return $"line {at + 1}\n- {expected.ElementAtOrDefault(at)}\n+ {actual.ElementAtOrDefault(at)}";
    }
}
