using System.Text.Json.Nodes;
using Platform.Sandbox.Store;

namespace Platform.Sandbox.Controllers;

/// <summary>Makes the cluster's nodes at its first start, taints those that are cordoned, and lets Pods go whose node is gone.</summary>
internal sealed class NodeController(ControllerSet set) : Controller(set, "kubelet")
{
    public override void Start()
    {
        if (Store.Of(KindOf("v1", "Node")).Count > 0) return;
        for (var i = 1; i <= Cluster.Options.Nodes; i++)
        {
            var node = Make($"node-{i}", Cluster.Options.Version, Now);
            var status = node["status"]!.DeepClone();
            Change(Create("v1", "Node", "", node), n => n["status"] = status);
        }
    }

    public override void Follow(Change change)
    {
        if (change.Last.Kind is { Group: "", Name: "Node" }) Enqueue("", change.Last.Name);
    }

    public override void Reconcile(string ns, string name)
    {
        if (Find("v1", "Node", "", name) is { } node)
        {
            Change(node, Taint);
            return;
        }
        foreach (var pod in Store.Of(KindOf("v1", "Pod")).All.Where(p => p.Parse().Spec().Text("nodeName") == name).ToList()) Delete(pod, grace: 0);
    }

    /// <summary>A node that is cordoned bears a taint that says so.</summary>
    private void Taint(JsonObject node)
    {
        const string key = "node.kubernetes.io/unschedulable";
        var isCordoned = node.Spec().Flag("unschedulable");
        if (node.Spec().List("taints").Any(t => t.Text("key") == key) == isCordoned) return;
        var others = node.Spec().List("taints").Where(t => t.Text("key") != key).Select(t => t.DeepClone()).ToList();
        if (isCordoned) others.Add(new JsonObject { ["key"] = key, ["effect"] = "NoSchedule", ["timeAdded"] = Now });
        if (others.Count == 0) node.Spec().Remove("taints");
        else node.Spec()["taints"] = new JsonArray([.. others]);
    }

    private static JsonObject Make(string name, string version, string now) => (JsonObject)JsonNode.Parse($$$$"""
        {"metadata":{"name":"{{{{name}}}}","labels":{"kubernetes.io/hostname":"{{{{name}}}}","kubernetes.io/os":"linux","kubernetes.io/arch":"amd64"}},
        "spec":{},
        "status":{"capacity":{"cpu":"32","memory":"128Gi","pods":"250"},"allocatable":{"cpu":"32","memory":"128Gi","pods":"250"},
        "addresses":[{"type":"InternalIP","address":"192.168.0.10"},{"type":"Hostname","address":"{{{{name}}}}"}],
        "conditions":[{"type":"Ready","status":"True","reason":"KubeletReady","message":"kubelet is posting ready status","lastHeartbeatTime":"{{{{now}}}}","lastTransitionTime":"{{{{now}}}}"}],
        "nodeInfo":{"machineID":"{{{{name}}}}","systemUUID":"{{{{name}}}}","bootID":"{{{{name}}}}","kernelVersion":"sandbox","osImage":"sandbox","containerRuntimeVersion":"sandbox://1","kubeletVersion":"{{{{version}}}}","kubeProxyVersion":"","operatingSystem":"linux","architecture":"amd64"}}}
        """)!;
}
