using Platform.Sandbox.Controllers;
using static Platform.Sandbox.Tests.Controllers.Manifests;

namespace Platform.Sandbox.Tests.Controllers;

public sealed class Deployments
{
    private static JsonObject Web(Harness world) => world.Find("apps/v1", "deployments", "web")!;

    private static List<JsonObject> Sets(Harness world) => [.. world.Cluster.List("apps/v1", "replicasets").OrderBy(s => int.Parse(s.Annotation(DeploymentRevisions.Annotation)!))];

    private static bool IsComplete(Harness world, int replicas) =>
        Web(world) is var web && web["status"].Int("observedGeneration") == web.Meta().Int("generation") && web["status"].Int("updatedReplicas") == replicas
        && web["status"].Int("replicas") == replicas && web["status"].Int("availableReplicas") == replicas && web.Condition("Progressing").Text("reason") == "NewReplicaSetAvailable";

    [Fact]
    public async Task A_new_Deployment_becomes_available_and_tells_its_steps()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(Deployment("web", 2));
        await world.UntilAsync("available", () => IsComplete(world, 2));
        var (web, set) = (Web(world), Sets(world).Single());
        web.Annotation(DeploymentRevisions.Annotation).ShouldBe("1");
        web.IsTrue("Available").ShouldBeTrue();
        (set.Annotation(DeploymentRevisions.Desired), set.Annotation(DeploymentRevisions.Most)).ShouldBe(("2", "3"));
        set.Meta()["ownerReferences"]![0].Text("uid").ShouldBe(web.Meta().Text("uid"));
        world.Pods("web-").ShouldAllBe(p => p["status"].Text("phase") == "Running" && p.Label("pod-template-hash") == set.Label("pod-template-hash"));
        world.Reasons("web").ShouldBe(["ScalingReplicaSet", "SuccessfulCreate", "SuccessfulCreate", "Scheduled", "Scheduled"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_rolling_update_never_has_too_many_or_too_few_Pods()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(Deployment("web", 4, spec: """ "strategy":{"rollingUpdate":{"maxSurge":1,"maxUnavailable":1}},"""));
        await world.UntilAsync("available", () => IsComplete(world, 4));
        var (fewest, most) = (int.MaxValue, 0);
        await world.PatchAsync(DeploymentPath + "/web", Image("app:2"), "application/strategic-merge-patch+json");
        await world.UntilAsync("updated", () =>
        {
            var status = Web(world)["status"];
            (fewest, most) = (Math.Min(fewest, status.Int("availableReplicas")), Math.Max(most, status.Int("replicas")));
            return IsComplete(world, 4);
        });
        fewest.ShouldBeGreaterThanOrEqualTo(3);
        most.ShouldBeLessThanOrEqualTo(5);
        Sets(world).Select(s => s.Spec().Int("replicas")).ShouldBe([0, 4]);
        world.Pods("web-").ShouldAllBe(p => p.Spec()["containers"]![0].Text("image") == "app:2");
    }

    [Fact]
    public async Task Recreate_starts_nothing_new_before_everything_old_is_gone()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(Deployment("web", 2, spec: """ "strategy":{"type":"Recreate"},"""));
        await world.UntilAsync("available", () => IsComplete(world, 2));
        await world.PatchAsync(DeploymentPath + "/web", Image("app:2"), "application/strategic-merge-patch+json");
        await world.UntilAsync("updated", () =>
        {
            world.Cluster.List("v1", "pods").Select(p => p.Spec()["containers"]![0].Text("image")).Distinct().Count().ShouldBeLessThanOrEqualTo(1);
            return IsComplete(world, 2);
        });
    }

