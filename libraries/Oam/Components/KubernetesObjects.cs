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
            var objects = context.Parameters["objects"]!.Items.Select(item => (JsonObject)item.ToJson()!).ToList();
            return new(objects.FirstOrDefault(), [.. objects.Skip(1).Select((manifest, i) => new NamedObject($"objects-{i + 1}", manifest))]);
        },
    };
}
