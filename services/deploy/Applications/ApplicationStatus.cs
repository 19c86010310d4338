using System.Text.Json.Nodes;
using Platform.Contracts.Deploy.V1;
using Platform.Contracts.Status.V1;

namespace Platform.Deploy.Applications;

/// <summary>An application's <c>status</c>, with the names KubeVela gives its parts.</summary>
internal sealed record ApplicationStatus
{
    /// <summary>The phase, under the name KubeVela's readers look for.</summary>
    public required ApplicationPhase Status { get; init; }

    public required ApplicationPhase Phase { get; init; }

    public required long ObservedGeneration { get; init; }

    public required RevisionStatus LatestRevision { get; init; }

    /// <summary>A package newer than the one the newest revision uses; null when there is none.</summary>
    public UpgradeStatus? UpgradeAvailable { get; init; }

    public required Guid Rollout { get; init; }

    public required WorkflowStatus Workflow { get; init; }

    public required IReadOnlyList<ServiceStatus> Services { get; init; }

    /// <summary>At most <see cref="MostResources"/>.</summary>
    public required IReadOnlyList<ResourceStatus> AppliedResources { get; init; }

    public const int MostResources = 500;
}

/// <summary>The newest revision.</summary>
internal sealed record RevisionStatus(string Name, long Revision, string RevisionHash, string? PackageVersion, string? PackageDigest);

/// <summary>A newer package.</summary>
/// <param name="Package">Name of the package.</param>
/// <param name="Version">Its newest version.</param>
/// <param name="Digest">Digest of that version.</param>
/// <param name="Accepted">The application's reference accepts it: the same document, submitted again, takes it.</param>
internal sealed record UpgradeStatus(string Package, string Version, string Digest, bool Accepted);

/// <summary>How far the workflow is.</summary>
internal sealed record WorkflowStatus(
    string AppRevision, RolloutPhase Status, bool Suspend, bool Terminated, bool Finished, string? Message, DateTimeOffset? StartTime, DateTimeOffset? EndTime,
    IReadOnlyList<WorkflowStepStatus> Steps);

/// <summary>A step.</summary>
internal sealed record WorkflowStepStatus(
    string Name, string Type, StepPhase Phase, string? Reason, string? Message, DateTimeOffset? FirstExecuteTime, DateTimeOffset? LastExecuteTime);

/// <summary>A component on a cluster.</summary>
internal sealed record ServiceStatus
{
    public required string Name { get; init; }

    public string? Namespace { get; init; }

    public required string Cluster { get; init; }

    public required bool Healthy { get; init; }

    public required HealthStatus Health { get; init; }

    public string? Message { get; init; }

    public IReadOnlyList<string> Images { get; init; } = [];

    public JsonObject? WorkloadDefinition { get; init; }

    /// <summary>Revision that was seen.</summary>
    public long? Revision { get; init; }

    /// <summary>When; null while it was never seen.</summary>
    public DateTimeOffset? LastSeen { get; init; }
}

/// <summary>An object on a cluster.</summary>
internal sealed record ResourceStatus(string ApiVersion, string Kind, string? Namespace, string Name, string Cluster, string Component, long Revision);
