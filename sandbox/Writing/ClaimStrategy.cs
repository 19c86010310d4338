using System.Text.Json.Nodes;

namespace Platform.Sandbox.Writing;

/// <summary>A claim that names no storage class gets the cluster's default one (the admission plugin DefaultStorageClass).</summary>
internal static class ClaimStrategy
{
    public static void OnCreate(Cluster cluster, JsonObject claim)
    {
        if (claim["spec"] is not JsonObject spec || spec.ContainsKey("storageClassName")) return;
        if (cluster.Store.Kinds.FindByName("storage.k8s.io/v1", "StorageClass") is not { } kind) return;
        var isDefault = cluster.Store.Of(kind).All.FirstOrDefault(c => (string?)c.Parse()["metadata"]!["annotations"]?["storageclass.kubernetes.io/is-default-class"] == "true");
        if (isDefault is not null) spec["storageClassName"] = isDefault.Name;
    }
}
