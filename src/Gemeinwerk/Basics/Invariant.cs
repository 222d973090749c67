using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Gemeinwerk.Basics;

/// <summary>Conditions that hold unless the program is wrong; checked in every build.</summary>
public static class Invariant
{
    public static void Holds(
        [DoesNotReturnIf(false)] bool condition,
        [CallerArgumentExpression(nameof(condition))] string text = "")
    {
        if (!condition) throw new UnreachableException($"Invariant broken: {text}");
    }
}
