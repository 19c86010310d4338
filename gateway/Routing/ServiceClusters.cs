using Microsoft.Extensions.Options;
using Platform.Hosting;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;

namespace Platform.Gateway.Routing;

/// <summary>
/// Gives YARP the services' addresses once the process has started: in the embedded host they are not known before. A gateway that
/// was told of no address for a service says so and does not start.
/// </summary>
internal sealed class ServiceClusters(InMemoryConfigProvider config, Destinations destinations, IOptions<GatewayOptions> options) : IHostedLifecycleService
{
    /// <summary>Longer than the longest <c>?wait</c>, during which nothing moves.</summary>
    private static readonly TimeSpan Silence = WaitQuery.Maximum + TimeSpan.FromMinutes(1);

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (destinations.Missing().ToList() is { Count: > 0 } missing)
            throw new OptionsValidationException(
                PlatformOptions.Section,
                typeof(PlatformOptions),
                missing.Select(s => $"No address of the service '{s}': set Platform__Services__{s}__0 to its URL, such as http://{s}:8080."));
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        config.Update(RouteTable.Routes, [.. RouteTable.Services.Select(Cluster)]);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private ClusterConfig Cluster(string service) => new()
    {
        ClusterId = service,
        LoadBalancingPolicy = LoadBalancingPolicies.RoundRobin,
        Destinations = destinations.Of(service).Select((url, i) => (Name: $"{service}-{i}", Url: url))
            .ToDictionary(d => d.Name, d => new DestinationConfig { Address = d.Url.ToString() }),
        HttpRequest = new ForwarderRequestConfig { ActivityTimeout = Silence, Version = System.Net.HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact },
        HealthCheck = new HealthCheckConfig
        {
            AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyOrPanic,
            Passive = new PassiveHealthCheckConfig { Enabled = true, Policy = FirstFailurePolicy.PolicyName, ReactivationPeriod = options.Value.Reactivation },
        },
    };
}
