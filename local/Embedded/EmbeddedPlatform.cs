using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.Build;
using Platform.Deploy;
using Platform.Gateway;
using Platform.Hosting;
using Platform.Local.Delivery;
using Platform.Package;
using Platform.Status;

namespace Platform.Local.Embedded;

/// <summary>All services and the gateway in this process: one container, one bus in memory, SQLite (decision 0004).</summary>
internal sealed class EmbeddedPlatform : IRunningPlatform
{
    private readonly WebApplication app;
    private readonly TaskCompletionSource<string> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private EmbeddedPlatform(WebApplication app, string adminKey, string log)
    {
        this.app = app;
        AdminKey = adminKey;
        Addresses = [("log", log)];
        app.Lifetime.ApplicationStopping.Register(() => ended.TrySetResult("stopped"));
    }

    public Uri Gateway => app.Services.GetRequiredService<Doors>().PublicAddress;

    public string AdminKey { get; }

    public IReadOnlyList<(string Name, string Value)> Addresses { get; }

    public Task<string> Ended => ended.Task;

    /// <summary>The application's services, for tests.</summary>
    public IServiceProvider Services => app.Services;

    /// <exception cref="PlatformStartException">The data folder or the port is in use, or an option is wrong.</exception>
    public static async Task<EmbeddedPlatform> StartAsync(LocalOptions options, CancellationToken cancellation)
    {
        var log = Path.Combine(options.DataDirectory, "logs", "platform.log");
        var builder = PlatformHost.CreateBuilder([], "local");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Platform:Port"] = options.Port.ToString(),
            ["Platform:DataDirectory"] = options.DataDirectory,
            ["Platform:LogFile"] = log,
            ["Platform:Broker"] = null,
            ["Platform:Mongo"] = null,
            ["Build:AllowedFolders:0"] = SampleRepository.FolderIn(options.DataDirectory),
        });
        builder.Configuration.AddInMemoryCollection(options.Settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.AddBuildService();
        builder.AddPackageService();
        builder.AddDeployService();
        builder.AddStatusService();
        builder.AddGateway();

        var app = PlatformHost.Build(builder, routes =>
        {
            routes.MapBuildService();
            routes.MapPackageService();
            routes.MapDeployService();
            routes.MapStatusService();
            routes.MapGateway();
        });
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            await app.DisposeAsync();
            throw new PlatformStartException(failure.Message);
        }

        return new EmbeddedPlatform(app, await options.AdminKeyAsync(cancellation), log);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
