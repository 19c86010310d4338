namespace Platform.Oam;

/// <summary>A value given to others.</summary>
/// <param name="Name">What inputs call it.</param>
/// <param name="ValueFrom">Where it comes from, e.g. <c>output.status.conditions[0].message</c>.</param>
public sealed record StepOutput(string Name, string ValueFrom);
