using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Treasury;

/// <summary>A run in a list.</summary>
/// <param name="Account">Number of the cash account.</param>
public sealed record PaymentRunHead(
    long No, PaymentRunState State, DateOnly PayOn, string Account, string ProposedBy, DateTimeOffset ProposedAt,
    string? FirstReleasedBy, string? ReleasedBy, DateTimeOffset? ReleasedAt, long Payments, Money Sum);

/// <summary>The runs without their payments, in parts, newest first.</summary>
public static class PaymentRunList
{
    /// <param name="state">Null for all.</param>
    /// <param name="before">The number where the part before ended.</param>
    public static Task<List<PaymentRunHead>> Read(
        Session db, Id<Body> body, PaymentRunState? state, long before, int most)
    {
        var wanted = state?.Code() ?? "";
        return db.All($"""
            select r.run_no, r.state, r.pay_on, a.number, r.proposed_by, r.proposed_at, r.first_released_by,
              r.released_by, r.released_at,
              (select count(*) from treasury_payment p where p.body_id = r.body_id and p.run_no = r.run_no),
              (select cast(coalesce(sum(p.amount), 0) as bigint) from treasury_payment p
               where p.body_id = r.body_id and p.run_no = r.run_no)
            from treasury_run r join ledger_account a on a.body_id = r.body_id and a.account_id = r.account_id
            where r.body_id = {body} and r.run_no < {before} and ({wanted} = '' or r.state = {wanted})
            order by r.run_no desc limit {most}
            """, row => new PaymentRunHead(row.Number(), Codes.Parse<PaymentRunState>(row.Text()), row.Day(),
                row.Text(), row.Text(), row.Moment(), row.TextOrNull(), row.TextOrNull(),
                row.NumberOrNull() is { } at ? Moment.Of(at) : null, row.Number(), row.Money()));
    }

    /// <summary>One run, or null.</summary>
    public static async Task<PaymentRunHead?> Find(Session db, Id<Body> body, long no) =>
        no == long.MaxValue ? null
            : (await Read(db, body, null, no + 1, 1)).Find(run => run.No == no);
}
