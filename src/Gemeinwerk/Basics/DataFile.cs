using Sylvan.Data.Csv;

namespace Gemeinwerk.Nkf;

/// <summary>
/// The frameworks' data, embedded as CSV with a header; <c>Data/nkf-sources.md</c> says where it is from.
/// </summary>
static class DataFile
{
    /// <summary>All rows of a file; <paramref name="map"/> reads the cells of one row by column name.</summary>
    internal static List<T> Read<T>(string name, Func<Func<string, string>, T> map)
    {
        var assembly = typeof(DataFile).Assembly;
        var resource = assembly.GetManifestResourceNames()
            .Single(resource => Path.GetFileName(resource) == name);
        using var stream = assembly.GetManifestResourceStream(resource)!;
        using var reader = CsvDataReader.Create(new StreamReader(stream));
        var rows = new List<T>();
        while (reader.Read()) rows.Add(map(column => reader.GetString(reader.GetOrdinal(column))));
        return rows;
    }
}
