namespace Platform.Status.Resources;

/// <summary>An application's live objects.</summary>
internal sealed record ResourceTree(
    string Namespace, string Application, long Revision, string? Phase, string? Health, IReadOnlyList<ResourceCluster> Clusters);
