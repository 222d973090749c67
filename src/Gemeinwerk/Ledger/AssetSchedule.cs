using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger;

/// <summary>A line of the asset schedule (Anlagenspiegel), KomHVO NRW § 46. Amounts as they stand on the account: cost
/// and additions positive, depreciation negative.</summary>
/// <param name="OpeningCost">At the end of the prior year.</param>
/// <param name="Disposals">Negative.</param>
/// <param name="Depreciation">Of the year, negative.</param>
/// <param name="ReleasedDepreciation">Of the year's disposals, positive.</param>
public sealed record AssetScheduleLine(
    Account Account, Money OpeningCost, Money Additions, Money Disposals, Money Transfers, Money OpeningDepreciation,
    Money Depreciation, Money WriteUps, Money ReleasedDepreciation)
{
    public Money Cost => OpeningCost + Additions + Disposals + Transfers;
    public Money AccumulatedDepreciation => OpeningDepreciation + Depreciation + WriteUps + ReleasedDepreciation;
    public Money BookValue => Cost + AccumulatedDepreciation;
    public Money OpeningBookValue => OpeningCost + OpeningDepreciation;

    /// <summary>The schedule of a year from the postings that name an asset, by account number; what stands in period 0
    /// counts as the prior year's end.</summary>
    public static async Task<IReadOnlyList<AssetScheduleLine>> Of(Session db, Id<Body> body, int year)
    {
        var accounts = (await Accounts.All(db, body)).ToDictionary(account => account.Id);
        var lines = new Dictionary<Id<Account>, AssetScheduleLine>();
        await db.Scan($"""
            select p.account_id, p.movement, case when e.fiscal_year = {year} and e.period > 0 then 1 else 0 end,
              cast(sum(p.amount) as bigint)
            from ledger_posting p join ledger_entry e on e.body_id = p.body_id and e.entry_no = p.entry_no
            where p.body_id = {body} and p.asset_id is not null and p.booked_on <= {new DateOnly(year, 12, 31)}
            group by 1, 2, 3
            """, row =>
            {
                var account = row.Id<Account>();
                var movement = Codes.Parse<AssetMovement>(row.Text());
                var line = lines.GetValueOrDefault(account) ?? new AssetScheduleLine(
                    accounts[account], default, default, default, default, default, default, default, default);
                lines[account] = line.With(movement, isOfYear: row.Number() == 1, row.Money());
            });
        return [.. lines.Values.OrderBy(line => line.Account.Number, StringComparer.Ordinal)];
    }

    AssetScheduleLine With(AssetMovement movement, bool isOfYear, Money amount) => (movement, isOfYear) switch
    {
        (_, false) when movement.ChangesCost() => this with { OpeningCost = OpeningCost + amount },
        (_, false) => this with { OpeningDepreciation = OpeningDepreciation + amount },
        (AssetMovement.Addition, _) => this with { Additions = Additions + amount },
        (AssetMovement.Disposal, _) => this with { Disposals = Disposals + amount },
        (AssetMovement.Transfer, _) => this with { Transfers = Transfers + amount },
        (AssetMovement.Depreciation, _) => this with { Depreciation = Depreciation + amount },
        (AssetMovement.WriteUp, _) => this with { WriteUps = WriteUps + amount },
        _ => this with { ReleasedDepreciation = ReleasedDepreciation + amount },
    };
}
