namespace Platform.Sandbox.Tests.Clients;

/// <summary>The programs people use with clusters, on the oldest and the newest version the sandbox simulates.</summary>
public sealed class Real_clients(ITestOutputHelper output)
{
    [Theory]
    [InlineData("v1.20.15", "old")]
    [InlineData("v1.36.2", "new")]
    public async Task Kubectl_does_what_it_does_with_a_real_cluster(string version, string age)
    {
        ClientPrograms.Require("bash", "kubectl");
        await RunAsync("kubectl.script", version, age);
    }

    [Theory]
    [InlineData("v1.20.15", "old")]
    [InlineData("v1.36.2", "new")]
    public async Task Helm_installs_upgrades_and_uninstalls_a_chart(string version, string age)
    {
        ClientPrograms.Require("bash", "kubectl", "helm");
        await RunAsync("helm.script", version, age);
    }

    private async Task RunAsync(string name, string version, string age)
    {
        await using var fleet = await SandboxFleet.StartAsync(new SandboxOptions { Clusters = [new() { Name = "c", Version = version }] });
        using var script = new ClientScript(fleet["c"].KubeconfigText, age);
        await script.RunAsync(name);
        output.WriteLine($"{name} on {version}: {script.Checks} checks, {script.Failures.Count} failed");
        script.Failures.ShouldBeEmpty(string.Join("\n\n", script.Failures));
    }
}
