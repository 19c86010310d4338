namespace Platform.Sandbox.Tests.Clients;

/// <summary>The programs people use with clusters, on the oldest and the newest version the sandbox simulates.</summary>
[Trait("Pace", "slow")]
public sealed class Real_clients(ITestOutputHelper output)
{
    [Theory]
    [InlineData("v1.20.15", "old")]
    [InlineData("v1.36.2", "new")]
    public Task Kubectl_does_what_it_does_with_a_real_cluster(string version, string age) => ClientScript.PlayAsync("kubectl.script", version, age, output);

    [Theory]
    [InlineData("v1.20.15", "old")]
    [InlineData("v1.36.2", "new")]
    public Task Helm_installs_upgrades_and_uninstalls_a_chart(string version, string age) => ClientScript.PlayAsync("helm.script", version, age, output);
}
