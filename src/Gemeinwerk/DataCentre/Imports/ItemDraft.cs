namespace Gemeinwerk.DataCentre.Imports;

/// <summary>How a file names an item that another one leads to.</summary>
/// <param name="Kinds">The kinds that it may be of.</param>
/// <param name="Name">Its name, or null where only its key in the other system is known.</param>
/// <param name="ExternalId">Its key in the other system.</param>
sealed record ItemReference(IReadOnlyList<ItemKind> Kinds, string? Name, string? ExternalId)
{
    internal string Shown => Name ?? ExternalId ?? "";
}

/// <summary>One item as a file describes it. Fields that the file does not have are left as they are.</summary>
/// <param name="Line">Where it stands, or for JSON where its object ends.</param>
sealed record ItemDraft(ItemKind Kind, int File, long Line, string Name, string? ExternalId)
{
    /// <summary>The system whose keys the file carries.</summary>
    internal required string Source { get; init; }

    /// <summary>The other system has no name for it; what it is called here comes from what tells it apart.</summary>
    internal bool IsNameless { get; init; }

    /// <summary>What the file says; null where it says that there is nothing.</summary>
    internal List<(Field Field, FieldValue? Value)> Values { get; } = [];

    internal List<(Field Field, ItemReference To)> References { get; } = [];

    /// <summary>What is said of the scope of an item that this one leads to: the maker of its model.</summary>
    internal List<(Field Field, Field Scope, string Text)> Scopes { get; } = [];

    internal string? ScopeOf(Field link, Field scope)
    {
        foreach (var said in Scopes)
        {
            if (said.Field == link && said.Scope == scope) return said.Text;
        }
        return null;
    }
}

/// <summary>A dependency as a file names it: who needs whom.</summary>
sealed record DependencyDraft(int File, long Line, string From, string To, bool IsHard);
