using System.Globalization;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Council;

/// <summary>
/// A budget rule for municipalities, and whether an association follows it (GkG NRW § 18 (1), (2)), as dated data.
/// </summary>
/// <param name="Name">What it is about, German.</param>
/// <param name="Refusal">The code by which the books hold it; empty where nothing is to be refused.</param>
/// <param name="Certainty">V read in the statute, U unverified.</param>
public sealed record BudgetRule(
    string Code, DateOnly ValidFrom, bool Applies, string Name, string Refusal, string Source, string Certainty)
{
    public static IReadOnlyList<BudgetRule> All { get; } = DataFile.Read("association-budget-rules.csv", cell =>
        new BudgetRule(cell("code"),
            DateOnly.ParseExact(cell("valid_from"), "yyyy-MM-dd", CultureInfo.InvariantCulture),
            cell("applies") == "yes", cell("name_de"), cell("refusal"), cell("source"), cell("certainty")), ';');

    /// <summary>The rules that are in force on a day, those that an association does not follow last.</summary>
    public static IEnumerable<BudgetRule> On(DateOnly day) => All.Where(rule => rule.ValidFrom <= day)
        .GroupBy(rule => rule.Code).Select(same => same.MaxBy(rule => rule.ValidFrom)!)
        .OrderBy(rule => !rule.Applies);

    /// <summary>The source as it stands in a text, with a remark where the rule is unverified.</summary>
    public string Shown => Certainty == "U" ? $"{Source}, ungeprüft" : Source;
}
