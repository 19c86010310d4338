using System.Text.Json.Nodes;
using Platform.Sandbox.Behaviour;

namespace Platform.Sandbox.Controllers;

/// <summary>What a kubelet writes into the status of a Pod.</summary>
internal static class PodStatus
{
    /// <summary>Containers and conditions of a Pod that was started.</summary>
    public static void Fill(JsonObject pod, PodOutcome outcome, int restarts, string now)
    {
        var bad = pod.Spec().List("containers").Where(c => IsBad(pod, c, outcome)).Select(c => c.Text("name")!).ToList();
        pod.Status()["containerStatuses"] = new JsonArray([.. pod.Spec().List("containers").Select(c => Container(pod, c, bad.Contains(c.Text("name")!) ? outcome : PodOutcome.Ready, restarts, now))]);
        if (pod.Spec().List("initContainers").Any())
            pod.Status()["initContainerStatuses"] = new JsonArray([.. pod.Spec().List("initContainers").Select(c => Ended(Container(pod, c, PodOutcome.Ready, 0, now), 0, now, isReady: true))]);
        foreach (var type in new[] { "PodReadyToStartContainers", "Initialized" }) Set(pod, type, true, null, null, now);
        foreach (var type in new[] { "Ready", "ContainersReady" })
            if (bad.Count == 0) Set(pod, type, true, null, null, now);
            else Set(pod, type, false, "ContainersNotReady", $"containers with unready status: [{string.Join(' ', bad)}]", now);
    }

    /// <summary>All containers have ended for good.</summary>
    public static void Ended(JsonObject pod, bool succeeded, string now)
    {
        var statuses = pod.Spec().List("containers").Select(c => Ended(Container(pod, c, PodOutcome.Ready, 0, pod.Status().Text("startTime") ?? now), succeeded ? 0 : ExitCode(pod), now, isReady: false));
        pod.Status()["containerStatuses"] = new JsonArray([.. statuses]);
        foreach (var type in new[] { "Ready", "ContainersReady" }) Set(pod, type, false, succeeded ? "PodCompleted" : "PodFailed", null, now);
    }

    /// <summary>What its annotation `sandbox/exit-code` says, or 1.</summary>
    private static int ExitCode(JsonObject pod) => int.TryParse(pod.Annotation("sandbox/exit-code"), out var code) && code is > 0 and < 256 ? code : 1;

    /// <summary>Where only some images bear the tag, only their containers suffer.</summary>
    private static bool IsBad(JsonObject pod, JsonObject container, PodOutcome outcome)
    {
        if (outcome == PodOutcome.Ready) return false;
        var tag = outcome switch { PodOutcome.Broken => "broken", PodOutcome.Crash => "crash", _ => null };
        var tagged = pod.Spec().List("containers").Where(c => ClusterBehaviour.Tag(c.Text("image") ?? "") == tag).ToList();
        return tagged.Count == 0 || tagged.Contains(container);
    }

    private static JsonObject Container(JsonObject pod, JsonObject container, PodOutcome outcome, int restarts, string now)
    {
        var (name, image) = (container.Text("name"), container.Text("image") ?? "");
        var isUp = outcome is PodOutcome.Ready or PodOutcome.Unready;
        return new JsonObject
        {
            ["name"] = name,
            ["state"] = outcome switch
            {
                PodOutcome.Broken => Waiting("ImagePullBackOff", $"Back-off pulling image \"{image}\""),
                PodOutcome.Crash => Waiting("CrashLoopBackOff", $"back-off {Math.Min(300, 10 << Math.Max(0, restarts - 1))}s restarting failed container={name} pod={pod.Meta().Text("name")}_{pod.Meta().Text("namespace")}({pod.Meta().Text("uid")})"),
                _ => new JsonObject { ["running"] = new JsonObject { ["startedAt"] = now } },
            },
            ["lastState"] = outcome == PodOutcome.Crash ? new JsonObject { ["terminated"] = Terminated(1, now, now) } : new JsonObject(),
            ["ready"] = outcome == PodOutcome.Ready,
            ["restartCount"] = outcome == PodOutcome.Crash ? restarts : 0,
            ["image"] = image,
            ["imageID"] = outcome == PodOutcome.Broken ? "" : $"sandbox://{image}",
            ["started"] = isUp,
        };
    }

    private static JsonObject Ended(JsonObject container, int code, string now, bool isReady)
    {
        var started = container["state"]?["running"].Text("startedAt") ?? now;
        (container["ready"], container["started"]) = (isReady, false);
        container["state"] = new JsonObject { ["terminated"] = Terminated(code, started, now) };
        return container;
    }

    private static JsonObject Terminated(int code, string started, string finished) =>
        new() { ["exitCode"] = code, ["reason"] = code == 0 ? "Completed" : "Error", ["startedAt"] = started, ["finishedAt"] = finished };

    private static JsonObject Waiting(string reason, string message) => new() { ["waiting"] = new JsonObject { ["reason"] = reason, ["message"] = message } };

    private static void Set(JsonObject pod, string type, bool isTrue, string? reason, string? message, string now)
    {
        pod.SetCondition(type, isTrue ? "True" : "False", reason, message, now);
        Kinds.Defaults.Default(pod.Condition(type)!, "lastProbeTime", null);
    }
}
