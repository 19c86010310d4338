using System.Text.Json.Nodes;
using Platform.Oam.Documents;
using Platform.Oam.Snapshots;

namespace Platform.Oam.Definitions;

/// <summary>What a component type renders from.</summary>
/// <param name="Application">The application.</param>
/// <param name="Name">Name of the component; of a copy with its key.</param>
/// <param name="Revision">Name of the application's revision; null when rendering without one.</param>
/// <param name="Parameters">Checked, with expressions replaced and defaults filled in.</param>
internal sealed record ComponentContext(Application Application, string Name, string? Revision, DocumentNode Parameters)
{
    private readonly ClusterFacts cluster = null!;

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

    /// <summary>Which of several copies it is; null = there is one only.</summary>
    public string? ReplicaKey { get; init; }

    /// <summary>Where objects go that name no namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>What the application package has for the component; null for nothing.</summary>
    public PackageComponent? Package { get; init; }

    /// <summary>Why it has nothing, as the first half of a sentence.</summary>
    public string PackageLack { get; init; } = "";

    /// <summary>What only the world outside knows.</summary>
    public required Outside Outside { get; init; }

    /// <summary>Where faults of the component go. A component with a fault makes nothing.</summary>
    public required Findings Findings { get; init; }

    /// <summary>
    /// Asks for something from outside; a fault is told at the place, or else at the component's properties. Null when there is
    /// no answer (yet): return <see cref="ComponentOutput.None"/> then.
    /// </summary>
    public JsonNode? Ask(Need need, DocumentNode? place = null) => Outside.Ask(need, place ?? Parameters);

    /// <summary>
    /// What has to come from the package didn't: a fault that says so and what else would be right; nothing while the package isn't known.
    /// Return <see cref="ComponentOutput.None"/> then.
    /// </summary>
    public void Lack(string what, string otherwise)
    {
        if (Package is { IsAssumed: true }) Outside.GiveUp();
        else Fault($"there is no {what}: {PackageLack}, and {otherwise}");
    }

    /// <summary>Tells what probably isn't meant.</summary>
    public void Warn(string detail, DocumentNode? place = null) => Findings.Warn((place ?? Parameters).Fault(detail));

    /// <summary>Tells what is wrong with the component's properties.</summary>
    public void Fault(string detail, DocumentNode? place = null) => Findings.Add((place ?? Parameters).Fault(detail));

    /// <summary>The first of these API versions in which the cluster has the kind.</summary>
    public string ApiVersionOf(string kind, params ReadOnlySpan<string> versions) => cluster.ApiVersionOf(kind, versions);
}
