using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Platform.Hosting;

/// <summary>Refuses a caller without the role the endpoint needs, before the request's body is read.</summary>
internal sealed class RoleMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        // What is no route (404, 405) has nothing to protect; what is passed on is checked by the service.
        if (context.GetEndpoint() is not RouteEndpoint || context.IsOpenToAll() || context.IsPassedOn())
            return next(context);
        var role = Needed(context);
        var ns = context.GetRouteValue("ns") as string;
        var identity = context.Identity();
        return identity.Has(role, ns) ? next(context) : Refusal(identity, role, ns).ExecuteAsync(context);
    }

    private static Role Needed(HttpContext context) =>
        context.GetEndpoint()!.Metadata.GetMetadata<RequiredRole>()?.Role
        ?? (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) ? Role.Viewer : Role.Infra);

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Refusal(Identity identity, Role role, string? ns)
    {
        var name = role.ToString().ToLower(CultureInfo.InvariantCulture);
        var where = ns is null ? (role == Role.Viewer ? "in any namespace" : "platform-wide") : $"in namespace '{ns}'";
        return Problems.Forbidden($"This needs the role {name} {where}; '{identity.Name}' does not have it.");
    }
}
