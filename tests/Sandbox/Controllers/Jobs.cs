using Platform.Sandbox.Controllers;
using static Platform.Sandbox.Tests.Controllers.Manifests;

namespace Platform.Sandbox.Tests.Controllers;

public sealed class Jobs
{
    private static JsonObject? Find(Harness world) => world.Find("batch/v1", "jobs", "work");

    private static bool IsComplete(Harness world) => Find(world)!.IsTrue("Complete");

    [Fact]
    public async Task It_runs_as_many_at_once_as_it_may_until_enough_have_succeeded()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(Job("work", """ "completions":5,"parallelism":2,"""));
        await world.UntilAsync("complete", () =>
        {
            world.Cluster.List("v1", "pods").Count(p => p["status"].Text("phase") is "Pending" or "Running").ShouldBeLessThanOrEqualTo(2);
            return IsComplete(world);
        });
        var status = Find(world)!["status"]!;
        (status.Int("succeeded"), status.Int("active"), status.Int("failed")).ShouldBe((5, 0, 0));
        status.Text("completionTime").ShouldNotBeNull();
        status.List("conditions").Select(c => c.Text("type")).ShouldBe(["SuccessCriteriaMet", "Complete"]);
        world.Cluster.List("v1", "pods").ShouldAllBe(p => p["status"].Text("phase") == "Succeeded" && p.Meta()["finalizers"] == null);
        world.Reasons("work").ShouldContain("Completed");
    }

    [Fact]
    public async Task It_fails_when_more_have_failed_than_it_may()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(Job("work", """ "backoffLimit":2,""", image: "app:crash"));
        await world.UntilAsync("failed", () => Find(world)!.IsTrue("Failed"));
        Find(world)!.Condition("Failed").Text("reason").ShouldBe("BackoffLimitExceeded");
        Find(world)!["status"].Int("failed").ShouldBe(3);
        world.Cluster.List("v1", "pods").Count(p => p["status"].Text("phase") == "Failed").ShouldBe(3);
    }

    [Fact]
    public async Task Restarts_in_place_count_as_failures()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(Job("work", """ "backoffLimit":2,""", image: "app:crash", restart: "OnFailure"));
        await world.UntilAsync("failed", () => Find(world)!.Condition("Failed").Text("reason") == "BackoffLimitExceeded");
        await world.UntilAsync("its Pod is gone", () => world.Pods().Count == 0);
    }

    [Fact]
    public async Task It_fails_when_it_takes_longer_than_it_may()
    {
        await using var world = await Harness.StartAsync(o => o with { JobDuration = TimeSpan.FromHours(1) });
        await world.CreateAsync(Job("work", """ "activeDeadlineSeconds":10,"""));
        await world.UntilAsync("failed", () => Find(world)!.Condition("Failed").Text("reason") == "DeadlineExceeded");
        world.Pods().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_suspended_one_has_no_Pods_until_it_is_resumed()
    {
        await using var world = await Harness.StartAsync(o => o with { JobDuration = TimeSpan.FromSeconds(5) });
        await world.CreateAsync(Job("work"));
        await world.UntilAsync("running", () => Find(world)!["status"].Int("ready") == 1);
        await world.PatchAsync(JobPath + "/work", """{"spec":{"suspend":true}}""");
        await world.UntilAsync("suspended", () => Find(world)!.IsTrue("Suspended") && world.Pods().Count == 0 && Find(world)!["status"].Int("active") == 0);
        Find(world)!["status"].Text("startTime").ShouldBeNull();
        await world.PatchAsync(JobPath + "/work", """{"spec":{"suspend":false}}""");
        await world.UntilAsync("complete", () => IsComplete(world));
        Find(world)!.Condition("Suspended").Text("reason").ShouldBe("JobResumed");
    }

    [Fact]
    public async Task An_indexed_one_has_a_Pod_for_each_index()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(Job("work", """ "completionMode":"Indexed","completions":4,"parallelism":4,"""));
        await world.UntilAsync("complete", () => IsComplete(world));
        Find(world)!["status"].Text("completedIndexes").ShouldBe("0-3");
        world.Cluster.List("v1", "pods").Select(p => p.Annotation("batch.kubernetes.io/job-completion-index")).Order().ShouldBe(["0", "1", "2", "3"]);
    }

    [Fact]
    public async Task A_finished_one_goes_after_its_time_with_its_Pods()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(Job("work", """ "ttlSecondsAfterFinished":60,"""));
        await world.UntilAsync("complete", () => IsComplete(world));
        await world.StaysAsync("there", TimeSpan.FromSeconds(50), () => Find(world) is not null);
        await world.UntilAsync("gone", () => Find(world) is null && world.Cluster.List("v1", "pods").Count == 0);
    }

    [Fact]
    public async Task Deleting_it_lets_its_running_Pods_go()
    {
        await using var world = await Harness.StartAsync(o => o with { JobDuration = TimeSpan.FromHours(1) });
        await world.CreateAsync(Job("work"));
        await world.UntilAsync("running", () => Find(world)!["status"].Int("ready") == 1);
        await world.DeleteAsync(JobPath + "/work", "Foreground");
        await world.UntilAsync("gone", () => Find(world) is null && world.Cluster.List("v1", "pods").Count == 0);
    }

    [Theory]
    [InlineData("""{"action":"FailJob","onExitCodes":{"operator":"In","values":[42]} }""", "PodFailurePolicy", 1)]
    [InlineData("""{"action":"FailJob","onExitCodes":{"operator":"NotIn","values":[42]} }""", "BackoffLimitExceeded", 3)]
    [InlineData("""{"action":"Count","onExitCodes":{"operator":"In","values":[42]} },{"action":"FailJob","onExitCodes":{"operator":"In","values":[42]} }""", "BackoffLimitExceeded", 3)]
    public async Task A_policy_says_which_failures_end_it(string rules, string reason, int failed)
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(Failing($$""" "backoffLimit":2,"podFailurePolicy":{"rules":[{{rules}}]},"""));
        await world.UntilAsync("failed", () => Find(world)!.IsTrue("Failed"));
        Find(world)!.Condition("Failed").Text("reason").ShouldBe(reason);
        Find(world)!["status"].Int("failed").ShouldBe(failed);
        if (reason == "PodFailurePolicy") Find(world)!.Condition("Failed").Text("message")!.ShouldMatch(@"^Container main for pod default/work-\w+ failed with exit code 42 matching FailJob rule at index 0$");
    }

    [Fact]
    public async Task A_failure_that_its_policy_ignores_is_not_counted()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(Failing(""" "backoffLimit":0,"podFailurePolicy":{"rules":[{"action":"Ignore","onExitCodes":{"operator":"In","values":[42]} }]},"""));
        await world.UntilAsync("several", () => world.Cluster.List("v1", "pods").Count(p => p["status"].Text("phase") == "Failed") >= 3);
        Find(world)!.Condition("Failed").ShouldBeNull();
        Find(world)!["status"].Int("failed").ShouldBe(0);
    }

    private static string Failing(string spec)
    {
        var job = JsonNode.Parse(Job("work", spec, image: "app:crash"))!;
        job["spec"]!["template"]!["metadata"] = new JsonObject { ["annotations"] = new JsonObject { ["sandbox/exit-code"] = "42" } };
        return job.ToJsonString();
    }
}
