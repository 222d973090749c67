using Gemeinwerk.Basics;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Ledger;

/// <summary>What the entries of an asset have in common.</summary>
public sealed record AssetVoucher(DateOnly BookedOn, string Document, string Text);

public static partial class Assets
{
    /// <summary>
    /// Adds to an asset's cost: its acquisition, or later costs, which are depreciated over the life that remains.
    /// </summary>
    /// <param name="cost">Negative for a later price reduction.</param>
    /// <param name="against">The other side, as a payable with its item or cash with its payment account; its amount is
    /// ignored.</param>
    /// <returns><c>ledger.asset-unknown</c>, <c>ledger.asset-disposed</c>, or a rejection of posting.</returns>
    public static async Task<Result<Posted>> Acquire(
        Work work, Book book, string number, AssetVoucher voucher, Money cost, Posting against)
    {
        if (!(await InUse(work, book, number)).Ok(out var asset, out var why)) return why;
        return await Journal.Post(work, book, new EntryDraft(
            voucher.BookedOn, voucher.BookedOn, voucher.Document, voucher.Text,
            [
                new Posting(asset.Account, cost, Asset: asset.Id, Movement: AssetMovement.Addition),
                against with { Amount = -cost },
            ]));
    }

    /// <summary>
    /// Takes an asset out of the books: depreciates it through the month before, releases cost and depreciation, and
    /// posts gain or loss directly to <paramref name="resultAccount"/>, which in an NKF book is the general reserve,
    /// KomHVO NRW § 44 (3).
    /// </summary>
    /// <param name="proceeds">What it brought, zero or more.</param>
    /// <param name="proceedsTo">Where that goes, as cash with its payment account or a claim; its amount is ignored.
    /// Needed when there are proceeds.</param>
    /// <returns>The entry, null for an asset without any value and proceeds; or <c>ledger.asset-unknown</c>,
    /// <c>ledger.asset-disposed</c>, <c>ledger.asset-disposal</c> (before it was in service, or proceeds without a
    /// place), <c>ledger.asset-later-postings</c>, or a rejection of posting.</returns>
    public static async Task<Result<Posted?>> Dispose(
        Work work, Book book, string number, AssetVoucher voucher, Money proceeds, Posting? proceedsTo,
        Id<Account> resultAccount)
    {
        if (!(await InUse(work, book, number)).Ok(out var asset, out var why)) return why;
        if (voucher.BookedOn < asset.InServiceOn || proceeds < Money.Zero || (!proceeds.IsZero && proceedsTo is null))
        {
            return new Rejection("ledger.asset-disposal",
                "Ein Abgang liegt nicht vor der Inbetriebnahme, und ein Erlös braucht ein Konto.");
        }
        // A month that is depreciated already may stay so: its run is one entry for all assets.
        var lastDay = new DateOnly(voucher.BookedOn.Year, voucher.BookedOn.Month, 1).AddMonths(1).AddDays(-1);
        if (await work.Db.Any($"""
            select 1 from ledger_posting
            where body_id = {book.Body.Id} and asset_id = {asset.Id} and booked_on > {lastDay} limit 1
            """))
        {
            return new Rejection("ledger.asset-later-postings",
                $"Die Anlage „{number}“ hat Buchungen nach dem {German.Date(lastDay)}; sie sind erst zu stornieren.");
        }
        var before = voucher.BookedOn.AddMonths(-1);
        if ((await Depreciate(work, book, before.Year, before.Month, asset.Id)).Rejection is { } notDepreciated)
        {
            return notDepreciated;
        }
        var value = (await Find(work.Db, book.Body.Id, number))!;
        var postings = new List<Posting>();
        if (!value.Cost.IsZero)
        {
            postings.Add(new Posting(asset.Account, -value.Cost, Asset: asset.Id, Movement: AssetMovement.Disposal));
        }
        if (!value.Depreciation.IsZero)
        {
            postings.Add(new Posting(asset.Account, -value.Depreciation,
                Asset: asset.Id, Movement: AssetMovement.ReleasedDepreciation));
        }
        if (!proceeds.IsZero) postings.Add(proceedsTo! with { Amount = proceeds });
        var loss = value.BookValue - proceeds;
        if (!loss.IsZero) postings.Add(new Posting(resultAccount, loss));
        Posted? posted = null;
        if (postings.Count > 0)
        {
            var result = await Journal.Post(work, book, new EntryDraft(
                voucher.BookedOn, voucher.BookedOn, voucher.Document, voucher.Text, postings));
            if (!result.Ok(out posted, out why)) return why;
        }
        await SetDisposed(work, book, [asset.Id.Value], voucher.BookedOn);
        return posted;
    }

    /// <summary>Reversing a disposal brings its assets back into use.</summary>
    internal static Task Restore(Work work, Book book, IReadOnlyList<Posting> reversed) => SetDisposed(work, book,
        [.. reversed.Where(posting => posting.Movement == AssetMovement.Disposal)
            .Select(posting => posting.Asset!.Value.Value).Distinct()], null);

    static async Task<Result<Asset>> InUse(Work work, Book book, string number)
    {
        if (await Find(work.Db, book.Body.Id, number) is not { } asset)
        {
            return new Rejection("ledger.asset-unknown", $"Die Anlage „{number}“ gibt es nicht.");
        }
        return asset.DisposedOn is { } day
            ? new Rejection("ledger.asset-disposed", $"Die Anlage „{number}“ ist seit {German.Date(day)} abgegangen.")
            : asset;
    }
}
