using Gemeinwerk.Basics;
using Gemeinwerk.Merger;
using Gemeinwerk.Web.Frame;
using Gemeinwerk.Web.Frame.Tables;
using Microsoft.Extensions.Localization;

namespace Gemeinwerk.Web.Merger;

/// <summary>Findings as a table with what to do about them.</summary>
static class FindingRows
{
    /// <param name="merger">Where it is given, findings about the mapping lead to their line.</param>
    internal static Table<Finding> Table(
        Visit visit, MergerCase? merger, string empty, IStringLocalizer<MergerWords> words) => new(
        "findings", words["Befunde"],
    [
        Column.Text<Finding>("place", words["Wo"], it => it.Field.Length > 0 ? it.Field : words["Bücher"]) with
        {
            IsRowHeader = true,
            Link = it => merger is null ? null : LineOf(visit, merger, it),
        },
        Column.Text<Finding>("message", words["Befund"], it => it.Why.Message) with { IsLong = true },
        Column.Text<Finding>("advice", words["Was tun"], it => words[Advice.For(it)]) with { IsLong = true },
        Column.Text<Finding>("code", words["Kennung"], it => it.Why.Code),
    ], empty);

    static string? LineOf(Visit visit, MergerCase merger, Finding finding) =>
        !visit.MayChange(merger) ? null
        : MergerSteps.IsOfInventory(finding) && finding.Field.Split('/') is [_, _, var source, var item]
            ? PageOf(finding)(
                visit, merger, source, long.Parse(item, System.Globalization.CultureInfo.InvariantCulture))
        : MergerSteps.IsOfNumbers(finding) && finding.Field.Split('/', 3) is [var kind, var body, var number]
            ? MappingLinePage.Address(visit, merger, Codes.Parse<MappingKind>(kind), body, number)
            : null;

    static Func<Visit, MergerCase, string, long, string> PageOf(Finding finding) =>
        finding.Why.Code == "merger.inventory-weight" ? UseWeightsPage.Address : InventoryDecisionPage.Address;
}
