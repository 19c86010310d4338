using MassTransit;
using Platform.Contracts.Package.V1;
using Platform.Hosting;
using Platform.Messaging;
using Platform.Oci;
using Platform.Package.Artifacts;
using Platform.Package.Packaging;
using Platform.Package.Retention;
using Platform.Package.Sources;
using Platform.Package.Sources.Reading;
using Platform.Package.Tags;
using Platform.Package.Usage;
using Platform.Storage;

namespace Platform.Package;

/// <summary>The Package service: component sources, component and application packages.</summary>
public static class PackageService
{
    private const string Name = "package";

    /// <summary>Registers the service.</summary>
    public static IHostApplicationBuilder AddPackageService(this IHostApplicationBuilder builder)
    {
        builder.AddOutboxDocuments<PackagingSaga>(Name, "packages", d => d
            .Index(p => p.Owner)
            .Index(p => p.CreatedAt)
            .Index(p => p.DueAt));
        builder.Services.AddDocuments<SourceDocument>(Name, "sources", d => d.Index(s => s.Application));
        builder.Services.AddDocuments<PackageUse>(Name, "uses", d => d.Index(u => u.Digest).Index(u => u.Application));
        builder.Services.AddDocuments<ApplicationGone>(Name, "gone");
        builder.Services.AddDocuments<TagDocument>(Name, "tags", d => d.Index(t => t.Owner));
        builder.Services.AddDocuments<RetentionDocument>(Name, "retention");
        builder.Services.AddDocuments<ReleasedArtifact>(Name, "released");
        builder.AddDueMessages<PackagingSaga>(p => p.DueAt, p => new PackagingDue { Packaging = p.CorrelationId });
        builder.AddMessaging(Name, bus =>
        {
            bus.AddSagaStateMachine<PackagingStateMachine, PackagingSaga>().DocumentRepository();
            bus.AddConsumer<AssemblePackageConsumer>();
            bus.AddConsumer<RevisionCreatedConsumer>();
            bus.AddConsumer<ApplicationDeletedConsumer>();
            bus.AddConsumer<SendAgainConsumer>();
            bus.AddConsumer<ReleaseArtifactsConsumer>();
        });

        builder.Services.AddPlatformArtifactStore();
        builder.Services.AddSingleton<SourceVault>();
        builder.Services.AddSingleton<SourceReader>();
        builder.Services.AddSingleton<PackageAssembler>();
        builder.Services.AddSingleton<PackageTags>();
        builder.Services.AddSingleton<PackageViews>();
        builder.Services.AddSingleton<PackageDeletion>();
        builder.Services.AddSingleton<ReleasedArtifacts>();
        builder.Services.AddOptions<RetentionOptions>().BindConfiguration(RetentionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddHostedService<RetentionSweeper>();
        return builder;
    }

    /// <summary>Maps its endpoints.</summary>
    public static IEndpointRouteBuilder MapPackageService(this IEndpointRouteBuilder routes)
    {
        routes.MapSources();
        routes.MapPackages();
        routes.MapTags();
        routes.MapRetention();
        return routes;
    }
}
