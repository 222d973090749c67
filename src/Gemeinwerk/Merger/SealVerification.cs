using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Verification;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Merger;

/// <summary>
/// A book is sealed exactly where an executed merger dissolves its body, from the day on that it takes effect; what
/// came into it since is winding-up or its reversal, GkG NRW § 20 (5).
/// </summary>
static class SealVerification
{
    internal static VerificationPass Pass { get; } =
        new VerificationPass("merger.seals", "Siegel aufgelöster Körperschaften", Run);

    static async Task Run(Session db, Body body, PassReport report)
    {
        var (_, sealedOn) = await Book.State(db, body.Id);
        var sealing = (await Mergers.All(db)).FindAll(merger =>
            merger.State == MergerState.Executed && merger.Sources.Contains(body));
        var expected = sealing.ConvertAll(merger => Day.Iso(merger.EffectiveOn));
        List<string> found = sealedOn is { } day ? [Day.Iso(day)] : [];
        if (!expected.SequenceEqual(found))
        {
            report.Fail("merger_source", $"{body.Code} Siegel",
                expected.Count == 0 ? null : string.Join(", ", expected), found.FirstOrDefault());
        }
        foreach (var merger in sealing)
        {
            var done = (await RunRecords.Moments(db, merger)).Single(at => at.Body == body).Done;
            await db.Scan($"""
                select e.entry_no, e.kind
                from ledger_entry e
                left join ledger_entry r on r.body_id = e.body_id and r.entry_no = e.reverses_no
                where e.body_id = {body.Id} and e.entry_no > {done} and e.kind <> 'winding-up'
                  and (r.kind is null or r.kind <> 'winding-up')
                order by e.entry_no
                """, row => report.Fail("ledger_entry", $"{row.Number()} kind", "winding-up", row.Text()));
        }
    }
}
