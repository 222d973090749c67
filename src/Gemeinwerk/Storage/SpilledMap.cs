using Gemeinwerk.Basics;

namespace Gemeinwerk.Storage;

/// <summary>Half of a SHA-256. Two words, where a number of 128 bits would be aligned and so cost half as much again.
/// </summary>
public readonly record struct HashKey(long High, long Low);

/// <summary>
/// Numbers by hashes, in memory that stays the same however many there are: some ten thousand are held here, the rest
/// lies in a temporary file, which SQLite deletes as soon as it is open. A filter tells for nearly every hash that is
/// not in the file that it is not, without a look.
/// </summary>
public sealed class SpilledMap : IDisposable
{
    const int FilterBits = 1 << 24;

    readonly int mostHeld;
    readonly Dictionary<HashKey, long> held;
    readonly ulong[] filter = new ulong[FilterBits / 64];
    SpillFile? file;

    /// <param name="mostHeld">How many are held in memory, of 36 bytes each.</param>
    public SpilledMap(int mostHeld = 1 << 17)
    {
        Invariant.Holds(mostHeld > 0);
        this.mostHeld = mostHeld;
        held = new(mostHeld);
    }

    public long? Find(HashKey key)
    {
        if (held.TryGetValue(key, out var known)) return known;
        if (file is null || !IsMarked(key.High) || !IsMarked(key.Low)) return null;
        if (file.Find(key) is not { } found) return null;
        Set(key, found);
        return found;
    }

    public void Set(HashKey key, long number)
    {
        if (held.Count >= mostHeld && !held.ContainsKey(key)) Spill();
        held[key] = number;
    }

    public void Dispose() => file?.Dispose();

    void Spill()
    {
        file ??= new SpillFile();
        // In the order of the file, so that each of its pages is changed once.
        file.Write(held.OrderBy(it => it.Key.High).ThenBy(it => it.Key.Low));
        foreach (var key in held.Keys)
        {
            Mark(key.High);
            Mark(key.Low);
        }
        held.Clear();
    }

    void Mark(long half) => filter[BitOf(half) / 64] |= 1UL << (BitOf(half) % 64);

    bool IsMarked(long half) => (filter[BitOf(half) / 64] & (1UL << (BitOf(half) % 64))) != 0;

    static int BitOf(long half) => (int)(half & (FilterBits - 1));

    /// <summary>Not of this installation's data, and gone with the process: nothing of it is synchronised or undone.
    /// </summary>
    sealed class SpillFile : IDisposable
    {
        readonly nint database;
        readonly SqliteStatement find, set;

        internal SpillFile()
        {
            const int Mode = SqliteNative.OpenReadWrite | SqliteNative.OpenCreate | SqliteNative.OpenNoMutex;
            if (SqliteNative.Open("", out database, Mode, null) != SqliteNative.Ok)
            {
                throw DatabaseException.Of(database);
            }
            Execute("""
                pragma journal_mode = off;
                pragma synchronous = off;
                pragma cache_size = -4096;
                create table number (
                  high integer, low integer, value integer, primary key (high, low)) without rowid;
                """);
            find = new(database, "select value from number where high = ? and low = ?");
            set = new(database, "insert or replace into number (high, low, value) values (?, ?, ?)");
        }

        internal long? Find(HashKey key)
        {
            Bind(find, key);
            long? found = find.Step() ? find.Number() : null;
            find.Reset();
            return found;
        }

        internal void Write(IEnumerable<KeyValuePair<HashKey, long>> numbers)
        {
            Execute("begin");
            foreach (var (key, number) in numbers)
            {
                Bind(set, key);
                set.Bind(3, number);
                set.Step();
                set.Reset();
            }
            Execute("commit");
        }

        static void Bind(SqliteStatement statement, HashKey key)
        {
            statement.Bind(1, key.High);
            statement.Bind(2, key.Low);
        }

        void Execute(string sql)
        {
            if (SqliteNative.Execute(database, sql, 0, 0, 0) != SqliteNative.Ok) throw DatabaseException.Of(database);
        }

        public void Dispose()
        {
            find.Dispose();
            set.Dispose();
            _ = SqliteNative.Close(database);
        }
    }
}
