using System.Text.Json.Serialization;
using Gemeinwerk.Merger.Governance;

namespace Gemeinwerk.Merger.Roadmaps;

/// <summary>Something that was planned, moved or done on the way to a merger.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(RoadmapStarted), "roadmap-started")]
[JsonDerivedType(typeof(StagePlanned), "stage-planned")]
[JsonDerivedType(typeof(StageOpened), "stage-opened")]
[JsonDerivedType(typeof(TaskPlanned), "task-planned")]
[JsonDerivedType(typeof(TaskMoved), "task-moved")]
[JsonDerivedType(typeof(TaskDone), "task-done")]
[JsonDerivedType(typeof(TaskDropped), "task-dropped")]
[JsonDerivedType(typeof(AmountPlanned), "amount-planned")]
[JsonDerivedType(typeof(RiskNamed), "risk-named")]
[JsonDerivedType(typeof(RiskClosed), "risk-closed")]
public abstract record RoadmapEvent;

public sealed record RoadmapStarted(string Title) : RoadmapEvent;

/// <summary>A stage (Stufe); there may be any number.</summary>
/// <param name="Stage">Gapless from 1.</param>
/// <param name="ResolvedBy">Codes of the bodies whose assemblies have to resolve before it opens: never is a stage
/// opened by itself.</param>
public sealed record StagePlanned(
    int Stage, string Title, DateOnly From, DateOnly Until, IReadOnlyList<string>? ResolvedBy) : RoadmapEvent;

/// <summary>A stage begins.</summary>
/// <param name="Resolutions">By which resolutions, as <c>kdz:3</c>: number 3 of that body.</param>
public sealed record StageOpened(int Stage, DateOnly On, IReadOnlyList<string>? Resolutions) : RoadmapEvent;

/// <summary>A task, or a milestone where it is a moment.</summary>
/// <param name="Key">1 to 40 lower-case letters, digits or hyphens.</param>
/// <param name="Responsible">Who does it: a body, an office.</param>
/// <param name="After">Keys of what has to be done first.</param>
/// <param name="Merger">Code of the merger at whose gate it stands.</param>
/// <param name="Gate">It is done only when this gate is open.</param>
public sealed record TaskPlanned(
    string Key, int Stage, string Title, bool IsMilestone, string Responsible, DateOnly From, DateOnly Until,
    IReadOnlyList<string>? After, string? Merger, GateStep? Gate) : RoadmapEvent;

public sealed record TaskMoved(string Key, DateOnly From, DateOnly Until, string Reason) : RoadmapEvent;

public sealed record TaskDone(string Key, DateOnly On, string? Note) : RoadmapEvent;

public sealed record TaskDropped(string Key, string Reason) : RoadmapEvent;

/// <summary>A cost or a saving of a stage, as planned; what it really is stands in a ledger, or is what the contracts
/// of a data centre cost.</summary>
/// <param name="CentsPerYear">Integer cents a year, positive.</param>
/// <param name="Body">Code of the body in whose ledger or data centre it shows; null where none does.</param>
/// <param name="Accounts">First digits of accounts, of which the turnover is taken.</param>
/// <param name="BaselineYear">Of a saving: the year with which later ones are compared.</param>
/// <param name="IsOfContracts">The annual prices of the data centre's contracts are taken, not accounts.</param>
public sealed record AmountPlanned(
    string Key, int Stage, string Title, bool IsSaving, long CentsPerYear, int FromYear, string? Body,
    IReadOnlyList<string>? Accounts, int? BaselineYear, bool? IsOfContracts = null) : RoadmapEvent;

/// <param name="Likelihood">1 to 5.</param>
/// <param name="Impact">1 to 5.</param>
public sealed record RiskNamed(
    string Key, string Title, int Likelihood, int Impact, string Response, string Owner) : RoadmapEvent;

public sealed record RiskClosed(string Key, DateOnly On, string Note) : RoadmapEvent;
