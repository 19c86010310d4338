using System.Text.Json.Nodes;
using Platform.Oam.Definitions;
using Platform.Oam.Documents;
using Platform.Oam.Plugins;

namespace Platform.Oam;

/// <summary>An OAM Application (<c>core.oam.dev/v1beta1</c>) as it was read, with the objects that came in the same file.</summary>
public sealed record Application
{
    /// <summary>Metadata.name.</summary>
    public required string Name { get; init; }

    /// <summary>Metadata.namespace, else the one the reader was told, else <c>default</c>.</summary>
    public required string Namespace { get; init; }

    /// <summary>The document says the namespace itself.</summary>
    public bool NamesItsNamespace { get; init; }

    /// <summary>Metadata.labels: carried on to every object.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>Metadata.annotations: carried on to every object.</summary>
    public required IReadOnlyDictionary<string, string> Annotations { get; init; }

    /// <summary>Annotation <c>platform.oam.dev/package</c>; null when there is none (or it can't be read: a fault then).</summary>
    public PackageReference? Package { get; init; }

    /// <summary>Annotation <c>app.oam.dev/service-account-name</c>: whom to impersonate on the clusters.</summary>
    public string? ServiceAccountName => Annotations.GetValueOrDefault(WellKnown.ServiceAccountName);

    /// <summary>Spec.components in order.</summary>
    public required IReadOnlyList<Component> Components { get; init; }

    /// <summary>Spec.policies in order.</summary>
    public required IReadOnlyList<Policy> Policies { get; init; }

    /// <summary>Spec.workflow, null when the default workflow is meant.</summary>
    public Workflow? Workflow { get; init; }

    /// <summary>Policy objects (<c>core.oam.dev/v1alpha1</c>) of the same file, which steps may name.</summary>
    public IReadOnlyList<Policy> ExternalPolicies { get; init; } = [];

    /// <summary>Workflow objects (<c>core.oam.dev/v1alpha1</c>) of the same file, which <c>workflow.ref</c> may name.</summary>
    public IReadOnlyList<Workflow> ExternalWorkflows { get; init; } = [];

    /// <summary>Everything else in the file: objects that ref-objects may copy.</summary>
    public IReadOnlyList<DocumentNode> Objects { get; init; } = [];

    /// <summary>The document as it was written, with positions.</summary>
    public required DocumentNode Source { get; init; }

    /// <summary>The policy of that name, of the application itself or of the same file.</summary>
    public Policy? FindPolicy(string name) =>
        Policies.FirstOrDefault(policy => policy.Name == name) ?? ExternalPolicies.FirstOrDefault(policy => policy.Name == name);

    /// <summary>The component of that name.</summary>
    public Component? FindComponent(string name) => Components.FirstOrDefault(component => component.Name == name);

    /// <summary>Where objects go on a cluster when no topology says it.</summary>
    public string NamespaceOn(ClusterFacts cluster) => NamesItsNamespace ? Namespace : cluster.NamespaceDefault ?? Namespace;

    /// <summary>The same with policies and steps of installed types replaced by what they stand for.</summary>
    public Application Expand(DefinitionCatalog definitions) => Expansion.Apply(this, definitions, new());

    /// <summary>The document as JSON, without positions.</summary>
    public JsonObject ToJson() => (JsonObject)Source.ToJson()!;
}
