namespace Platform.Kubernetes;

/// <summary>An answer that is no answer of an API server: something else sits at the address.</summary>
internal static class Unreadable
{
    public static KubernetesException Answer(string what, Exception? inner = null) => new(new()
    {
        StatusCode = 0,
        Reason = FailureReasons.Unreachable,
        Message = $"The answer for {what} is not that of a Kubernetes API server",
        Retryable = false,
    }, inner);
}
