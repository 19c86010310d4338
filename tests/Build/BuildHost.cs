using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Platform.Build.Tasks;
using Platform.Contracts.Build.V1;
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

    internal Task AskAsync(object message) => Service.Bus.Publish(message, TestContext.Current.CancellationToken);

    internal Task<BuildTask?> TaskAsync(Guid id) => Service.Documents<BuildTask>().GetAsync(id.ToString(), TestContext.Current.CancellationToken);

    internal async Task<BuildTask> EndOfAsync(Guid id)
    {
        BuildTask? task = null;
        await Wait.UntilAsync($"the build {id} has ended", async () => (task = await TaskAsync(id))?.HasEnded ?? false);
        return task!;
    }

    internal Task<Descriptor> PushImageAsync(string repository, string tag, string content = "content") => new ScratchImage
    {
        Files = [new ImageFile("/file", System.Text.Encoding.UTF8.GetBytes(content))],
    }.PushAsync(Store, repository, tag, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Service.DisposeAsync();
}
