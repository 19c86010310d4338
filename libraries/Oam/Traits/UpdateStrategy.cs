using System.Text.Json.Nodes;
using Platform.Oam.Definitions;
using Platform.Oam.Documents;
using Platform.Oam.Rendering;
using Platform.Oam.Schemas;

namespace Platform.Oam.Traits;

/// <summary>How a workload replaces its pods.</summary>
internal static class UpdateStrategy
{
    private const SchemaTypes Amount = SchemaTypes.Text | SchemaTypes.WholeNumber;

    private static readonly Schema Rolling = Schema.Map()
        .With("maxSurge", Schema.Either(Amount, "Pods above the number wanted.").Defaults("25%"))
        .With("maxUnavailable", Schema.Either(Amount, "Pods below the number wanted.").Defaults("25%"))
        .With("partition", Schema.Whole("First pod of a StatefulSet to update.", 0).Defaults(0));

    public static TraitDefinition Definition { get; } = new()
    {
        Name = "k8s-update-strategy",
        Description = "How a workload replaces its pods.",
        Parameters = Schema.Map()
            .With("targetAPIVersion", Schema.Text("API version of the workload.").Defaults("apps/v1"))
            .With("targetKind", Schema.Text("Kind of the workload.", "Deployment", "StatefulSet", "DaemonSet").Defaults("Deployment"))
            .Needs("strategy", Schema.Map("The strategy.")
                .With("type", Schema.Text("Its type.", "RollingUpdate", "Recreate", "OnDelete").Defaults("RollingUpdate"))
                .With("rollingStrategy", Rolling)),
        Apply = context =>
        {
            var strategy = context.Parameters["strategy"]!;
            var kind = context.Parameters["targetKind"]!.Text!;
            var rolling = strategy["type"]?.Text == "RollingUpdate" && strategy["rollingStrategy"] is { } given ? OfKind(kind, given) : null;
            context.Workload.Unify(Json.Map(("spec", Json.Map((kind == "Deployment" ? "strategy" : "updateStrategy", Json.Map(
                ("rollingUpdate", rolling), ("type", Json.Copy(strategy, "type"))))))));
        },
    };

    private static JsonObject OfKind(string kind, DocumentNode rolling) => kind == "StatefulSet"
        ? Json.Map(("partition", Json.Copy(rolling, "partition")))
        : Json.Map(("maxSurge", Json.Copy(rolling, "maxSurge")), ("maxUnavailable", Json.Copy(rolling, "maxUnavailable")));
}
