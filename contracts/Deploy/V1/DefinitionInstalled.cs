using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>A definition of a component, trait, policy or workflow step type was installed, or a new revision of it.</summary>
[PublicEvent("platform.deploy.v1.definition-installed")]
[MessageUrn("platform.deploy.v1.definition-installed")]
public sealed record DefinitionInstalled : IPublicEvent
{
    /// <summary>component, trait, policy or workflowstep.</summary>
    public required string Kind { get; init; }

    /// <summary>What applications call it.</summary>
    public required string Name { get; init; }

    /// <summary>Its revision; they grow.</summary>
    public required long Revision { get; init; }

    /// <summary>The version its author gives it.</summary>
    public string? Version { get; init; }

    /// <summary>JavaScript with a function <c>health(object)</c> for live workloads of the type; null = the rule of the kind counts.</summary>
    public string? Health { get; init; }

    /// <summary>JavaScript with a function <c>message(object)</c> for live workloads of the type.</summary>
    public string? Message { get; init; }

    string? IPublicEvent.Namespace => null;

    string? IPublicEvent.Application => null;

    string? IPublicEvent.Cluster => null;
}
