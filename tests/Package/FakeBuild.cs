using System.Collections.Concurrent;
using MassTransit;
using Platform.Contracts.Build.V1;
using Platform.Oci;

namespace Platform.Package.Tests;

/// <summary>Stands where the Build service stands: packs a component at once, fails it, or keeps it waiting, as the test says.</summary>
internal sealed class FakeBuild(IArtifactStore store)
{
    private readonly ConcurrentQueue<BuildComponent> _asked = new();
    private readonly ConcurrentQueue<Guid> _cancelled = new();

    /// <summary>Components that fail, with their reasons.</summary>
    internal ConcurrentDictionary<string, string> Failing { get; } = new();

    /// <summary>Components whose builds never end.</summary>
    internal ConcurrentDictionary<string, bool> Waiting { get; } = new();

    /// <summary>Components whose packages vanish from the store as soon as they are built.</summary>
    internal ConcurrentDictionary<string, bool> Lost { get; } = new();

    internal IReadOnlyList<BuildComponent> Asked => [.. _asked];

    internal IReadOnlyList<Guid> Cancelled => [.. _cancelled];

    internal IReadOnlyList<string> AskedComponents => [.. _asked.Select(a => a.Component)];

    internal async Task BuildAsync(ConsumeContext<BuildComponent> context)
    {
        var asked = context.Message;
        _asked.Enqueue(asked);
        if (Waiting.ContainsKey(asked.Component))
            return;
        if (Failing.TryGetValue(asked.Component, out var reason))
            await context.Publish(Failed(asked, reason));
        else
            await context.Publish(await BuiltAsync(asked));
    }

    internal void Cancel(Guid task) => _cancelled.Enqueue(task);

    internal async Task<ComponentBuilt> BuiltAsync(BuildComponent asked)
    {
        var repository = PackageNames.Repository(asked.Namespace, asked.Application);
        var config = await store.PushBlobAsync(repository, PackageNames.ComponentConfig, System.Text.Encoding.UTF8.GetBytes($$"""{"component":"{{asked.Component}}"}"""));
        var layer = asked.Source.Config is null
            ? await store.PushBlobAsync(repository, MediaTypes.Empty, "{}"u8.ToArray())
            : await store.PushBlobAsync(repository, PackageNames.ConfigContent, "kind: ConfigMap"u8.ToArray());
        var package = await store.PushManifestAsync(repository, new Manifest { ArtifactType = PackageNames.ComponentType, Config = config, Layers = [layer] });
        return new ComponentBuilt
        {
            Namespace = asked.Namespace,
            Application = asked.Application,
            PackageVersion = asked.PackageVersion,
            Component = asked.Component,
            Task = asked.Task,
            Digest = Lost.ContainsKey(asked.Component) ? Platform.Oci.Digest.Of("lost"u8).ToString() : package.Digest.ToString(),
            ContentType = asked.Source.Config is null ? null : layer.MediaType,
            ContentDigest = asked.Source.Config is null ? null : layer.Digest.ToString(),
            Images = [$"platform.local/shop/{asked.Component}@{Digest.Of(System.Text.Encoding.UTF8.GetBytes(asked.Component))}"],
            Reused = false,
            DurationSeconds = 1.25,
        };
    }

    private static ComponentBuildFailed Failed(BuildComponent asked, string reason) => new()
    {
        Namespace = asked.Namespace,
        Application = asked.Application,
        PackageVersion = asked.PackageVersion,
        Component = asked.Component,
        Task = asked.Task,
        Reason = reason,
        DurationSeconds = 0.5,
    };
}

internal sealed class FakeBuildConsumer(FakeBuild build) : IConsumer<BuildComponent>, IConsumer<CancelBuild>
{
    public Task Consume(ConsumeContext<BuildComponent> context) => build.BuildAsync(context);

    public Task Consume(ConsumeContext<CancelBuild> context)
    {
        build.Cancel(context.Message.Task);
        return Task.CompletedTask;
    }
}
