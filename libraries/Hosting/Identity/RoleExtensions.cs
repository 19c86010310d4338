using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Platform.Hosting;

/// <summary>Says on an endpoint who may call it, and in a handler who did.</summary>
public static class RoleExtensions
{
    /// <summary>
    /// The endpoint (or group) needs this role in the namespace of its route value <c>ns</c>; where the route has none, platform-wide.
    /// Without it a GET needs <see cref="Role.Viewer"/> and a write <see cref="Role.Infra"/>.
    /// </summary>
    public static TBuilder Requires<TBuilder>(this TBuilder builder, Role role)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new RequiredRole(role));

    /// <summary>The caller; present in every handler that is not open to all.</summary>
    /// <exception cref="InvalidOperationException">The endpoint is open to all, and nobody was authenticated.</exception>
    public static Identity Identity(this HttpContext context) =>
        context.Features.Get<Identity>() ?? throw new InvalidOperationException("No identity: this endpoint is open to all.");
}

/// <summary>Endpoint metadata: the role a caller needs.</summary>
internal sealed record RequiredRole(Role Role);
