using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platform.Messaging;
using Platform.Storage;

namespace Platform.Libraries.Tests.Messaging;

/// <summary>A process of ours in small: a store, a bus, and what a test registers.</summary>
public sealed class TestHost : IAsyncDisposable
{
    private readonly IHost host;

    private TestHost(IHost host) => this.host = host;

    public IServiceProvider Services => host.Services;

    public IBus Bus => Services.GetRequiredService<IBus>();

    /// <summary>Quick timings; nothing is swept or put off unless a test says so.</summary>
    public static MessagingOptions Options { get; } = new()
    {
        Host = "test",
        SweepInterval = TimeSpan.FromSeconds(30),
        PullAfter = TimeSpan.FromMilliseconds(5),
        DueInterval = TimeSpan.FromMilliseconds(200),
        Redeliveries = [],
    };

    public static async Task<TestHost> StartAsync(TestStore store, Action<IHostApplicationBuilder> configure, MessagingOptions? options = null, TimeProvider? clock = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddProvider(new TestLog()));
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.Services.AddDocumentStore(store.Options);
        configure(builder);
        builder.AddPlatformBus(options ?? Options);
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new TestHost(host);
    }

    public IOutbox<T> Outbox<T>() where T : OutboxDocument => Services.GetRequiredService<IOutbox<T>>();

    public IDocuments<T> Documents<T>() where T : class, IDocument => Services.GetRequiredService<IDocuments<T>>();

    /// <summary>How many messages wait in an order's outbox.</summary>
    public async Task<int> WaitingAsync(string order) =>
        (await Documents<Order>().GetAsync(order, TestContext.Current.CancellationToken))!.Outbox.Count;

    /// <summary>Waits for the bus: exchanges and queues are declared then.</summary>
    public Task StartedAsync() => Wait.UntilAsync(
        "the bus has started",
        () => Services.GetRequiredService<IBusControl>().CheckHealth().Status == BusHealthStatus.Healthy);

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        await host.StopAsync(limit.Token);
        await ((IAsyncDisposable)host).DisposeAsync();
    }
}
