using System.Text.Json.Nodes;
using Platform.Oam.Policies;

namespace Platform.Oam.Rendering;

/// <summary>Gives an object what every object has: name, namespace, labels and annotations.</summary>
internal sealed class Finishing(Application application, RenderInput input, string targetNamespace, Findings findings)
{
    public RenderedObject Workload(EffectiveComponent component, JsonObject manifest) => Finish(component, manifest, null, component.Type,
        (WellKnown.ResourceType, "WORKLOAD"), (WellKnown.WorkloadType, component.Type));

    /// <summary>An object beside the workload: of a trait, or (null) the component's own.</summary>
    public RenderedObject Extra(EffectiveComponent component, string resource, JsonObject manifest, string? trait) => Finish(component, manifest, trait, resource,
        (WellKnown.ResourceType, "TRAIT"), (WellKnown.TraitType, trait ?? WellKnown.AuxiliaryWorkload), (WellKnown.TraitResource, resource));

    private RenderedObject Finish(EffectiveComponent component, JsonObject manifest, string? trait, string what, params ReadOnlySpan<(string Name, string Value)> own)
    {
        var metadata = Json.Ensure(manifest, "metadata");
        if (metadata is null)
        {
            findings.Add(component.Source.Fault($"component '{component.Name}': the metadata of {what} isn't a map"));
            return new(component.Name, trait, null, manifest);
        }

        Identify(component, manifest, metadata);
        metadata["labels"] = Labels(component, metadata["labels"] as JsonObject, own);
        if (Annotations(metadata["annotations"] as JsonObject) is { } annotations) metadata["annotations"] = annotations;
        var pinned = metadata["labels"]![WellKnown.Cluster]?.ToString();
        return new(component.Name, trait, pinned is { Length: > 0 } ? pinned : null, Ordered(manifest, metadata));
    }

    private void Identify(EffectiveComponent component, JsonObject manifest, JsonObject metadata)
    {
        var (apiVersion, kind) = ($"{manifest["apiVersion"]}", $"{manifest["kind"]}");
        if (metadata["name"] is not JsonValue) metadata["name"] = component.InstanceName;
        var name = metadata["name"]!.ToString();
        if (!IsName(apiVersion, name)) findings.Add(component.Source.Fault($"component '{component.Name}': '{name}' can't be the name of a {kind}: {Names.LabelRule}"));
        var namespaced = input.Cluster.Kinds?.IsNamespaced(apiVersion, kind) ?? !ClusterScopedKinds.Contains(apiVersion, kind);
        if (!namespaced) metadata.Remove("namespace");
        else if (metadata["namespace"] is not JsonValue) metadata["namespace"] = targetNamespace;
        else if (!Names.IsDnsLabel(metadata["namespace"]!.ToString()))
            findings.Add(component.Source.Fault($"component '{component.Name}': '{metadata["namespace"]}' can't be the namespace of {kind} '{name}': {Names.LabelRule}"));
    }

    /// <summary>Roles and their bindings may have any name that fits into a path.</summary>
    private static bool IsName(string apiVersion, string name) => apiVersion.StartsWith("rbac.authorization.k8s.io/", StringComparison.Ordinal)
        ? name.Length is > 0 and <= 253 && name is not ("." or "..") && !name.Contains('/', StringComparison.Ordinal) && !name.Contains('%', StringComparison.Ordinal)
        : Names.IsDnsSubdomain(name);

    /// <summary>The application's labels, under the object's, under the ones that say whose it is; by name.</summary>
    private JsonObject Labels(EffectiveComponent component, JsonObject? given, ReadOnlySpan<(string Name, string Value)> own)
    {
        var labels = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var (name, value) in application.Labels) labels[name] = value;
        foreach (var (name, value) in given ?? []) labels[name] = value?.DeepClone();
        labels[WellKnown.AppName] = application.Name;
        labels[WellKnown.AppNamespace] = application.Namespace;
        labels[WellKnown.AppComponent] = component.Name;
        labels[WellKnown.ManagedBy] = WellKnown.ManagedByPlatform;
        if (component.ReplicaKey is { } key) labels[WellKnown.ReplicaKey] = key;
        if (input.Revision is { } revision) labels[WellKnown.AppRevision] = revision;
        foreach (var (name, value) in own) labels[name] = value;
        return new(labels);
    }

    private JsonObject? Annotations(JsonObject? given)
    {
        var annotations = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var (name, value) in application.Annotations.Where(pair => !pair.Key.StartsWith("kubectl.kubernetes.io/", StringComparison.Ordinal))) annotations[name] = value;
        foreach (var (name, value) in given ?? []) annotations[name] = value?.DeepClone();
        return annotations.Count > 0 ? new(annotations) : given is null ? null : [];
    }

    /// <summary>apiVersion, kind and metadata first, the rest as it came.</summary>
    private static JsonObject Ordered(JsonObject manifest, JsonObject metadata)
    {
        var ordered = new JsonObject { ["apiVersion"] = manifest["apiVersion"]?.DeepClone(), ["kind"] = manifest["kind"]?.DeepClone() };
        manifest.Remove("metadata");
        ordered["metadata"] = metadata;
        foreach (var (name, value) in manifest.ToList())
        {
            if (name is "apiVersion" or "kind") continue;
            manifest.Remove(name);
            ordered[name] = value;
        }

        return ordered;
    }
}
