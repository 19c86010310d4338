namespace Platform.Kubernetes;

/// <summary>Why a cluster did not do what was asked; an ordinary outcome, not a defect of the platform.</summary>
public sealed record KubernetesFailure
{
    /// <summary>HTTP status; 0 when there was no answer.</summary>
    public required int StatusCode { get; init; }

    /// <summary>
    /// The API server's reason (<c>Conflict</c>, <c>Invalid</c>, <c>NotFound</c>, <c>Forbidden</c>, …), or ours where there is none:
    /// <c>Unreachable</c>, <c>Timeout</c>, <c>UnknownKind</c>, <c>InvalidDocument</c>, <c>JobRunning</c>, <c>NotEstablished</c>, <c>InvalidAccess</c>.
    /// </summary>
    public required string Reason { get; init; }

    /// <summary>The API server's message, or ours, for a person.</summary>
    public required string Message { get; init; }

    /// <summary>True when the same request may succeed later without anybody changing it.</summary>
    public required bool Retryable { get; init; }

    /// <summary>How long the server asked to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>An attempt before the last got no answer: it may be carried out yet.</summary>
    public bool Doubtful { get; init; }

    /// <summary>Fields other managers own, when an apply was refused for them.</summary>
    public IReadOnlyList<FieldConflict> Conflicts { get; init; } = [];

    /// <summary>Fields the server found fault with, with its words.</summary>
    public IReadOnlyList<FieldFault> Fields { get; init; } = [];

    /// <summary>True when the cluster gave no answer at all (or its proxy answered for it).</summary>
    public bool Unreachable => StatusCode is 0 or 502 or 504 && Reason is FailureReasons.Unreachable or FailureReasons.Timeout;

    /// <inheritdoc/>
    public override string ToString() => StatusCode == 0 ? Message : $"{Message} ({StatusCode} {Reason})";
}
