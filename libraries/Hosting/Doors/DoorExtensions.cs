using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Platform.Hosting;

/// <summary>Tells the doors apart. In one process both lead to the same application, and each endpoint belongs to one of them.</summary>
public static class DoorExtensions
{
    /// <summary>
    /// The endpoint answers at this door only. Without it, everything below <c>/api</c> is internal, and the rest (health, metrics) is at both.
    /// </summary>
    public static TBuilder OnlyAt<TBuilder>(this TBuilder builder, Door door)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new DoorMetadata(door));

    /// <summary>The endpoint answers without an identity.</summary>
    public static TBuilder OpenToAll<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new OpenToAllMetadata());

    /// <summary>The endpoint only passes the request on; identity and roles, idempotency and answers are the next one's.</summary>
    public static TBuilder PassesOn<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new PassesOnMetadata());

    /// <summary>Whether the matched endpoint only passes the request on.</summary>
    public static bool IsPassedOn(this HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<PassesOnMetadata>() is not null;

    /// <summary>Where the request came in.</summary>
    public static Door Door(this HttpContext context) =>
        context.Features.Get<IDoorFeature>()?.Door ?? context.RequestServices.GetRequiredService<Doors>().Default;
}

internal sealed record DoorMetadata(Door Door);

internal sealed record OpenToAllMetadata;

internal sealed record PassesOnMetadata;
