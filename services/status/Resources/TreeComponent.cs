namespace Platform.Status.Resources;

/// <summary>A component's objects.</summary>
internal sealed record TreeComponent(string Component, IReadOnlyList<TreeObject> Objects);
