namespace Platform.Status.Tests;

/// <summary>Live objects as a cluster has them.</summary>
internal static class Live
{
    /// <summary>What the platform's own templates label Pods with; a chart's have another.</summary>
    public const string Component = "app.oam.dev/component";

    public static string Deployment(string name, int available, int generation = 1, int observed = 1, string label = Component) => $$"""
        {"apiVersion":"apps/v1","kind":"Deployment",
         "metadata":{"name":"{{name}}","generation":{{generation}},"labels":{"platform.oam.dev/managed-by":"platform","app.oam.dev/component":"{{name}}"} },
         "spec":{"replicas":1,"template":{"metadata":{"labels":{"{{label}}":"{{name}}"} },"spec":{"containers":[{"name":"{{name}}","image":"example/{{name}}:1"}]} } },
         "status":{"observedGeneration":{{observed}},"replicas":1,"updatedReplicas":1,"availableReplicas":{{available}} } }
        """;

    public static string ConfigMap(string name) => $$"""
        {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{name}}","labels":{"platform.oam.dev/managed-by":"platform","app.oam.dev/component":"{{name}}"} },"data":{} }
        """;

    public static string ReplicaSet(string owner, string label = Component) => $$"""
        {"apiVersion":"apps/v1","kind":"ReplicaSet",
         "metadata":{"name":"{{owner}}-5d8","labels":{"{{label}}":"{{owner}}"},"ownerReferences":[{"uid":"uid-{{owner}}","controller":true}] },
         "spec":{"replicas":1,"template":{"metadata":{"labels":{"{{label}}":"{{owner}}"} } } },"status":{} }
        """;

    public static string BrokenPod(string owner, string label = Component) => $$"""
        {"apiVersion":"v1","kind":"Pod",
         "metadata":{"name":"{{owner}}-5d8-x7k","creationTimestamp":"2026-01-01T00:00:00Z","labels":{"{{label}}":"{{owner}}"},"ownerReferences":[{"uid":"uid-{{owner}}-5d8","controller":true}] },
         "spec":{"containers":[{"name":"{{owner}}","image":"example/{{owner}}:broken"}]},
         "status":{"phase":"Pending","containerStatuses":[{"name":"{{owner}}","restartCount":3,"state":{"waiting":{"reason":"ImagePullBackOff","message":"not found"} } }] } }
        """;
}
