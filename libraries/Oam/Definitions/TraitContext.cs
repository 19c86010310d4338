using System.Text.Json.Nodes;
using Platform.Oam.Documents;
using Platform.Oam.Rendering;

namespace Platform.Oam.Definitions;

/// <summary>What a trait type works on.</summary>
internal sealed class TraitContext
{
    private readonly List<NamedObject> outputs = [];
    private readonly ClusterFacts cluster = null!;

    /// <summary>The application.</summary>
    public required Application Application { get; init; }

    /// <summary>Name of the component.</summary>
    public required string Component { get; init; }

    /// <summary>The cluster rendered for. Who looks at it makes something of its own for each cluster; see <see cref="SawCluster"/>.</summary>
    public required ClusterFacts Cluster
    {
        get
        {
            SawCluster = true;
            return cluster;
        }
        init => cluster = value;
    }

    /// <summary>The cluster was looked at, other than for the kinds it serves.</summary>
    public bool SawCluster { get; private set; }

    /// <summary>The first of these API versions in which the cluster has the kind.</summary>
    public string ApiVersionOf(string kind, params ReadOnlySpan<string> versions) => cluster.ApiVersionOf(kind, versions);

    /// <summary>Checked, with expressions replaced and defaults filled in.</summary>
    public required DocumentNode Parameters { get; init; }

    /// <summary>The component's workload as earlier traits left it.</summary>
    public required WorkloadPatch Workload { get; init; }

    /// <summary>Objects the trait made.</summary>
    public IReadOnlyList<NamedObject> Outputs => outputs;

    /// <summary>Adds an object.</summary>
    public void Output(string resource, JsonObject manifest) => outputs.Add(new(resource, manifest));
}
