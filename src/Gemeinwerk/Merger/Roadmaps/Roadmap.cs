using Gemeinwerk.Merger.Governance;

namespace Gemeinwerk.Merger.Roadmaps;

/// <summary>A stage of a roadmap.</summary>
/// <param name="OpenedOn">Null while it is not.</param>
public sealed record Stage(
    int No, string Title, DateOnly From, DateOnly Until, IReadOnlyList<string> ResolvedBy, DateOnly? OpenedOn,
    IReadOnlyList<string> Resolutions);

public enum TaskState { Waiting, Ready, Late, Done, Dropped }

/// <summary>A task or milestone.</summary>
/// <param name="PlannedFrom">As it was first planned.</param>
/// <param name="PlannedUntil">As it was first planned.</param>
/// <param name="From">As it is planned now.</param>
public sealed record RoadmapTask(
    string Key, int Stage, string Title, bool IsMilestone, string Responsible, DateOnly PlannedFrom,
    DateOnly PlannedUntil, DateOnly From, DateOnly Until, IReadOnlyList<string> After, string? Merger, GateStep? Gate,
    DateOnly? DoneOn, string? Note)
{
    public bool IsDropped { get; init; }

    public bool IsOver => IsDropped || DoneOn is not null;

    /// <summary>Days by which it ends or ended later than first planned; negative where earlier.</summary>
    public int Delay => (DoneOn ?? Until).DayNumber - PlannedUntil.DayNumber;
}

public sealed record PlannedAmount(
    string Key, int Stage, string Title, bool IsSaving, long CentsPerYear, int FromYear, string? Body,
    IReadOnlyList<string> Accounts, int? BaselineYear, bool IsOfContracts);

public sealed record Risk(
    string Key, string Title, int Likelihood, int Impact, string Response, string Owner, DateOnly? ClosedOn,
    string? Note)
{
    /// <summary>Likelihood times impact, 1 to 25.</summary>
    public int Weight => Likelihood * Impact;
}

/// <summary>The way to a merger as its events leave it: any number of stages, none of which opens by itself.</summary>
public sealed class Roadmap
{
    readonly List<Stage> stages = [];
    readonly List<RoadmapTask> tasks = [];
    readonly List<PlannedAmount> amounts = [];
    readonly List<Risk> risks = [];

    public static Roadmap Of(IEnumerable<RoadmapRecord> records)
    {
        var roadmap = new Roadmap();
        foreach (var record in records) roadmap.Apply(record);
        return roadmap;
    }

    /// <summary>Null before it was started.</summary>
    public string? Title { get; private set; }

    public long Size { get; private set; }

    public IReadOnlyList<Stage> Stages => stages;
    public IReadOnlyList<RoadmapTask> Tasks => tasks;
    public IReadOnlyList<PlannedAmount> Amounts => amounts;
    public IReadOnlyList<Risk> Risks => risks;

    public Stage? Stage(int no) => no >= 1 && no <= stages.Count ? stages[no - 1] : null;

    public RoadmapTask? Task(string key) => tasks.Find(task => task.Key == key);

    public TaskState State(RoadmapTask task, DateOnly today) => task switch
    {
        { IsDropped: true } => TaskState.Dropped,
        { DoneOn: not null } => TaskState.Done,
        _ when task.Until < today => TaskState.Late,
        _ when task.After.All(key => Task(key)!.IsOver) && Stage(task.Stage)!.OpenedOn is not null => TaskState.Ready,
        _ => TaskState.Waiting,
    };

    /// <summary>The first milestone that is not over; null without.</summary>
    public RoadmapTask? NextMilestone => tasks.Where(task => task is { IsMilestone: true, IsOver: false })
        .MinBy(task => task.Until);

    /// <summary>Part of the tasks that is done, in percent; null without tasks.</summary>
    public int? Progress(int stage)
    {
        var own = tasks.FindAll(task => task.Stage == stage && !task.IsDropped);
        return own.Count == 0 ? null : 100 * own.Count(task => task.DoneOn is not null) / own.Count;
    }

    internal void Apply(RoadmapRecord record)
    {
        Size = record.No;
        switch (record.Event)
        {
            case RoadmapStarted it: Title = it.Title; break;
            case StagePlanned it:
                stages.Add(new Stage(it.Stage, it.Title, it.From, it.Until, it.ResolvedBy ?? [], null, []));
                break;
            case StageOpened it:
                stages[it.Stage - 1] = stages[it.Stage - 1] with
                {
                    OpenedOn = it.On,
                    Resolutions = it.Resolutions ?? [],
                };
                break;
            case TaskPlanned it:
                tasks.Add(new RoadmapTask(it.Key, it.Stage, it.Title, it.IsMilestone, it.Responsible, it.From, it.Until,
                    it.From, it.Until, it.After ?? [], it.Merger, it.Gate, null, null));
                break;
            case TaskMoved it: Change(it.Key, was => was with { From = it.From, Until = it.Until }); break;
            case TaskDone it: Change(it.Key, was => was with { DoneOn = it.On, Note = it.Note }); break;
            case TaskDropped it: Change(it.Key, was => was with { IsDropped = true, Note = it.Reason }); break;
            case AmountPlanned it:
                amounts.Add(new PlannedAmount(it.Key, it.Stage, it.Title, it.IsSaving, it.CentsPerYear, it.FromYear,
                    it.Body, it.Accounts ?? [], it.BaselineYear, it.IsOfContracts == true));
                break;
            case RiskNamed it:
                risks.Add(new Risk(it.Key, it.Title, it.Likelihood, it.Impact, it.Response, it.Owner, null, null));
                break;
            case RiskClosed it:
                var at = risks.FindIndex(risk => risk.Key == it.Key);
                risks[at] = risks[at] with { ClosedOn = it.On, Note = it.Note };
                break;
        }
    }

    void Change(string key, Func<RoadmapTask, RoadmapTask> to)
    {
        var at = tasks.FindIndex(task => task.Key == key);
        tasks[at] = to(tasks[at]);
    }
}

/// <summary>An event as it was recorded.</summary>
public sealed record RoadmapRecord(long No, DateTimeOffset At, string Actor, RoadmapEvent Event);
