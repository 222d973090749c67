namespace Gemeinwerk.Web.Finance;

/// <summary>Marks the translations of the finance pages, <c>FinanceWords.en.resx</c>.</summary>
public sealed class FinanceWords;
