namespace Platform.Kubernetes;

/// <summary>Thrown by everything but an apply (which returns it) when a cluster did not do what was asked.</summary>
public sealed class KubernetesException(KubernetesFailure failure, Exception? inner = null) : Exception(failure.ToString(), inner)
{
    /// <summary>What happened.</summary>
    public KubernetesFailure Failure { get; } = failure;
}
