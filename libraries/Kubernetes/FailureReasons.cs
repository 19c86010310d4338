namespace Platform.Kubernetes;

/// <summary>Reasons of failures that are ours, next to the API server's own.</summary>
public static class FailureReasons
{
    /// <summary>No connection, or it broke.</summary>
    public const string Unreachable = "Unreachable";

    /// <summary>No answer in time.</summary>
    public const string Timeout = "Timeout";

    /// <summary>The cluster does not know the kind.</summary>
    public const string UnknownKind = "UnknownKind";

    /// <summary>The document does not fit the kind's schema; sending it again gives the same answer.</summary>
    public const string InvalidDocument = "InvalidDocument";

    /// <summary>A Job that still runs can't take another template.</summary>
    public const string JobRunning = "JobRunning";

    /// <summary>A CustomResourceDefinition was not served in time.</summary>
    public const string NotEstablished = "NotEstablished";

    /// <summary>The credentials can't be used.</summary>
    public const string InvalidAccess = "InvalidAccess";
}
