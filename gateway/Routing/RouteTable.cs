using Yarp.ReverseProxy.Configuration;

namespace Platform.Gateway.Routing;

/// <summary>Every public path and the one service that owns it.</summary>
internal static class RouteTable
{
    private const string Api = "/api/v1";
    private const string InNamespace = Api + "/namespaces/{ns}";

    /// <summary>The services there are; each of them is a cluster of YARP with one or more destinations.</summary>
    public static IReadOnlyList<string> Services { get; } = ["deploy", "package", "build", "status"];

    public static IReadOnlyList<RouteConfig> Routes { get; } =
    [
        Route("deploy", $"{Api}/clusters"),
        Route("deploy", $"{Api}/definitions"),
        Route("deploy", $"{InNamespace}/applications"),
        Route("deploy", $"{InNamespace}/rollouts"),
        Route("status", $"{InNamespace}/applications/{{name}}/resources"),
        Route("status", $"{InNamespace}/applications/{{name}}/events"),
        Route("status", $"{InNamespace}/applications/{{name}}/timeline"),
        Route("status", $"{InNamespace}/subscriptions"),
        Route("status", $"{Api}/statistics"),
        Route("status", $"{InNamespace}/statistics"),
        Route("status", $"{Api}/clusters/{{name}}/statistics"),
        Route("status", $"{InNamespace}/applications/{{name}}/statistics"),
        Route("status", $"{Api}/events"),
        Route("package", $"{InNamespace}/sources"),
        Route("package", $"{InNamespace}/packages"),
        Route("package", $"{Api}/bundles"),
        Route("build", $"{InNamespace}/packages/{{app}}/{{version}}/log"),
    ];

    /// <summary>The path and everything below it; the longer of two routes wins.</summary>
    private static RouteConfig Route(string service, string path) => new()
    {
        RouteId = $"{service}:{path}",
        ClusterId = service,
        Match = new RouteMatch { Path = path + "/{**rest}" },
    };
}
