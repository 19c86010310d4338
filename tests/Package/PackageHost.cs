using System.Text.Json.Nodes;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Package.V1;
using Platform.Messaging;
using Platform.Oci;
using Platform.Package.Packaging;
using Platform.Storage;

namespace Platform.Package.Tests;

/// <summary>The Package service with a build service of the test's own, and what it says.</summary>
internal sealed class PackageHost : IAsyncDisposable
{
    internal const string Packages = "namespaces/default/packages/shop";

    private PackageHost(ServiceHost service, FakeBuild build, Heard heard) => (Service, Build, Heard) = (service, build, heard);

    internal ServiceHost Service { get; }

    internal FakeBuild Build { get; }

    internal Heard Heard { get; }

    internal IArtifactStore Store => Service.Services.GetRequiredService<IArtifactStore>();

    /// <summary>Starts on a data folder; a build service and what was heard may be handed on from a host before.</summary>
    internal static async Task<PackageHost> StartAsync(DataFolder data, Heard? heard = null, Action<FakeBuild>? prepare = null, params (string Key, string Value)[] settings)
    {
        heard ??= new Heard();
        var service = await ServiceHost.StartAsync(
            "package",
            data,
            builder =>
            {
                builder.AddPackageService();
                builder.Services.AddSingleton(heard);
                builder.Services.AddSingleton(p =>
                {
                    var build = new FakeBuild(p.GetRequiredService<IArtifactStore>());
                    prepare?.Invoke(build);
                    return build;
                });
                builder.AddMessaging("tests", bus =>
                {
                    bus.AddConsumer<FakeBuildConsumer>();
                    Heard.Hear<ApplicationPackaged>(bus);
                    Heard.Hear<ApplicationPackagingFailed>(bus);
                    Heard.Hear<PackageDeleted>(bus);
                });
            },
            app => app.MapPackageService(),
            settings);
        return new PackageHost(service, service.Services.GetRequiredService<FakeBuild>(), heard);
    }

    internal async Task RegisterAsync(params string[] components)
    {
        foreach (var component in components)
            (await PutSourceAsync(component, $"platform.local/shop/{component}:1.0.0")).Status.ShouldBeOneOf(200, 201);
    }

    internal Task<ServiceHost.Answer> PutSourceAsync(string component, string reference) => Service.SendAsync(
        HttpMethod.Put, $"namespaces/default/sources/shop/{component}", $$$"""{"type":"webservice","image":{"ref":"{{{reference}}}"}}""");

    internal Task<ServiceHost.Answer> PostAsync(string version, string wait = "?wait=30s") =>
        Service.SendAsync(HttpMethod.Post, Packages + wait, $$$"""{"version":"{{{version}}}","labels":{"team":"shop"}}""");

    internal async Task<JsonNode> EndOfAsync(string version)
    {
        var answer = await Service.GetAsync($"{Packages}/{version}?wait=30s");
        answer.Status.ShouldBe(200);
        return answer.Json;
    }

    internal async Task<PackagingSaga> StoredAsync(string version) => (await Service.Documents<PackagingSaga>()
        .GetAsync(PackagingSaga.IdOf("default", "shop", version).ToString(), TestContext.Current.CancellationToken)).ShouldNotBeNull();

    internal Task PublishAsync(object message) => Service.Bus.Publish(message, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Service.DisposeAsync();
}
