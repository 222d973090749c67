using Gemeinwerk.Basics;

namespace Gemeinwerk.Ledger;

/// <summary>An international bank account number, ISO 13616; its check digits are right.</summary>
public sealed record Iban
{
    Iban(string text) => Text = text;

    /// <summary>Without blanks, in capitals.</summary>
    public string Text { get; }

    /// <returns>The IBAN, or <c>ledger.iban</c>.</returns>
    public static Result<Iban> Parse(string text)
    {
        var plain = new string([.. text.Where(c => c != ' ').Select(char.ToUpperInvariant)]);
        return plain.Length is >= 15 and <= 34 && plain.All(char.IsAsciiLetterOrDigit)
            && plain[..2].All(char.IsAsciiLetter) && Remainder(plain[4..] + plain[..4]) == 1
            ? new Iban(plain)
            : new Rejection("ledger.iban",
                $"„{Texts.Shown(text)}“ ist keine IBAN; Länge oder Prüfziffern stimmen nicht.");
    }

    /// <summary>In groups of four, as people read it.</summary>
    public override string ToString() => string.Join(' ', Text.Chunk(4).Select(group => new string(group)));

    static int Remainder(string rotated) => rotated.Aggregate(0, (rest, c) => char.IsAsciiDigit(c)
        ? (rest * 10 + c - '0') % 97
        : (rest * 100 + c - 'A' + 10) % 97);
}
