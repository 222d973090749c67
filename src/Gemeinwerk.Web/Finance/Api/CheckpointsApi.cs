using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;
using Gemeinwerk.Web.Api;
using Gemeinwerk.Web.Frame;

namespace Gemeinwerk.Web.Finance.Api;

/// <summary>A signed checkpoint of the journal.</summary>
/// <param name="Size">How many entries it covers.</param>
/// <param name="Root">Root of the Merkle tree, base 64.</param>
/// <param name="Note">The signed note, to be kept outside.</param>
public sealed record ApiCheckpoint(long Size, string Root, string Note)
{
    internal static ApiCheckpoint Of(SignedCheckpoint it) =>
        new(it.Checkpoint.Size, Convert.ToBase64String(it.Checkpoint.Root), it.Note);
}

/// <summary>A checkpoint that somebody kept outside.</summary>
/// <param name="Note">The signed note as it was given out.</param>
/// <param name="Key">The public key to trust; the one of this installation where it is missing.</param>
public sealed record KeptNote(string Note, string? Key = null);

/// <summary>Whether the log still begins with what a checkpoint states.</summary>
/// <param name="Holds">It does.</param>
/// <param name="Reason">One or two German sentences.</param>
/// <param name="Size">The checkpoint's length, 0 where it could not be read.</param>
/// <param name="Now">The journal's length.</param>
public sealed record ApiCheckpointAnswer(bool Holds, string Reason, long Size, long Now);

/// <summary>Checkpoints, to keep outside and to check the journal with later.</summary>
static class CheckpointsApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes = routes.MapGroup("").WithTags("Checkpoints");
        routes.MapGet("/checkpoints", List).Lists<ApiCheckpoint>("listCheckpoints",
            "All that were signed, shortest first.");
        routes.MapPost("/checkpoints", Create).Does<ApiCheckpoint>("createCheckpoint",
            "Signs the journal as it is now.", CheckpointsPage.Creators);
        routes.MapPost("/checkpoints/check", Check).Previews<KeptNote, ApiCheckpointAnswer>("checkCheckpoint",
            "Whether the journal still begins with what a checkpoint states that was kept outside.", BodyRoles.Staff);
        routes.MapGet("/checkpoints/{size:long}/note", Note).ReadsFile("getCheckpointNote",
            "The signed note of a checkpoint (C2SP tlog-checkpoint).", "text/plain");
        routes.MapGet("/checkpoints/{size:long}/consistency", Consistency).ReadsFile("getCheckpointConsistency",
            "The proof that the last checkpoint continues this one.", "text/plain");
    }

    static Task<IResult> List(Visit visit, string? after, int? limit) => Lists.Of(
        visit, new(after, limit), async db => (await Checkpoints.All(db, visit.Body)).Select(ApiCheckpoint.Of),
        it => $"{it.Size:D19}");

    static Task<IResult> Create(Visit visit) => Acts.Do(visit, async Task<Result<Made<ApiCheckpoint>>> (
        Work work, Book book) =>
    {
        if (!SigningKey.Of(book.Body).Ok(out var key, out var why)) return why;
        return (await Checkpoints.Create(work, book, key)).Ok(out var made, out why)
            ? new Made<ApiCheckpoint>(ApiCheckpoint.Of(made), $"{visit.Api()}/checkpoints/{made.Checkpoint.Size}/note")
            : why;
    });

    static async Task<IResult> Check(Visit visit)
    {
        if (!(await Sent.Json<KeptNote>(visit.Http)).Ok(out var sent, out var why)) return Problems.Of(why);
        var trusted = sent.Key is { } text ? VerifierKey.Parse(text) : SigningKey.VerifierOf(visit.Body);
        if (!trusted.Ok(out var key, out why)) return Problems.Of(why);
        return await Answers.Read(visit, async Task<Result<ApiCheckpointAnswer>> (db) =>
        {
            var it = await CheckpointCheck.Run(db, visit.Body, sent.Note, key);
            return new ApiCheckpointAnswer(it.Holds, it.Reason, it.Size, it.Now);
        });
    }

    static async Task<IResult> Note(Visit visit, long size) =>
        (await visit.Read(db => Checkpoints.All(db, visit.Body))).Find(it => it.Checkpoint.Size == size) is { } found
            ? Answers.Text(found.Note, $"{visit.Body.Code}-{size}.checkpoint")
            : Problems.Of(Problems.NotFound);

    static async Task<IResult> Consistency(Visit visit, long size)
    {
        var kept = await visit.Read(db => Checkpoints.All(db, visit.Body));
        if (!kept.Exists(it => it.Checkpoint.Size == size)) return Problems.Of(Problems.NotFound);
        var last = kept[^1].Checkpoint.Size;
        var proof = await visit.Read(db => MerkleLog.Consistency(db, visit.Body.Id, size, last));
        return proof.Ok(out var hashes, out var why)
            ? Answers.Text(MerkleProof.ConsistencyFile(hashes), $"{visit.Body.Code}-{size}-{last}.proof")
            : Problems.Of(why);
    }
}
