using Gemeinwerk.Basics;
using Gemeinwerk.Ledger;

namespace Gemeinwerk.Nkf;

/// <summary>What a term of a line's formula adds up, apart from accounts and other lines.</summary>
enum SpecialTerm
{
    ResultOfTheYear, DebitBalances, CreditBalances, UncoveredDeficit, Opening, Credited, Debited, OtherCash, PlanOnly,
}

/// <summary>A line of a statement as the data has it.</summary>
/// <param name="Prefixes">First digits of the accounts that belong to it; <c>IsLess</c> marks value
/// adjustments.</param>
/// <param name="Specials">Further terms, with the first digits of accounts where they need some.</param>
/// <param name="Sum">Of a sum line: the lines that it adds up and their signs.</param>
sealed record FormLine(
    string Number, string Name, string Sign, string Status,
    IReadOnlyList<(string Digits, bool IsLess)> Prefixes,
    IReadOnlyList<(SpecialTerm Term, string Digits)> Specials,
    IReadOnlyList<(string Number, int Sign)> Sum);

/// <summary>
/// The lines of one statement, from the data of a framework; <c>Data/nkf-sources.md</c> has the grammar.
/// </summary>
sealed class StatementForm
{
    static readonly Lazy<Dictionary<string, StatementForm>> nkf = new(() => Read("nkf-statements.csv"));
    static readonly Lazy<Dictionary<string, StatementForm>> hgb = new(() => Read("hgb-statements.csv"));

    readonly Dictionary<string, (FormLine Line, bool IsLess)> byPrefix = [];
    readonly Dictionary<string, FormLine> byNumber;
    readonly int longest;

    StatementForm(IEnumerable<FormLine> lines)
    {
        Lines = [.. lines];
        byNumber = Lines.ToDictionary(line => line.Number);
        foreach (var line in Lines)
        {
            foreach (var (digits, isLess) in line.Prefixes) byPrefix.Add(digits, (line, isLess));
            Invariant.Holds(line.Sum.All(part => byNumber.ContainsKey(part.Number)));
        }
        longest = byPrefix.Keys.Select(digits => digits.Length).DefaultIfEmpty(0).Max();
    }

    internal IReadOnlyList<FormLine> Lines { get; }

    /// <param name="name">As in the data: <c>ergebnisrechnung</c>, <c>bilanz_aktiva</c> and so on.</param>
    /// <returns>The form, or null where the framework has no such statement.</returns>
    internal static StatementForm? Of(Framework framework, string name) =>
        (framework == Framework.Nkf ? nkf : hgb).Value.GetValueOrDefault(name);

    internal FormLine? Line(string number) => byNumber.GetValueOrDefault(number);

    /// <summary>The line that an account belongs to: the one with the longest matching digits.</summary>
    internal (FormLine Line, bool IsLess)? LineOf(string account)
    {
        for (var length = Math.Min(longest, account.Length); length > 0; length--)
        {
            if (byPrefix.TryGetValue(account[..length], out var found)) return found;
        }
        return null;
    }

    /// <summary>All lines' values, given those of the lines that are no sums.</summary>
    internal Dictionary<string, Money> Evaluate(Func<FormLine, Money> leaf)
    {
        var values = new Dictionary<string, Money>();
        foreach (var line in Lines) Value(line);
        return values;

        Money Value(FormLine line)
        {
            if (values.TryGetValue(line.Number, out var known)) return known;
            var value = line.Sum.Count == 0
                ? leaf(line)
                : line.Sum.Aggregate(Money.Zero, (sum, part) =>
                    part.Sign > 0 ? sum + Value(byNumber[part.Number]) : sum - Value(byNumber[part.Number]));
            return values[line.Number] = value;
        }
    }

    static Dictionary<string, StatementForm> Read(string file) => DataFile
        .Read(file, cell => (Statement: cell("statement"),
            Line: Parse(cell("line_no"), cell("name_de"), cell("formula"), cell("sign"), cell("status"))))
        .GroupBy(row => row.Statement)
        .ToDictionary(group => group.Key, group => new StatementForm(group.Select(row => row.Line)));

    static FormLine Parse(string number, string name, string formula, string sign, string status)
    {
        var prefixes = new List<(string, bool)>();
        var specials = new List<(SpecialTerm, string)>();
        if (formula is ['=', ..]) return new(number, name, sign, status, prefixes, specials, ParseSum(formula[1..]));
        foreach (var term in formula.Split(','))
        {
            var isLess = term.StartsWith("less ", StringComparison.Ordinal);
            var digits = isLess ? term[5..] : term;
            if (char.IsAsciiDigit(digits[0])) prefixes.AddRange(Range(digits).Select(it => (it, isLess)));
            else specials.Add(ParseSpecial(term));
        }
        return new(number, name, sign, status, prefixes, specials, []);
    }

    static IEnumerable<string> Range(string digits)
    {
        var ends = digits.Split('-');
        Invariant.Holds(ends[0].Length == ends[^1].Length);
        for (var at = int.Parse(ends[0], German.Culture); at <= int.Parse(ends[^1], German.Culture); at++)
        {
            yield return at.ToString(German.Culture).PadLeft(ends[0].Length, '0');
        }
    }

    static (SpecialTerm, string) ParseSpecial(string term) => term.Split(' ') switch
    {
        ["opening", var digits] => (SpecialTerm.Opening, digits),
        ["credited", var digits] => (SpecialTerm.Credited, digits),
        ["debited", var digits] => (SpecialTerm.Debited, digits),
        _ => (Codes.Parse<SpecialTerm>(term.Replace(' ', '-')), ""),
    };

    /// <summary>Reads <c>L10-L17</c> and <c>P1.1+P1.2</c>; the letter only says that a number follows.</summary>
    static List<(string, int)> ParseSum(string text)
    {
        var parts = new List<(string, int)>();
        var sign = 1;
        for (var from = 0; from < text.Length;)
        {
            var end = text.AsSpan(from).IndexOfAny('+', '-') is var at and >= 0 ? from + at : text.Length;
            parts.Add((text[(from + 1)..end], sign));
            if (end < text.Length) sign = text[end] == '-' ? -1 : 1;
            from = end + 1;
        }
        return parts;
    }
}
