using System.Runtime.InteropServices;

namespace Gemeinwerk.Storage;

/// <summary>
/// The memory that SQLite takes from the C library. glibc gives threads heaps of their own, up to eight for each core,
/// and each keeps what was once used in it. A connection works on another thread with every request, so its pages and
/// statements leave their traces in all of them: under load they came to five times what SQLite held.
/// </summary>
static unsafe class NativeMemory
{
    const int ArenaMax = -8, Heaps = 2;

    /// <summary>Lets threads share few heaps, where the C library is one that makes many. To be called before many
    /// threads have asked for memory: heaps that exist stay.</summary>
    internal static void ShareHeaps()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libc.so.6", out var glibc)) return;
        if (!NativeLibrary.TryGetExport(glibc, "mallopt", out var mallopt)) return;
        _ = ((delegate* unmanaged<int, int, int>)mallopt)(ArenaMax, Heaps);
    }
}
