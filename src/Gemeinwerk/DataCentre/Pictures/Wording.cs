namespace Gemeinwerk.DataCentre.Pictures;

/// <summary>The words of a picture: German, or what pages translate them to.</summary>
/// <param name="say">Gets a German text with holes as <c>{0}</c>, and what they are filled with.</param>
public sealed class Wording(Func<string, object[], string> say)
{
    public static readonly Wording German =
        new((text, holes) => string.Format(Basics.German.Culture, text, holes));

    public string this[string text, params object[] holes] => say(text, holes);
}
