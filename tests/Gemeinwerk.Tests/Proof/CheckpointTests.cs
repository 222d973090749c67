namespace Gemeinwerk.Tests.Proof;

/// <summary>Checkpoints kept outside, against journals and against each other.</summary>
public sealed class CheckpointTests : IDisposable
{
    static readonly Signer Signer = new("gemeinwerk/sit");
    static readonly byte[][] Leaves = [.. MergerCase.Sit.Entries.Select(MergerCase.Sit.Leaf)];
    readonly Checker checker = new();

    public void Dispose() => checker.Dispose();

    [Fact]
    public void A_journal_agrees_with_its_checkpoints_of_any_size()
    {
        var text = string.Concat(MergerCase.Sit.Journal().Select(line => line + "\n"));
        var journal = checker.Write("journal.jsonl", text);
        for (var size = 0; size <= 6; size++)
        {
            var note = checker.Write($"note{size}", Signer.Checkpoint(MergerCase.Sit, size));
            var answer = Checker.Run("journal", journal, "--checkpoint", note, "--key", Signer.VerifierKey);
            Assert.True(answer.Exit == 0, answer.Text);
            Assert.Equal(3, Checker.Run("journal", journal, "--checkpoint", note).Exit);
        }
        Assert.Equal(3, Checker.Run("journal", journal).Exit);
        Assert.Equal(1, Checker.Run("journal", journal, "--checkpoint", checker.Path("note2"),
            "--key", new Signer("gemeinwerk/kdz").VerifierKey).Exit);
    }

    [Fact]
    public void Items_and_assets_beside_a_journal_are_checked_too()
    {
        var files = new MergerCase().Files;
        string Put(string name, string from = "\n", string to = "") => checker.Write(name, string.Concat(
            files[name].Select(line => line.Replace(from, to, StringComparison.Ordinal) + "\n")));
        string[] all = ["journal", Put("journal-kdz.jsonl"), Put("items-kdz.jsonl"), Put("assets-kdz.jsonl")];
        Assert.Contains("PASS       4", Checker.Run(all).Text, StringComparison.Ordinal);
        Put("items-kdz.jsonl", "\"open\":1200", "\"open\":1201");
        var answer = Checker.Run(all);
        Assert.True(answer.Exit == 1 && answer.Names("items-kdz.jsonl", 2), answer.Text);
        Assert.Contains("fehlt: das Journal der Körperschaft citk", Checker.Run(
            "journal", all[1], Put("items-citk.jsonl")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rewritten_or_shortened_journal_is_found_by_a_checkpoint()
    {
        var lines = MergerCase.Sit.Journal();
        var changed = MergerCase.Sit.Entries[0] with { Text = "geändert" };
        lines[1] = MergerCase.Sit.Line(changed);
        var journal = checker.Write("journal.jsonl", string.Concat(lines.Select(line => line + "\n")));
        var note = checker.Write("note", Signer.Checkpoint(MergerCase.Sit, 2));
        var answer = Checker.Run("journal", journal, "--checkpoint", note, "--key", Signer.VerifierKey);
        Assert.Equal(1, answer.Exit);
        Assert.True(answer.Says("bis Buchung 2 hat das Journal der sit nicht die Wurzel"), answer.Text);

        lines = [.. MergerCase.Sit.Journal().Take(2)];
        lines[0] = lines[0].Replace("\"entries\":6", "\"entries\":1", StringComparison.Ordinal);
        journal = checker.Write("journal.jsonl", string.Concat(lines.Select(line => line + "\n")));
        answer = Checker.Run("journal", journal, "--checkpoint", note, "--key", Signer.VerifierKey);
        Assert.Equal(1, answer.Exit);
        Assert.True(answer.Says("das Journal endet bei Buchung 1"), answer.Text);
    }

    [Fact]
    public void A_proof_shows_that_one_checkpoint_continues_the_other()
    {
        for (var size = 0; size <= 6; size++)
        {
            var older = checker.Write("old", Signer.Checkpoint(MergerCase.Sit, size));
            var newer = checker.Write("new", Signer.Checkpoint(MergerCase.Sit, 6));
            var hashes = size == 0 ? [] : PlainTree.Consistency(size, Leaves);
            var proof = checker.Write("proof", "gemeinwerk-consistency/1\n"
                + string.Concat(hashes.Select(hash => Convert.ToBase64String(hash) + "\n")));
            string[] args = ["checkpoint", older, newer, "--proof", proof, "--key", Signer.VerifierKey];
            Assert.True(Checker.Run(args) is { Exit: 0 });
            checker.Write("proof", "gemeinwerk-consistency/1\n"
                + string.Concat(hashes.Append(Leaves[0]).Select(hash => Convert.ToBase64String(hash) + "\n")));
            Assert.Equal(1, Checker.Run(args).Exit);
            checker.Write("proof", "gemeinwerk-consistency/1\n!\n");
            Assert.Equal(1, Checker.Run(args).Exit);
        }
    }

    [Fact]
    public void A_proof_shows_that_an_entry_stands_in_a_checkpoint()
    {
        var note = checker.Write("note", Signer.Checkpoint(MergerCase.Sit, 6));
        for (var at = 0; at < 6; at++)
        {
            var path = PlainTree.Path(at, Leaves).Select(hash => Convert.ToBase64String(hash) + "\n");
            var text = $"gemeinwerk-inclusion/1\nindex {at}\nsize 6\nleaf {Convert.ToBase64String(Leaves[at])}\n"
                + string.Concat(path);
            string[] args = ["inclusion", note, "--proof", checker.Write("proof", text), "--key", Signer.VerifierKey];
            Assert.Equal(0, Checker.Run(args).Exit);
            checker.Write("proof", text.Replace($"index {at}", $"index {(at + 1) % 6}", StringComparison.Ordinal));
            Assert.Equal(1, Checker.Run(args).Exit);
            checker.Write("proof", text.Replace("size 6", "size 5", StringComparison.Ordinal));
            Assert.Equal(1, Checker.Run(args).Exit);
        }
    }
}
