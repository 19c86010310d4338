using System.Text.Json.Nodes;

namespace Platform.Sandbox.Controllers;

/// <summary>Nodes as a small cluster has them.</summary>
internal static class Nodes
{
    public static JsonObject Make(string name, string version, string now) => (JsonObject)JsonNode.Parse($$$$"""
        {"metadata":{"name":"{{{{name}}}}","labels":{"kubernetes.io/hostname":"{{{{name}}}}","kubernetes.io/os":"linux","kubernetes.io/arch":"amd64"}},
        "spec":{},
        "status":{"capacity":{"cpu":"8","memory":"32Gi","pods":"110"},"allocatable":{"cpu":"8","memory":"32Gi","pods":"110"},
        "addresses":[{"type":"InternalIP","address":"192.168.0.10"},{"type":"Hostname","address":"{{{{name}}}}"}],
        "conditions":[{"type":"Ready","status":"True","reason":"KubeletReady","message":"kubelet is posting ready status","lastHeartbeatTime":"{{{{now}}}}","lastTransitionTime":"{{{{now}}}}"}],
        "nodeInfo":{"machineID":"{{{{name}}}}","systemUUID":"{{{{name}}}}","bootID":"{{{{name}}}}","kernelVersion":"sandbox","osImage":"sandbox","containerRuntimeVersion":"sandbox://1","kubeletVersion":"{{{{version}}}}","kubeProxyVersion":"","operatingSystem":"linux","architecture":"amd64"}}}
        """)!;
}
