using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace Platform.Hosting;

/// <summary>
/// Routing sees only the endpoints of the door a request came in by, as if each door had a router of its own. It decides before
/// the method does, so that 405 stays right.
/// </summary>
internal sealed class DoorPolicy : MatcherPolicy, INodeBuilderPolicy
{
    /// <summary>The framework's method policy has -1000.</summary>
    public override int Order => -2000;

    public IComparer<Endpoint> Comparer { get; } = Comparer<Endpoint>.Create((_, _) => 0);

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints.Any(e => Of(e) is not null);

    public IReadOnlyList<PolicyNodeEdge> GetEdges(IReadOnlyList<Endpoint> endpoints) =>
    [
        .. Enum.GetValues<Door>().Select(door =>
            new PolicyNodeEdge(door, [.. endpoints.Where(e => Of(e) is not { } only || only == door)])),
    ];

    public PolicyJumpTable BuildJumpTable(int exitDestination, IReadOnlyList<PolicyJumpTableEdge> edges) =>
        new Table(exitDestination, edges.ToDictionary(e => (Door)e.State, e => e.Destination));

    private static Door? Of(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<DoorMetadata>()?.Door
        ?? (endpoint is RouteEndpoint route && IsApi(route.RoutePattern.RawText) ? Door.Internal : null);

    private static bool IsApi(string? pattern) => pattern?.TrimStart('/').StartsWith("api/", StringComparison.OrdinalIgnoreCase) == true;

    private sealed class Table(int exit, Dictionary<Door, int> destinations) : PolicyJumpTable
    {
        public override int GetDestination(HttpContext httpContext) => destinations.GetValueOrDefault(httpContext.Door(), exit);
    }
}
