using Platform.Oam.Schemas;

namespace Platform.Oam.Components.Helm;

/// <summary>
/// Parameters of <c>helm</c> and <c>helmchart</c>: those of KubeVela's own <c>helmchart</c>, and the flat ones of the <c>helm</c> that its
/// FluxCD addon brings, so that Applications written for either run unchanged.
/// </summary>
internal static class HelmSchema
{
    private static Schema Chart => Schema.Either(SchemaTypes.Map | SchemaTypes.Text, "The chart, when it doesn't come from the package; as text: its name in the repository of 'url'.")
        .With("source", Schema.Text("oci://…, https://….tgz, or the chart's name in the repository of repoURL."))
        .With("repoURL", Schema.Text("A chart repository."))
        .With("version", Schema.Text("A version or a range; the newest stable one when left out."))
        .With("name", Schema.Text("The chart's name in the repository of repoURL, when 'source' is left out."));

    private static Schema ValuesFrom => Schema.List(
        Schema.Map()
            .Needs("kind", Schema.Text("Of the object.", "ConfigMap", "Secret"))
            .Needs("name", Schema.Text("Its name."))
            .With("namespace", Schema.Text("Only the namespace the component goes to: values of others are not ours to read."))
            .With("key", Schema.Text("The key with the values, YAML; values.yaml when left out."))
            .With("valuesKey", Schema.Text("The same as key."))
            .With("optional", Schema.Flag("It needn't be there.").Defaults(false)),
        "Objects of the same file, or of the cluster, with values; later ones lie over earlier ones, 'values' over all.");

    private static Schema Options => Schema.Map("How it is rendered.")
        .With("includeCRDs", Schema.Flag("With the chart's crds folder.").Defaults(true))
        .With("skipTests", Schema.Flag("Tests of the chart are never delivered.").Defaults(true))
        .With("skipHooks", Schema.Flag("Leaves out all hooks; else those of install and upgrade are applied like other objects.").Defaults(false))
        .With("createNamespace", Schema.Flag("Namespaces are always made.").Defaults(true))
        .AndMore();

    public static Schema Parameters { get; } = Schema.Map()
        .With("chart", Chart)
        .With("release", Schema.Map("What the chart sees of its release.")
            .With("name", Schema.Text("The component's name when left out."))
            .With("namespace", Schema.Text("Where objects go that name no namespace; where the component goes when left out.")))
        .With("values", Schema.MapOf(null, "Values; they lie over the chart's own."))
        .With("valuesFrom", ValuesFrom)
        .With("options", Options)
        .With("healthStatus", Schema.List(null, "Read, not used: every object has the health of its kind."))
        .With("repoType", Schema.Text("Kind of repository.", "helm", "oci"))
        .With("url", Schema.Text("The same as chart.repoURL."))
        .With("version", Schema.Text("The same as chart.version."))
        .With("releaseName", Schema.Text("The same as release.name."))
        .With("targetNamespace", Schema.Text("The same as release.namespace."))
        .With("pullInterval", Ignored)
        .With("interval", Ignored)
        .With("timeout", Ignored)
        .With("installTimeout", Ignored)
        .With("retries", Schema.Whole("Read, not used."))
        .With("upgradeCRD", Schema.Flag("Read, not used: CRDs are applied as they are."));

    private static Schema Ignored => Schema.Text("Read, not used: planning fetches a chart once, and pins it.");
}
