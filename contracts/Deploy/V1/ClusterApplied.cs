using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>All objects of a revision are applied on a cluster (not yet healthy).</summary>
[PublicEvent("platform.deploy.v1.cluster-applied")]
[MessageUrn("platform.deploy.v1.cluster-applied")]
public sealed record ClusterApplied : IPublicEvent
{
    /// <summary>What the key of <see cref="AppliedObject.Print"/> is derived from the master key for.</summary>
    public const string PrintPurpose = "prints";

    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The application.</summary>
    public required string Application { get; init; }

    /// <summary>The cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The rollout's id.</summary>
    public required Guid Rollout { get; init; }

    /// <summary>Revision number.</summary>
    public required long Revision { get; init; }

    /// <summary>The attempt that did it.</summary>
    public required int Attempt { get; init; }

    /// <summary>
    /// Which state of the inventory this is: grows with every change to what the application has on the cluster. The inventory
    /// is complete, with what earlier steps and revisions applied and is still there; a page of an older state is dropped.
    /// </summary>
    public long Sequence { get; init; }

    /// <summary>This page of the objects applied.</summary>
    public IReadOnlyList<AppliedObject> Inventory { get; init; } = [];

    /// <summary>The fields that objects of this page fix, by <see cref="AppliedObject.Shape"/>: a path a line.</summary>
    public IReadOnlyDictionary<string, string> Shapes { get; init; } = new Dictionary<string, string>();

    /// <summary>0-based page of the inventory.</summary>
    public required int Page { get; init; }

    /// <summary>How many pages make it complete.</summary>
    public required int Pages { get; init; }

    /// <summary>Objects that changed.</summary>
    public required int Changed { get; init; }

    /// <summary>Objects that were as wanted.</summary>
    public required int Unchanged { get; init; }

    /// <summary>For a person.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    string? IPublicEvent.Namespace => Namespace;

    string? IPublicEvent.Application => Application;

    string? IPublicEvent.Cluster => Cluster;
}
