using System.Diagnostics;
using System.Text.Json;
using Platform.Build.Tasks;
using Platform.Contracts.Build.V1;
using Platform.Oci;

namespace Platform.Build.Tests;

/// <summary>
/// The service is killed (SIGKILL) at each step of a build, and in the middle of a Dockerfile's step: nothing goes on without it, the next
/// start clears away what it left, and the build is taken up again and gives one result.
/// </summary>
[Trait("Pace", "slow")]
public sealed class KilledServiceTests
{
    private const string Folder = "BUILD_KILLED_FOLDER";
    private const string Wish = "BUILD_KILLED_WISH";
    private const string Allowed = "BUILD_KILLED_ALLOWED";
    private static readonly (string, string) Lease = ("Build:Lease", "00:00:03");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("build-fetched")]
    [InlineData("build-built")]
    [InlineData("build-stored")]
    [InlineData("build-remembered")]
    [InlineData("build-packed")]
    public async Task A_service_killed_between_two_steps_leaves_nothing_and_its_build_is_taken_up_again(string step)
    {
        using var data = new DataFolder();
        using var repository = await DockerfileRepository.CreateAsync("RUN echo built > /built");
        var wish = BuildHost.Wish(repository.Image);

        using (var victim = Start(data, repository, wish, step))
            await victim.WaitForExitAsync(Ct);

        await TakenUpAgainAsync(data, repository, wish);
    }

    [Fact]
    public async Task A_service_killed_in_the_middle_of_a_step_leaves_nothing_and_its_build_is_taken_up_again()
    {
        using var data = new DataFolder();
        // Ends only the second time: the file outside the image stands for a step that takes long.
        using var repository = await DockerfileRepository.CreateAsync("ADD slow /\nRUN /bin/busybox setsid /bin/busybox sleep 5.0625 & /bin/busybox sleep 5.0625");
        await repository.Git.CommitAsync(("slow", "x"));
        var wish = BuildHost.Wish(repository.Image);

        using (var victim = Start(data, repository, wish, step: null))
        {
            await Wait.UntilAsync("the step runs", () => Processes.With("sleep 5.0625").Any(p => p.StartsWith("/bin/busybox sleep", StringComparison.Ordinal)));
            victim.Kill();
            await victim.WaitForExitAsync(Ct);
        }

        await Wait.UntilAsync("nothing runs any longer", () => Processes.With(data.Path).Count == 0, seconds: 4);
        await TakenUpAgainAsync(data, repository, wish);
    }

    /// <summary>The process that is killed: run by the tests above.</summary>
    [Fact(Explicit = true)]
    public async Task Serves_until_it_is_killed()
    {
        if (Environment.GetEnvironmentVariable(Folder) is not { } folder)
        {
            Assert.Skip("Only the tests above run this one.");
            return;
        }

        var data = DataFolder.At(folder);
        await using var host = await BuildHost.StartAsync(data, ("Build:AllowedFolders:0", Environment.GetEnvironmentVariable(Allowed)!), Lease);
        await host.AskAsync(JsonSerializer.Deserialize<BuildComponent>(Environment.GetEnvironmentVariable(Wish)!)!);
        await Task.Delay(Timeout.Infinite, Ct);
    }

    private static async Task TakenUpAgainAsync(DataFolder data, DockerfileRepository repository, BuildComponent wish)
    {
        File.ReadLines("/proc/mounts").Where(m => m.Contains(data.Path)).ShouldBeEmpty("mounts");
        await using var next = await BuildHost.StartAsync(data, repository.Allowed, Lease);
        await next.AskAsync(wish);

        var task = await next.EndOfAsync(wish.Task);

        task.Reason.ShouldBeNull();
        task.Runs.ShouldBe(2);
        (await next.Store.ResolveAsync("images/default/shop", "web-1.0.0", Ct))!.Digest.ShouldBe(ImageReference.Parse(task.Images[0]).Digest);
        await Wait.UntilAsync("the end is told", () => next.Heard.Of<ComponentBuilt>().Any(b => b.Digest == task.Digest));
        next.Heard.Of<ComponentBuildFailed>().ShouldBeEmpty();
        Leftovers.ShouldBeNone(data);
    }

    private static Process Start(DataFolder data, DockerfileRepository repository, BuildComponent wish, string? step) => Process.Start(
        new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { "-method", $"{typeof(KilledServiceTests).FullName}.{nameof(Serves_until_it_is_killed)}", "-explicit", "only" },
            Environment =
            {
                [Folder] = data.Path,
                [Wish] = JsonSerializer.Serialize(wish),
                [Allowed] = repository.Git.Above,
                ["PLATFORM_FAULT"] = step is null ? null : step + ":1",
            },
            RedirectStandardOutput = true,
        })!;
}
