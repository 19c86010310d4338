namespace Platform.Oam;

/// <summary>A value that comes only when another component or step has run.</summary>
/// <param name="Component">Who takes it.</param>
/// <param name="Input">Name of the output it is taken from.</param>
/// <param name="IsRendered">The objects are there, with <c>${inputs…}</c> in the value's place; false: without it they can't be made at all.</param>
public sealed record AwaitedInput(string Component, string Input, bool IsRendered);
