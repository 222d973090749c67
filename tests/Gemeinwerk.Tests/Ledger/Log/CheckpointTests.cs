using System.Text;
using Gemeinwerk.Ledger;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Tests.Fixtures;
using Gemeinwerk.Tests.Ledger.Verification;

namespace Gemeinwerk.Tests.Ledger.Log;

public sealed class CheckpointTests : IDisposable
{
    readonly string keys = Directory.CreateTempSubdirectory("gemeinwerk-keys-").FullName;

    public void Dispose() => Directory.Delete(keys, recursive: true);

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_checkpoint_is_what_a_second_implementation_reads(Engine engine)
    {
        await using var books = await Books.On(engine);
        await LogBooks.Post(books, 3);
        var key = SigningKey.Of(books.Body, keys).Expect();
        var made = (await books.Act((work, book) => Checkpoints.Create(work, book, key))).Expect();
        var leaves = await LogBooks.Leaves(books);

        var read = SecondCheckpoint.Read(Encoding.UTF8.GetBytes(made.Note), key.Verifier.ToString());
        Assert.NotNull(read);
        Assert.Equal("gemeinwerk/testverband", read.Value.Origin);
        Assert.Equal(3UL, read.Value.Size);
        Assert.Equal(SecondTree.Root(leaves), read.Value.Root);

        var note = Encoding.UTF8.GetBytes(made.Note);
        for (var bit = 0; bit < note.Length * 8; bit++)
        {
            var changed = note.ToArray();
            changed[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.Null(SecondCheckpoint.Read(changed, key.Verifier.ToString()));
        }
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_kept_checkpoint_holds_as_the_journal_grows_and_no_bit_of_it_may_change(Engine engine)
    {
        await using var books = await Books.On(engine);
        await LogBooks.Post(books, 300);
        var key = SigningKey.Of(books.Body, keys).Expect();
        var kept = (await books.Act((work, book) => Checkpoints.Create(work, book, key))).Expect();
        await LogBooks.Post(books, 250);

        Task<CheckpointAnswer> Check(string note) =>
            books.Database.Read(db => CheckpointCheck.Run(db, books.Body, note, key.Verifier));
        Assert.True((await Check(kept.Note)).Holds);
        Assert.Equal(kept.Checkpoint, (await books.Database.Read(db => Checkpoints.At(db, books.Body, 300))).Expect());
        for (var i = 0; i < kept.Note.Length; i++)
        {
            var changed = kept.Note.ToCharArray();
            changed[i] = (char)(changed[i] ^ 1);
            Assert.False((await Check(new string(changed))).Holds, $"{i}");
        }
        var other = SigningKey.Of(books.Body, Path.Combine(keys, "other")).Expect();
        var forged = SignedNote.Sign(kept.Checkpoint.Text(), other).Note;
        Assert.Contains("Unterschrift", (await Check(forged)).Reason, StringComparison.Ordinal);
        var invented = SignedNote.Sign((kept.Checkpoint with { Root = new byte[32] }).Text(), key).Note;
        Assert.Contains("verändert", (await Check(invented)).Reason, StringComparison.Ordinal);
        var longer = SignedNote.Sign((kept.Checkpoint with { Size = 999 }).Text(), key).Note;
        Assert.Contains("fehlen Buchungen", (await Check(longer)).Reason, StringComparison.Ordinal);
        Assert.Equal("ledger.checkpoint-key",
            (await books.Act((work, book) => Checkpoints.Create(work, book, other))).Rejection?.Code);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task An_amount_changed_behind_the_hashes_does_not_pass_a_kept_checkpoint(Engine engine)
    {
        await using var books = await Books.On(engine);
        await LogBooks.Post(books, 30);
        var key = SigningKey.Of(books.Body, keys).Expect();
        var kept = (await books.Act((work, book) => Checkpoints.Create(work, book, key))).Expect();
        await Corruption.Unlock(books);
        await Corruption.Script(books, "update ledger_posting set amount = amount * 2 where entry_no = 7");

        var answer = await books.Database.Read(db => CheckpointCheck.Run(db, books.Body, kept.Note, key.Verifier));
        Assert.False(answer.Holds);
        Assert.Contains("ledger_entry 7", answer.Reason, StringComparison.Ordinal);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Roots_and_proofs_are_those_of_the_rfc_at_every_length(Engine engine)
    {
        await using var books = await Books.On(engine);
        await LogBooks.Post(books, 777);
        var leaves = await LogBooks.Leaves(books);
        var random = new Random(6962);
        for (var run = 0; run < 150; run++)
        {
            var second = random.Next(1, leaves.Length + 1);
            var first = run % 3 == 0 ? 256 * random.Next(0, second / 256 + 1) : random.Next(0, second + 1);
            var index = random.Next(0, second);
            var (root, path, proof) = await books.Database.Read(async db => (
                (await MerkleLog.Root(db, books.Body.Id, second)).Expect(),
                (await MerkleLog.Inclusion(db, books.Body.Id, index, second)).Expect(),
                (await MerkleLog.Consistency(db, books.Body.Id, first, second)).Expect()));

            var tree = leaves.AsSpan(0, second);
            Assert.Equal(SecondTree.Root(tree), root);
            Assert.Equal(SecondTree.Path(index, tree), path);
            Assert.Equal(SecondTree.Proof(first, tree), proof);
            var older = SecondTree.Root(tree[..first]);
            Assert.True(MerkleProof.IsIncluded(index, second, leaves[index], path, root));
            Assert.True(MerkleProof.IsConsistent(first, older, second, root, proof));
            Assert.False(MerkleProof.IsConsistent(first, [.. older.Reverse()], second, root, proof));
            Assert.False(MerkleProof.IsIncluded(index, second, [.. leaves[index].Reverse()], path, root));
            Assert.False(MerkleProof.IsIncluded(index, second, leaves[index], [.. path, root], root));
        }
        Assert.Equal("ledger.checkpoint-size",
            (await books.Database.Read(db => MerkleLog.Root(db, books.Body.Id, 778))).Rejection?.Code);
    }

    [Fact]
    public void A_key_is_made_once_and_readable_by_its_owner_only()
    {
        var body = new Body(new(1), "kdz", "KDZ", BodyKind.Association, Framework.Nkf);
        var first = SigningKey.Of(body, keys).Expect().Verifier.ToString();
        Assert.Equal(first, SigningKey.Of(body, keys).Expect().Verifier.ToString());
        Assert.Equal(first, VerifierKey.Parse(first).Expect().ToString());
        Assert.StartsWith("gemeinwerk/kdz+", first, StringComparison.Ordinal);
        var file = Path.Combine(keys, "kdz.key");
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
        var text = File.ReadAllText(file);
        File.WriteAllText(file, text.Replace("gemeinwerk/kdz", "gemeinwerk/xyz", StringComparison.Ordinal));
        Assert.Equal("ledger.signing-key", SigningKey.Of(body, keys).Rejection?.Code);
    }
}
