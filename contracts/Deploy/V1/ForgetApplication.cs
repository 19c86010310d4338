using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>Everything an application had on clusters is gone; so it goes.</summary>
[InternalMessage("forget-application")]
[MessageUrn("platform.internal.v1.forget-application")]
public sealed record ForgetApplication
{
    public required string Namespace { get; init; }

    public required string Application { get; init; }

    public required Guid Rollout { get; init; }
}
