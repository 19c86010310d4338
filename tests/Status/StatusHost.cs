using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Platform.Health;
using Platform.Hosting;
using Platform.Messaging;

namespace Platform.Status.Tests;

/// <summary>The Status service in a process of its own, as in production but for its neighbours: the test says what they would.</summary>
internal sealed class StatusHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private bool _ended;

    private StatusHost(WebApplication app, Heard heard) => (_app, Heard) = (app, heard);

    public Heard Heard { get; }

    public IServiceProvider Services => _app.Services;

    public static Task<StatusHost> StartAsync(string folder, params string[] settings) => StartAsync(folder, TimeProvider.System, settings);

    public static async Task<StatusHost> StartAsync(string folder, TimeProvider clock, params string[] settings)
    {
        var heard = new Heard();
        var builder = PlatformHost.CreateBuilder(
            [$"--Platform:DataDirectory={folder}", $"--Platform:LogFile={Path.Combine(folder, "log")}", "--Status:UnreachableAfter=00:00:03", "--Status:ProbePause=00:00:00.3", .. settings], "status");
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, "http://127.0.0.1:0");
        builder.AddStatusService();
        builder.Services.AddSingleton(heard);
        builder.Services.AddSingleton(clock);
        builder.AddMessaging("tests", bus =>
        {
            bus.AddConsumer<HearingConsumer<ClusterHealthObserved>>().Endpoint(e => e.Name = "tests-health");
            bus.AddConsumer<HearingConsumer<ApplicationStatusChanged>>().Endpoint(e => e.Name = "tests-status");
            bus.AddConsumer<HearingConsumer<ClusterUnreachable>>().Endpoint(e => e.Name = "tests-unreachable");
            bus.AddConsumer<HearingConsumer<ResourceDrifted>>().Endpoint(e => e.Name = "tests-drifted");
            bus.AddConsumer<HearingConsumer<ClusterReturned>>().Endpoint(e => e.Name = "tests-returned");
            bus.AddConsumer<HearingConsumer<SendAgain>>().Endpoint(e => e.Name = "tests-send-again");
        });
        var app = PlatformHost.Build(builder, a => a.MapStatusService());
        await app.StartAsync();
        return new(app, heard);
    }

    public Task SayAsync<T>(T message) where T : class => Services.GetRequiredService<IBus>().Publish(message);

    public Task SayAsync<T>(T message, Guid id) where T : class => Services.GetRequiredService<IBus>().Publish(message, c => c.MessageId = id);

    private long _said = 1;

    /// <summary>As from Deploy's outbox: with a number, each higher than the last.</summary>
    public Task SayNumberedAsync<T>(T message) where T : class =>
        Services.GetRequiredService<IBus>().Publish(message, c => c.GetOrAddPayload(() => new EventSequence(++_said)));

    /// <summary>Fields and prints of an object that was applied, as Deploy takes them.</summary>
    public (RenderedFields Fields, string Print) Print(JsonObject applied)
    {
        var rendered = applied.DeepClone().AsObject();
        rendered.Remove("status");
        var fields = RenderedFields.Of(rendered);
        return (fields, Convert.ToBase64String(fields.Print(applied, Services.GetRequiredService<MasterKey>().Derive(ClusterApplied.PrintPurpose))));
    }

    public Task RegisterAsync(string name, FakeCluster cluster, long generation = 1) => SayAsync(new ClusterCredentialsChanged
    {
        Cluster = name,
        EncryptedKubeconfig = Services.GetRequiredService<MasterKey>().Encrypt(cluster.Kubeconfig, ClusterCredentialsChanged.Purpose),
        KeyId = Services.GetRequiredService<MasterKey>().KeyId,
        Generation = generation,
        Removed = false,
    });

    /// <summary>What Deploy says after an apply.</summary>
    public Task AppliedAsync(string cluster, IEnumerable<JsonObject> objects, long revision = 1, long sequence = 1, string application = "web", int page = 0, int pages = 1,
        Func<JsonObject, (RenderedFields Fields, string Print)>? print = null, DefinitionReference? definition = null) =>
        SayAsync(new ClusterApplied
        {
            Namespace = "shop",
            Application = application,
            Cluster = cluster,
            Rollout = new Guid((int)revision, 0, 0, new byte[8]),
            Revision = revision,
            Attempt = 1,
            Sequence = sequence,
            Page = page,
            Pages = pages,
            Changed = 1,
            Unchanged = 0,
            Shapes = objects.Select(o => print?.Invoke(o).Fields).OfType<RenderedFields>().DistinctBy(f => f.Id).ToDictionary(f => f.Id, f => f.Text),
            Inventory = [.. objects.Select(o => new AppliedObject
            {
                ApiVersion = o["apiVersion"]!.ToString(),
                Kind = o["kind"]!.ToString(),
                Namespace = o["metadata"]!["namespace"]!.ToString(),
                Name = o["metadata"]!["name"]!.ToString(),
                Component = o["metadata"]!["labels"]!["app.oam.dev/component"]!.ToString(),
                Resource = "",
                Uid = o["metadata"]!["uid"]!.ToString(),
                ResourceVersion = o["metadata"]!["resourceVersion"]!.ToString(),
                Generation = o["metadata"]!["generation"]?.GetValue<long>() ?? 0,
                Shape = print?.Invoke(o).Fields.Id,
                Print = print?.Invoke(o).Print,
                Definition = definition,
            })],
        });

    public HttpClient Client(params RoleGrant[] grants)
    {
        var client = new HttpClient { BaseAddress = new Uri(_app.Urls.First() + "/api/v1/"), Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Add(
            IdentityTokens.Header,
            Services.GetRequiredService<IdentityTokens>().Issue(new("tester", "key", grants.Length == 0 ? [new(Role.Viewer)] : grants)));
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        if (_ended)
            return;
        _ended = true;
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        await _app.StopAsync(bound.Token);
        await _app.DisposeAsync();
    }
}

/// <summary>What others heard, in order.</summary>
internal sealed class Heard
{
    private readonly ConcurrentQueue<object> _all = new();

    public void Add(object message) => _all.Enqueue(message);

    public IReadOnlyList<T> All<T>() => [.. _all.OfType<T>()];

    /// <summary>The first message that fits, once it has come.</summary>
    public async Task<T> FirstAsync<T>(Func<T, bool> fits, int skip = 0)
    {
        var until = TimeProvider.System.GetUtcNow().AddSeconds(60);
        while (TimeProvider.System.GetUtcNow() < until)
        {
            if (All<T>().Skip(skip).Where(fits).Take(1).ToList() is [var found])
                return found;
            await Task.Delay(10);
        }
        throw new TimeoutException($"no fitting {typeof(T).Name} came; came: {string.Join("\n", All<T>())}");
    }
}

internal sealed class HearingConsumer<T>(Heard heard) : IConsumer<T> where T : class
{
    public Task Consume(ConsumeContext<T> context)
    {
        heard.Add(context.Message);
        return Task.CompletedTask;
    }
}
