using System.Security.Cryptography;
using System.Text;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Council;

/// <summary>What a year's levy may come to: as far as other revenues do not cover the expenses (§ 19 (1)).</summary>
/// <param name="Reserve">Taken from the equalisation reserve (Ausgleichsrücklage, § 19a).</param>
/// <param name="Deficit">Carried-forward deficits that are set off in the year.</param>
public sealed record LevyNeed(Money Expenses, Money Revenues, Money Reserve, Money Deficit)
{
    /// <summary>Expenses that other revenues and the reserve leave uncovered, and the deficits; never negative.
    /// </summary>
    public Money Most
    {
        get
        {
            var uncovered = Expenses - Revenues - Reserve;
            return (uncovered > Money.Zero ? uncovered : Money.Zero) + Deficit;
        }
    }
}

/// <summary>A part of a levy that is shared by one key.</summary>
/// <param name="No">Gapless from 1 in the levy.</param>
/// <param name="Members">Who takes part; empty for all.</param>
public sealed record LevyPart(
    int No, string Name, Money Amount, LevyKey Key, DateOnly On, string? Task, IReadOnlyList<string> Members);

/// <summary>The most that the statute lets a member pay.</summary>
public sealed record LevyCap(string Member, Money Most, string Source);

/// <summary>A levy (Verbandsumlage), from its draft to its claims.</summary>
/// <param name="Placed">Its shares as they stood when it first came on an agenda; null while it did not.</param>
/// <param name="Resolution">The number of the resolution that set it; null while none did.</param>
/// <param name="ClaimedOn">The day of the notices; null while there are none.</param>
public sealed record Levy(
    int No, int Year, LevyNeed Need, IReadOnlyList<DateOnly> DueOn, string Budget, bool IsOfSavingsBank,
    IReadOnlyList<LevyPart> Parts, IReadOnlyList<LevyCap> Caps, LevyTable? Placed, int? Resolution,
    DateOnly? ClaimedOn)
{
    /// <summary>What all parts come to.</summary>
    public Money Amount => Parts.Aggregate(Money.Zero, (sum, part) => sum + part.Amount);

    public bool IsDraft => Placed is null;

    public bool IsSet => Resolution is not null;

    /// <summary>An amount in its instalments, each the same but for single cents; one for each due day.</summary>
    public IReadOnlyList<Money> Instalments(Money amount) => amount.Allocate([.. DueOn.Select(_ => 1L)]);

    /// <summary>When an instalment is due: nobody pays before the notice, so days before it move to its day.</summary>
    /// <param name="no">From 1.</param>
    /// <param name="noticesOn">The day of the notices, where the levy is not claimed yet and is about to be.</param>
    public DateOnly DueDay(int no, DateOnly? noticesOn = null)
    {
        var due = DueOn[no - 1];
        return (ClaimedOn ?? noticesOn) is { } notices && notices > due ? notices : due;
    }

    /// <summary>SHA-256 over all that is resolved, lower-case hexadecimal; of a draft, over what stands.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001e',
    [
        $"{No}", $"{Year}", $"{Need.Expenses.Cents}", $"{Need.Revenues.Cents}", $"{Need.Reserve.Cents}",
        $"{Need.Deficit.Cents}", string.Join(',', DueOn.Select(Day.Iso)), Budget, $"{IsOfSavingsBank}",
        .. Parts.Select(part => string.Join('\u001f', part.Name, part.Amount.Cents, part.Key.Code(),
            Day.Iso(part.On), part.Task ?? "", string.Join(',', part.Members))),
        .. Caps.Select(cap => string.Join('\u001f', cap.Member, cap.Most.Cents, cap.Source)),
        .. Placed?.Shares.Select(share => string.Join('\u001f', share.Member, share.Amount.Cents)) ?? [],
    ]))));
}
