using System.Diagnostics.CodeAnalysis;

namespace Gemeinwerk.Basics;

/// <summary>Why something a user asked for is not done.</summary>
/// <param name="Code">Stable, for programs: <c>ledger.unbalanced</c>.</param>
/// <param name="Message">One German sentence, for people.</param>
/// <param name="Source">The rule's legal source, where it has one: <c>KomHVO NRW § 28</c>.</param>
public sealed record Rejection(string Code, string Message, string? Source = null)
{
    public override string ToString() => Source is null ? $"{Message} [{Code}]" : $"{Message} ({Source}) [{Code}]";
}

/// <summary>A rejection at a place of a file or a list that somebody has to mend.</summary>
/// <param name="Line">Physical line from 1; 0 where the finding is about the whole.</param>
/// <param name="Field">The column's name, or empty.</param>
public sealed record Finding(long Line, string Field, Rejection Why)
{
    public override string ToString() => (Line, Field) switch
    {
        (0, "") => Why.ToString(),
        (0, _) => $"Feld {Field}: {Why}",
        (_, "") => $"Zeile {Line}: {Why}",
        _ => $"Zeile {Line}, Feld {Field}: {Why}",
    };
}

/// <summary>The value of an act that returns nothing.</summary>
public readonly record struct Nothing;

/// <summary>A value or a rejection. Ask with <see cref="Ok"/>, and return early.</summary>
public readonly struct Result<T>
{
    readonly T? value;
    readonly Rejection? rejection;

    Result(T value) => this.value = value;
    Result(Rejection rejection) => this.rejection = rejection;

    /// <summary>The rejection, or null where there is a value.</summary>
    public Rejection? Rejection => rejection;

    public bool Ok([MaybeNullWhen(false)] out T got, [NotNullWhen(false)] out Rejection? why)
    {
        got = value;
        why = rejection;
        return rejection is null;
    }

    /// <summary>The value of an act that cannot be refused here; a rejection would be a bug and throws.</summary>
    public T Expect() => rejection is null
        ? value!
        : throw new InvalidOperationException($"Unexpected rejection: {rejection}");

    public static implicit operator Result<T>(T value) => new(value);
    public static implicit operator Result<T>(Rejection rejection) => new(rejection);
}
