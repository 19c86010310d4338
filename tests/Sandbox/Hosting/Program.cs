using System.Diagnostics;
using Platform.Sandbox.Hosting;
using Platform.Sandbox.Tests.Support;

namespace Platform.Sandbox.Tests.Hosting;

/// <summary>The sandbox used alone.</summary>
public sealed class Program
{
    [Theory]
    [InlineData("--clusters", "x", "--clusters: 'x' is no whole number")]
    [InlineData("--clusters", "-1", "--clusters: '-1' is no whole number")]
    [InlineData("--names", "a,B!", "--names: 'B!' is no DNS label")]
    [InlineData("--version", "1.36", "--version: '1.36' is no version")]
    [InlineData("--latency", "1:2:3", "--latency: '1:2:3'")]
    [InlineData("--error-rate", "2", "rate must be between 0 and 1")]
    [InlineData("--port-base", "70000", "--port-base")]
    [InlineData("--cluster", "3", "there is no option '--cluster'")]
    public void A_command_line_that_is_none_is_told(string option, string value, string told) =>
        Should.Throw<ArgumentException>(() => new SandboxArguments([option, value]).Options()).Message.ShouldContain(told);

    [Fact]
    public void Options_reach_the_clusters()
    {
        var options = new SandboxArguments(["--names", "a,b,c", "--version", "v1.36.2,v1.20.0", "--pod-start", "5", "--latency", "10:100", "--error-rate", "0.5:503", "--no-metrics", "--shared-port"]).Options();
        options.SharedPort.ShouldBeTrue();
        options.Clusters.Select(c => (c.Name, c.Version)).ShouldBe([("a", "v1.36.2"), ("b", "v1.20.0"), ("c", "v1.36.2")]);
        var cluster = options.Clusters[0];
        (cluster.PodStart.TotalMilliseconds, cluster.HasMetrics, cluster.Faults.Latency99Milliseconds, cluster.Faults.Errors.Single().Code).ShouldBe((5, false, 100, 503));
    }

    [Theory]
    [InlineData("--help", 0, "--shared-port")]
    [InlineData("--nonsense", 2, "there is no option '--nonsense'")]
    public async Task It_helps_and_refuses(string argument, int code, string told)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(SandboxFleet).Assembly.Location, argument]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var text = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken) + await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(code);
        text.ShouldContain(told);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Clusters_are_apart_whether_each_has_a_port_or_all_share_one(bool shared)
    {
        await using var fleet = await SandboxFleet.StartAsync(new SandboxOptions { SharedPort = shared, Clusters = [new() { Name = "a" }, new() { Name = "b" }] });
        fleet.Clusters.Select(c => new Uri(c.Url).Port).Distinct().Count().ShouldBe(shared ? 1 : 2);
        using var a = new TestClient(fleet["a"].KubeconfigText);
        using var b = new TestClient(fleet["b"].KubeconfigText);
        (await a.SendAsync("POST", "/api/v1/namespaces", JsonNode.Parse("""{"metadata":{"name":"only-a"}}"""))).Code.ShouldBe(201);
        (await a.GetAsync("/api/v1/namespaces/only-a")).Code.ShouldBe(200);
        (await b.GetAsync("/api/v1/namespaces/only-a")).Code.ShouldBe(404);
    }
}
