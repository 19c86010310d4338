using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace Platform.Gateway.Routing;

/// <summary>
/// A destination that could not be reached is left alone for a moment, from its first failure on: YARP's own policy wants a rate over
/// many requests, which a killed process would spoil.
/// </summary>
internal sealed class FirstFailurePolicy(IDestinationHealthUpdater health) : IPassiveHealthCheckPolicy
{
    public const string PolicyName = "FirstFailure";

    public string Name => PolicyName;

    public void RequestProxied(HttpContext context, ClusterState cluster, DestinationState destination)
    {
        var failed = context.GetForwarderErrorFeature()?.Error is ForwarderError.Request or ForwarderError.RequestTimedOut or ForwarderError.ResponseBodyDestination;
        if (!failed && destination.Health.Passive == DestinationHealth.Unknown)
            return;
        health.SetPassive(
            cluster,
            destination,
            failed ? DestinationHealth.Unhealthy : DestinationHealth.Healthy,
            cluster.Model.Config.HealthCheck?.Passive?.ReactivationPeriod ?? TimeSpan.FromSeconds(2));
    }
}
