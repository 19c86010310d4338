using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Platform.Hosting;
using Xunit;

namespace Platform.Gateway.Tests.Support;

/// <summary>A gateway before one service, as two hosts; shared by the tests of a class.</summary>
public class TestPlatform : IAsyncLifetime
{
    private readonly string data = TestHosts.NewFolder();
    private WebApplication service = null!;
    private WebApplication gateway = null!;

    internal TestBackend Backend { get; } = new();

    internal Client Admin { get; private set; } = null!;

    internal Uri Gateway => gateway.Address();

    internal Uri Service => service.Address();

    internal IServiceProvider ServiceProvider => service.Services;

    internal string Data => data;

    protected virtual string[] Settings => [];

    public async ValueTask InitializeAsync()
    {
        service = await TestHosts.StartServiceAsync(data, Backend);
        gateway = await TestHosts.StartGatewayAsync(data, [service.Address()], Settings);
        Admin = new Client(gateway.Address(), (await File.ReadAllTextAsync(Path.Combine(data, "admin-key"))).Trim());
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        await gateway.DisposeAsync();
        await service.DisposeAsync();
        Directory.Delete(data, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>A client with a new key of these roles.</summary>
    internal async Task<Client> WithAsync(params (string Role, string? Namespace)[] roles)
    {
        var answer = await Admin.SendAsync("POST", "keys", new
        {
            name = $"test-{Guid.NewGuid():N}",
            roles = roles.Select(r => new { role = r.Role, @namespace = r.Namespace }),
        });
        return new Client(Gateway, answer.Json["key"]!.GetValue<string>());
    }

    internal string Token(Identity identity, TimeProvider? clock = null) =>
        new IdentityTokens(ServiceProvider.GetRequiredService<MasterKey>(), clock ?? TimeProvider.System).Issue(identity);
}
