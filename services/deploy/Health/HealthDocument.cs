using Platform.Contracts.Status.V1;
using Platform.Storage;

namespace Platform.Deploy.Health;

/// <summary>What Status last said of an application on a cluster; id <c>namespace/application/cluster</c>.</summary>
internal sealed class HealthDocument : IDocument
{
    public string Id { get; set; } = "";

    public long Version { get; set; }

    /// <summary><c>namespace/application</c>.</summary>
    public string ApplicationKey { get; set; } = "";

    public string Cluster { get; set; } = "";

    public long Revision { get; set; }

    public long Sequence { get; set; }

    /// <summary>State of the inventory that was looked at; 0 when Status didn't say.</summary>
    public long AppliedSequence { get; set; }

    public bool AppliedVersionsSeen { get; set; }

    public HealthStatus Health { get; set; }

    public List<ComponentHealth> Components { get; set; } = [];

    public DateTimeOffset ObservedAt { get; set; }
}
