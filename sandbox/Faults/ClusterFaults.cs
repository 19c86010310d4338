using System.Text.Json.Nodes;
using Platform.Sandbox.Api;

namespace Platform.Sandbox.Faults;

/// <summary>What is wrong with a cluster at the moment. Everything can be changed at any time and from any thread.</summary>
#pragma warning disable CA1001 // The token source has no timer and no handle: nothing to free.
public sealed class ClusterFaults
#pragma warning restore CA1001
{
    /// <summary>The 99th percentile of the standard normal distribution.</summary>
    private const double Percentile99 = 2.3263478740408408;

    private readonly TimeProvider _time;
    private readonly Lock _changing = new();
    private volatile FaultSettings _settings = new();
    private volatile TaskCompletionSource? _hanging;
    private CancellationTokenSource _cut = new();

    internal ClusterFaults(TimeProvider time) => _time = time;

    /// <summary>All faults at once. Throws <see cref="ArgumentException"/> for settings that make no sense.</summary>
    public FaultSettings Settings
    {
        get => _settings;
        set
        {
            if (value.Problem() is { } problem) throw new ArgumentException(problem, nameof(value));
            lock (_changing) Change(_settings, value);
        }
    }

    /// <inheritdoc cref="FaultSettings.Outage"/>
    public bool Outage
    {
        get => _settings.Outage;
        set => Settings = Settings with { Outage = value };
    }

    /// <inheritdoc cref="FaultSettings.Hanging"/>
    public bool Hanging
    {
        get => _settings.Hanging;
        set => Settings = Settings with { Hanging = value };
    }

    /// <summary>Everything works again.</summary>
    public void Clear() => Settings = new FaultSettings();

    /// <summary>Ends every running watch without an event, as a connection that dies does.</summary>
    public void CutWatches() => Interlocked.Exchange(ref _cut, new CancellationTokenSource()).Cancel();

    /// <summary>The cluster's connections must go.</summary>
    internal event Action? Aborting;

    internal CancellationToken Cut => _cut.Token;

    /// <summary>Lets the faults act on a request. Throws the failure it gets instead of an answer.</summary>
    internal async ValueTask MeetAsync(string verb, string? resource, CancellationToken ct)
    {
        await UnhungAsync(ct);
        var settings = _settings;
        if (Wait(settings) is { } wait && wait > TimeSpan.Zero) await Task.Delay(wait, _time, ct);
        foreach (var rule in settings.Errors)
            if (rule.Concerns(verb, resource) && Random.Shared.NextDouble() < rule.Rate) throw Failure(rule);
    }

    /// <summary>Waits while the cluster hangs.</summary>
    internal ValueTask UnhungAsync(CancellationToken ct) => _hanging is { } hanging ? new(hanging.Task.WaitAsync(ct)) : default;

    private void Change(FaultSettings before, FaultSettings now)
    {
        if (now.Hanging && _hanging is null) _hanging = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _settings = now;
        if (!now.Hanging)
        {
            _hanging?.TrySetResult();
            _hanging = null;
        }
        // Whoever is connected would never see a certificate that isn't valid any more.
        var reconnect = now.Outage && !before.Outage || now.ServerCertificateExpired && !before.ServerCertificateExpired;
        if (!reconnect) return;
        Aborting?.Invoke();
        CutWatches();
    }

    private static TimeSpan? Wait(FaultSettings settings)
    {
        if (settings.LatencyMilliseconds <= 0) return null;
        if (settings.Latency99Milliseconds <= settings.LatencyMilliseconds) return TimeSpan.FromMilliseconds(settings.LatencyMilliseconds);
        var spread = Math.Log(settings.Latency99Milliseconds / settings.LatencyMilliseconds) / Percentile99;
        var normal = Math.Sqrt(-2 * Math.Log(1 - Random.Shared.NextDouble())) * Math.Cos(2 * Math.PI * Random.Shared.NextDouble());
        // What is beyond ten times the tail would be an outage and not a latency.
        return TimeSpan.FromMilliseconds(Math.Min(settings.LatencyMilliseconds * Math.Exp(spread * normal), settings.Latency99Milliseconds * 10));
    }

    private static KubeException Failure(ErrorRule rule)
    {
        JsonObject? details = rule.RetryAfterSeconds is { } seconds ? new() { ["retryAfterSeconds"] = seconds } : null;
        return rule.Code switch
        {
            429 => new(429, "TooManyRequests", "the server has received too many requests and has asked us to try again later", details),
            503 => new(503, "ServiceUnavailable", "the server is currently unable to handle the request", details),
            504 => new(504, "Timeout", "Timeout: request did not complete within the allotted timeout", details),
            _ => new(rule.Code, "InternalError", "Internal error occurred: injected by the sandbox", details),
        };
    }
}
