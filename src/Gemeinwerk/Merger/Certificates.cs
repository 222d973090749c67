using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Merger;

/// <summary>The certificates of mergers, as they were signed when the merger was executed.</summary>
public static class Certificates
{
    /// <summary>The signed certificate of the last run.</summary>
    public static Task<string> Stored(Session db, MergerCase merger) => db.One($"""
        select certificate from merger_certificate
        where body_id = {merger.Target.Id} and merger_id = {merger.Id} and run_no = {merger.RunNo}
        """, row => row.Text());

    /// <summary>Signs with the key of the target, as checkpoints are signed.</summary>
    internal static Result<string> Sign(Body target, string text) =>
        SigningKey.Of(target).Ok(out var key, out var why) ? SignedNote.Sign(text, key).Note : why;
}
