using System.Text;
using Gemeinwerk.Basics;
using Gemeinwerk.DataCentre.Exports;
using Gemeinwerk.Ledger;
using Gemeinwerk.Ledger.Exports;
using Gemeinwerk.Merger.Inventories;
using Gemeinwerk.Nkf;
using Gemeinwerk.Proofs;
using Gemeinwerk.Storage;

namespace Gemeinwerk.Merger;

/// <summary>
/// Writes all that somebody needs to check a merger with <c>gemeinwerk-proof</c>: the certificate, the target's public
/// key and the exports of all bodies at the two moments.
/// </summary>
public static class CertificateFolder
{
    /// <summary>Writes into a folder, which is made where it is missing; files of the same names are
    /// replaced.</summary>
    /// <param name="merger">Executed, also within the transaction of its run.</param>
    /// <param name="progress">Gets the number of entries written so far, over all journals.</param>
    /// <returns>The paths, the certificate first, or <c>merger.key-unknown</c>.</returns>
    public static async Task<Result<IReadOnlyList<string>>> Write(
        Session db, MergerCase merger, string certificate, string folder, IProgress<long>? progress = null)
    {
        if (SigningKey.KnownVerifier(merger.Target) is not { } key
            || !SignedNote.Parse(certificate).Ok(out var note, out _) || !note.IsSignedBy(key))
        {
            return new Rejection("merger.key-unknown",
                $"Der Schlüssel, der das Zertifikat unterschrieb, liegt nicht in {SigningKey.Folder}.");
        }
        Directory.CreateDirectory(folder);
        var paths = new List<string>();
        await Put("certificate.txt", to => Text(to, certificate));
        await Put("key.txt", to => Text(to, $"{key}\n"));
        var written = 0L;
        var moments = await RunRecords.Moments(db, merger);
        var inventory = await RecordedInventory.Read(db, merger);
        var budgets = (await BudgetMoments.Recorded(db, merger, moments)).ToDictionary(at => at.Body);
        foreach (var at in moments)
        {
            var (body, start) = (at.Body, written);
            var relay = progress is null ? null : new Relay(progress, start);
            await Put($"{body.Code}-journal.jsonl", async to =>
                (await JournalExport.Write(db, body, to, at.Done, relay)).Expect());
            written += at.Done;
            await Holdings(body, "before", at.Before, at.AssetsBefore);
            if (body == merger.Target && at.After != at.Before) await Holdings(body, "after", at.After, at.AssetsAfter);
            foreach (var (moment, items, size) in inventory?.Exports(at, merger.Target) ?? [])
            {
                await Put($"{body.Code}-inventory-{moment}.jsonl", to => InventoryLines.Write(body, items, to, size));
            }
            if (!budgets.TryGetValue(body, out var budget)) continue;
            await BudgetOf(body, "before", at.Before, budget.Before);
            if (!budget.After.Log.Root.SequenceEqual(budget.Before.Log.Root))
            {
                await BudgetOf(body, "after", at.Done, budget.After);
            }
        }
        return paths;

        // No export where there is no budget: the checker needs none.
        async Task BudgetOf(Body body, string moment, long size, BudgetMoment budget)
        {
            if (budget.Log.Size == 0) return;
            await Put($"{body.Code}-budget-{moment}.jsonl", async to =>
                await BudgetExport.Write(db, body, to, size, budget.Standing));
        }

        async Task Holdings(Body body, string moment, long size, long lastAsset)
        {
            var levels = await RunRecords.DunningLevels(db, merger, body);
            var items = (await OpenItems.UnsettledAt(db, body.Id, size)).ConvertAll(item =>
                item with { DunningLevel = levels.GetValueOrDefault(item.Number) });
            await Put($"{body.Code}-items-{moment}.jsonl", async to =>
                await ItemsExport.Write(db, body, to, size, items));
            await Put($"{body.Code}-assets-{moment}.jsonl", async to => await AssetsExport.Write(
                db, body, to, size, await Assets.InUseAt(db, body.Id, size, new(lastAsset))));
        }

        async Task Put(string name, Func<Stream, Task<long>> write)
        {
            var path = Path.Combine(folder, name);
            (await NewFile.Write<long>(path, async to => await write(to))).Expect();
            paths.Add(path);
        }
    }

    static async Task<long> Text(Stream to, string text)
    {
        await to.WriteAsync(Encoding.UTF8.GetBytes(text));
        return text.Length;
    }

    sealed class Relay(IProgress<long> progress, long before) : IProgress<long>
    {
        public void Report(long value) => progress.Report(before + value);
    }
}
