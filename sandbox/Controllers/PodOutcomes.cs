using System.Text.Json.Nodes;

namespace Platform.Sandbox.Controllers;

/// <summary>How a Pod's containers fare, told from their images.</summary>
internal static class PodOutcomes
{
    public static bool Completes(JsonObject pod) => pod.Spec().Text("restartPolicy") is "Never" or "OnFailure" && Problem(pod) is null;

    /// <summary>Why the Pod doesn't get ready: ImagePullBackOff, CrashLoopBackOff, or null.</summary>
    public static string? Problem(JsonObject pod)
    {
        var problems = Containers(pod).Select(c => Of(c.Text("image"))).ToList();
        return problems.Contains("ImagePullBackOff") ? "ImagePullBackOff" : problems.FirstOrDefault(p => p is not null);
    }

    public static IEnumerable<string> NotReady(JsonObject pod) => Containers(pod).Where(c => Of(c.Text("image")) is not null).Select(c => c.Text("name") ?? "");

    public static IEnumerable<JsonNode> Statuses(JsonObject pod, string now)
    {
        foreach (var container in Containers(pod))
        {
            var image = container.Text("image") ?? "";
            var problem = Of(image);
            var status = new JsonObject
            {
                ["name"] = container.Text("name"),
                ["ready"] = problem is null,
                ["started"] = problem is null,
                ["restartCount"] = problem == "CrashLoopBackOff" ? 3 : 0,
                ["image"] = image,
                ["imageID"] = problem == "ImagePullBackOff" ? "" : $"sandbox://{image}",
                ["state"] = problem switch
                {
                    null => new JsonObject { ["running"] = new JsonObject { ["startedAt"] = now } },
                    "CrashLoopBackOff" => Waiting(problem, $"back-off 40s restarting failed container={container.Text("name")} pod={pod.Meta().Text("name")}_{pod.Meta().Text("namespace")}"),
                    _ => Waiting(problem, $"Back-off pulling image \"{image}\""),
                },
                ["lastState"] = problem == "CrashLoopBackOff"
                    ? new JsonObject { ["terminated"] = new JsonObject { ["exitCode"] = 1, ["reason"] = "Error", ["startedAt"] = now, ["finishedAt"] = now } }
                    : new JsonObject(),
            };
            yield return status;
        }
    }

    private static JsonObject Waiting(string reason, string message) => new() { ["waiting"] = new JsonObject { ["reason"] = reason, ["message"] = message } };

    private static IEnumerable<JsonObject> Containers(JsonObject pod) => (pod.Spec()["containers"] as JsonArray ?? []).OfType<JsonObject>();

    private static string? Of(string? image)
    {
        var name = (image ?? "").Split('@')[0];
        var colon = name.LastIndexOf(':');
        return (colon < 0 ? "" : name[(colon + 1)..]) switch { "broken" => "ImagePullBackOff", "crash" => "CrashLoopBackOff", _ => null };
    }
}
