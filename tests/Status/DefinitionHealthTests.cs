using Platform.Contracts.Deploy.V1;

namespace Platform.Status.Tests;

/// <summary>Installed definitions judge what they made.</summary>
public sealed class DefinitionHealthTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_definition_judges_what_it_made_and_another_revision_of_it_judges_otherwise()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await using var status = await StatusHost.StartAsync(_folder.Path);
        await status.RegisterAsync("east", cluster);
        await status.SayAsync(Installed(1, "function health(o) { return o.status.availableReplicas < 1 ? {status: 'Degraded', message: 'nobody there'} : 'Healthy'; }"));
        await AppliedAsync(revision: 1, available: 0);
        (await status.Heard.FirstAsync<ClusterHealthObserved>(h => h.Health == HealthStatus.Degraded)).Components.Single().Message.ShouldBe("Deployment web: nobody there");

        cluster.Put(Live.Deployment("web", 1));
        await status.Heard.FirstAsync<ClusterHealthObserved>(h => h.Health == HealthStatus.Healthy);

        // The same object, and nothing but the definition is another one.
        await AppliedAsync(revision: 2, available: 1);
        (await status.Heard.FirstAsync<ClusterHealthObserved>(h => h.Health == HealthStatus.Progressing)).Components.Single().Message
            .ShouldBe("Deployment web: revision 2 of component definition queue is not known here yet");
        await status.SayAsync(Installed(2, "function health(o) { throw new Error('no'); }"));
        (await status.Heard.FirstAsync<ClusterHealthObserved>(h => h.Health == HealthStatus.Unknown)).Components.Single().Message!.ShouldContain("the definition's function failed");

        Task AppliedAsync(long revision, int available) =>
            status.AppliedAsync("east", [cluster.Put(Live.Deployment("web", available))], revision, revision, definition: new("component", "queue", revision));
    }

    [Fact]
    public async Task A_status_that_knows_no_definitions_asks_for_them()
    {
        await using var status = await StatusHost.StartAsync(_folder.Path);
        (await status.Heard.FirstAsync<SendAgain>(s => s.Facts == "definitions")).RequestedBy.ShouldBe("status");
    }

    private static DefinitionInstalled Installed(long revision, string health) => new() { Kind = "component", Name = "queue", Revision = revision, Health = health };
}
