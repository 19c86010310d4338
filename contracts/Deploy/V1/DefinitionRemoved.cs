using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>A definition was removed: new submissions can't use its type any more.</summary>
[PublicEvent("platform.deploy.v1.definition-removed")]
[MessageUrn("platform.deploy.v1.definition-removed")]
public sealed record DefinitionRemoved : IPublicEvent
{
    /// <summary>component, trait, policy or workflowstep.</summary>
    public required string Kind { get; init; }

    /// <summary>What applications called it.</summary>
    public required string Name { get; init; }

    /// <summary>The revision it had last.</summary>
    public required long Revision { get; init; }

    string? IPublicEvent.Namespace => null;

    string? IPublicEvent.Application => null;

    string? IPublicEvent.Cluster => null;
}
