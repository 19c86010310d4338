using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Platform.Messaging;
using Platform.Storage;
using Serilog;

namespace Platform.Hosting;

/// <summary>Registers what every process has, and lays out the way of a request through it.</summary>
internal static class PlatformHosting
{
    private const string ServiceKey = "platform.service";

    public static WebApplicationBuilder AddPlatformHosting(this WebApplicationBuilder builder, string[] args, string service)
    {
        builder.Configuration.AddPlatformVariables(args);
        builder.Host.Properties[ServiceKey] = service;
        var services = builder.Services;
        services.AddOptions<PlatformOptions>().BindConfiguration(PlatformOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PlatformOptions>, PlatformOptionsCheck>();
        services.AddSingleton(p => p.GetRequiredService<IOptions<PlatformOptions>>().Value);
        services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(12)); // below the patience of those who stop processes
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(p => MasterKey.Load(p.GetRequiredService<PlatformOptions>()));
        services.AddSingleton<IdentityTokens>();
        builder.AddLogs(service);
        builder.AddTelemetry(service);
        builder.AddDoors();
        services.AddPlatformProblems();
        services.AddPlatformOpenApi();
        services.ConfigureHttpJsonOptions(o => Shape(o.SerializerOptions));
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.AddDocumentStore(p => Store(p.GetRequiredService<PlatformOptions>()));
        services.AddDocuments<IdempotencyRecord>(service, "idempotency");
        services.AddSingleton<IdempotencyLedger>();
        services.AddHealthChecks().AddCheck<StoreCheck>("store", tags: [HealthEndpoints.Ready], timeout: TimeSpan.FromSeconds(5));
        return builder;
    }

    /// <summary>The one bus of the process, after all modules have said what they consume. Section <c>Messaging</c> tunes it.</summary>
    public static void AddBus(this WebApplicationBuilder builder)
    {
        var tuned = builder.Configuration.GetSection("Messaging").Get<MessagingOptions>() ?? new MessagingOptions();
        var broker = builder.Configuration[$"{PlatformOptions.Section}:{nameof(PlatformOptions.Broker)}"];
        builder.AddPlatformBus(tuned with
        {
            Broker = string.IsNullOrEmpty(broker) ? null : broker,
            Host = (string)builder.Host.Properties[ServiceKey],
        });
    }

    public static bool IsProcessOf(this WebApplicationBuilder builder, string service) =>
        (string)builder.Host.Properties[ServiceKey] == service;

    public static WebApplication UsePlatformPipeline(this WebApplication app, Action<WebApplication> map)
    {
        app.UseSerilogRequestLogging(o => LoggingRegistration.Requests(o, app.Services.GetRequiredService<Serilog.ILogger>()));
        app.UseMiddleware<StoppingMiddleware>();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseRouting();
        app.UseWhen(c => c.Door() == Door.Internal, inside => inside.UseMiddleware<IdentityMiddleware>());
        foreach (var gateway in app.Services.GetServices<PublicPipeline>())
            app.UseWhen(c => c.Door() == Door.Public, gateway.Configure);
        app.UseMiddleware<RoleMiddleware>();
        app.UseMiddleware<YamlAnswers>();
        app.UseMiddleware<IdempotencyMiddleware>();
        app.MapHealth();
        app.MapPrometheusScrapingEndpoint("/metrics").OpenToAll();
        app.MapOpenApi("/openapi/{documentName}.json").OnlyAt(Door.Internal).OpenToAll();
        map(app);
        return app;
    }

    private static StorageOptions Store(PlatformOptions options) =>
        new() { DataDirectory = Path.GetFullPath(options.DataDirectory), Mongo = options.Mongo };

    private static void Shape(JsonSerializerOptions json)
    {
        json.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        // The second of two equal keys would win silently; somebody meant the first.
        json.AllowDuplicateProperties = false;
        json.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
    }
}
