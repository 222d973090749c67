namespace Gemeinwerk.Merger.Roadmaps;

/// <summary>What states of tasks are called.</summary>
public static class RoadmapWords
{
    public static string Word(this TaskState state) => state switch
    {
        TaskState.Done => "getan",
        TaskState.Ready => "an der Reihe",
        TaskState.Late => "überfällig",
        TaskState.Dropped => "entfallen",
        _ => "wartet",
    };

    /// <summary>A sign that stands beside the word, and in pictures for it.</summary>
    public static string Sign(this TaskState state) => state switch
    {
        TaskState.Done => "✓",
        TaskState.Ready => "▶",
        TaskState.Late => "!",
        TaskState.Dropped => "✕",
        _ => "…",
    };
}
