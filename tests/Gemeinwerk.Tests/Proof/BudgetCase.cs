using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gemeinwerk.Tests.Proof;

/// <summary>A change of a budget as written in the tests.</summary>
sealed record BC(int Year, string? Product, string Position, string Kind, long Amount);

/// <summary>An open commitment.</summary>
sealed record BM(string Number, int Year, string? Product, string Position, long Open);

/// <summary>A line in a cover group.</summary>
sealed record BG(int Year, string? Product, string Position, string Code, string Name);

/// <summary>A budget at one moment, written from docs/formats.md alone: nothing of the engine or the checker is used.
/// </summary>
sealed class BudgetCase
{
    static readonly string[] kinds = ["original", "supplementary", "carried-forward", "transfer", "approval"];

    readonly string body;
    readonly List<byte[]> leaves = [];

    public BudgetCase(string body, int size, BC[] changes, BM[] commitments, params BG[] groups)
    {
        this.body = body;
        foreach (var it in changes)
        {
            Write("change", ("year", it.Year), ("product?", it.Product), ("position", it.Position), ("kind", it.Kind),
                ("amount", it.Amount), ("reference", "Satzung „ä“"), ("cover?", it.Kind == "approval" ? "Z01" : null),
                ("by", "kasse"), ("at", 1514678400000000));
        }
        foreach (var it in groups.DistinctBy(it => (it.Year, it.Code)))
        {
            Write("group", ("year", it.Year), ("code", it.Code), ("name", it.Name));
        }
        var lines = changes.Select(it => (it.Year, it.Product, it.Position))
            .Concat(commitments.Select(it => (it.Year, it.Product, it.Position))).Distinct();
        foreach (var at in lines)
        {
            var own = changes.Where(it => (it.Year, it.Product, it.Position) == at).ToList();
            long Of(int kind) => own.Where(it => it.Kind == kinds[kind]).Sum(it => it.Amount);
            Write("line", ("year", at.Year), ("product?", at.Product), ("position", at.Position),
                ("group?", groups.SingleOrDefault(it => (it.Year, it.Product, it.Position) == at)?.Code),
                ("original", Of(0)), ("supplementary", Of(1)), ("carriedForward", Of(2)), ("transfer", Of(3)),
                ("approval", Of(4)), ("committed", commitments
                    .Where(it => (it.Year, it.Product, it.Position) == at).Sum(it => it.Open)));
        }
        foreach (var it in commitments)
        {
            Write("commitment", ("number", it.Number), ("year", it.Year), ("product?", it.Product),
                ("position", it.Position), ("text", "Auftrag"), ("open", it.Open));
        }
        Lines.Insert(0, $"{{'format':'gemeinwerk-budget/1','body':'{body}','size':{size},'lines':{Lines.Count}}}"
            .Replace('\'', '"'));
    }

    public List<string> Lines { get; } = [];

    public string Certified(string moment) =>
        $"{body}|{moment}|{leaves.Count}|{Convert.ToBase64String(PlainTree.Root([.. leaves]))}";

    void Write(string what, params (string Name, object? Value)[] members)
    {
        var no = leaves.Count + 1;
        using var form = new MemoryStream();
        form.Write([0, 1]);
        Text($"gemeinwerk/{body}/budget");
        Number(no);
        Text(what);
        var json = new StringBuilder($$"""{"no":{{no}},"what":"{{what}}",""");
        foreach (var (name, value) in members)
        {
            switch (value)
            {
                case null: form.Write([0xFF, 0xFF, 0xFF, 0xFF]); break;
                case string text:
                    Text(text);
                    json.Append(CultureInfo.InvariantCulture, $"\"{name.TrimEnd('?')}\":\"{text}\",");
                    break;
                default:
                    Number(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                    json.Append(CultureInfo.InvariantCulture, $"\"{name}\":{value},");
                    break;
            }
        }
        leaves.Add(SHA256.HashData(form.ToArray()));
        Lines.Add($"{json}\"leaf\":\"{Convert.ToHexStringLower(leaves[^1])}\"}}");

        void Number(long number)
        {
            Span<byte> bytes = stackalloc byte[8];
            BinaryPrimitives.WriteInt64BigEndian(bytes, number);
            form.Write(bytes);
        }

        void Text(string text)
        {
            Span<byte> length = stackalloc byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, Encoding.UTF8.GetByteCount(text));
            form.Write(length);
            form.Write(Encoding.UTF8.GetBytes(text));
        }
    }
}
