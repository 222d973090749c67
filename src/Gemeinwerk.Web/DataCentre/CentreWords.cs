namespace Gemeinwerk.Web.DataCentre;

/// <summary>Marks the translations of the data centre's pages, <c>CentreWords.en.resx</c>.</summary>
public sealed class CentreWords;
