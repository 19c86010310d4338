using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Platform.Status.Tests;

/// <summary>An application on a thousand clusters: what is told of it stays within a message, and says what matters.</summary>
public sealed class ManyClustersTests : IDisposable
{
    private const int MostBytes = 256 * 1024;
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_status_of_a_thousand_clusters_is_told_within_a_message_with_those_that_are_unwell()
    {
        await using var status = await StatusHost.StartAsync(_folder.Path);

        Fold(status, Enumerable.Range(0, 1000).Select(number => Seen(number, number % 300 == 7 ? HealthStatus.Degraded : HealthStatus.Healthy)));

        var told = await status.Heard.FirstAsync<ApplicationStatusChanged>(s => s.ClusterCounts.Values.Sum() == 1000);
        JsonSerializer.SerializeToUtf8Bytes(told).Length.ShouldBeLessThan(MostBytes);
        told.Truncated.ShouldBeTrue();
        told.ClusterCounts.ShouldBe(new Dictionary<string, int> { ["healthy"] = 996, ["degraded"] = 4 }, ignoreOrder: true);
        told.Clusters.Where(c => c.Health == HealthStatus.Degraded).Select(c => c.Cluster).ShouldBe(["c-0007", "c-0307", "c-0607", "c-0907"]);
        told.Clusters.Count.ShouldBeGreaterThan(100);
        told.Clusters.Select(c => c.Cluster).ShouldBeInOrder();
    }

    [Fact]
    public async Task A_change_on_a_cluster_that_did_not_fit_is_told_too()
    {
        await using var status = await StatusHost.StartAsync(_folder.Path);
        Fold(status, Enumerable.Range(0, 1000).Select(number => Seen(number, HealthStatus.Healthy)));
        var before = await status.Heard.FirstAsync<ApplicationStatusChanged>(s => s.ClusterCounts.Values.Sum() == 1000);
        before.Clusters.ShouldNotContain(c => c.Cluster == "c-0999");

        Fold(status, [Seen(999, HealthStatus.Progressing, sequence: 2)]);

        (await status.Heard.FirstAsync<ApplicationStatusChanged>(s => s.Health == HealthStatus.Progressing)).Clusters.ShouldContain(c => c.Cluster == "c-0999");
    }

    [Fact]
    public void One_cluster_with_too_many_components_is_told_by_the_worst_of_them()
    {
        var cluster = new Platform.Contracts.Status.V1.ClusterHealth
        {
            Cluster = "c",
            Health = HealthStatus.Degraded,
            Revision = 1,
            LastSeen = DateTimeOffset.UnixEpoch,
            Components = [.. Enumerable.Range(0, 2000).Select(number => Component($"web-{number}", number == 1999 ? HealthStatus.Degraded : HealthStatus.Healthy))],
        };

        var fitting = Applications.ClusterSelection.Fitting([cluster]);

        JsonSerializer.SerializeToUtf8Bytes(fitting).Length.ShouldBeLessThan(MostBytes);
        fitting.Single().Components.ShouldContain(component => component.Component == "web-1999");
    }

    private static void Fold(StatusHost status, IEnumerable<ClusterHealthObserved> seen)
    {
        foreach (var one in seen)
            status.Services.GetRequiredService<Applications.HealthFolding>().Add(one);
    }

    private static ClusterHealthObserved Seen(int number, HealthStatus health, long sequence = 1) => new()
    {
        Namespace = "shop",
        Application = "web",
        Cluster = $"c-{number:d4}",
        Revision = 1,
        Health = health,
        AppliedVersionsSeen = true,
        ObservedAt = DateTimeOffset.UnixEpoch,
        Sequence = sequence,
        Components = [Component("web", health), Component("jobs", HealthStatus.Healthy)],
    };

    private static ComponentHealth Component(string name, HealthStatus health) => new()
    {
        Component = name,
        Health = health,
        Message = health == HealthStatus.Healthy ? null : "pod web-5f7c9: container web: ImagePullBackOff: Back-off pulling image \"registry.example.com/shop/web:2.0\"",
        Images = ["registry.example.com/shop/web@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"],
    };
}
