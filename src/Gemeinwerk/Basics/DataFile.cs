using Sylvan.Data.Csv;

namespace Gemeinwerk.Basics;

/// <summary>Data of the modules, embedded as CSV with a header; a file beside it says where it is from.</summary>
static class DataFile
{
    /// <summary>All rows of a file; <paramref name="map"/> reads the cells of one row by column name.</summary>
    /// <param name="separator">Between the cells; texts of data with commas in them stand between semicolons.</param>
    internal static List<T> Read<T>(string name, Func<Func<string, string>, T> map, char separator = ',')
    {
        var assembly = typeof(DataFile).Assembly;
        var resource = assembly.GetManifestResourceNames()
            .Single(resource => Path.GetFileName(resource) == name);
        using var stream = assembly.GetManifestResourceStream(resource)!;
        using var reader = CsvDataReader.Create(
            new StreamReader(stream), new CsvDataReaderOptions { Delimiter = separator });
        var rows = new List<T>();
        while (reader.Read()) rows.Add(map(column => reader.GetString(reader.GetOrdinal(column))));
        return rows;
    }
}
