using Platform.Build.Tasks;
using Platform.Contracts.Build.V1;
using Platform.Messaging;

namespace Platform.Build.Tests.Contents;

/// <summary>The service dies on its way to a component package; the next process makes the very same one.</summary>
[Collection(nameof(ContentCrashTests))]
[Trait("Pace", "slow")]
public sealed class ContentCrashTests
{
    public static TheoryData<string, string> Crashes
    {
        get
        {
            var crashes = new TheoryData<string, string>();
            foreach (var kind in (string[])["chart", "kustomize", "manifests", "config"])
            {
                foreach (var point in (string[])["build-content", "build-pushed", "build-packed"])
                    crashes.Add(kind, point);
            }

            return crashes;
        }
    }

    [Theory]
    [MemberData(nameof(Crashes))]
    public async Task A_crash_at_any_step_loses_nothing_and_changes_nothing(string kind, string point)
    {
        using var repository = await GitRepository.CreateAsync(
            [.. ContentHost.Chart("chart"), ("tree/kustomization.yaml", "resources: [map.yaml]\n"), ("tree/map.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n")]);
        using var data = new DataFolder();
        (string, string)[] settings = [("Build:AllowedFolders:0", repository.Above), ("Build:Lease", "00:00:01")];
        var wish = ContentHost.Wish(Source(repository, kind));
        var dead = false;
        await using (var host = await BuildHost.StartAsync(data, settings))
        {
            FaultPoint.Handler = (at, _) =>
            {
                dead |= at == point;
                if (dead)
                    throw new InvalidOperationException("The process is dead.");
            };
            try
            {
                await host.AskAsync(wish);
                await Wait.UntilAsync($"the crash at {point}", () => dead);
                await host.DisposeAsync();
            }
            finally
            {
                FaultPoint.Handler = null;
            }
        }

        await using var next = await BuildHost.StartAsync(data, settings);
        var task = await next.EndOfAsync(wish.Task);
        var again = await next.BuildAsync(wish with { Task = Guid.NewGuid() });

        task.Phase.ShouldBe(BuildPhase.Succeeded, task.Reason);
        again.Digest.ShouldBe(task.Digest);
        await Wait.UntilAsync("it is told", () => next.Heard.Of<ComponentBuilt>().Count(b => b.Task == wish.Task) == 1);
        Leftovers.ShouldBeNone(data);
    }

    private static ComponentSource Source(GitRepository repository, string kind)
    {
        var tree = new TreeSource { Git = new GitSource { Url = repository.Url, Path = "tree" } };
        return kind switch
        {
            "chart" => new ComponentSource { Type = "helm", Chart = new ChartSource { Git = new GitSource { Url = repository.Url, Path = "chart" } } },
            "kustomize" => new ComponentSource { Type = "kustomize", Kustomize = tree },
            "manifests" => new ComponentSource { Type = "k8s-objects", Manifests = new TreeSource { Files = new Dictionary<string, string> { ["a.yaml"] = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n" } } },
            _ => new ComponentSource { Type = "config", Config = new ConfigSource { Files = tree } },
        };
    }
}

/// <summary>Fault points are the process's: these tests run alone.</summary>
[CollectionDefinition(nameof(ContentCrashTests), DisableParallelization = true)]
public sealed class ContentCrashTestsAlone;
