using Microsoft.AspNetCore.DataProtection;
using Platform.Hosting;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Transforms;

namespace Platform.Gateway.Routing;

/// <summary>YARP, told in code what to pass on, to whom and how.</summary>
internal static class RoutingRegistration
{
    public static void AddRouting(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        var config = new InMemoryConfigProvider(RouteTable.Routes, [.. RouteTable.Services.Select(s => new ClusterConfig { ClusterId = s })]);
        services.AddSingleton(config);
        services.AddSingleton<IProxyConfigProvider>(config);
        services.AddSingleton<Destinations>();
        services.AddHostedService<ServiceClusters>();
        services.AddSingleton<IPassiveHealthCheckPolicy, FirstFailurePolicy>();
        services.AddReverseProxy()
            .ConfigureHttpClient((_, handler) =>
            {
                handler.ConnectTimeout = TimeSpan.FromSeconds(3);
                handler.MaxConnectionsPerServer = int.MaxValue;
            })
            .AddTransforms(transforms => transforms.AddRequestTransform(CarryIdentityAsync));
        services.AddHttpClient(ServicesCheck.Client).ConfigureHttpClient(http => http.Timeout = TimeSpan.FromSeconds(3));
        services.AddHealthChecks().AddCheck<ServicesCheck>("services", tags: ["ready"]);
        services.AddDataProtection().UseEphemeralDataProtectionProvider(); // YARP asks for it; nothing here is protected by it
    }

    public static void MapRoutes(this IEndpointRouteBuilder routes) =>
        routes.MapReverseProxy(proxy =>
            {
                proxy.Use(Unreachable.InvokeAsync);
                proxy.Use(SecondTry.InvokeAsync);
                proxy.UseLoadBalancing();
                proxy.UsePassiveHealthChecks();
            })
            .OnlyAt(Door.Public).PassesOn();

    /// <summary>The caller's key stays here; the service gets who the caller is, signed.</summary>
    private static ValueTask CarryIdentityAsync(RequestTransformContext transform)
    {
        var context = transform.HttpContext;
        var headers = transform.ProxyRequest.Headers;
        headers.Remove("Authorization");
        headers.Remove("Cookie");
        headers.Remove(IdentityTokens.Header);
        headers.TryAddWithoutValidation(
            IdentityTokens.Header, context.RequestServices.GetRequiredService<IdentityTokens>().Issue(context.Identity()));
        return ValueTask.CompletedTask;
    }
}
