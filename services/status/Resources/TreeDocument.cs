namespace Platform.Status.Resources;

/// <summary>The resource tree of an application's part on a cluster, as the process that watches it wrote it last. The id is that of its part.</summary>
internal sealed class TreeDocument : IDocument
{
    public string Id { get; set; } = "";

    public long Version { get; set; }

    /// <summary>Namespace and name of the application, to search by.</summary>
    public string Owner { get; set; } = "";

    public string Cluster { get; set; } = "";

    public long Revision { get; set; }

    public DateTimeOffset SeenAt { get; set; }

    public IReadOnlyList<TreeComponent> Components { get; set; } = [];
}
