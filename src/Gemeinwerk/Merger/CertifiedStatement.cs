using Gemeinwerk.Basics;

namespace Gemeinwerk.Merger;

/// <summary>A line of the balance sheet in <c>[statement]</c>.</summary>
sealed record CertifiedStatementLine(
    string Number, string Name, IReadOnlyList<Money> Sources, Money Before, Money Eliminated, Money After);

static class CertifiedStatement
{
    internal static IReadOnlyList<CertifiedStatementLine> Of(
        MergerPlan plan, List<CertifiedBalance> balances) => [];
}
