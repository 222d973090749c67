using System.Runtime.InteropServices;

namespace Gemeinwerk.Operating;

/// <summary>Makes sure that what was written outlives a power failure.</summary>
static partial class Durable
{
    internal static void Flush(string file)
    {
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>The entries of a folder: without this a file that was renamed may come back under its old
    /// name.</summary>
    internal static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var handle = Open(folder, 0);
        if (handle < 0) throw new IOException($"Ordner {folder}: {Marshal.GetLastPInvokeErrorMessage()}");
        var code = Sync(handle);
        _ = Close(handle);
        if (code != 0) throw new IOException($"Ordner {folder}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
