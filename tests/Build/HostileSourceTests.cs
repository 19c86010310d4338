using Platform.Contracts.Build.V1;
using Platform.Oci;

namespace Platform.Build.Tests;

/// <summary>Sources that want more than to be built.</summary>
public sealed class HostileSourceTests
{
    [Theory]
    [InlineData("https://127.0.0.1/x.git", "loopback")]
    [InlineData("https://10.0.0.1/x.git", "private address")]
    [InlineData("https://169.254.169.254/x.git", "never connected to")]
    [InlineData("ext::touch owned", "repository address is expected")]
    [InlineData("file:///etc", "is not below a folder")]
    [InlineData("https://no-such-host.invalid/x.git", "not known")]
    public async Task A_repository_where_none_may_be_is_refused(string url, string why)
    {
        using var data = new DataFolder();
        using var repository = await DockerfileRepository.CreateAsync("");
        await using var host = await BuildHost.StartAsync(data, repository.Allowed);

        var task = await host.BuildAsync(BuildHost.Wish(new ImageSource { Git = new GitSource { Url = url } }));

        task.Reason.ShouldNotBeNull().ShouldContain(why);
        await Wait.UntilAsync("it is told", () => host.Heard.Of<ComponentBuildFailed>().Any(f => f.Reason == task.Reason));
        Leftovers.ShouldBeNone(data);
    }

    [Theory]
    [InlineData("../Dockerfile", "'..'")]
    [InlineData("/etc/passwd", "absolute")]
    [InlineData("nowhere", "There is no nowhere")]
    [InlineData("link", "links to a place outside")]
    [InlineData("folder/Dockerfile", "links to a place outside")]
    public async Task A_Dockerfile_outside_the_context_is_refused(string dockerfile, string why)
    {
        using var data = new DataFolder();
        using var repository = await DockerfileRepository.CreateAsync("");
        File.CreateSymbolicLink(Path.Combine(repository.Git.Folder, "link"), "/etc/passwd");
        File.CreateSymbolicLink(Path.Combine(repository.Git.Folder, "folder"), "/etc");
        await repository.Git.CommitAsync();
        await using var host = await BuildHost.StartAsync(data, repository.Allowed);

        var task = await host.BuildAsync(BuildHost.Wish(repository.Image with { Dockerfile = dockerfile }));

        task.Reason.ShouldNotBeNull().ShouldContain(why);
        task.Reason.ShouldNotContain("root:");
        Leftovers.ShouldBeNone(data);
    }

    [Fact]
    public async Task A_list_of_ignored_files_is_not_read_from_outside()
    {
        using var data = new DataFolder();
        using var repository = await DockerfileRepository.CreateAsync("");
        File.CreateSymbolicLink(Path.Combine(repository.Git.Folder, ".dockerignore"), "/etc/passwd");
        await repository.Git.CommitAsync();
        await using var host = await BuildHost.StartAsync(data, repository.Allowed);

        (await host.BuildAsync(BuildHost.Wish(repository.Image))).Reason.ShouldNotBeNull().ShouldContain(".dockerignore links to a place outside");
    }

    [Fact]
    public async Task A_link_in_the_context_shows_nothing_of_this_machine()
    {
        using var data = new DataFolder();
        var secret = Path.Combine(data.Path, "machine-secret");
        await File.WriteAllTextAsync(secret, "only-on-this-machine", TestContext.Current.CancellationToken);
        using var repository = await DockerfileRepository.CreateAsync("COPY link folder/ /stolen/\nRUN /bin/busybox cat /stolen/* /stolen/*/*");
        File.CreateSymbolicLink(Path.Combine(repository.Git.Folder, "link"), secret);
        File.CreateSymbolicLink(Path.Combine(repository.Git.Folder, "folder"), data.Path);
        await repository.Git.CommitAsync();
        await using var host = await BuildHost.StartAsync(data, repository.Allowed);
        var wish = BuildHost.Wish(repository.Image);

        var task = await host.BuildAsync(wish);

        task.Reason.ShouldNotBeNull();
        (await host.LogOfAsync(wish.Task)).ShouldAllBe(l => !l.Contains("only-on-this-machine"));
        Leftovers.ShouldBeNone(data);
    }

    [Fact]
    public async Task A_base_image_comes_from_a_registry_and_not_from_this_disk()
    {
        using var data = new DataFolder();
        using var repository = await DockerfileRepository.CreateAsync("");
        await using var host = await BuildHost.StartAsync(data, repository.Allowed);
        // Buildah takes paths in lower case only.
        var place = Path.Combine(Path.GetTempPath(), $"layout-{Guid.NewGuid():n}");
        using var layout = new LayoutStore(place);
        await new ScratchImage { Files = [new ImageFile("/secret", "x"u8.ToArray())] }.PushAsync(layout, "packages/other/secret", "1.0.0", TestContext.Current.CancellationToken);
        await repository.Git.CommitAsync(("Dockerfile", $"FROM oci:{place}:packages/other/secret:1.0.0"));

        var task = await host.BuildAsync(BuildHost.Wish(repository.Image));

        Directory.Delete(place, recursive: true);
        task.Reason.ShouldNotBeNull().ShouldContain("is rejected by policy", customMessage: task.Reason);
    }

    [Fact]
    public async Task A_step_sees_neither_the_services_environment_nor_its_processes()
    {
        Environment.SetEnvironmentVariable("PLATFORM_TEST_SERVICE_SECRET", "in-the-environment");
        using var data = new DataFolder();
        using var repository = await DockerfileRepository.CreateAsync(
            "RUN /bin/busybox env; /bin/busybox cat /proc/*/environ | /bin/busybox tr '\\000' '\\n'; echo processes: /proc/[0-9]*");
        await using var host = await BuildHost.StartAsync(data, repository.Allowed);
        var wish = BuildHost.Wish(repository.Image);

        var task = await host.BuildAsync(wish);

        task.Reason.ShouldBeNull();
        var log = await host.LogOfAsync(wish.Task);
        log.ShouldAllBe(l => !l.Contains("in-the-environment"));
        log.Single(l => l.StartsWith("processes:")).Split(' ').Length.ShouldBeLessThan(12);
    }
}
