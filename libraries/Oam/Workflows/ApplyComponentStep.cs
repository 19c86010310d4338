namespace Platform.Oam;

/// <summary>Deliver one component.</summary>
/// <param name="Component">Which.</param>
/// <param name="Cluster">Where; null = the default cluster.</param>
public sealed record ApplyComponentStep(string Component, string? Cluster);
