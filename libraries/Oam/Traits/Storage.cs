using System.Text.Json.Nodes;
using Platform.Oam.Definitions;
using Platform.Oam.Documents;
using Platform.Oam.Rendering;
using Platform.Oam.Schemas;

namespace Platform.Oam.Traits;

/// <summary>Storage of pods: volumes mounted into the first container, values as environment variables, and the objects themselves.</summary>
internal static class Storage
{
    public static TraitDefinition Definition { get; } = new()
    {
        Name = "storage",
        Description = "Volumes, and values of config maps and secrets as environment variables.",
        Parameters = StorageSchema.Parameters,
        Apply = Apply,
    };

    private static void Apply(TraitContext context)
    {
        if (context.Workload.Require() is not { } workload) return;
        var p = context.Parameters;
        if (PodOf.ContainerNames(workload).FirstOrDefault() is not { } container)
        {
            context.Workload.Fault("the workload has no containers");
            return;
        }

        context.Workload.UnifyPods(Json.Map(
            ("containers", new JsonArray(Json.Map(
                ("env", StorageVolumes.Env(p)),
                ("name", container),
                ("volumeDevices", StorageVolumes.Mounts(p, devices: true)),
                ("volumeMounts", StorageVolumes.Mounts(p, devices: false))))),
            ("volumes", StorageVolumes.All(p))));
        foreach (var claim in Made(p, "pvc")) context.Output($"pvc-{claim["name"]!.Text}", Claim(claim));
        foreach (var map in Made(p, "configMap")) context.Output($"configmap-{map["name"]!.Text}", Object("ConfigMap", map, "data"));
        foreach (var secret in Made(p, "secret")) context.Output($"secret-{secret["name"]!.Text}", Object("Secret", secret, "data", "stringData"));
    }

    private static IEnumerable<DocumentNode> Made(DocumentNode p, string kind) => p[kind]?.Items.Where(item => item["mountOnly"]?.Boolean != true) ?? [];

    private static JsonObject Claim(DocumentNode claim)
    {
        var limits = claim["resources"]?["limits"];
        return Json.Map(
            ("apiVersion", "v1"),
            ("kind", "PersistentVolumeClaim"),
            ("metadata", Json.Map(("name", Json.Copy(claim, "name")))),
            ("spec", Json.Map(
                ("accessModes", Json.Copy(claim, "accessModes") ?? new JsonArray("ReadWriteOnce")),
                ("dataSource", Json.Copy(claim, "dataSource")),
                ("dataSourceRef", Json.Copy(claim, "dataSourceRef")),
                ("resources", Json.Map(
                    ("limits", limits is null ? null : Json.Map(("storage", Json.Copy(limits, "storage")))),
                    ("requests", Json.Map(("storage", claim["resources"]?["requests"]?["storage"]?.ToJson() ?? "8Gi"))))),
                ("selector", Json.Copy(claim, "selector")),
                ("storageClassName", Json.Copy(claim, "storageClassName")),
                ("volumeMode", Json.Copy(claim, "volumeMode")),
                ("volumeName", Json.Copy(claim, "volumeName")))));
    }

    private static JsonObject Object(string kind, DocumentNode source, params ReadOnlySpan<string> fields)
    {
        var manifest = Json.Map(("apiVersion", "v1"), ("kind", kind), ("metadata", Json.Map(("name", Json.Copy(source, "name")))));
        foreach (var field in fields)
        {
            if (Json.Copy(source, field) is { } value) manifest[field] = value;
        }

        return manifest;
    }
}
