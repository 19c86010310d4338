using System.Text.Json.Nodes;
using Platform.Deploy.Applications;

namespace Platform.Deploy.DryRuns;

/// <summary>What an application would do.</summary>
internal sealed record DryRunAnswer(string Application, IReadOnlyList<ClusterDryRun> Clusters, IReadOnlyList<WarningAnswer> Warnings);

/// <summary>What it would do on one cluster.</summary>
internal sealed record ClusterDryRun(string Cluster, string Namespace, IReadOnlyList<JsonObject> Objects, IReadOnlyList<ObjectChange> Diff);

/// <summary>What would become of one object.</summary>
/// <param name="ApiVersion">E.g. <c>apps/v1</c>.</param>
/// <param name="Kind">E.g. <c>Deployment</c>.</param>
/// <param name="Namespace">Null for cluster-scoped objects.</param>
/// <param name="Name">Its name.</param>
/// <param name="Change">create, update, delete or none.</param>
/// <param name="Values">Of an update: the fields that differ, with what is there and what would be.</param>
internal sealed record ObjectChange(string ApiVersion, string Kind, string? Namespace, string Name, string Change, IReadOnlyList<FieldChange> Values)
{
    /// <summary>Paths of the fields that differ, e.g. <c>.spec.replicas</c>.</summary>
    public IReadOnlyList<string> Fields => [.. Values.Select(value => value.Path)];
}

/// <summary>A field that differs.</summary>
/// <param name="Path">E.g. <c>.spec.replicas</c>.</param>
/// <param name="Live">What is there; null = nothing.</param>
/// <param name="Wanted">What would be; null = nothing.</param>
internal sealed record FieldChange(string Path, JsonNode? Live, JsonNode? Wanted);
