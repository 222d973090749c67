using System.CommandLine;
using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Cli.Commands;

/// <summary><c>gemeinwerk checkpoint …</c>: signed lengths and roots of a journal, to be kept outside.</summary>
static class CheckpointCommands
{

    internal static Command Create() => new(
        "checkpoint", "unterschriebene Stände des Journals, zum Aufbewahren außerhalb")
    {
        CreateOne(), Show(), Key(), CheckpointVerifyCommand.Create(), ProveInclusion(), ProveConsistency(),
    };

    static Command CreateOne()
    {
        var command = new Command("create", "unterschreibt den jetzigen Stand")
        {
            ChartCommands.BodyCode, OutFile.Out, OutFile.Force,
        };
        Shell.Run(command, async (shell, parsed) =>
        {
            var made = await shell.Act(async Task<Result<SignedCheckpoint>> (work) =>
            {
                var opened = await Book.Open(work, parsed.GetRequiredValue(ChartCommands.BodyCode));
                if (!opened.Ok(out var book, out var why)) return why;
                if (!SigningKey.Of(book.Body).Ok(out var key, out why)) return why;
                return await Checkpoints.Create(work, book, key);
            });
            return made.Ok(out var checkpoint, out var refused)
                ? Answer(shell, parsed, checkpoint)
                : shell.Refused(refused);
        });
        return command;
    }

    static Command Show()
    {
        var size = Inputs.OptionalNumber("--size", "Anzahl der Buchungen; sonst der letzte");
        var command = new Command("show", "zeigt einen aufbewahrten Checkpoint")
        {
            ChartCommands.BodyCode, size, OutFile.Out, OutFile.Force,
        };
        Shell.Run(command, async (shell, parsed) =>
        {
            var found = await Reading(shell, parsed, async Task<Result<SignedCheckpoint>> (db, body) =>
            {
                var all = await Checkpoints.All(db, body);
                var found = parsed.GetValue(size) is { } wanted
                    ? all.Find(kept => kept.Checkpoint.Size == wanted)
                    : all.LastOrDefault();
                return found is not null
                    ? found
                    : new Rejection("ledger.checkpoint-unknown", "Diesen Checkpoint gibt es nicht.");
            });
            return found.Ok(out var checkpoint, out var why) ? Answer(shell, parsed, checkpoint) : shell.Refused(why);
        });
        return command;
    }

    static Command Key()
    {
        var command = new Command("key", "zeigt den öffentlichen Schlüssel") { ChartCommands.BodyCode };
        Shell.Run(command, async (shell, parsed) =>
        {
            var found = await Reading(shell, parsed, (_, body) => Task.FromResult(SigningKey.VerifierOf(body)));
            if (!found.Ok(out var key, out var why)) return shell.Refused(why);
            var text = key.ToString();
            return shell.Done(new { key = text, folder = SigningKey.Folder }, text);
        });
        return command;
    }

    static Command ProveInclusion()
    {
        var number = Inputs.Number<long>("ENTRY_NO", "Nummer der Buchung");
        var size = Inputs.OptionalNumber("--size", "Größe des Checkpoints; sonst die jetzige");
        var command = new Command("prove-inclusion", "schreibt den Beweis, dass eine Buchung im Journal steht")
        {
            number, ChartCommands.BodyCode, size, OutFile.Out, OutFile.Force,
        };
        Shell.Run(command, async (shell, parsed) =>
        {
            var proof = await Reading(shell, parsed, async Task<Result<string>> (db, body) =>
            {
                var no = parsed.GetValue(number);
                if (await Entries.Find(db, body, no) is not { } entry)
                {
                    return new Rejection("ledger.entry-unknown", $"Die Buchung Nr. {no} gibt es nicht.");
                }
                var length = parsed.GetValue(size) ?? await Checkpoints.Length(db, body);
                var path = await MerkleLog.Inclusion(db, body.Id, no - 1, length);
                if (!path.Ok(out var hashes, out var why)) return why;
                return MerkleProof.InclusionFile(no - 1, length, entry.LeafHash, hashes);
            });
            return Answer(shell, parsed, proof);
        });
        return command;
    }

    static Command ProveConsistency()
    {
        var from = Inputs.NumberOption<long>("--from", "Größe des älteren Checkpoints");
        var to = Inputs.OptionalNumber("--to", "Größe des neueren; sonst die jetzige");
        const string Says = "schreibt den Beweis, dass ein Checkpoint den anderen fortschreibt";
        var command = new Command("prove-consistency", Says)
        {
            ChartCommands.BodyCode, from, to, OutFile.Out, OutFile.Force,
        };
        Shell.Run(command, async (shell, parsed) =>
        {
            var proof = await Reading(shell, parsed, async Task<Result<string>> (db, body) =>
            {
                var length = parsed.GetValue(to) ?? await Checkpoints.Length(db, body);
                var made = await MerkleLog.Consistency(db, body.Id, parsed.GetValue(from), length);
                return made.Ok(out var hashes, out var why) ? MerkleProof.ConsistencyFile(hashes) : why;
            });
            return Answer(shell, parsed, proof);
        });
        return command;
    }

    internal static Task<Result<T>> Reading<T>(
        Shell shell, ParseResult parsed, Func<Session, Body, Task<Result<T>>> read) =>
        shell.Database.Read(async Task<Result<T>> (db) =>
            (await Bodies.Find(db, parsed.GetRequiredValue(ChartCommands.BodyCode))).Ok(out var body, out var why)
                ? await read(db, body)
                : why);

    static int Answer(Shell shell, ParseResult parsed, SignedCheckpoint checkpoint) =>
        Write(shell, parsed, checkpoint.Note, new
        {
            checkpoint.Checkpoint.Origin,
            checkpoint.Checkpoint.Size,
            checkpoint.Checkpoint.Root,
            checkpoint.Note,
        });

    static int Answer(Shell shell, ParseResult parsed, Result<string> proof) =>
        proof.Ok(out var text, out var why) ? Write(shell, parsed, text, new { proof = text }) : shell.Refused(why);

    static int Write(Shell shell, ParseResult parsed, string text, object json)
    {
        if (!OutFile.Of(parsed).Ok(out var path, out var why)) return shell.Refused(why);
        if (path is null) return shell.Done(json, text.TrimEnd('\n'));
        File.WriteAllText(path, text);
        return shell.Done(json, $"In {path} geschrieben.");
    }
}
