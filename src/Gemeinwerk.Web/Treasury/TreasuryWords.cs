namespace Gemeinwerk.Web.Treasury;

/// <summary>Marks the translations of the treasury's pages, <c>TreasuryWords.en.resx</c>.</summary>
public sealed class TreasuryWords;
