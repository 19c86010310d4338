using System.Text.Json.Nodes;
using Platform.Sandbox.Controllers;

namespace Platform.Sandbox.Api;

/// <summary>What an API server asks a kubelet for: logs, which are a line here, and connections into containers, which nobody answers.</summary>
internal static class Kubelets
{
    public static Task LogAsync(ApiCall call)
    {
        var pod = Pod(call);
        var container = Container(pod, call.Name, call.Query("container"));
        if (pod.Spec().Text("nodeName") is null) return Answers.TextAsync(call.Http, 200, "");
        var waiting = pod["status"].List("containerStatuses").FirstOrDefault(c => c.Text("name") == container)?["state"]?["waiting"].Text("reason");
        if (waiting == "ImagePullBackOff") throw KubeException.BadRequest($"container \"{container}\" in pod \"{call.Name}\" is waiting to start: trying and failing to pull image");
        return Answers.TextAsync(call.Http, 200, $"{call.Cluster.Now()} {call.Name} runs in a sandbox: no container writes here\n");
    }

    /// <summary>exec, attach and port-forward, as an API server answers that can't reach the node.</summary>
    public static Task ConnectAsync(ApiCall call)
    {
        var pod = Pod(call);
        if (pod.Spec().Text("nodeName") is null) throw KubeException.BadRequest($"pod {call.Name} does not have a host assigned");
        if (call.Path.Subresource != "portforward") Container(pod, call.Name, call.Query("container"));
        throw new KubeException(500, null, $"error dialing backend: dial tcp {pod["status"].Text("hostIP") ?? "192.168.0.10"}:10250: connect: connection refused");
    }

    /// <summary>The proxy of Pods, Services and nodes.</summary>
    public static Task ProxyAsync(ApiCall call)
    {
        lock (call.Cluster.Store.Gate)
            if (call.Cluster.Store.Find(call.Kind, call.Namespace, call.Name) is null) throw KubeException.NotFound(call.Kind, call.Name);
        if (call.Kind.Name == "Service") throw new KubeException(503, "ServiceUnavailable", $"no endpoints available for service \"{call.Name}\"");
        throw new KubeException(503, "ServiceUnavailable", "error trying to reach service: dial tcp 192.168.0.10:80: connect: connection refused");
    }

    private static JsonObject Pod(ApiCall call)
    {
        lock (call.Cluster.Store.Gate) return (call.Cluster.Store.Find(call.Kind, call.Namespace, call.Name) ?? throw KubeException.NotFound(call.Kind, call.Name)).Parse();
    }

    /// <summary>The container that is meant: its only one, or the one that is named.</summary>
    private static string Container(JsonObject pod, string name, string? asked)
    {
        var (containers, init) = (Names(pod, "containers"), Names(pod, "initContainers"));
        if (!string.IsNullOrEmpty(asked)) return containers.Contains(asked) || init.Contains(asked) ? asked : throw KubeException.BadRequest($"container {asked} is not valid for pod {name}");
        if (containers.Count == 1) return containers[0];
        var others = init.Count > 0 ? $" or one of the init containers: [{string.Join(' ', init)}]" : "";
        throw KubeException.BadRequest($"a container name must be specified for pod {name}, choose one of: [{string.Join(' ', containers)}]{others}");
    }

    private static List<string> Names(JsonObject pod, string field) => [.. pod.Spec().List(field).Select(c => c.Text("name")!)];
}
