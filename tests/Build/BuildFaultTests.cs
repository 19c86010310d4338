using Platform.Build.Logs;
using Platform.Build.Tasks;
using Platform.Contracts.Build.V1;
using Platform.Messaging;

namespace Platform.Build.Tests;

/// <summary>Builds that go wrong: each has its answer, and leaves nothing.</summary>
[Trait("Pace", "slow")]
public sealed class BuildFaultTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_Dockerfile_that_fails_says_at_which_step()
    {
        using var data = new DataFolder();
        using var repository = await DockerfileRepository.CreateAsync("RUN echo about to fail; exit 7");
        await using var host = await BuildHost.StartAsync(data, repository.Allowed);

        var task = await host.BuildAsync(BuildHost.Wish(repository.Image));

        task.Phase.ShouldBe(BuildPhase.Failed);
        task.Reason.ShouldNotBeNull().ShouldContain("The image cannot be built");
        task.Reason.ShouldContain("exit 7");
        Leftovers.ShouldBeNone(data);
    }

    [Fact]
    public async Task A_Dockerfile_that_never_ends_is_stopped()
    {
        using var data = new DataFolder();
        using var repository = await DockerfileRepository.CreateAsync("RUN /bin/busybox setsid /bin/busybox sleep 1000.125 & /bin/busybox sleep 1000.125");
        await using var host = await BuildHost.StartAsync(data, repository.Allowed, ("Build:Timeout", "00:00:06"));

        var task = await host.BuildAsync(BuildHost.Wish(repository.Image));

        task.Reason.ShouldBe("The build took longer than 00:00:06 and was ended.");
        Processes.With("1000.125").ShouldBeEmpty();
        await CleanAfterNextStartAsync(host, data);
    }

    [Fact]
    public async Task A_cancelled_build_ends_at_once()
    {
        using var data = new DataFolder();
        using var repository = await DockerfileRepository.CreateAsync("RUN echo it runs; /bin/busybox sleep 1000.25");
        await using var host = await BuildHost.StartAsync(data, repository.Allowed);
        var wish = BuildHost.Wish(repository.Image);
        await host.AskAsync(wish);
        await Wait.UntilAsync("the step runs", async () => (await host.LogOfAsync(wish.Task)).Contains("it runs"));

        await host.AskAsync(new CancelBuild { Task = wish.Task });
        var task = await host.EndOfAsync(wish.Task);

        task.Phase.ShouldBe(BuildPhase.Cancelled);
        Processes.With("1000.25").ShouldBeEmpty();
        await CleanAfterNextStartAsync(host, data);
    }

    [Fact]
    public async Task A_worker_that_lost_its_lease_stops_its_builder_and_its_result_does_not_count()
    {
        using var data = new DataFolder();
        using var repository = await DockerfileRepository.CreateAsync("RUN echo it runs; /bin/busybox sleep 1000.375");
        await using var host = await BuildHost.StartAsync(data, repository.Allowed, ("Build:Lease", "00:00:02"));
        var wish = BuildHost.Wish(repository.Image);
        await host.AskAsync(wish);
        await Wait.UntilAsync("the step runs", async () => (await host.LogOfAsync(wish.Task)).Contains("it runs"));

        await host.Service.Outbox<BuildTask>().UpdateAsync(wish.Task.ToString(), task =>
        {
            task.Lease(Guid.NewGuid(), TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(60));
            task.Fail("the other one's result", TimeProvider.System.GetUtcNow());
            return true;
        }, ct: Ct);

        await Wait.UntilAsync("our builder has ended", () => Processes.With("1000.375").Count == 0, seconds: 10);
        (await host.TaskAsync(wish.Task))!.Reason.ShouldBe("the other one's result");
        await CleanAfterNextStartAsync(host, data);
    }

    [Theory]
    [InlineData("RUN /bin/busybox dd if=/dev/zero of=/big bs=1048576 count=100000")]
    [InlineData("RUN i=0; while true; do i=$((i+1)); /bin/busybox dd if=/dev/zero of=/big$i bs=1048576 count=10 2>/dev/null; done")]
    public async Task A_Dockerfile_that_fills_the_disk_is_stopped(string step)
    {
        using var data = new DataFolder();
        using var repository = await DockerfileRepository.CreateAsync(step);
        await using var host = await BuildHost.StartAsync(data, repository.Allowed, ("Build:DiskLimit", "100000000"));

        var task = await host.BuildAsync(BuildHost.Wish(repository.Image));

        task.Phase.ShouldBe(BuildPhase.Failed);
        // One file: refused at the limit, the step fails. Many: the build is stopped.
        task.Reason.ShouldNotBeNull().ShouldMatch("more than 100000000 bytes of disk|exit status|File too large");
        await CleanAfterNextStartAsync(host, data);
    }

    [Fact]
    public async Task A_nearly_full_disk_stops_builds_before_it_is_full()
    {
        using var data = new DataFolder();
        using var repository = await DockerfileRepository.CreateAsync("RUN /bin/busybox sleep 1000.5");
        await using var host = await BuildHost.StartAsync(data, repository.Allowed, ("Build:MinFreeDisk", long.MaxValue.ToString()));

        var task = await host.BuildAsync(BuildHost.Wish(repository.Image));

        task.Reason.ShouldNotBeNull().ShouldContain("nearly full");
        Processes.With("1000.5").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_hundred_megabytes_of_log_are_cut_and_the_build_goes_on()
    {
        using var data = new DataFolder();
        using var repository = await DockerfileRepository.CreateAsync("RUN /bin/busybox yes 'the same line, again and again' | /bin/busybox head -c 100000000; echo the end > /end");
        await using var host = await BuildHost.StartAsync(data, repository.Allowed);
        var wish = BuildHost.Wish(repository.Image);

        var task = await host.BuildAsync(wish);

        task.Reason.ShouldBeNull();
        var log = await host.LogOfAsync(wish.Task);
        log.Sum(l => (long)l.Length).ShouldBeLessThan(BuildLog.MaxCharacters + 10_000);
        log.ShouldContain(l => l.Contains("the rest was left out"));
        log[^1].ShouldStartWith("Done: component package");
    }

    [Fact]
    public async Task A_repository_that_vanishes_half_way_is_an_answer()
    {
        using var data = new DataFolder();
        using var repository = await DockerfileRepository.CreateAsync("");
        await using var server = await GitServer.StartAsync(repository.Git.Above);
        server.Instead = async http =>
        {
            await http.Response.Body.WriteAsync("001e# service=git-upload"u8.ToArray());
            await http.Response.Body.FlushAsync();
            http.Abort();
        };
        await using var host = await BuildHost.StartAsync(data, ("Build:AllowHttp", "true"), ("Build:AllowLoopback", "true"));

        var task = await host.BuildAsync(BuildHost.Wish(new ImageSource { Git = new GitSource { Url = server.Url + "/repository/.git" } }));

        task.Reason.ShouldNotBeNull().ShouldContain("cannot be fetched");
        Leftovers.ShouldBeNone(data);
    }

    [Fact]
    public async Task A_machine_without_a_builder_says_how_to_get_one()
    {
        using var data = new DataFolder();
        using var repository = await DockerfileRepository.CreateAsync("");
        await using var host = await BuildHost.StartAsync(data, repository.Allowed, ("Build:Builder", "podman"));
        Assert.SkipWhen(File.Exists("/usr/bin/podman"), "podman is installed");

        var task = await host.BuildAsync(BuildHost.Wish(repository.Image));

        task.Reason.ShouldNotBeNull().ShouldContain("podman is missing: run tests/tools/get");
    }

    // What a killed builder left in its cache goes when the cache is used again, or at the next start.
    private static async Task CleanAfterNextStartAsync(BuildHost host, DataFolder data)
    {
        await host.DisposeAsync();
        await using var next = await BuildHost.StartAsync(data);
        await Wait.UntilAsync("what was left is swept", () => !Directory.EnumerateFiles(Path.Combine(data.Path, "build", "cache"), "*.dirty", SearchOption.AllDirectories).Any());
        Leftovers.ShouldBeNone(data);
    }
}
