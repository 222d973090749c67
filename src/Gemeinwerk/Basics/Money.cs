using System.Buffers;
using System.Globalization;
using System.Numerics;

namespace Gemeinwerk.Basics;

/// <summary>An exact amount in euro cents. Arithmetic is checked; nothing is rounded silently.</summary>
public readonly record struct Money(long Cents) : IComparable<Money>
{
    public static readonly Money Zero;
    static readonly SearchValues<char> amountCharacters = SearchValues.Create("0123456789.,");

    public bool IsZero => Cents == 0;
    public Money Absolute => Cents < 0 ? -this : this;

    public static Money operator +(Money a, Money b) => new(checked(a.Cents + b.Cents));
    public static Money operator -(Money a, Money b) => new(checked(a.Cents - b.Cents));
    public static Money operator -(Money a) => new(checked(-a.Cents));
    public static bool operator <(Money a, Money b) => a.Cents < b.Cents;
    public static bool operator >(Money a, Money b) => a.Cents > b.Cents;
    public static bool operator <=(Money a, Money b) => a.Cents <= b.Cents;
    public static bool operator >=(Money a, Money b) => a.Cents >= b.Cents;

    public int CompareTo(Money other) => Cents.CompareTo(other.Cents);

    /// <summary>
    /// Hands out every cent in proportion to <paramref name="weights"/> (largest remainder, ties to the earlier share).
    /// </summary>
    /// <param name="weights">At least one, none negative, not all zero.</param>
    /// <returns>One share per weight in the same order; the shares add up to this amount exactly.</returns>
    public IReadOnlyList<Money> Allocate(IReadOnlyList<long> weights)
    {
        var total = weights.Aggregate(BigInteger.Zero, (sum, weight) => sum + weight);
        Invariant.Holds(total > 0 && weights.All(weight => weight >= 0));

        var sign = Math.Sign(Cents);
        var amount = BigInteger.Abs(Cents);
        var shares = new long[weights.Count];
        var remainders = new BigInteger[weights.Count];
        for (var i = 0; i < shares.Length; i++)
        {
            shares[i] = (long)BigInteger.DivRem(amount * weights[i], total, out remainders[i]);
        }
        var left = (int)(amount - shares.Aggregate(BigInteger.Zero, (sum, share) => sum + share));
        foreach (var i in Enumerable.Range(0, shares.Length).OrderByDescending(i => remainders[i]).Take(left))
        {
            shares[i]++;
        }
        return [.. shares.Select(share => new Money(share * sign))];
    }

    /// <summary>
    /// Reads euros with at most two decimals: <c>1234.5</c>, <c>1234,50</c>, <c>-0,01</c>. No thousands separators,
    /// no exponent, no currency sign; so a comma is always the decimal sign.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Money money)
    {
        money = Zero;
        text = text.Trim();
        var negative = text is ['-', ..];
        if (text is ['-' or '+', ..]) text = text[1..];
        var mark = text.IndexOfAny('.', ',');
        var euros = mark < 0 ? text : text[..mark];
        var decimals = mark < 0 ? [] : text[(mark + 1)..];
        if (euros.Length is 0 or > 15 || decimals.Length > 2 || (mark >= 0 && decimals.Length == 0)) return false;

        var cents = 0L;
        foreach (var digit in euros)
        {
            if (!char.IsAsciiDigit(digit)) return false;
            cents = cents * 10 + (digit - '0');
        }
        for (var i = 0; i < 2; i++)
        {
            var digit = i < decimals.Length ? decimals[i] : '0';
            if (!char.IsAsciiDigit(digit)) return false;
            cents = cents * 10 + (digit - '0');
        }
        money = new Money(negative ? -cents : cents);
        return true;
    }

    /// <summary>Reads euros as <see cref="TryParse"/> does.</summary>
    /// <returns>The amount, or <c>money.thousands</c> (separators for thousands, or what may be one),
    /// <c>money.decimals</c> (more than two), <c>money.amount</c>.</returns>
    public static Result<Money> Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var money) ? money : WhyNot(text.Trim());

    static Rejection WhyNot(ReadOnlySpan<char> text)
    {
        var digits = text is ['-' or '+', ..] ? text[1..] : text;
        var isPlain = !digits.IsEmpty && !digits.ContainsAnyExcept(amountCharacters);
        var marks = digits.Count('.') + digits.Count(',');
        var decimals = digits.Length - digits.IndexOfAny('.', ',') - 1;
        return (isPlain, marks) switch
        {
            (true, > 1) => new("money.thousands",
                $"„{Texts.Shown(text)}“ hat Tausendertrennzeichen; Beträge stehen ohne sie, etwa 1234,50."),
            (true, 1) when decimals == 3 && digits.Contains('.') => new("money.thousands",
                $"„{Texts.Shown(text)}“: Tausenderpunkt oder Dezimalpunkt? Beträge stehen ohne Tausenderpunkt "
                + "und mit höchstens zwei Nachkommastellen, etwa 1234,50."),
            (true, 1) when decimals > 2 => new("money.decimals",
                $"„{Texts.Shown(text)}“ hat mehr als zwei Nachkommastellen."),
            _ => new("money.amount", $"„{Texts.Shown(text)}“ ist kein Betrag wie 1234,50 oder -1234.50."),
        };
    }

    /// <summary>The amount as machines exchange it: <c>-1234.50</c>.</summary>
    public string ToPlainText()
    {
        var cents = BigInteger.Abs(Cents);
        return string.Create(CultureInfo.InvariantCulture, $"{(Cents < 0 ? "-" : "")}{cents / 100}.{cents % 100:00}");
    }

    /// <summary>The amount as people in Germany read it: <c>-1.234,50 €</c>.</summary>
    public override string ToString() => $"{German.Amount(this)} €";
}
