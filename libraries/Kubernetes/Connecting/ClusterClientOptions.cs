namespace Platform.Kubernetes;

/// <summary>Limits of the platform's use of one cluster.</summary>
public sealed record ClusterClientOptions
{
    /// <summary>Requests in flight at once; watches don't count.</summary>
    public int MaxInFlight { get; init; } = 16;

    /// <summary>Longest wait for a connection.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait for one answer (admission webhooks may take up to 30 s).</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a request is sent at most: 429, 5xx, timeouts and broken connections are tried again.</summary>
    public int MaxAttempts { get; init; } = 4;

    /// <summary>First pause between attempts; doubles, with full jitter.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest pause between attempts; a server that asks for more gets its failure handed on with RetryAfter.</summary>
    public TimeSpan MaxRetryPause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A silent connection is asked for a sign of life after this long, and given up after as long again.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Connections are renewed after this long, so that address changes are followed.</summary>
    public TimeSpan ConnectionLifetime { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long discovery is believed when nothing contradicts it.</summary>
    public TimeSpan DiscoveryLifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a new CustomResourceDefinition is waited for until it is served.</summary>
    public TimeSpan EstablishTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>First pause of an interrupted watch; doubles to <see cref="MaxRetryPause"/>, with jitter.</summary>
    public TimeSpan WatchPause { get; init; } = TimeSpan.FromMilliseconds(500);
}
