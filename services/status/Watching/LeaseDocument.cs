namespace Platform.Status.Watching;

/// <summary>Which process watches a cluster. The id is the cluster's name.</summary>
internal sealed class LeaseDocument : IDocument
{
    public string Id { get; set; } = "";

    public long Version { get; set; }

    /// <summary>The process (<see cref="ProcessDocument"/>); empty when given back.</summary>
    public string Owner { get; set; } = "";
}
