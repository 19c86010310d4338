namespace Platform.Status.Resources;

/// <summary>A component on one cluster.</summary>
internal sealed record ResourceComponent(string Component, string Health, string? Message, IReadOnlyList<TreeObject> Objects);
