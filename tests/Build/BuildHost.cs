using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Platform.Build.Logs;
using Platform.Build.Tasks;
using Platform.Contracts.Build.V1;
using Platform.Hosting;
using Platform.Messaging;
using Platform.Oci;
using Platform.Storage;

namespace Platform.Build.Tests;

/// <summary>The Build service, and what it says.</summary>
internal sealed class BuildHost : IAsyncDisposable
{
    private BuildHost(ServiceHost service, Heard heard) => (Service, Heard) = (service, heard);

    internal ServiceHost Service { get; }

    internal Heard Heard { get; }

    internal IArtifactStore Store => Service.Services.GetRequiredService<IArtifactStore>();

    internal static async Task<BuildHost> StartAsync(DataFolder data, params (string Key, string Value)[] settings)
    {
        var heard = new Heard();
        var service = await ServiceHost.StartAsync(
            "build",
            data,
            builder =>
            {
                builder.AddBuildService();
                builder.Services.AddSingleton(heard);
                builder.AddMessaging("tests", bus =>
                {
                    Heard.Hear<ComponentBuildStarted>(bus);
                    Heard.Hear<ComponentBuilt>(bus);
                    Heard.Hear<ComponentBuildFailed>(bus);
                });
            },
            app => app.MapBuildService(),
            settings);
        return new BuildHost(service, heard);
    }

    internal static BuildComponent Wish(string reference, string component = "web", params string[] all) => new()
    {
        Task = Guid.NewGuid(),
        Namespace = "default",
        Application = "shop",
        PackageVersion = "1.0.0",
        Component = component,
        ContentKey = "sha256:key",
        Source = new ComponentSource { Type = "webservice", Image = new ImageSource { Ref = reference }, Properties = """{"port":8080}""" },
        PackageComponents = all.Length > 0 ? all : [component],
    };

    /// <summary>A wish for an image from a repository of the test's own.</summary>
    internal static BuildComponent Wish(ImageSource image, string component = "web", string version = "1.0.0", string? secrets = null, bool force = false) => new()
    {
        Task = Guid.NewGuid(),
        Namespace = "default",
        Application = "shop",
        PackageVersion = version,
        Component = component,
        ContentKey = "sha256:key",
        Source = new ComponentSource { Type = "webservice", Image = image, Secrets = secrets },
        Force = force,
        PackageComponents = [component],
    };

    /// <summary>Asks and waits for the end.</summary>
    internal async Task<BuildTask> BuildAsync(BuildComponent wish)
    {
        await AskAsync(wish);
        return await EndOfAsync(wish.Task);
    }

    /// <summary>Everything a task has printed.</summary>
    internal async Task<IReadOnlyList<string>> LogOfAsync(Guid task)
    {
        var lines = new List<string>();
        await foreach (var part in Service.Services.GetRequiredService<BuildLogs>().ReadAsync(task, 0, TestContext.Current.CancellationToken))
            lines.AddRange(part.Lines);
        return lines;
    }

    internal string Encrypt(SourceSecrets secrets) => Service.Services.GetRequiredService<MasterKey>()
        .Encrypt(JsonSerializer.Serialize(secrets, JsonSerializerOptions.Web), "component-source");

    internal Task AskAsync(object message) => Service.Bus.Publish(message, TestContext.Current.CancellationToken);

    internal Task<BuildTask?> TaskAsync(Guid id) => Service.Documents<BuildTask>().GetAsync(id.ToString(), TestContext.Current.CancellationToken);

    internal async Task<BuildTask> EndOfAsync(Guid id)
    {
        BuildTask? task = null;
        await Wait.UntilAsync($"the build {id} has ended", async () => (task = await TaskAsync(id))?.HasEnded ?? false, seconds: 90);
        return task!;
    }

    internal Task<Descriptor> PushImageAsync(string repository, string tag, string content = "content") => new ScratchImage
    {
        Files = [new ImageFile("/file", System.Text.Encoding.UTF8.GetBytes(content))],
    }.PushAsync(Store, repository, tag, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Service.DisposeAsync();
}
