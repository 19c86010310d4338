using System.Text.Json.Nodes;
using Platform.Oam.Documents;
using Platform.Oam.Rendering;
using Platform.Oam.Schemas;

namespace Platform.Oam.Components.Pods;

/// <summary>
/// Volumes of a pod: <c>volumeMounts</c> by kind, or the older <c>volumes</c> list, which counts only without the other.
/// A volume that is mounted several times is declared once.
/// </summary>
internal static class Volumes
{
    private const int FileMode = 420;
    private const int ItemMode = 511;
    private static readonly string[] Kinds = ["pvc", "configMap", "secret", "emptyDir", "hostPath"];

    public static Schema Items { get; } = Schema.List(
        Schema.Map().Needs("key", Schema.Text()).Needs("path", Schema.Text()).With("mode", Schema.Whole().Defaults(ItemMode)),
        "Keys to take, and where they go.");

    public static Schema MountsSchema { get; } = Schema.Map("Volumes by kind, and where they are mounted.")
        .With("pvc", Schema.List(Mount().Needs("claimName", Schema.Text("Name of the claim.")), "Persistent volume claims."))
        .With("configMap", Schema.List(Mount().Needs("cmName", Schema.Text("Name of the config map.")).With(Files()), "Config maps."))
        .With("secret", Schema.List(Mount().Needs("secretName", Schema.Text("Name of the secret.")).With(Files()), "Secrets."))
        .With("emptyDir", Schema.List(Mount().With("medium", Medium()), "Empty directories that live as long as the pod."))
        .With("hostPath", Schema.List(Mount().Needs("path", Schema.Text("Path on the node.")), "Directories of the node."));

    public static Schema LegacySchema { get; } = Schema.List(
        Schema.Map()
            .Needs("name", Schema.Text())
            .Needs("mountPath", Schema.Text())
            .With("subPath", Schema.Text())
            .With("type", Schema.Text("Kind of the volume.", "emptyDir", "pvc", "configMap", "secret").Defaults("emptyDir"))
            .With("claimName", Schema.Text()).When("type", "pvc", "claimName")
            .With("cmName", Schema.Text()).When("type", "configMap", "cmName")
            .With("secretName", Schema.Text()).When("type", "secret", "secretName")
            .With("medium", Medium())
            .With(Files()),
        "Use volumeMounts instead.").Deprecated();

    public static JsonArray RenderMounts(DocumentNode parameters) => Json.List(All(parameters).Select(volume => Json.Map(
        ("mountPath", Json.Copy(volume.Value, "mountPath")),
        ("name", Json.Copy(volume.Value, "name")),
        ("subPath", Json.Copy(volume.Value, "subPath")))));

    public static JsonArray RenderVolumes(DocumentNode parameters) =>
        Json.List(All(parameters).DistinctBy(volume => volume.Value["name"]?.Text).Select(volume => Volume(volume.Kind, volume.Value)));

    private static Schema Mount() => Schema.Map()
        .Needs("name", Schema.Text("Name of the volume."))
        .Needs("mountPath", Schema.Text("Path in the container."))
        .With("subPath", Schema.Text("Path in the volume."));

    private static Schema Files() => Schema.Map().With("defaultMode", Schema.Whole("Mode of the files.").Defaults(FileMode)).With("items", Items);

    private static Schema Medium() => Schema.Text("Memory, or empty for the node's disk.", "", "Memory").Defaults("");

    private static IEnumerable<(string Kind, DocumentNode Value)> All(DocumentNode parameters)
    {
        if (parameters["volumeMounts"] is { } byKind)
            return Kinds.SelectMany(kind => byKind[kind]?.Items.Select(volume => (kind, volume)) ?? []);
        return parameters["volumes"]?.Items.Select(volume => (volume["type"]?.Text ?? "emptyDir", volume)) ?? [];
    }

    private static JsonObject Volume(string kind, DocumentNode volume) => kind switch
    {
        "pvc" => Json.Map(
            ("name", Json.Copy(volume, "name")),
            ("persistentVolumeClaim", Json.Map(("claimName", Json.Copy(volume, "claimName"))))),
        "configMap" => Json.Map(
            ("name", Json.Copy(volume, "name")),
            ("configMap", Json.Map(("defaultMode", Json.Copy(volume, "defaultMode")), ("name", Json.Copy(volume, "cmName")), ("items", Json.Copy(volume, "items"))))),
        "secret" => Json.Map(
            ("name", Json.Copy(volume, "name")),
            ("secret", Json.Map(("defaultMode", Json.Copy(volume, "defaultMode")), ("secretName", Json.Copy(volume, "secretName")), ("items", Json.Copy(volume, "items"))))),
        "hostPath" => Json.Map(("name", Json.Copy(volume, "name")), ("hostPath", Json.Map(("path", Json.Copy(volume, "path"))))),
        _ => Json.Map(("name", Json.Copy(volume, "name")), ("emptyDir", Json.Map(("medium", Json.Copy(volume, "medium"))))),
    };
}
