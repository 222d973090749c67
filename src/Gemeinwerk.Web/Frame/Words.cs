namespace Gemeinwerk.Web.Frame;

/// <summary>
/// Marks the translations of the frame, <c>Words.en.resx</c>: the key of a text is the German text itself.
/// </summary>
public sealed class Words;
