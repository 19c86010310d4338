using System.Text.Json.Nodes;
using Platform.Sandbox.Api;
using Platform.Sandbox.Kinds;

namespace Platform.Sandbox.Writing;

/// <summary>Whether a namespace takes a new object.</summary>
internal static class Admission
{
    public static void NamespaceAllows(Cluster cluster, Kind kind, string ns, string name)
    {
        if (!kind.Namespaced) return;
        var namespaces = cluster.Store.Kinds.Get("v1", "Namespace");
        var found = cluster.Store.Find(namespaces, "", ns) ?? throw KubeException.NotFound(namespaces, ns);
        if (!found.Deleting) return;
        var causes = new JsonArray(new JsonObject { ["reason"] = "NamespaceTerminating", ["message"] = $"namespace {ns} is being terminated", ["field"] = "metadata.namespace" });
        throw KubeException.Forbidden(kind, name, $"unable to create new content in namespace {ns} because it is being terminated", causes);
    }
}