    [Fact]
    public async Task A_broken_image_runs_into_the_deadline_and_leaves_the_old_Pods()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(Deployment("web", 2, spec: """ "progressDeadlineSeconds":5,"""));
        await world.UntilAsync("available", () => IsComplete(world, 2));
        await world.PatchAsync(DeploymentPath + "/web", Image("app:broken"), "application/strategic-merge-patch+json");
        await world.UntilAsync("deadline", () => Web(world).Condition("Progressing").Text("reason") == "ProgressDeadlineExceeded");
        Web(world).Condition("Progressing").Text("status").ShouldBe("False");
        Web(world)["status"].Int("availableReplicas").ShouldBe(2);
        var stuck = world.Pods("web-").Single(p => p.Spec()["containers"]![0].Text("image") == "app:broken");
        stuck["status"].Text("phase").ShouldBe("Pending");
        stuck["status"]!["containerStatuses"]![0]!["state"]!["waiting"].Text("reason").ShouldBe("ImagePullBackOff");
    }

    [Fact]
    public async Task An_undo_makes_the_old_ReplicaSet_the_newest_revision()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(Deployment("web", 1));
        await world.UntilAsync("available", () => IsComplete(world, 1));
        await world.PatchAsync(DeploymentPath + "/web", Image("app:2"), "application/strategic-merge-patch+json");
        await world.UntilAsync("updated", () => IsComplete(world, 1) && Sets(world).Count == 2);
        await world.PatchAsync(DeploymentPath + "/web", Image("app:1"), "application/strategic-merge-patch+json");
        await world.UntilAsync("undone", () => IsComplete(world, 1) && Web(world).Annotation(DeploymentRevisions.Annotation) == "3");
        Sets(world).Select(s => (s.Annotation(DeploymentRevisions.Annotation), s.Annotation(DeploymentRevisions.History), s.Spec().Int("replicas"))).ShouldBe([("2", null, 0), ("3", "1", 1)]);
    }

    [Fact]
    public async Task No_more_old_ReplicaSets_stay_than_the_history_may_have()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(Deployment("web", 1, spec: """ "revisionHistoryLimit":1,"""));
        for (var version = 2; version <= 4; version++)
        {
            await world.UntilAsync("available", () => IsComplete(world, 1));
            await world.PatchAsync(DeploymentPath + "/web", Image($"app:{version}"), "application/strategic-merge-patch+json");
        }
        await world.UntilAsync("cleaned up", () => IsComplete(world, 1) && Sets(world) is [var old, var current] && old.Annotation(DeploymentRevisions.Annotation) == "3" && current.Annotation(DeploymentRevisions.Annotation) == "4");
    }

    [Fact]
    public async Task A_paused_Deployment_scales_but_does_not_roll()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(Deployment("web", 1));
        await world.UntilAsync("available", () => IsComplete(world, 1));
        await world.PatchAsync(DeploymentPath + "/web", """{"spec":{"paused":true,"replicas":3}}""");
        await world.PatchAsync(DeploymentPath + "/web", Image("app:2"), "application/strategic-merge-patch+json");
        await world.UntilAsync("scaled", () => Web(world)["status"].Int("availableReplicas") == 3);
        Web(world).Condition("Progressing").Text("reason").ShouldBe("DeploymentPaused");
        Sets(world).Count.ShouldBe(1);
        await world.PatchAsync(DeploymentPath + "/web", """{"spec":{"paused":false}}""");
        await world.UntilAsync("rolled", () => IsComplete(world, 3) && Sets(world).Count == 2);
    }

    [Fact]
    public async Task Scaling_in_the_middle_of_a_rollout_shares_the_difference()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(Deployment("web", 4, spec: """ "strategy":{"rollingUpdate":{"maxSurge":2,"maxUnavailable":2}},"""));
        await world.UntilAsync("available", () => IsComplete(world, 4));
        await world.PatchAsync(DeploymentPath + "/web", Image("app:broken"), "application/strategic-merge-patch+json");
        await world.UntilAsync("stuck in the middle", () => Sets(world).Select(s => s.Spec().Int("replicas")).SequenceEqual([2, 4]));
        await world.PatchAsync(DeploymentPath + "/web", """{"spec":{"replicas":10}}""");
        await world.UntilAsync("shared", () => Sets(world).Select(s => s.Spec().Int("replicas")).SequenceEqual([4, 8]));
    }

    [Fact]
    public async Task Pods_that_the_quota_refuses_are_a_condition_of_the_Deployment()
    {
        await using var world = await Harness.StartAsync();
        await world.CreateAsync(Deployment("web", 1).Replace("\"containers\"", "\"serviceAccountName\":\"absent\",\"containers\"", StringComparison.Ordinal));
        await world.UntilAsync("failure", () => Web(world).IsTrue("ReplicaFailure"));
        Web(world).Condition("ReplicaFailure").Text("message").ShouldNotBeNull().ShouldContain("serviceaccount \"absent\" not found");
        await world.CreateAsync("""{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"absent"}}""");
        await world.UntilAsync("recovered", () => IsComplete(world, 1) && Web(world).Condition("ReplicaFailure") is null);
    }
}
