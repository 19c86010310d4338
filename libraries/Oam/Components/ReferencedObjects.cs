using System.Text.Json.Nodes;
using Platform.Oam.Components.Pods;
using Platform.Oam.Definitions;
using Platform.Oam.Documents;
using Platform.Oam.Rendering;
using Platform.Oam.Schemas;

namespace Platform.Oam.Components;

/// <summary>
/// Copies of objects that exist already: those that stand in the same file as the application, else those on a cluster or at an address, as they
/// are when the revision is made. The first is the workload, the others go along.
/// </summary>
internal static class ReferencedObjects
{
    public const string Type = "ref-objects";

    public static ComponentDefinition Definition { get; } = new()
    {
        Name = Type,
        Description = "Copies of Kubernetes objects that exist already.",
        Parameters = Schema.Map().With("objects", Schema.List(
            Schema.Map()
                .With("apiVersion", Schema.Text("E.g. apps/v1; needed with kind."))
                .With("kind", Schema.Text("E.g. Deployment."))
                .With("resource", Schema.Text("Instead of apiVersion and kind, one of Kubernetes' own: deployment, secret, configmaps, …"))
                .With("group", Schema.Text("Group of the resource."))
                .With("name", Schema.Text("Name of the object; the component's when neither name nor labels are given."))
                .With("labelSelector", PodSchema.TextMap("Labels of the objects, instead of a name."))
                .With("namespace", Schema.Text("Where it is; the application's namespace when left out."))
                .With("cluster", Schema.Text("On which cluster; the default one when left out."))
                .NeedsOneOf("resource", "kind"),
            "The objects."))
            .With("urls", Schema.List(Schema.Text(), "Addresses of manifests (https), instead of objects or beside them."))
            .NeedsOneOf("objects", "urls"),
        Render = Render,
    };

    private static ComponentOutput Render(ComponentContext context)
    {
        List<List<JsonObject>?> found =
        [
            .. context.Parameters["objects"]?.Items.Select(reference => Find(context, reference)) ?? [],
            .. context.Parameters["urls"]?.Items.Select(url => AtAddress(context, url)) ?? [],
        ];
        if (found.Contains(null)) return ComponentOutput.None;
        var objects = found.SelectMany(list => list!).ToList();
        return new(objects.FirstOrDefault(), [.. objects.Skip(1).Select((manifest, i) => new NamedObject($"objects-{i + 1}", manifest))]);
    }

    /// <summary>The objects at an address, as they are there; null when they aren't known yet.</summary>
    private static List<JsonObject>? AtAddress(ComponentContext context, DocumentNode url) =>
        context.Ask(Need.Of(NeedKinds.ObjectUrl, ("url", url.Text)), url) is JsonArray answer ? [.. answer.OfType<JsonObject>().Select(item => (JsonObject)item.DeepClone())] : null;

    /// <summary>The objects one reference means; null when they aren't known yet, or there are none, which is a fault.</summary>
    private static List<JsonObject>? Find(ComponentContext context, DocumentNode reference)
    {
        if (KindOf(reference) is not { } kind)
        {
            context.Fault($"'{reference["resource"]?.Text}' isn't one of Kubernetes' own resources; say apiVersion and kind instead", reference["resource"] ?? reference);
            return null;
        }

        var labels = reference["labelSelector"];
        var name = reference["name"]?.Text ?? (labels is null ? context.Name : null);
        var ns = ClusterScopedKinds.Contains(kind.ApiVersion, kind.Kind) ? null : reference["namespace"]?.Text ?? context.Application.Namespace;
        var objects = InFile(context.Application, kind, ns, name, labels) ?? OnCluster(context, reference, kind, ns, name, labels);
        if (objects is { Count: 0 })
        {
            var which = name is null ? $"objects of kind {kind.Kind} with these labels" : $"{kind.Kind} '{name}'";
            context.Fault($"there is no {which}{(ns is null ? "" : $" in namespace '{ns}'")} on cluster '{reference["cluster"]?.Text ?? Topology.Local}'", reference);
            return null;
        }

        return objects?.ConvertAll(manifest => Copied(context, manifest, reference["namespace"]?.Text));
    }

    private static (string ApiVersion, string Kind)? KindOf(DocumentNode reference)
    {
        if (reference["kind"]?.Text is not { Length: > 0 } kind) return KnownResources.Find(reference["resource"]?.Text ?? "", reference["group"]?.Text);
        return (reference["apiVersion"]?.Text ?? "v1", kind);
    }

    private static List<JsonObject>? InFile(Application application, (string ApiVersion, string Kind) kind, string? ns, string? name, DocumentNode? labels)
    {
        var found = application.Objects.Where(item =>
            item["apiVersion"]?.Text == kind.ApiVersion && item["kind"]?.Text == kind.Kind
            && (ns is null || (item["metadata"]?["namespace"]?.Text ?? application.Namespace) == ns)
            && (name is null || item["metadata"]?["name"]?.Text == name)
            && labels?.Members.All(label => item["metadata"]?["labels"]?[label.Name]?.Text == label.Value.Text) != false).ToList();
        return found.Count == 0 ? null : found.ConvertAll(item => (JsonObject)item.ToJson()!);
    }

    private static List<JsonObject>? OnCluster(
        ComponentContext context, DocumentNode reference, (string ApiVersion, string Kind) kind, string? ns, string? name, DocumentNode? labels)
    {
        var need = Need.Of(
            NeedKinds.Objects, ("cluster", reference["cluster"]?.Text ?? Topology.Local), ("apiVersion", kind.ApiVersion), ("kind", kind.Kind), ("namespace", ns), ("name", name),
            ("labels", name is null ? labels?.ToJson() : null));
        return context.Ask(need, reference) is JsonArray answer ? [.. answer.OfType<JsonObject>().Select(item => (JsonObject)item.DeepClone())] : null;
    }

    /// <summary>Without what belongs to the original alone; a namespace stays only where it was asked for and the topology has no other.</summary>
    private static JsonObject Copied(ComponentContext context, JsonObject manifest, string? wanted)
    {
        manifest.Remove("status");
        if (manifest["metadata"] is JsonObject metadata && (wanted is null || context.Namespace != context.Application.Namespace)) metadata.Remove("namespace");
        if ($"{manifest["kind"]}" == "Service" && manifest["spec"] is JsonObject spec)
        {
            spec.Remove("clusterIP");
            spec.Remove("clusterIPs");
        }

        return manifest;
    }
}
