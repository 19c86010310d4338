using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Platform.Deploy;

/// <summary>The Deploy service: clusters, applications, revisions, rollouts, and the pool that applies to clusters.</summary>
public static class DeployService
{
    /// <summary>Registers the service.</summary>
    public static IHostApplicationBuilder AddDeployService(this IHostApplicationBuilder builder) => builder;

    /// <summary>Maps its endpoints.</summary>
    public static IEndpointRouteBuilder MapDeployService(this IEndpointRouteBuilder routes) => routes;
}
