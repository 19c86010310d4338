using System.Text.Json.Nodes;

namespace Platform.EndToEnd.Tests.Corpus;

/// <summary>What Applications of the corpus take for granted on the cluster <c>local</c>.</summary>
internal static class CorpusSurroundings
{
    /// <summary>Objects to be there before it is delivered, its namespace first.</summary>
    public static IEnumerable<JsonObject> Of(CorpusDelivery delivery)
    {
        List<JsonObject> objects = delivery.File switch
        {
            "component/ref-objects-label-topology.yaml" => [Object("v1", "Secret", "image-credential-to-copy", delivery.Namespace, ("data", new JsonObject { ["token"] = "c2VjcmV0" }))],
            "component/webservice-ports-volumes.yaml" => [Claim("myclaim", delivery.Namespace)],
            "component/statefulset-storage-scaler.yaml" => [StorageClass("local-path")],
            "extra/trait/labels-and-pvc-storage.yaml" => [StorageClass("default")],
            "extra/policy/service-account-annotation.yaml" => [MayDoEverything("default", delivery.Namespace)],
            _ => [],
        };
        return objects.Count == 0 ? [] : objects.Prepend(Object("v1", "Namespace", delivery.Namespace, null));
    }

    private static JsonObject Claim(string name, string ns) => Object("v1", "PersistentVolumeClaim", name, ns, ("spec", new JsonObject
    {
        ["accessModes"] = new JsonArray("ReadWriteOnce"),
        ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["storage"] = "1Gi" } },
    }));

    private static JsonObject StorageClass(string name) => Object("storage.k8s.io/v1", "StorageClass", name, null,
        ("provisioner", "sandbox.example.com/disk"), ("volumeBindingMode", "WaitForFirstConsumer"));

    private static JsonObject MayDoEverything(string account, string ns) => Object("rbac.authorization.k8s.io/v1", "RoleBinding", "everything", ns,
        ("roleRef", new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "ClusterRole", ["name"] = "cluster-admin" }),
        ("subjects", new JsonArray(new JsonObject { ["kind"] = "ServiceAccount", ["name"] = account, ["namespace"] = ns })));

    private static JsonObject Object(string apiVersion, string kind, string name, string? ns, params ReadOnlySpan<(string Name, JsonNode Value)> more)
    {
        var made = new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = new JsonObject { ["name"] = name } };
        if (ns is not null)
            made["metadata"]!["namespace"] = ns;
        foreach (var (member, value) in more)
            made[member] = value;
        return made;
    }
}
