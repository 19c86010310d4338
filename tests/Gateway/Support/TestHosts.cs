using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Platform.Hosting;

namespace Platform.Gateway.Tests.Support;

/// <summary>Real processes' worth of hosts on loopback, each on a free port, with SQLite in a folder of the test's own.</summary>
internal static class TestHosts
{
    public static async Task<WebApplication> StartServiceAsync(string data, TestBackend backend, params string[] settings)
    {
        var builder = PlatformHost.CreateBuilder([.. Common(data), "--urls", "http://127.0.0.1:0", .. settings], "deploy");
        return await StartAsync(PlatformHost.Build(builder, backend.Map));
    }

    public static async Task<WebApplication> StartGatewayAsync(string data, IEnumerable<Uri> deploy, params string[] settings)
    {
        var urls = deploy.ToList();
        var services = urls.Select((u, i) => $"--Platform:Services:deploy:{i}={u}")
            .Concat(new[] { "package", "build", "status" }.Select(s => $"--Platform:Services:{s}:0={urls[0]}"));
        var builder = PlatformHost.CreateBuilder([.. Common(data), "--urls", "http://127.0.0.1:0", .. services, .. settings], "gateway");
        builder.AddGateway();
        return await StartAsync(PlatformHost.Build(builder, app => app.MapGateway()));
    }

    public static async Task<WebApplication> StartEmbeddedAsync(string data, TestBackend? backend)
    {
        var builder = PlatformHost.CreateBuilder([.. Common(data), "--Platform:Port=0"], "local");
        builder.AddGateway();
        return await StartAsync(PlatformHost.Build(builder, app =>
        {
            backend?.Map(app);
            app.MapGateway();
        }));
    }

    public static Uri Address(this WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static string NewFolder() => Directory.CreateTempSubdirectory("platform-gateway-").FullName;

    private static string[] Common(string data) => [$"--Platform:DataDirectory={data}", $"--Platform:LogFile={Path.Combine(data, "log")}"];

    private static async Task<WebApplication> StartAsync(WebApplication app)
    {
        await app.StartAsync();
        return app;
    }
}
