namespace Platform.Build;

/// <summary>The Build service: build tasks, their logs and caches.</summary>
public static class BuildService
{
    /// <summary>Registers the service.</summary>
    public static IHostApplicationBuilder AddBuildService(this IHostApplicationBuilder builder) => builder;

    /// <summary>Maps its endpoints.</summary>
    public static IEndpointRouteBuilder MapBuildService(this IEndpointRouteBuilder routes) => routes;
}
