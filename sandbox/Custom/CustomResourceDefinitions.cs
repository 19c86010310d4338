using System.Text.Json.Nodes;
using Platform.Sandbox.Store;
using Platform.Sandbox.Writing;
using static Platform.Sandbox.Kinds.Defaults;

namespace Platform.Sandbox.Kinds;

/// <summary>Keeps the kinds a cluster serves in step with its CustomResourceDefinitions.</summary>
internal sealed class CustomResourceDefinitions(Cluster cluster)
{
    private static readonly string[] CustomVerbs = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];

    public static void SetDefaults(JsonObject spec)
    {
        if (spec["names"] is JsonObject names && (string?)names["kind"] is { } kind)
        {
            Default(names, "singular", kind.ToLowerInvariant());
            Default(names, "listKind", kind + "List");
        }
        if (!spec.ContainsKey("conversion")) spec["conversion"] = new JsonObject { ["strategy"] = "None" };
    }

    /// <summary>Established as soon as it is made: names are free here.</summary>
    public static void OnCreate(JsonObject o) => o["status"] = new JsonObject
    {
        ["conditions"] = null,
        ["acceptedNames"] = new JsonObject { ["plural"] = "", ["kind"] = "" },
        ["storedVersions"] = new JsonArray([.. Versions(o).Where(v => (bool?)v["storage"] == true).Select(v => (JsonNode)(string)v["name"]!)]),
    };

    /// <summary>Takes part in every change; under the gate.</summary>
    public void Follow(Change change)
    {
        if (change.Last.Kind is not { Group: "apiextensions.k8s.io", Name: "CustomResourceDefinition" }) return;
        if (change.New is not null && !IsEstablished(change.New.Parse())) Establish(change.New);
        Refresh();
    }

    /// <summary>Reads the served kinds from the stored definitions.</summary>
    public void Refresh()
    {
        var definitions = cluster.Store.Of(cluster.Store.Kinds.Get("apiextensions.k8s.io/v1", "CustomResourceDefinition")).All;
        cluster.Store.Kinds = KindCatalog.For(cluster.Minor).With(definitions.SelectMany(d => Kinds(d.Parse())).ToList());
    }

    private void Establish(StoredObject definition)
    {
        var o = definition.Parse();
        var names = (JsonObject)o["spec"]!["names"]!;
        JsonObject Condition(string type, string reason, string message) => new()
        {
            ["type"] = type,
            ["status"] = "True",
            ["lastTransitionTime"] = cluster.Now(),
            ["reason"] = reason,
            ["message"] = message,
        };
        var status = Under(o, "status");
        status["conditions"] = new JsonArray(
            Condition("NamesAccepted", "NoConflicts", "no conflicts found"),
            Condition("Established", "InitialNamesAccepted", "the initial names have been accepted"));
        status["acceptedNames"] = names.DeepClone();
        cluster.Store.Put(definition.Kind, o);
    }

    private static bool IsEstablished(JsonObject o) =>
        (o["status"]?["conditions"] as JsonArray ?? []).Any(c => (string?)c!["type"] == "Established" && (string?)c["status"] == "True");

    private static IEnumerable<JsonObject> Versions(JsonObject o) => (o["spec"]?["versions"] as JsonArray ?? []).OfType<JsonObject>();

    private static IEnumerable<Kind> Kinds(JsonObject o)
    {
        var spec = (JsonObject)o["spec"]!;
        var names = (JsonObject)spec["names"]!;
        var (group, plural, kind) = ((string)spec["group"]!, (string)names["plural"]!, (string)names["kind"]!);
        var stored = (string?)Versions(o).FirstOrDefault(v => (bool?)v["storage"] == true)?["name"] ?? "v1";
        foreach (var version in Versions(o).Where(v => (bool?)v["served"] == true).OrderByDescending(v => (string)v["name"]!, VersionOrder.Instance))
        {
            var subresources = version["subresources"] as JsonObject ?? [];
            yield return new Kind
            {
                Group = group,
                Version = (string)version["name"]!,
                Plural = plural,
                Singular = (string?)names["singular"] ?? kind.ToLowerInvariant(),
                Name = kind,
                ListNameOverride = (string?)names["listKind"],
                Namespaced = (string?)spec["scope"] == "Namespaced",
                Schema = OpenApiSchemas.Root(version["schema"]?["openAPIV3Schema"] as JsonObject),
                ShortNames = Strings(names["shortNames"]),
                Categories = Strings(names["categories"]),
                Subresources = [.. new[] { "scale", "status" }.Where(subresources.ContainsKey)],
                Verbs = CustomVerbs,
                StorageKey = $"{group}/{plural}",
                StoredVersion = $"{group}/{stored}",
                Custom = new CustomKind((string)o["metadata"]!["name"]!, Scale(subresources["scale"] as JsonObject), version["additionalPrinterColumns"] as JsonArray, version["schema"]?["openAPIV3Schema"] as JsonObject),
            };
        }
    }

    private static ScalePaths? Scale(JsonObject? scale) => scale is null ? null
        : new((string?)scale["specReplicasPath"] ?? ".spec.replicas", (string?)scale["statusReplicasPath"] ?? ".status.replicas", (string?)scale["labelSelectorPath"]);

    private static string[] Strings(JsonNode? list) => [.. (list as JsonArray ?? []).Select(s => (string)s!)];
}

/// <summary>The order of API versions: v2 before v1 before v1beta2 before v1alpha1.</summary>
internal sealed class VersionOrder : IComparer<string>
{
    public static readonly VersionOrder Instance = new();

    public int Compare(string? x, string? y) => Rank(x!).CompareTo(Rank(y!));

    private static (int Stability, int Major, int Minor) Rank(string version)
    {
        var match = System.Text.RegularExpressions.Regex.Match(version, @"^v(\d+)(?:(alpha|beta)(\d+))?$");
        if (!match.Success) return (0, 0, 0);
        var stability = match.Groups[2].Value switch { "" => 3, "beta" => 2, _ => 1 };
        return (stability, int.Parse(match.Groups[1].Value), match.Groups[3].Success ? int.Parse(match.Groups[3].Value) : 0);
    }
}
