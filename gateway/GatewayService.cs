using Platform.Gateway.Auditing;
using Platform.Gateway.Authentication;
using Platform.Gateway.Documents;
using Platform.Gateway.Keys;
using Platform.Gateway.Limits;
using Platform.Gateway.Routing;
using Platform.Hosting;
using Platform.Messaging;
using Platform.Storage;

namespace Platform.Gateway;

/// <summary>
/// The only public door: authenticates, limits, audits, and passes requests on to the services with a signed identity.
/// A process of its own, or beside the services in one process, where it listens apart from them.
/// </summary>
public static class GatewayService
{
    /// <summary>Registers the gateway.</summary>
    public static WebApplicationBuilder AddGateway(this WebApplicationBuilder builder)
    {
        builder.ListenAsGateway();
        var services = builder.Services;
        services.AddOptions<GatewayOptions>().BindConfiguration(GatewayOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddDocuments<ApiKey>("gateway", "keys", keys => keys.Unique(k => k.Name));
        services.AddSingleton<AdminKey>();
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<RequestRates>();
        builder.AddOutboxDocuments<AuditEntry>("gateway", "audit", audit => audit.Index(a => a.At));
        services.AddSingleton<AuditLog>();
        builder.AddMessaging("gateway", _ => { });
        builder.AddRouting();
        services.AddSingleton(new PublicPipeline(UseGateway));
        return builder;
    }

    /// <summary>Maps the gateway's own endpoints and the routes to the services.</summary>
    public static WebApplication MapGateway(this WebApplication app)
    {
        app.Services.GetRequiredService<AdminKey>(); // made at first start, before anybody asks
        var api = app.MapGroup("/api/v1").OnlyAt(Door.Public);
        api.MapKeys();
        api.MapAudit();
        app.MapDocuments();
        app.MapRoutes();
        return app;
    }

    private static void UseGateway(IApplicationBuilder door)
    {
        door.UseMiddleware<SecurityHeaders>();
        door.UseMiddleware<BodyLimits>();
        door.UseMiddleware<KeyAuthentication>();
        door.UseMiddleware<RateLimits>();
        door.UseMiddleware<AuthenticationRequired>();
        door.UseMiddleware<AuditMiddleware>();
    }
}
