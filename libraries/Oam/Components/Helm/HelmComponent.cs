using System.Text.Json.Nodes;
using Platform.Oam.Definitions;

namespace Platform.Oam.Components.Helm;

/// <summary>A Helm chart, of the package or from elsewhere, rendered by Helm itself; its objects are applied, watched and pruned like all others.</summary>
internal static class HelmComponent
{
    public static ComponentDefinition Helm { get; } = Named("helm");

    /// <summary>KubeVela's name for the same.</summary>
    public static ComponentDefinition HelmChart { get; } = Named("helmchart");

    private static ComponentDefinition Named(string name) => new()
    {
        Name = name,
        Description = "A Helm chart.",
        Parameters = HelmSchema.Parameters,
        Render = Render,
    };

    private static ComponentOutput Render(ComponentContext context)
    {
        // All questions that don't depend on each other are asked in one go.
        var release = HelmRelease.Read(context);
        var chart = HelmRelease.FindChart(context);
        var values = HelmValues.Merge(context);
        if (release is null || chart is not { } found || values is null) return ComponentOutput.None;
        if (context.Ask(Need.Of(NeedKinds.Chart, ("repository", found.Repository), ("digest", found.Digest))) is not { } facts) return ComponentOutput.None;
        var looks = facts["looksAtCluster"]?.GetValue<bool>() == true;
        var need = Need.Of(
            NeedKinds.Helm,
            ("repository", found.Repository),
            ("digest", found.Digest),
            ("release", release.Name),
            ("namespace", release.Namespace),
            ("values", values),
            ("includeCRDs", release.IncludeCrds),
            ("kubeVersion", looks ? context.Cluster.KubernetesVersion : null),
            ("apiVersions", looks ? ApiVersions(context.Cluster) : null));
        if (context.Ask(need) is not { } answer) return ComponentOutput.None;
        foreach (var warning in answer["warnings"]!.AsArray()) context.Warn($"Helm says: {warning}");
        var objects = HelmHooks.Apply(RenderedObjects.Of(answer["objects"]!), release.SkipHooks, context);
        RenderedObjects.Place(objects, release.Namespace);
        return RenderedObjects.Output(objects, "helm-resource");
    }

    /// <summary>As Helm's <c>.Capabilities.APIVersions</c> has them: versions, and kinds with their version.</summary>
    private static JsonArray? ApiVersions(ClusterFacts cluster) => cluster.Kinds is not { } kinds ? null : new([.. kinds.All
        .SelectMany(kind => new[] { kind.ApiVersion, $"{kind.ApiVersion}/{kind.Kind}" })
        .Distinct().Order(StringComparer.Ordinal).Select(name => JsonValue.Create(name))]);
}
