using System.Text.Json.Nodes;
using Platform.Sandbox.Store;
using Platform.Sandbox.Writing;
using static Platform.Sandbox.Kinds.Defaults;

namespace Platform.Sandbox.Kinds;

/// <summary>
/// Keeps the kinds a cluster serves in step with its CustomResourceDefinitions, and leads these through their life: names accepted,
/// established, and on deletion terminating until the last object of the kind is gone. Everything happens under the gate.
/// </summary>
internal sealed class CustomResourceDefinitions(Cluster cluster)
{
    private const string Cleanup = "customresourcecleanup.apiextensions.k8s.io";
    private static readonly string[] CustomVerbs = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];

    private Kind DefinitionKind => cluster.Store.Kinds.Get("apiextensions.k8s.io/v1", "CustomResourceDefinition");

    public static void SetDefaults(JsonObject spec)
    {
        if (spec["names"] is JsonObject names && (string?)names["kind"] is { } kind)
        {
            Default(names, "singular", kind.ToLowerInvariant());
            Default(names, "listKind", kind + "List");
        }
        if (!spec.ContainsKey("conversion")) spec["conversion"] = new JsonObject { ["strategy"] = "None" };
    }

    public static void OnCreate(JsonObject o)
    {
        var stored = Versions(o).Where(v => (bool?)v["storage"] == true).Select(v => (JsonNode)(string)v["name"]!).ToArray();
        o["status"] = new JsonObject
        {
            ["conditions"] = null,
            ["acceptedNames"] = new JsonObject { ["plural"] = "", ["kind"] = "" },
            ["storedVersions"] = stored.Length == 0 ? null : new JsonArray(stored),
        };
    }

    /// <summary>A definition that is deleted stays until its objects are gone.</summary>
    public void OnDelete(JsonObject o)
    {
        ((JsonObject)o["metadata"]!)["finalizers"] = new JsonArray(Cleanup);
        ((JsonObject)o["metadata"]!).Remove("deletionGracePeriodSeconds");
        SetCondition(o, "Terminating", "True", "InstanceDeletionPending", "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon");
    }

    /// <summary>Takes part in every change.</summary>
    public void Follow(Change change)
    {
        var kind = change.Last.Kind;
        if (kind.Custom is { } custom && change.New is null && cluster.Store.Find(DefinitionKind, "", custom.Definition) is { Deleting: true } waiting) Finish(waiting, kind);
        if (!kind.Is("apiextensions.k8s.io", "CustomResourceDefinition")) return;
        if (change.New is { Deleting: false } made) Advance(made);
        Refresh();
        if (change.New is { Deleting: true } going) Terminate(going);
    }

    /// <summary>Reads the served kinds from the stored definitions.</summary>
    public void Refresh()
    {
        var definitions = cluster.Store.Of(DefinitionKind).All;
        cluster.Store.Kinds = KindCatalog.For(cluster.Minor).With(definitions.Where(d => IsTrue(d.Parse(), "Established")).SelectMany(d => Kinds(d.Parse())).ToList());
    }

    /// <summary>One step further: names looked at, then established. Each step is a change that leads to the next.</summary>
    private void Advance(StoredObject definition)
    {
        var o = definition.Parse();
        if (IsTrue(o, "Established")) return;
        if (IsTrue(o, "NamesAccepted"))
            Change(definition, s => SetCondition(s, "Established", "True", "InitialNamesAccepted", "the initial names have been accepted"));
        else if (o["status"]?["conditions"] is not JsonArray { Count: > 0 }) Change(definition, AcceptNames);
    }

    private void AcceptNames(JsonObject o)
    {
        var names = (JsonObject)o["spec"]!["names"]!;
        var (accepted, reason, message) = DefinitionNames.Accept(names, Others(o));
        Under(o, "status")["acceptedNames"] = accepted;
        if (reason is null)
        {
            SetCondition(o, "NamesAccepted", "True", "NoConflicts", "no conflicts found");
            SetCondition(o, "Established", "False", "Installing", "the initial names have been accepted");
            return;
        }
        SetCondition(o, "NamesAccepted", "False", reason, message!);
        SetCondition(o, "Established", "False", "NotAccepted", "not all names are accepted");
    }

    /// <summary>The accepted names of the other definitions of the group.</summary>
    private List<JsonObject> Others(JsonObject o) =>
        [.. cluster.Store.Of(DefinitionKind).All.Select(d => d.Parse())
            .Where(d => (string?)d["spec"]?["group"] == (string?)o["spec"]?["group"] && (string?)d["metadata"]?["name"] != (string?)o["metadata"]?["name"])
            .Select(d => d["status"]?["acceptedNames"]).OfType<JsonObject>()];

    private void Terminate(StoredObject definition)
    {
        var o = definition.Parse();
        if ((o["status"]?["conditions"] as JsonArray ?? []).Any(c => (string?)c?["reason"] == "InstanceDeletionInProgress")) return;
        var kind = cluster.Store.Kinds.All.FirstOrDefault(k => k.Custom?.Definition == definition.Name && k.ApiVersion == k.StoredVersion);
        if (kind is not null && cluster.Store.Of(kind).Count > 0)
        {
            definition = Change(definition, s => SetCondition(s, "Terminating", "True", "InstanceDeletionInProgress", "CustomResource deletion is in progress"));
            foreach (var instance in cluster.Store.Of(kind).All.ToList())
                if (!instance.Deleting) cluster.Deletion.Delete(kind, instance.Namespace, instance.Name, new DeleteRequest());
        }
        if (kind is null || cluster.Store.Of(kind).Count == 0) Finish(definition, kind);
    }

    private void Finish(StoredObject definition, Kind? kind)
    {
        if (kind is not null && cluster.Store.Of(kind).Count > 0) return;
        if (cluster.Store.Find(DefinitionKind, "", definition.Name) is { Deleting: true } last) cluster.Store.Remove(last);
    }

    private StoredObject Change(StoredObject definition, Action<JsonObject> change)
    {
        cluster.Writer.Change(DefinitionKind, "", definition.Name, o =>
        {
            change(o);
            return o;
        }, new WriteOptions { Manager = "kube-apiserver", Subresource = "status" });
        return cluster.Store.Find(DefinitionKind, "", definition.Name) ?? definition;
    }

    private void SetCondition(JsonObject o, string type, string status, string reason, string message)
    {
        var under = Under(o, "status");
        if (under["conditions"] is not JsonArray conditions) under["conditions"] = conditions = [];
        var condition = new JsonObject { ["type"] = type, ["status"] = status, ["lastTransitionTime"] = cluster.Now(), ["reason"] = reason, ["message"] = message };
        var at = conditions.ToList().FindIndex(c => (string?)c?["type"] == type);
        if (at < 0) conditions.Add((JsonNode)condition);
        else conditions[at] = condition;
    }

    private static bool IsTrue(JsonObject o, string type) =>
        (o["status"]?["conditions"] as JsonArray ?? []).Any(c => (string?)c!["type"] == type && (string?)c["status"] == "True");

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
                Subresources = [.. new[] { "status", "scale" }.Where(subresources.ContainsKey)],
                Verbs = CustomVerbs,
                StorageKey = $"{group}/{plural}",
                StoredVersion = $"{group}/{stored}",
                Custom = Custom(o, version, subresources["scale"] as JsonObject),
            };
        }
    }

    private static CustomKind Custom(JsonObject o, JsonObject version, JsonObject? scale) => new(
        (string)o["metadata"]!["name"]!,
        scale is null ? null : new((string?)scale["specReplicasPath"] ?? ".spec.replicas", (string?)scale["statusReplicasPath"] ?? ".status.replicas", (string?)scale["labelSelectorPath"]),
        version["additionalPrinterColumns"] as JsonArray,
        version["schema"]?["openAPIV3Schema"] as JsonObject)
    {
        Selectable = [.. (version["selectableFields"] as JsonArray ?? []).Select(f => ((string?)f?["jsonPath"] ?? "").TrimStart('.'))],
        Terminating = o["metadata"]!["deletionTimestamp"] is not null,
    };

    private static string[] Strings(JsonNode? list) => [.. (list as JsonArray ?? []).Select(s => (string)s!)];
}
