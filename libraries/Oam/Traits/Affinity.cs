using System.Text.Json.Nodes;
using Platform.Oam.Components.Pods;
using Platform.Oam.Definitions;
using Platform.Oam.Documents;
using Platform.Oam.Rendering;
using Platform.Oam.Schemas;

namespace Platform.Oam.Traits;

/// <summary>Which nodes and other pods the pods like and dislike.</summary>
internal static class Affinity
{
    private const string Required = "requiredDuringSchedulingIgnoredDuringExecution";
    private const string Preferred = "preferredDuringSchedulingIgnoredDuringExecution";

    private static readonly Schema Expression = Schema.Map()
        .Needs("key", Schema.Text())
        .With("operator", Schema.Text(null, "In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt").Defaults("In"))
        .With("values", PodSchema.Texts("Values."));

    private static readonly Schema NodeTerm = Schema.Map()
        .With("matchExpressions", Schema.List(Expression))
        .With("matchFields", Schema.List(Expression));

    public static Schema Selector { get; } = Schema.Map()
        .With("matchLabels", PodSchema.TextMap("Labels."))
        .With("matchExpressions", Schema.List(Expression));

    private static readonly Schema PodTerm = Schema.Map()
        .With("labelSelector", Selector)
        .With("namespace", Schema.Text())
        .With("namespaces", PodSchema.Texts("Namespaces of the other pods."))
        .Needs("topologyKey", Schema.Text("Label of nodes."))
        .With("namespaceSelector", Selector);

    private static readonly Schema Pods = Schema.Map()
        .With("required", Schema.List(PodTerm))
        .With("preferred", Schema.List(Schema.Map().Needs("weight", Schema.Whole(null, 1, 100)).Needs("podAffinityTerm", PodTerm)));

    public static TraitDefinition Definition { get; } = new()
    {
        Name = "affinity",
        Description = "Which nodes and other pods the pods like and dislike.",
        Parameters = Schema.Map()
            .With("podAffinity", Pods.About("Pods to be near to."))
            .With("podAntiAffinity", Pods.About("Pods to be far from."))
            .With("nodeAffinity", Schema.Map("Nodes to run on.")
                .With("required", Schema.Map().Needs("nodeSelectorTerms", Schema.List(NodeTerm)))
                .With("preferred", Schema.List(Schema.Map().Needs("weight", Schema.Whole(null, 1, 100)).Needs("preference", NodeTerm))))
            .With("tolerations", Schema.List(Schema.Map()
                .With("key", Schema.Text())
                .With("operator", Schema.Text(null, "Equal", "Exists").Defaults("Equal"))
                .With("value", Schema.Text())
                .With("effect", Schema.Text(null, "NoSchedule", "PreferNoSchedule", "NoExecute"))
                .With("tolerationSeconds", Schema.Whole()), "Taints of nodes that don't keep the pods away.")),
        Apply = context =>
        {
            var p = context.Parameters;
            var affinity = Json.Map(("nodeAffinity", Terms(p["nodeAffinity"])), ("podAffinity", Terms(p["podAffinity"])), ("podAntiAffinity", Terms(p["podAntiAffinity"])));
            context.Workload.UnifyPods(Json.Map(("affinity", affinity.Count > 0 ? affinity : null), ("tolerations", Json.Copy(p, "tolerations"))));
        },
    };

    private static JsonObject? Terms(DocumentNode? terms) =>
        terms is null ? null : Json.Map((Preferred, Json.Copy(terms, "preferred")), (Required, Json.Copy(terms, "required")));
}
