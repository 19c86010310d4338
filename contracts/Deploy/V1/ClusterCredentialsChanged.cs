using MassTransit;

namespace Platform.Contracts.Deploy.V1;

/// <summary>Status (and Build, for builds in a cluster) get access to a cluster. Never public.</summary>
[InternalMessage("cluster-credentials-changed")]
[MessageUrn("platform.internal.v1.cluster-credentials-changed")]
public sealed record ClusterCredentialsChanged
{
    /// <summary>The master key's purpose under which the kubeconfig is encrypted.</summary>
    public const string Purpose = "cluster-credentials";

    public required string Cluster { get; init; }

    /// <summary>The kubeconfig, encrypted under the platform's master key (AES-GCM, base64).</summary>
    public required string EncryptedKubeconfig { get; init; }

    /// <summary>Which master key encrypted it.</summary>
    public required string KeyId { get; init; }

    /// <summary>Grows with every change; older news is dropped.</summary>
    public required long Generation { get; init; }

    /// <summary>True when access ended.</summary>
    public required bool Removed { get; init; }
}
