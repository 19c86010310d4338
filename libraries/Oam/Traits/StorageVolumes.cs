using System.Text.Json.Nodes;
using Platform.Oam.Definitions;
using Platform.Oam.Documents;
using Platform.Oam.Rendering;
using Platform.Oam.Schemas;

namespace Platform.Oam.Traits;

/// <summary>What the storage trait adds to pods.</summary>
internal static class StorageVolumes
{
    private static readonly string[] Kinds = ["pvc", "configMap", "secret", "emptyDir", "hostPath"];

    public static JsonArray All(DocumentNode p) =>
        Json.List(Mounted(p).DistinctBy(item => Name(item.Kind, item.Value)).Select(item => Json.Map(("name", Name(item.Kind, item.Value)), Source(item.Kind, item.Value))));

    public static JsonArray Mounts(DocumentNode p, bool devices) => Json.List(Mounted(p)
        .Where(item => item.Value["volumeMode"]?.Text == "Block" == devices)
        .Select(item => Json.Map(
            (devices ? "devicePath" : "mountPath", Json.Copy(item.Value, "mountPath")),
            ("name", Name(item.Kind, item.Value)),
            ("subPath", Json.Copy(item.Value, "subPath")))));

    public static JsonArray Env(DocumentNode p) => Json.List(
        Variables(p, "configMap", "configMapKeyRef", "configMapKey").Concat(Variables(p, "secret", "secretKeyRef", "secretKey")));

    private static IEnumerable<JsonNode?> Variables(DocumentNode p, string kind, string reference, string key) =>
        from item in p[kind]?.Items ?? []
        from variable in (item["mountToEnv"] is { } one ? [one] : Enumerable.Empty<DocumentNode>()).Concat(item["mountToEnvs"]?.Items ?? [])
        select Json.Map(
            ("name", Json.Copy(variable, "envName")),
            ("valueFrom", Json.Map((reference, Json.Map(("key", Json.Copy(variable, key)), ("name", Json.Copy(item, "name")))))));

    private static IEnumerable<(string Kind, DocumentNode Value)> Mounted(DocumentNode p) =>
        Kinds.SelectMany(kind => p[kind]?.Items.Where(item => item["mountPath"] is not null).Select(item => (kind, item)) ?? []);

    private static string Name(string kind, DocumentNode item) => $"{kind.ToLowerInvariant()}-{item["name"]!.Text}";

    private static (string Name, JsonNode? Value) Source(string kind, DocumentNode item) => kind switch
    {
        "pvc" => ("persistentVolumeClaim", Json.Map(("claimName", Json.Copy(item, "name")))),
        "configMap" => ("configMap", Json.Map(("defaultMode", Json.Copy(item, "defaultMode")), ("items", Json.Copy(item, "items")), ("name", Json.Copy(item, "name")))),
        "secret" => ("secret", Json.Map(("defaultMode", Json.Copy(item, "defaultMode")), ("items", Json.Copy(item, "items")), ("secretName", Json.Copy(item, "name")))),
        "emptyDir" => ("emptyDir", Json.Map(("medium", Json.Copy(item, "medium")))),
        _ => ("hostPath", Json.Map(("path", Json.Copy(item, "path")), ("type", Json.Copy(item, "type")))),
    };
}
