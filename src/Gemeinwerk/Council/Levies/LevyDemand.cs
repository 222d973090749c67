using Gemeinwerk.Basics;

namespace Gemeinwerk.Council;

/// <summary>A part of a demand and its day.</summary>
/// <param name="No">Gapless from 1 in the levy.</param>
/// <param name="Amount">Positive to be paid, negative to be given back, zero where nothing is due.</param>
public sealed record LevyInstalment(int No, DateOnly DueOn, Money Amount);

/// <summary>What a member pays or gets back by the notice of a levy, and when: the one answer of page, notice and cash
/// orders.</summary>
/// <param name="Share">Its share; nothing of each part where only the levy before had one.</param>
/// <param name="Before">What the levy set that was claimed before and is corrected; null where the member had no share
/// in it.</param>
/// <param name="Instalments">One for each due day of the levy, in their order.</param>
public sealed record LevyDemand(LevyShare Share, Money? Before, IReadOnlyList<LevyInstalment> Instalments)
{
    /// <summary>Positive to be paid, negative to be given back.</summary>
    public Money Difference => Share.Amount - (Before ?? Money.Zero);

    public bool IsRefund => Difference < Money.Zero;

    /// <summary>The instalments on which something is due.</summary>
    public IEnumerable<LevyInstalment> Due => Instalments.Where(it => !it.Amount.IsZero);

    /// <summary>The demand on a member.</summary>
    /// <param name="table">The shares of the levy, <see cref="LevyShares.Shown"/>.</param>
    /// <param name="noticesOn">The day of the notices, where the levy is not claimed yet and is about to be.</param>
    /// <returns>Null for who has a share neither in the levy nor in the one before.</returns>
    public static LevyDemand? Of(
        Assembly assembly, Levy levy, LevyTable table, string member, DateOnly? noticesOn = null)
    {
        var before = assembly.Levies.Before(levy)?.Placed?.Of(member);
        var share = table.Of(member) ?? (before is null ? null : new LevyShare(before.Member, before.Name,
            [.. levy.Parts.Select(part => new LevyPartShare(part.No, [], Money.Zero, false))]));
        if (share is null) return null;
        var owed = share.Amount - (before?.Amount ?? Money.Zero);
        return new(share, before?.Amount, [.. levy.Instalments(owed).Select((amount, i) =>
            new LevyInstalment(i + 1, levy.DueDay(i + 1, noticesOn), amount))]);
    }

    /// <summary>The demands on all who have a share in the levy or in the one before, by member.</summary>
    /// <inheritdoc cref="Of"/>
    public static IReadOnlyList<LevyDemand> All(
        Assembly assembly, Levy levy, LevyTable table, DateOnly? noticesOn = null) =>
        [.. table.Shares.Concat(assembly.Levies.Before(levy)?.Placed?.Shares ?? []).Select(share => share.Member)
            .Distinct().Order(StringComparer.Ordinal)
            .Select(member => Of(assembly, levy, table, member, noticesOn)!)];
}
