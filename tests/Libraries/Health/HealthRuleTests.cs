using System.Text.Json.Nodes;
using Platform.Contracts.Status.V1;
using Platform.Health;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Health;

public sealed class HealthRuleTests
{
    [Theory]
    // Deployment
    [InlineData("apps/v1", "Deployment", """{"spec":{"replicas":2},"status":{"replicas":2,"updatedReplicas":2,"availableReplicas":2}}""", HealthStatus.Healthy, null)]
    [InlineData("apps/v1", "Deployment", """{"metadata":{"generation":2},"spec":{"replicas":1},"status":{"observedGeneration":1,"replicas":1,"updatedReplicas":1,"availableReplicas":1}}""", HealthStatus.Progressing, "controller")]
    [InlineData("apps/v1", "Deployment", """{"spec":{"replicas":3},"status":{"replicas":3,"updatedReplicas":1,"availableReplicas":1}}""", HealthStatus.Progressing, "1 of 3 replicas are of the new version")]
    [InlineData("apps/v1", "Deployment", """{"spec":{"replicas":2},"status":{"replicas":3,"updatedReplicas":2,"availableReplicas":3}}""", HealthStatus.Progressing, "1 replicas of an older version")]
    [InlineData("apps/v1", "Deployment", """{"spec":{"replicas":2},"status":{"replicas":2,"updatedReplicas":2}}""", HealthStatus.Progressing, "0 of 2 replicas are available")]
    [InlineData("apps/v1", "Deployment", """{"spec":{"replicas":2,"paused":true}}""", HealthStatus.Suspended, "paused")]
    [InlineData("apps/v1", "Deployment", """{"spec":{"replicas":1},"status":{"conditions":[{"type":"Progressing","status":"False","reason":"ProgressDeadlineExceeded","message":"has timed out progressing"}]}}""", HealthStatus.Degraded, "timed out")]
    // ReplicaSet, StatefulSet, DaemonSet
    [InlineData("apps/v1", "ReplicaSet", """{"spec":{"replicas":1},"status":{"conditions":[{"type":"ReplicaFailure","status":"True","message":"exceeded quota"}]}}""", HealthStatus.Degraded, "exceeded quota")]
    [InlineData("apps/v1", "StatefulSet", """{"spec":{"replicas":1}}""", HealthStatus.Progressing, "controller")]
    [InlineData("apps/v1", "StatefulSet", """{"spec":{"replicas":4,"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":2}}},"status":{"observedGeneration":1,"readyReplicas":4,"updatedReplicas":1}}""", HealthStatus.Progressing, "1 of 2")]
    [InlineData("apps/v1", "StatefulSet", """{"spec":{"replicas":1,"updateStrategy":{"type":"OnDelete"}},"status":{"observedGeneration":1,"readyReplicas":1,"updateRevision":"b","currentRevision":"a"}}""", HealthStatus.Healthy, null)]
    [InlineData("apps/v1", "DaemonSet", """{"status":{"desiredNumberScheduled":3,"updatedNumberScheduled":3,"numberAvailable":2}}""", HealthStatus.Progressing, "2 of 3 nodes")]
    [InlineData("apps/v1", "DaemonSet", """{"spec":{"updateStrategy":{"type":"OnDelete"}},"status":{"desiredNumberScheduled":3}}""", HealthStatus.Healthy, null)]
    // Job, CronJob
    [InlineData("batch/v1", "Job", """{"status":{"conditions":[{"type":"Suspended","status":"False"}]}}""", HealthStatus.Progressing, null)]
    [InlineData("batch/v1", "Job", """{"status":{"conditions":[{"type":"FailureTarget","status":"True"},{"type":"Failed","status":"True","message":"BackoffLimitExceeded"}]}}""", HealthStatus.Degraded, "BackoffLimitExceeded")]
    [InlineData("batch/v1", "CronJob", """{"spec":{"suspend":true}}""", HealthStatus.Healthy, null)]
    [InlineData("batch/v1", "CronJob", """{"spec":{}}""", HealthStatus.Progressing, null)]
    [InlineData("batch/v1", "CronJob", """{"status":{}}""", HealthStatus.Healthy, null)]
    [InlineData("batch/v1", "CronJob", """{"status":{"lastScheduleTime":"2026-01-02T00:00:00Z","lastSuccessfulTime":"2026-01-01T00:00:10Z"}}""", HealthStatus.Degraded, "2026-01-02")]
    [InlineData("batch/v1", "CronJob", """{"status":{"lastScheduleTime":"2026-01-02T00:00:00Z","lastSuccessfulTime":"2026-01-01T00:00:10Z","active":[{}]}}""", HealthStatus.Healthy, null)]
    // Pod
    [InlineData("v1", "Pod", """{"status":{"phase":"Pending","containerStatuses":[{"name":"web","state":{"waiting":{"reason":"ImagePullBackOff","message":"not found"}}}]}}""", HealthStatus.Degraded, "container web: ImagePullBackOff: not found")]
    [InlineData("v1", "Pod", """{"spec":{"restartPolicy":"Never"},"status":{"phase":"Pending","containerStatuses":[{"name":"web","state":{"waiting":{"reason":"ErrImagePull"}}}]}}""", HealthStatus.Progressing, "ErrImagePull")]
    [InlineData("v1", "Pod", """{"status":{"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable","message":"0/3 nodes are available"}]}}""", HealthStatus.Progressing, "0/3 nodes")]
    [InlineData("v1", "Pod", """{"status":{"phase":"Running","containerStatuses":[{"name":"web","lastState":{"terminated":{"exitCode":1,"reason":"Error"}}}]}}""", HealthStatus.Degraded, "exit code 1 (Error)")]
    [InlineData("v1", "Pod", """{"status":{"phase":"Unknown"}}""", HealthStatus.Unknown, null)]
    // The rest
    [InlineData("v1", "PersistentVolumeClaim", """{"status":{"phase":"Lost"}}""", HealthStatus.Degraded, null)]
    [InlineData("v1", "PersistentVolumeClaim", "{}", HealthStatus.Unknown, null)]
    [InlineData("autoscaling/v1", "HorizontalPodAutoscaler", """{"metadata":{"annotations":{"autoscaling.alpha.kubernetes.io/conditions":"no json"}}}""", HealthStatus.Unknown, null)]
    [InlineData("autoscaling/v2", "HorizontalPodAutoscaler", """{"status":{"conditions":[{"type":"AbleToScale","status":"True","reason":"SucceededGetScale"},{"type":"ScalingActive","status":"False","reason":"FailedGetExternalMetric","message":"no metrics"}]}}""", HealthStatus.Degraded, "no metrics")]
    [InlineData("policy/v1", "PodDisruptionBudget", """{"status":{"conditions":[{"type":"DisruptionAllowed","status":"False","reason":"InsufficientPods"}]}}""", HealthStatus.Healthy, null)]
    // Custom resources
    [InlineData("example.org/v1", "Widget", """{"metadata":{"generation":2},"status":{"observedGeneration":1}}""", HealthStatus.Progressing, null)]
    [InlineData("example.org/v1", "Widget", """{"status":{"conditions":[{"type":"Stalled","status":"True","message":"no quota"}]}}""", HealthStatus.Degraded, "no quota")]
    [InlineData("example.org/v1", "Widget", """{"status":{"conditions":[{"type":"Ready","status":"False"}]}}""", HealthStatus.Progressing, null)]
    [InlineData("example.org/v1", "Widget", "{}", HealthStatus.Healthy, null)]
    public void An_object_has_the_health_its_kind_says(string apiVersion, string kind, string rest, HealthStatus status, string? words)
    {
        var live = JsonNode.Parse(rest)!.AsObject();
        live["apiVersion"] = apiVersion;
        live["kind"] = kind;

        var report = HealthRules.Of(live);

        report.Status.ShouldBe(status, report.Message);
        if (words is not null)
            report.Message.ShouldNotBeNull().ShouldContain(words);
    }

    [Theory]
    [InlineData("v1", "ConfigMap")]
    [InlineData("rbac.authorization.k8s.io/v1", "Role")]
    public void A_kind_without_a_rule_has_none(string apiVersion, string kind)
    {
        HealthRules.Of(new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind }).Status.ShouldBeNull();
        HealthRules.Covers(apiVersion, kind).ShouldBeFalse();
    }

    [Fact]
    public void What_is_being_deleted_is_progressing_whatever_its_kind_says() =>
        HealthRules.Of(JsonNode.Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"deletionTimestamp":"2026-01-01T00:00:00Z"}}"""))
            .ShouldBe(new(HealthStatus.Progressing, "Pending deletion"));

    [Theory]
    [InlineData("""{"apiVersion":"apps/v1","kind":"Deployment","spec":"x","status":[1]}""")]
    [InlineData("""{"apiVersion":"v1","kind":"Pod","status":{"phase":7,"containerStatuses":{"a":1}}}""")]
    [InlineData("""{"apiVersion":7,"kind":{}}""")]
    [InlineData("[]")]
    public void An_object_of_odd_shape_is_judged_without_falling_over(string json) => Should.NotThrow(() => HealthRules.Of(JsonNode.Parse(json)));
}
