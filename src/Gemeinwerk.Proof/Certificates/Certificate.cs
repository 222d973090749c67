using Gemeinwerk.Proof.Budgets;

namespace Gemeinwerk.Proof.Certificates;

/// <summary>A body's log at the moments of the merger.</summary>
sealed class Moments(string body)
{
    public string Body => body;
    public Moment? Before { get; set; }
    public Moment? After { get; set; }

    /// <summary>Of a source, once it has handed over everything; the target has none.</summary>
    public Moment? Sealed { get; set; }

    /// <summary>Where the export of the journal ends.</summary>
    public Moment? End => Sealed ?? After;

    public Moment? this[string name] => name == "before" ? Before : name == "after" ? After : Sealed;
}

sealed record Moment(int Line, long Size, byte[] Root);

sealed record Mapping(int Line, string Kind, string Body, string Source, string Target);

/// <summary>One line of [balances]; amounts per source in the order of the sources.</summary>
sealed record CertifiedBalance(
    int Line, Exports.Assignment At, long[] Sources, long Before, long Eliminated, long After);

sealed record Elimination(
    int Line, string Reason, string CreditorBody, string Credit, string DebtorBody, string Debt, long Amount)
{
    public const string Claim = "mutual-claim", Shareholding = "mutual-shareholding";
}

/// <summary>One line of [items] or [assets]; the target fields are null for what was eliminated.</summary>
sealed record CertifiedHolding(int Line, string Body, Holdings.Holding Source, Holdings.Holding? Target);

sealed record Tally(int Line, string Name, long Number);

/// <summary>One line of [budget]; amounts per source in the order of the sources.</summary>
sealed record CertifiedBudget(int Line, string Kind, BudgetPlace At, long[] Sources, long Before, long After)
{
    public string What => $"{Kind} {At}";
}

/// <summary>One line of [commitments]; the place is that of the source.</summary>
sealed record CertifiedCommitment(int Line, string Body, string Number, BudgetPlace At, long Open, string Target);

/// <summary>One line of [cover-groups].</summary>
/// <param name="Lines">How many lines of the source's budget are in it.</param>
sealed record CertifiedGroup(int Line, string Body, long Year, string Code, string Target, long Lines);

/// <summary>Where an account stands on the balance sheet; no number for one that stands nowhere.</summary>
sealed record AccountLine(int Line, string Account, string? Number, int Sign);

/// <summary>A line of the balance sheet that another one adds up.</summary>
sealed record SumPart(int Line, string Number, string Part, int Sign);

sealed record StatementLine(int Line, string Number, string Name, long[] Sources, long Before, long Eliminated,
    long After);

/// <summary>A certificate as read; what could not be read is a fault in the point of form and left out here.</summary>
sealed class Certificate(string file)
{
    public string File => file;

    /// <summary>2, or 3, which binds the exports of budgets.</summary>
    public int Version { get; set; } = 3;

    public string Merger { get; set; } = "";
    public string Mode { get; set; } = "";
    public string Form { get; set; } = "";
    public string Effective { get; set; } = "";
    public long EffectiveDay { get; set; }
    public int EffectiveLine { get; set; }
    public int FormLine { get; set; }
    public string Target { get; set; } = "";
    public List<string> Sources { get; } = [];
    public Dictionary<string, Moments> Moments { get; } = [];
    public List<Mapping> Mappings { get; } = [];
    public List<CertifiedBalance> Balances { get; } = [];
    public List<Elimination> Eliminations { get; } = [];
    public List<CertifiedHolding> Items { get; } = [];
    public List<CertifiedHolding> Assets { get; } = [];

    /// <summary>The root over the budget export of a body, <c>before</c> or <c>after</c>.</summary>
    public Dictionary<(string Body, string Name), Moment> Budgets { get; } = [];

    public List<CertifiedBudget> Budget { get; } = [];
    public List<CertifiedCommitment> Commitments { get; } = [];
    public List<CertifiedGroup> CoverGroups { get; } = [];

    /// <summary>The root over the inventory export of a body, <c>before</c> or <c>after</c>.</summary>
    public Dictionary<(string Body, string Name), Moment> Inventories { get; } = [];

    public List<CertifiedMove> InventoryMoves { get; } = [];

    /// <summary>Some body of the merger has an inventory.</summary>
    public bool HasInventories => SectionLines.ContainsKey(InventorySections.Names[0]);

    /// <summary>The root over the uses of a body, <c>before</c> or <c>after</c>.</summary>
    public Dictionary<(string Body, string Name), Moment> UseMoments { get; } = [];

    public List<CertifiedUseMove> Uses { get; } = [];
    public List<CertifiedUse> NewUses { get; } = [];

    /// <summary>Some body of the merger has uses.</summary>
    public bool HasUses => SectionLines.ContainsKey(UseSections.Names[0]);

    public List<Tally> Counts { get; } = [];
    public List<AccountLine> AccountLines { get; } = [];
    public List<SumPart> SumParts { get; } = [];
    public List<StatementLine> Statement { get; } = [];

    /// <summary>The line on which each section begins, for findings about something that is missing in it.</summary>
    public Dictionary<string, int> SectionLines { get; } = [];

    public IEnumerable<string> Bodies => [.. Sources, Target];

    public int LineOf(string section) => SectionLines.GetValueOrDefault(section);

    /// <summary>The mapping of a kind for one body: source number to the line that maps it.</summary>
    public Dictionary<string, Mapping> MappingOf(string kind, string body)
    {
        var found = new Dictionary<string, Mapping>();
        foreach (var line in Mappings)
            if (line.Kind == kind && line.Body == body) found.TryAdd(line.Source, line);
        return found;
    }
}
