using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>A suspended rollout goes on.</summary>
[PublicEvent("platform.deploy.v1.rollout-resumed")]
[MessageUrn("platform.deploy.v1.rollout-resumed")]
public sealed record RolloutResumed : IPublicEvent
{
    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The application.</summary>
    public required string Application { get; init; }

    /// <summary>The rollout's id.</summary>
    public required Guid Rollout { get; init; }

    /// <summary>Revision number.</summary>
    public required long Revision { get; init; }

    /// <summary>The step it is about.</summary>
    public required string Step { get; init; }

    /// <summary>Why, or who resumed it.</summary>
    public string? Reason { get; init; }

    /// <summary>Count of clusters per phase.</summary>
    public IReadOnlyDictionary<string, int> Clusters { get; init; } = new Dictionary<string, int>();

    /// <summary>Counts the application's rollouts: of two, the one with the higher number decides.</summary>
    public long Number { get; init; }

    string? IPublicEvent.Namespace => Namespace;

    string? IPublicEvent.Application => Application;

    string? IPublicEvent.Cluster => null;
}
