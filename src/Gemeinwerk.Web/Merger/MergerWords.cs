namespace Gemeinwerk.Web.Merger;

/// <summary>Marks the translations of the pages about mergers, <c>MergerWords.en.resx</c>.</summary>
public sealed class MergerWords;
