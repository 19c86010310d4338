using System.Diagnostics.CodeAnalysis;

namespace Platform.Kubernetes;

/// <summary>The outcome of reading a kubeconfig: access to one cluster, or every fault found.</summary>
public sealed record KubeconfigReading
{
    /// <summary>Access to the cluster of the current context; null when refused.</summary>
    public ClusterAccess? Access { get; init; }

    /// <summary>Why it was refused; empty when accepted.</summary>
    public IReadOnlyList<KubeconfigFault> Faults { get; init; } = [];

    /// <summary>True when there is access.</summary>
    [MemberNotNullWhen(true, nameof(Access))]
    public bool Accepted => Access is not null;
}
