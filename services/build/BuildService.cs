using Microsoft.Extensions.Options;
using Platform.Build.Caches;
using Platform.Build.Contents;
using Platform.Build.Images;
using Platform.Build.Images.Builders;
using Platform.Build.Logs;
using Platform.Build.Packages;
using Platform.Build.Tasks;
using Platform.Build.Workspaces;
using Platform.Contracts.Build.V1;
using Platform.Hosting;
using Platform.Messaging;
using Platform.Network;
using Platform.Oci;
using Platform.Storage;
using Platform.Tools;

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
        builder.Services.AddDocuments<BuiltImage>(Name, "images");
        builder.AddDueMessages<BuildTask>(t => t.DueAt, t => new BuildDue { Task = t.Task });
        builder.AddMessaging(Name, bus =>
        {
            bus.AddConsumer<BuildComponentConsumer>();
            bus.AddConsumer<CancelBuildConsumer>();
            bus.AddConsumer<BuildDueConsumer>();
        });

        builder.Services.AddOptions<BuildOptions>().BindConfiguration(BuildOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddPlatformArtifactStore();
        builder.Services.AddTools();
        builder.Services.AddSingleton(p => new GitFetcher(p.GetRequiredService<ToolRunner>(), GitPolicy(p.GetRequiredService<IOptions<BuildOptions>>().Value)));
        builder.Services.AddSingleton(p => BuilderChoice.Choose(
            p.GetRequiredService<ToolRunner>(), p.GetRequiredService<ArtifactStoreOptions>(), p.GetRequiredService<IOptions<BuildOptions>>()));
        builder.Services.AddSingleton<GitSources>();
        builder.Services.AddSingleton<LayerCaches>();
        builder.Services.AddSingleton<WorkFolders>();
        builder.Services.AddSingleton<ImageBuilding>();
        builder.Services.AddSingleton<ImageStoring>();
        builder.Services.AddSingleton<ImageFromGit>();
        builder.Services.AddSingleton<ExistingImage>();
        builder.Services.AddContents();
        builder.Services.AddSingleton<ChartArtifacts>();
        builder.Services.AddSingleton<ComponentProvenance>();
        builder.Services.AddSingleton<ComponentPackages>();
        builder.Services.AddSingleton<ComponentBuilder>();
        builder.Services.AddSingleton<BuildSecrets>();
        builder.Services.AddSingleton<BuildLogs>();
        builder.Services.AddSingleton<BuildRun>();
        builder.Services.AddSingleton<BuildWorkers>();
        builder.Services.AddHostedService<Sweeping>();
        builder.Services.AddHostedService(p => p.GetRequiredService<BuildWorkers>());
        return builder;
    }

    /// <summary>Maps its endpoints.</summary>
    public static IEndpointRouteBuilder MapBuildService(this IEndpointRouteBuilder routes)
    {
        routes.MapLogs();
        return routes;
    }

    private static GitPolicy GitPolicy(BuildOptions options) => new()
    {
        AllowedFolders = [.. options.AllowedFolders],
        AllowHttp = options.AllowHttp,
        Addresses = options.Addresses,
        MaxBytes = options.MaxSourceBytes,
        TimeLimit = options.FetchTimeout,
    };
}
