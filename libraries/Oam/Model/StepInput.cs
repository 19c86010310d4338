namespace Platform.Oam;

/// <summary>A value taken from an output.</summary>
/// <param name="From">Name of the output.</param>
/// <param name="ParameterKey">Dotted path in the properties that takes it; null when only <c>if</c> uses it.</param>
public sealed record StepInput(string From, string? ParameterKey);
