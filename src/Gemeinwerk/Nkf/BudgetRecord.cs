using System.Text.Json;
using Gemeinwerk.Proofs;

namespace Gemeinwerk.Nkf;

/// <summary>A member of a <see cref="BudgetRecord"/>: a number, a text, or a text that is absent.</summary>
readonly record struct BudgetMember(string Name, string? Text, long? Number)
{
    internal static BudgetMember Of(string name, string? text) => new(name, text, null);

    internal static BudgetMember Of(string name, long number) => new(name, null, number);
}

/// <summary>A line of the budget export: what it is, and its members in the order of docs/formats.md.</summary>
sealed record BudgetRecord(string What, params IReadOnlyList<BudgetMember> Members)
{
    internal void Write(Utf8JsonWriter json, long no, byte[] leaf)
    {
        json.WriteNumber("no", no);
        json.WriteString("what", What);
        foreach (var member in Members)
        {
            if (member.Number is { } number) json.WriteNumber(member.Name, number);
            else if (member.Text is { } text) json.WriteString(member.Name, text);
        }
        json.WriteString("leaf", Convert.ToHexStringLower(leaf));
    }

    internal byte[] LeafHash(CanonicalForm form, byte[] log, long no)
    {
        form.Start(log);
        form.Number(no);
        form.Text(What);
        foreach (var member in Members)
        {
            if (member.Number is { } number) form.Number(number);
            else form.Optional(member.Text);
        }
        return form.LeafHash();
    }
}
