namespace Gemeinwerk.Web.Members;

/// <summary>Marks the translations of the members' pages, <c>MembersWords.en.resx</c>.</summary>
public sealed class MembersWords;
