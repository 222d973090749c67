using System.Diagnostics.CodeAnalysis;
using Gemeinwerk.Basics;

namespace Gemeinwerk.Ledger.Imports;

/// <summary>Reads days and numbers out of cells, and says in German what is wrong with a cell.</summary>
static class Cells
{
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
            why = new("import.date", $"„{Texts.Shown(cell)}“ ist kein Datum in der Form TT.MM.JJJJ oder JJJJ-MM-TT.");
            return false;
        }
        if (year is < 1900 or > 2999)
        {
            why = new("import.date-range", $"Das Datum „{Texts.Shown(cell)}“ liegt nicht zwischen 1900 und 2999.");
            return false;
        }
        if (month is < 1 or > 12 || date < 1 || date > DateTime.DaysInMonth(year, month))
        {
            why = new("import.date-missing", $"Den Tag „{Texts.Shown(cell)}“ gibt es im Kalender nicht.");
            return false;
        }
        day = new DateOnly(year, month, date);
        return true;
    }

    /// <summary>A whole number without sign, up to nine digits.</summary>
    internal static bool Number(ReadOnlySpan<char> cell, out int number)
    {
        number = cell.Length is > 0 and <= 9 ? Digits(cell) : -1;
        return number >= 0;
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
