namespace Gemeinwerk.Web.Api;

/// <summary>Marks the translations of the pages about the interface, <c>ApiWords.en.resx</c>.</summary>
public sealed class ApiWords;
