namespace Platform.Status.Tests;

/// <summary>Live objects as a cluster has them.</summary>
internal static class Live
{
    public static string Deployment(string name, int available, int generation = 1, int observed = 1) => $$"""
        {"apiVersion":"apps/v1","kind":"Deployment",
         "metadata":{"name":"{{name}}","generation":{{generation}},"labels":{"platform.oam.dev/managed-by":"platform","app.oam.dev/component":"{{name}}"} },
         "spec":{"replicas":1,"template":{"spec":{"containers":[{"name":"{{name}}","image":"example/{{name}}:1"}]} } },
         "status":{"observedGeneration":{{observed}},"replicas":1,"updatedReplicas":1,"availableReplicas":{{available}} } }
        """;

    public static string ConfigMap(string name) => $$"""
        {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{name}}","labels":{"platform.oam.dev/managed-by":"platform","app.oam.dev/component":"{{name}}"} },"data":{} }
        """;

    public static string ReplicaSet(string owner) => $$"""
        {"apiVersion":"apps/v1","kind":"ReplicaSet",
         "metadata":{"name":"{{owner}}-5d8","labels":{"app.oam.dev/component":"{{owner}}"},"ownerReferences":[{"uid":"uid-{{owner}}","controller":true}] },
         "spec":{"replicas":1},"status":{} }
        """;

    public static string BrokenPod(string owner) => $$"""
        {"apiVersion":"v1","kind":"Pod",
         "metadata":{"name":"{{owner}}-5d8-x7k","creationTimestamp":"2026-01-01T00:00:00Z","labels":{"app.oam.dev/component":"{{owner}}"},"ownerReferences":[{"uid":"uid-{{owner}}-5d8","controller":true}] },
         "spec":{"containers":[{"name":"{{owner}}","image":"example/{{owner}}:broken"}]},
         "status":{"phase":"Pending","containerStatuses":[{"name":"{{owner}}","restartCount":3,"state":{"waiting":{"reason":"ImagePullBackOff","message":"not found"} } }] } }
        """;
}
