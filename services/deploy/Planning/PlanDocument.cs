using Platform.Storage;

namespace Platform.Deploy.Planning;

/// <summary>What is applied to a cluster, under the digest of its content: clusters that get the same share it.</summary>
internal sealed class PlanDocument : IDocument
{
    private WeakReference<IReadOnlyList<PlannedObject>>? opened;

    /// <summary><c>sha256:…</c></summary>
    public string Id { get; set; } = "";

    public long Version { get; set; }

    /// <summary>A JSON list of <see cref="PlannedObject"/>, in the order rendered, under the master key: there may be Secrets among them.</summary>
    public string Objects { get; set; } = "";

    public int Count { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Its objects, as long as somebody works with them: what hundreds of clusters get is read once, and no Secret stays open.</summary>
    public IReadOnlyList<PlannedObject> Opened(Func<string, IReadOnlyList<PlannedObject>> open)
    {
        if (opened?.TryGetTarget(out var known) == true)
            return known;
        var objects = open(Objects);
        opened = new(objects);
        return objects;
    }
}
