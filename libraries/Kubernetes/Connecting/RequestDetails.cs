namespace Platform.Kubernetes;

/// <summary>What a request has beside method and path.</summary>
internal sealed record RequestDetails
{
    public byte[]? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    public string Accept { get; init; } = "application/json";

    public string? ImpersonateUser { get; init; }

    public int? MaxAttempts { get; init; }

    public TimeSpan? Timeout { get; init; }

    /// <summary>That there is nothing (404) is an answer, not a failure.</summary>
    public bool MayBeMissing { get; init; }
}
