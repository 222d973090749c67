using Gemeinwerk.Basics;

namespace Gemeinwerk.Ledger.Exports;

/// <summary>Files that are there whole or not at all: written beside their place, then moved there.</summary>
public static class NewFile
{
    public static async Task<Result<T>> Write<T>(string path, Func<Stream, Task<Result<T>>> write)
    {
        var draft = Draft(path);
        try
        {
            Result<T> result;
            await using (var file = new FileStream(draft, FileMode.CreateNew, FileAccess.Write))
            {
                result = await write(file);
                file.Flush(flushToDisk: true);
            }
            if (result.Rejection is null) File.Move(draft, path, overwrite: true);
            return result;
        }
        finally
        {
            File.Delete(draft);
        }
    }

    public static void Write(string path, string text)
    {
        var draft = Draft(path);
        try
        {
            File.WriteAllText(draft, text);
            File.Move(draft, path, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    static string Draft(string path) => $"{path}.{Guid.NewGuid():N}.part";
}
