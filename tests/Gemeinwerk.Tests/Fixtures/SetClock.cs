namespace Gemeinwerk.Tests.Fixtures;

/// <summary>A clock that only moves when it is told to.</summary>
sealed class SetClock : TimeProvider
{
    internal DateTimeOffset Now { get; set; } = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
