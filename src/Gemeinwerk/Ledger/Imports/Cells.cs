using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Ledger.Imports;

/// <summary>Reads days, amounts and numbers out of cells, and says in German what is wrong with a cell.</summary>
static class Cells
{
    const int MostShown = 40;
    static readonly SearchValues<char> amountCharacters = SearchValues.Create("0123456789.,");

    internal static bool Date(ReadOnlySpan<char> cell, out DateOnly day, [NotNullWhen(false)] out Rejection? why)
    {
        day = default;
        why = null;
        var (year, month, date) = cell switch
        {
            [_, _, _, _, '-', _, _, '-', _, _] => (Digits(cell[..4]), Digits(cell[5..7]), Digits(cell[8..])),
            [_, _, '.', _, _, '.', _, _, _, _] => (Digits(cell[6..]), Digits(cell[3..5]), Digits(cell[..2])),
            _ => (-1, -1, -1),
        };
        if (year < 0 || month < 0 || date < 0)
        {
            why = new("import.date", $"„{Shown(cell)}“ ist kein Datum in der Form TT.MM.JJJJ oder JJJJ-MM-TT.");
            return false;
        }
        if (year is < 1900 or > 2999)
        {
            why = new("import.date-range", $"Das Datum „{Shown(cell)}“ liegt nicht zwischen 1900 und 2999.");
            return false;
        }
        if (month is < 1 or > 12 || date < 1 || date > DateTime.DaysInMonth(year, month))
        {
            why = new("import.date-missing", $"Den Tag „{Shown(cell)}“ gibt es im Kalender nicht.");
            return false;
        }
        day = new DateOnly(year, month, date);
        return true;
    }

    internal static bool Amount(ReadOnlySpan<char> cell, out Money amount, [NotNullWhen(false)] out Rejection? why)
    {
        why = null;
        if (Money.TryParse(cell, out amount)) return true;
        why = WhyNoAmount(cell);
        return false;
    }

    /// <summary>A whole number without sign, up to nine digits.</summary>
    internal static bool Number(ReadOnlySpan<char> cell, out int number)
    {
        number = cell.Length is > 0 and <= 9 ? Digits(cell) : -1;
        return number >= 0;
    }

    /// <summary>A cell as it stands in a message: cut, and without characters that would break the line.</summary>
    internal static string Shown(ReadOnlySpan<char> cell)
    {
        var cut = cell.Length > MostShown ? cell[..MostShown] : cell;
        var shown = string.Create(cut.Length, cut, (to, from) =>
        {
            for (var i = 0; i < to.Length; i++) to[i] = char.IsControl(from[i]) ? '�' : from[i];
        });
        return cell.Length > MostShown ? shown + "…" : shown;
    }

    static Rejection WhyNoAmount(ReadOnlySpan<char> cell)
    {
        var digits = cell is ['-' or '+', ..] ? cell[1..] : cell;
        var isPlain = !digits.IsEmpty && !digits.ContainsAnyExcept(amountCharacters);
        var marks = digits.Count('.') + digits.Count(',');
        if (isPlain && marks > 1)
        {
            return new("import.amount-thousands",
                $"„{Shown(cell)}“ hat Tausendertrennzeichen; Beträge stehen ohne sie, etwa 1234,50.");
        }
        if (isPlain && marks == 1 && digits.Length - digits.IndexOfAny('.', ',') - 1 > 2)
        {
            return new("import.amount-decimals", $"„{Shown(cell)}“ hat mehr als zwei Nachkommastellen.");
        }
        return new("import.amount", $"„{Shown(cell)}“ ist kein Betrag wie 1234,50 oder -1234.50.");
    }

    static int Digits(ReadOnlySpan<char> text)
    {
        var number = 0;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit(digit)) return -1;
            number = number * 10 + (digit - '0');
        }
        return number;
    }
}
