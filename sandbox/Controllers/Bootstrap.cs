using System.Text.Json.Nodes;
using Platform.Sandbox.Writing;

namespace Platform.Sandbox.Controllers;

/// <summary>What an API server makes in an empty cluster before anything else runs.</summary>
internal static class Bootstrap
{
    private static readonly string[] Namespaces = ["default", "kube-node-lease", "kube-public", "kube-system"];

    public static void Make(Cluster cluster)
    {
        var kinds = cluster.Store.Kinds;
        var by = new WriteOptions { Manager = "kube-apiserver" };
        foreach (var name in Namespaces)
            if (cluster.Store.Find(kinds.Get("v1", "Namespace"), "", name) is null)
                cluster.Writer.Create(kinds.Get("v1", "Namespace"), "", new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } }, by);
        if (cluster.Store.Find(kinds.Get("v1", "Service"), "default", "kubernetes") is null)
            cluster.Writer.Create(kinds.Get("v1", "Service"), "default", (JsonObject)JsonNode.Parse("""
                {"metadata":{"name":"kubernetes","labels":{"component":"apiserver","provider":"kubernetes"}},
                 "spec":{"type":"ClusterIP","clusterIP":"10.96.0.1","ports":[{"name":"https","port":443,"targetPort":6443}]}}
                """)!, by);
    }
}
