namespace Gemeinwerk.Web.Council;

/// <summary>Marks the translations of the assembly's pages, <c>CouncilWords.en.resx</c>.</summary>
public sealed class CouncilWords;
