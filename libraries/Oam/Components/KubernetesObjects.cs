using System.Text.Json.Nodes;
using Platform.Oam.Definitions;
using Platform.Oam.Schemas;

namespace Platform.Oam.Components;

/// <summary>Kubernetes objects as they are: the first is the workload, the others go along.</summary>
internal static class KubernetesObjects
{
    public static Schema Object { get; } = Schema.Map("A Kubernetes object.")
        .Needs("apiVersion", Schema.Text("E.g. apps/v1."))
        .Needs("kind", Schema.Text("E.g. Deployment."))
        .With("metadata", Schema.Map("Its metadata.")
            .With("name", Schema.Text("Its name; the component's when left out."))
            .With("namespace", Schema.Text("Its namespace; the application's when left out."))
            .With("labels", Schema.MapOf(Schema.Text()))
            .With("annotations", Schema.MapOf(Schema.Text()))
            .AndMore())
        .AndMore();

    public static ComponentDefinition Definition { get; } = new()
    {
        Name = "k8s-objects",
        Description = "Kubernetes objects as they are given.",
        Parameters = Schema.Map().Needs("objects", Schema.List(Object, "The objects; the first is the workload.")),
        Render = context =>
        {
            if (context.Package is { Content: not null } or { IsAssumed: true }) return OfPackage(context);
            return Output([.. (context.Parameters["objects"]?.Items ?? []).Select(item => (JsonObject)item.ToJson()!)]);
        },
    };

    /// <summary>The manifests of the package; they take the place of what the application says.</summary>
    public static ComponentOutput OfPackage(ComponentContext context)
    {
        if (context.Package?.Content is not { Kind: PackageContentKind.Manifests } packaged)
            context.Lack("object", "the properties give none");
        else if (context.Ask(Need.Of(NeedKinds.Manifests, ("repository", packaged.Repository), ("digest", packaged.Digest))) is { } answer)
            return Output(RenderedObjects.Of(answer));
        return ComponentOutput.None;
    }

    private static ComponentOutput Output(List<JsonObject> objects) =>
        new(objects.Count > 0 ? objects[0] : null, [.. objects.Skip(1).Select((manifest, i) => new NamedObject($"objects-{i + 1}", manifest))]);
}
