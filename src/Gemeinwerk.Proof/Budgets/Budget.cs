namespace Gemeinwerk.Proof.Budgets;

/// <summary>Where a plan value stands; null for no product.</summary>
sealed record BudgetPlace(long Year, string? Product, string Position)
{
    public override string ToString() => $"{Year} {(Product is null ? "" : Product + "/")}{Position}";
}

/// <summary>What a line of the budget adds up, in the order of the export.</summary>
static class BudgetKinds
{
    /// <summary>As certificates and changes name them; the last is the sum of open commitments.</summary>
    public static readonly string[] All =
        ["original", "supplementary", "carried-forward", "transfer", "approval", "commitment"];

    public static readonly string[] Members =
        ["original", "supplementary", "carriedForward", "transfer", "approval", "committed"];

    public const int Commitment = 5;

    public static int Count => All.Length;
}

/// <summary>A change of a plan value; the line is where it was read.</summary>
sealed record BudgetChange(long Line, BudgetPlace At, int Kind, long Amount, byte[] Leaf);

/// <param name="Group">The code of its cover group, or null.</param>
/// <param name="Amounts">In the order of <see cref="BudgetKinds.All"/>.</param>
sealed record BudgetLine(long Line, BudgetPlace At, string? Group, long[] Amounts);

sealed record CoverGroup(long Line, long Year, string Code, string Name);

sealed record Commitment(long Line, string Number, BudgetPlace At, string Text, long Open);

/// <summary>One budget export as read; what could not be read is a fault already and left out here.</summary>
sealed class Budget(string file)
{
    public string File => file;
    public long Size { get; set; }
    public byte[] Root { get; set; } = Notes.Merkle.EmptyRoot;
    public List<BudgetChange> Changes { get; } = [];
    public Dictionary<BudgetPlace, BudgetLine> Lines { get; } = [];
    public Dictionary<(long Year, string Code), CoverGroup> Groups { get; } = [];
    public Dictionary<string, Commitment> Commitments { get; } = [];

    public long Amount(BudgetPlace at, int kind) => Lines.TryGetValue(at, out var line) ? line.Amounts[kind] : 0;

    /// <summary>The place in the file, for a finding; the file as a whole where it has no such line.</summary>
    public string Place(BudgetPlace at) => Lines.TryGetValue(at, out var line) ? $"{file}, Zeile {line.Line}" : file;
}
