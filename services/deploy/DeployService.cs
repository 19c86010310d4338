using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Platform.Contracts.Deploy.V1;
using Platform.Deploy.Applications;
using Platform.Deploy.Applying;
using Platform.Deploy.Clusters;
using Platform.Deploy.Definitions;
using Platform.Deploy.Drift;
using Platform.Deploy.DryRuns;
using Platform.Deploy.Facts;
using Platform.Deploy.Health;
using Platform.Deploy.Packages;
using Platform.Deploy.Planning;
using Platform.Deploy.Planning.Fetching;
using Platform.Deploy.Planning.Rendering;
using Platform.Deploy.Planning.Sources;
using Platform.Deploy.Revisions;
using Platform.Deploy.Rollouts;
using Platform.Deploy.Tasks;
using Platform.Hosting;
using Platform.Kubernetes;
using Platform.Messaging;
using Platform.Network;
using Platform.Oci;
using Platform.Storage;
using Platform.Tools;

namespace Platform.Deploy;

/// <summary>The Deploy service: clusters, applications, revisions, rollouts, and the pool that applies to clusters.</summary>
public static class DeployService
{
    private const string Service = "deploy";

    /// <summary>Registers the service.</summary>
    public static IHostApplicationBuilder AddDeployService(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<DeployOptions>().BindConfiguration(DeployOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(provider => provider.GetRequiredService<IOptions<DeployOptions>>().Value);
        AddDocuments(builder);
        AddParts(builder.Services);
        AddConsumers(builder);
        return builder;
    }

    /// <summary>Maps its endpoints.</summary>
    public static IEndpointRouteBuilder MapDeployService(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1");
        api.MapClusters();
        api.MapApplications();
        api.MapRevisions();
        api.MapRollouts();
        api.MapDefinitions();
        return routes;
    }

    private static void AddDocuments(IHostApplicationBuilder builder)
    {
        builder.AddOutboxDocuments<ClusterDocument>(Service, "clusters", d => d.Index(x => x.IsDefault));
        builder.AddOutboxDocuments<ReachabilityDocument>(Service, "reachability", d => d.Index(x => x.DueAt));
        builder.AddOutboxDocuments<ApplicationDocument>(Service, "applications", d => d.Index(x => x.Namespace, x => x.Deleted).Index(x => x.Definitions).Index(x => x.Deleted));
        builder.AddOutboxDocuments<DefinitionDocument>(Service, "definitions", d => d.Index(x => x.Removed));
        builder.Services.AddDocuments<DefinitionRevisionDocument>(Service, "definition-revisions");
        builder.AddOutboxDocuments<RolloutDocument>(Service, "rollouts", d => d
            .Index(x => x.Namespace, x => x.CreatedAt).Index(x => x.ApplicationKey, x => x.CurrentState).Index(x => x.CurrentState).Index(x => x.DueAt));
        builder.AddOutboxDocuments<ClusterRolloutDocument>(Service, "cluster-rollouts", d => d
            .Index(x => x.Rollout, x => x.Step, x => x.Phase, x => x.Wave).Index(x => x.Cluster, x => x.Phase)
            .Index(x => x.ApplicationKey, x => x.Cluster, x => x.Phase).Index(x => x.DueAt));
        builder.AddOutboxDocuments<InventoryDocument>(Service, "inventories", d => d
            .Index(x => x.ApplicationKey, x => x.Empty).Index(x => x.Cluster, x => x.Empty).Index(x => x.Cluster, x => x.HeldUntil).Index(x => x.Empty).Index(x => x.SweepAt));
        builder.AddOutboxDocuments<DriftDocument>(Service, "drifts", d => d.Index(x => x.DueAt));
        builder.Services.AddDocuments<RevisionDocument>(Service, "revisions", d => d.Index(x => x.ApplicationKey, x => x.Number));
        builder.Services.AddDocuments<PlanDocument>(Service, "plans");
        builder.Services.AddDocuments<ServedKindsDocument>(Service, "served-kinds");
        builder.Services.AddDocuments<AnswerDocument>(Service, "answers");
        builder.Services.AddDocuments<PackageDocument>(Service, "packages", d => d.Index(x => x.Namespace, x => x.Name));
        builder.Services.AddDocuments<HealthDocument>(Service, "health", d => d.Index(x => x.ApplicationKey));
        builder.AddDueMessages<RolloutDocument>(rollout => rollout.DueAt, rollout => new CheckRollout { Rollout = rollout.CorrelationId });
        builder.AddDueMessages<ClusterRolloutDocument>(part => part.DueAt, part => part.Command());
        builder.AddDueMessages<InventoryDocument>(inventory => inventory.SweepAt, inventory => new SweepInventory { Inventory = inventory.Id });
        builder.AddDueMessages<DriftDocument>(drift => drift.DueAt, drift => new RepairResource { Drift = drift.Id });
        builder.AddDueMessages<ReachabilityDocument>(cluster => cluster.DueAt, cluster => new ProbeCluster { Cluster = cluster.Id });
    }

    private static void AddParts(IServiceCollection services)
    {
        services.TryAddSingleton(provider => new ClusterClients(policy: Policy(provider.GetRequiredService<DeployOptions>()), time: provider.GetRequiredService<TimeProvider>()));
        Type[] singletons =
        [
            typeof(ClusterRegistry), typeof(TypeLibrary), typeof(Installation), typeof(ServedKindsStore), typeof(ClusterConnections), typeof(ClusterViews),
            typeof(ClusterProbe), typeof(Registration), typeof(Reachability), typeof(GivingUp),
            typeof(PackageCatalog), typeof(SubmissionCheck), typeof(Submission), typeof(SubmissionHandler), typeof(Removal), typeof(LateClusters), typeof(StatusComposer),
            typeof(ApplicationViews), typeof(DryRun), typeof(LiveDiff), typeof(RolloutBeginnings), typeof(RolloutActivities), typeof(RolloutAnswers),
            typeof(RolloutWaiting), typeof(RolloutWishes), typeof(RollbackCheck), typeof(PartCounter), typeof(Progress), typeof(ApplyPlanner), typeof(RemovalPlanner),
            typeof(RevisionRenderer), typeof(RollbackPlanner), typeof(LastGood), typeof(PartWriter), typeof(Sealing), typeof(Plans), typeof(Fetcher), typeof(AnswerStore),
            typeof(ClusterWork), typeof(Lease), typeof(Overseer), typeof(WorkerPool), typeof(LongWork), typeof(InventoryLedger), typeof(ObjectApplier), typeof(AppliedPrints), typeof(RightsCheck), typeof(PartOutcomes),
            typeof(HealthJudge), typeof(AwaitedHealth), typeof(TaskRunner), typeof(LatePlanner), typeof(LayerPlanner), typeof(OutputCollector), typeof(StepClusters), typeof(StepSecrets), typeof(Outward),
            typeof(Notices),
            typeof(DriftPolicy), typeof(Repair), typeof(PlannedObjects),
        ];
        foreach (var type in singletons)
            services.AddSingleton(type);
        services.AddTransient<ApplyToClusterConsumer>();
        services.AddTools();
        services.AddPlatformArtifactStore();
        services.AddSingleton<RenderTool>().AddSingleton<SourceStore>().AddSingleton<SourceRegistries>().AddSingleton<PluginArtifact>().AddSingleton(provider => new Downloader(provider.GetRequiredService<DeployOptions>().SourceDownloads));
        AddAll<INeedResolver>(
            services, typeof(ClusterObjects), typeof(ChartSources), typeof(TreeSources), typeof(ObjectUrls), typeof(ChartReader), typeof(HelmTemplates), typeof(KustomizeBuilds), typeof(Manifests),
            typeof(Configurations));
        AddAll<IStepTask>(
            services, typeof(PrintMessageTask), typeof(DependsOnAppTask), typeof(ReadObjectTask), typeof(CollectEndpointsTask), typeof(RequestTask), typeof(WebhookTask),
            typeof(NotificationTask));
        services.AddHostedService<RolloutRecovery>();
        services.AddHostedService<RolloutGauges>();
    }

    private static void AddAll<T>(IServiceCollection services, params ReadOnlySpan<Type> types)
    {
        foreach (var type in types)
            services.AddSingleton(typeof(T), type);
    }

    private static void AddConsumers(IHostApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(DeployOptions.Section).Get<DeployOptions>() ?? new();
        builder.AddMessaging(Service, bus =>
        {
            bus.AddSagaStateMachine<RolloutStateMachine, RolloutDocument>().DocumentRepository();
            bus.AddConsumer<PlanRolloutConsumer>();
            bus.AddConsumer<PlanRollbackConsumer>();
            bus.AddConsumer<RunTaskConsumer>();
            bus.AddConsumer<RunStepConsumer>();
            bus.AddConsumer<StopStepConsumer>();
            bus.AddConsumer<SweepInventoryConsumer>();
            bus.AddConsumer<ApplyToClusterConsumer>().Endpoint(pool => Pool(pool, WorkQueue.Apply, options));
            bus.AddConsumer<ApplyInBackgroundConsumer>().Endpoint(pool => Pool(pool, WorkQueue.Background, options));
            bus.AddConsumer<RemoveFromClusterConsumer>().Endpoint(pool => Pool(pool, WorkQueue.Remove, options));
            bus.AddConsumer<CheckSoakConsumer>();
            bus.AddConsumer<ClusterHealthObservedConsumer>().Endpoint(news => AtOnce(news, 16));
            bus.AddConsumer<ProbeClusterConsumer>();
            bus.AddConsumer<ForgetApplicationConsumer>();
            bus.AddConsumer<ReviewTopologiesConsumer>();
            bus.AddConsumer<ApplicationPackagedConsumer>();
            bus.AddConsumer<PackageDeletedConsumer>();
            bus.AddConsumer<SendAgainConsumer>();
            bus.AddConsumer<ResourceDriftedConsumer>();
            bus.AddConsumer<RepairResourceConsumer>();
        });
    }

    private static void Pool(IEndpointRegistrationConfigurator pool, WorkQueue queue, DeployOptions options) => AtOnce(pool, WorkerPool.Share(queue, options.TakenAtOnce));

    private static void AtOnce(IEndpointRegistrationConfigurator endpoint, int messages) => (endpoint.ConcurrentMessageLimit, endpoint.PrefetchCount) = (messages, messages);

    private static KubeconfigPolicy Policy(DeployOptions options) => new()
    {
        AllowInsecureTls = options.AllowInsecureTls,
        AllowLoopback = options.AllowLoopback,
        AllowPrivateAddresses = options.AllowPrivateAddresses,
    };
}
