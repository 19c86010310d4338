using Platform.Build.Images;
using Platform.Build.Logs;
using Platform.Build.Packages;
using Platform.Build.Tasks;
using Platform.Contracts.Build.V1;
using Platform.Hosting;
using Platform.Messaging;
using Platform.Oci;
using Platform.Storage;

namespace Platform.Build;

/// <summary>The Build service: build tasks, their logs and caches.</summary>
public static class BuildService
{
    private const string Name = "build";

    /// <summary>Registers the service.</summary>
    public static IHostApplicationBuilder AddBuildService(this IHostApplicationBuilder builder)
    {
        builder.AddOutboxDocuments<BuildTask>(Name, "tasks", d => d.Index(t => t.Package).Index(t => t.DueAt));
        builder.Services.AddDocuments<BuildLogPart>(Name, "logs", d => d.Index(p => p.Task, p => p.Sequence));
        builder.AddDueMessages<BuildTask>(t => t.DueAt, t => new BuildDue { Task = t.Task });
        builder.AddMessaging(Name, bus =>
        {
            bus.AddConsumer<BuildComponentConsumer>();
            bus.AddConsumer<CancelBuildConsumer>();
            bus.AddConsumer<BuildDueConsumer>();
        });

        builder.Services.AddOptions<BuildOptions>().BindConfiguration(BuildOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddArtifactStore(ArtifactStore);
        builder.Services.AddSingleton<ExistingImage>();
        builder.Services.AddSingleton<ComponentPackages>();
        builder.Services.AddSingleton<ComponentBuilder>();
        builder.Services.AddSingleton<BuildLogs>();
        builder.Services.AddSingleton<BuildRun>();
        builder.Services.AddSingleton<BuildWorkers>();
        builder.Services.AddHostedService(p => p.GetRequiredService<BuildWorkers>());
        return builder;
    }

    /// <summary>Maps its endpoints.</summary>
    public static IEndpointRouteBuilder MapBuildService(this IEndpointRouteBuilder routes)
    {
        routes.MapLogs();
        return routes;
    }

    private static ArtifactStoreOptions ArtifactStore(IServiceProvider services)
    {
        var options = services.GetRequiredService<IConfiguration>().GetSection(ArtifactStoreOptions.Section).Get<ArtifactStoreOptions>() ?? new();
        var platform = services.GetRequiredService<PlatformOptions>();
        options.Registry ??= platform.Registry;
        options.Directory ??= platform.DataPath("artifacts");
        return options;
    }
}
