namespace Platform.Sandbox.Tests.Clients;

/// <summary>Clusters told apart by path: every document of a server that names a URL must name one below the cluster's own.</summary>
[Trait("Pace", "slow")]
public sealed class Many_behind_a_port(ITestOutputHelper output)
{
    [Fact]
    public Task Kubectl_does_what_it_does_with_a_cluster_that_has_a_port_for_itself() => ClientScript.PlayAsync("kubectl.script", "v1.36.2", "new", output, others: 200);
}
