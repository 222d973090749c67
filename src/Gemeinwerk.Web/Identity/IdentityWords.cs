namespace Gemeinwerk.Web.Identity;

/// <summary>Marks the translations of the pages about people, <c>IdentityWords.en.resx</c>.</summary>
public sealed class IdentityWords;
