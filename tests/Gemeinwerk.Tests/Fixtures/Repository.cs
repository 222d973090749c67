namespace Gemeinwerk.Tests.Fixtures;

/// <summary>Where the source lies that these tests were built from.</summary>
public static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    static string Find(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Gemeinwerk.slnx"))) return at.FullName;
        }
        throw new InvalidOperationException("The tests run outside of the repository.");
    }
}
