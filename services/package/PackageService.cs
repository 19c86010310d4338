namespace Platform.Package;

/// <summary>The Package service: component sources, component and application packages.</summary>
public static class PackageService
{
    /// <summary>Registers the service.</summary>
    public static IHostApplicationBuilder AddPackageService(this IHostApplicationBuilder builder) => builder;

    /// <summary>Maps its endpoints.</summary>
    public static IEndpointRouteBuilder MapPackageService(this IEndpointRouteBuilder routes) => routes;
}
