using System.Globalization;

namespace Platform.Sandbox.Faults;

/// <summary>What is wrong with a cluster; nothing by default.</summary>
public sealed record FaultSettings
{
    /// <summary>Connections are cut and new ones aborted; nothing answers.</summary>
    public bool Outage { get; init; }

    /// <summary>Connections stay, requests are taken and never answered, watches say nothing, until it ends.</summary>
    public bool Hanging { get; init; }

    /// <summary>Half of the answers wait at least so long first.</summary>
    public double LatencyMilliseconds { get; init; }

    /// <summary>One answer in a hundred waits at least so long (the times are distributed log-normally); 0 for a latency that is always the same.</summary>
    public double Latency99Milliseconds { get; init; }

    /// <summary>Requests that fail; the first rule that a request meets decides.</summary>
    public IReadOnlyList<ErrorRule> Errors { get; init; } = [];

    /// <summary>The cluster shows a certificate that has expired: clients that look at it don't connect. Needs a port of its own.</summary>
    public bool ServerCertificateExpired { get; init; }

    /// <summary>Client certificates count as expired: 401.</summary>
    public bool ClientCertificatesExpired { get; init; }

    /// <summary>What is wrong with the settings themselves; null if nothing is.</summary>
    public string? Problem()
    {
        if (!(LatencyMilliseconds is >= 0 and <= 3_600_000)) return "latencyMilliseconds must be between 0 and 3600000";
        if (!(Latency99Milliseconds is >= 0 and <= 3_600_000)) return "latency99Milliseconds must be between 0 and 3600000";
        if (Latency99Milliseconds > 0 && LatencyMilliseconds == 0) return "latency99Milliseconds needs a latencyMilliseconds to be the tail of";
        for (var i = 0; i < Errors.Count; i++)
            if (Errors[i].Problem() is { } problem) return string.Create(CultureInfo.InvariantCulture, $"errors[{i}].{problem}");
        return null;
    }
}

/// <summary>A part of the requests fails.</summary>
public sealed record ErrorRule
{
    private static readonly string[] Known = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];

    /// <summary>Which part of the requests, 0 to 1.</summary>
    public double Rate { get; init; } = 1;

    /// <summary>The HTTP status of the answer: 500, 503, 429, …</summary>
    public int Code { get; init; } = 500;

    /// <summary>Only these verbs; empty for all.</summary>
    public IReadOnlyList<string> Verbs { get; init; } = [];

    /// <summary>Only these resources, in the plural; empty for all.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>For how long the client is asked to wait (`Retry-After`); 429 without it says one second.</summary>
    public int? RetryAfterSeconds { get; init; }

    internal bool Concerns(string verb, string? resource) =>
        (Verbs.Count == 0 || Verbs.Contains(verb)) && (Resources.Count == 0 || (resource is not null && Resources.Contains(resource)));

    internal string? Problem()
    {
        if (!(Rate is >= 0 and <= 1)) return "rate must be between 0 and 1";
        if (Code is < 400 or > 599) return "code must be an HTTP status between 400 and 599";
        if (RetryAfterSeconds is < 0) return "retryAfterSeconds must not be negative";
        return Verbs.FirstOrDefault(v => !Known.Contains(v)) is { } unknown ? $"verbs: there is no '{unknown}'; there are {string.Join(", ", Known)}" : null;
    }
}
