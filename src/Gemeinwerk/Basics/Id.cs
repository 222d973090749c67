namespace Gemeinwerk.Basics;

/// <summary>The database key of one <typeparamref name="T"/>; keys of different things never mix.</summary>
public readonly record struct Id<T>(long Value);
