using System.Net;
using System.Net.Sockets;

namespace Platform.Build.Tests;

/// <summary>The image is built, and the artifact store does not take it.</summary>
[Trait("Pace", "slow")]
public sealed class StoreFaultTests
{
    [Fact]
    public async Task A_registry_that_is_down_is_said()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var host = $"127.0.0.1:{((IPEndPoint)closed.LocalEndpoint).Port}";
        closed.Stop();

        (await FailAsync(("Artifacts:Registry", $"http://{host}"))).ShouldContain(host);
    }

    [Fact]
    public async Task A_registry_that_wants_other_credentials_is_said()
    {
        await using var registry = await RegistryServer.StartAsync(withPassword: true);

        var reason = await FailAsync(("Artifacts:Registry", $"http://robot:wr0ng-password@{registry.Host}"));

        reason.ShouldContain(registry.Host);
        reason.ShouldNotContain("wr0ng");
    }

    [Fact]
    public async Task A_registry_that_hangs_holds_nobody_longer_than_a_build_may_take()
    {
        using var registry = new HangingRegistry();

        (await FailAsync(("Artifacts:Registry", $"http://{registry.Host}"), ("Build:Timeout", "00:00:08"))).ShouldContain("took longer than");
        await Wait.UntilAsync("the connection is let go", () => registry.GivenUp);
    }

    [Fact]
    public async Task A_full_disk_is_said()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "mounting a small disk needs root");
        using var disk = new TempFolder();
        await ExternalProgram.RunAsync("mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", disk.Path);
        try
        {
            (await FailAsync(("Artifacts:Directory", disk.Path))).ShouldContain("No room is left");
            Directory.EnumerateFiles(Path.Combine(disk.Path, "uploads")).ShouldBeEmpty();
        }
        finally
        {
            await ExternalProgram.RunAsync("umount", disk.Path);
        }
    }

    private static async Task<string> FailAsync(params (string Key, string Value)[] settings)
    {
        using var data = new DataFolder();
        using var repository = await DockerfileRepository.CreateAsync("RUN echo built > /built");
        await using var host = await BuildHost.StartAsync(data, [repository.Allowed, .. settings]);

        var task = await host.BuildAsync(BuildHost.Wish(repository.Image));

        Leftovers.ShouldBeNone(data);
        return task.Reason.ShouldNotBeNull();
    }
}
